import { nearest, type Slices, suggestion } from '../../foundation/index.ts';
import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

import { codeOf, type CodeUse } from '../code.ts';
import { leadsOut } from '../yaml/inside.ts';
import type { HandlerRef } from '../handler-ref.ts';
import type { HandlerModuleFacts } from '../ports.ts';
import type { Spot } from '../problems.ts';
import type { Resolving } from './resolving.ts';

/** Handler modules must lie below the manifest's folder, exist, load, and have the named export. */
export async function resolveHandlers(context: Resolving, slices: Slices): Promise<void> {
  const { options } = context;
  const all = await slices.run(codeOf(context.source, context.directory));
  const outside = new Set(
    [...new Set(all.map(({ ref }) => ref.module))].filter((one) => leadsOut(context.directory, one)),
  );
  if (outside.size > 0) for (const use of all) if (outside.has(use.ref.module)) tellOutside(context, use);
  if (slices.over) await slices.next();
  const uses = outside.size === 0 ? all : all.filter(({ ref }) => !outside.has(ref.module));
  if (options.handlers === undefined) return;
  const modules = new Set(uses.map(({ ref }) => ref.module));
  const flaws = await findFlaws([...modules], context.directory);
  const facts = await options.handlers.inspect([...modules].filter((module) => !flaws.has(module)));
  const sound = new Set<HandlerRef>();
  for (const use of uses) {
    if (sound.has(use.ref)) continue;
    if (report(context, use, flaws.get(use.ref.module), facts.get(use.ref.module))) sound.add(use.ref);
  }
  // Code of a manifest that is refused anyway is not run.
  if (!context.problems.failed) await tryOut(context, uses);
}

/** Runs the modules: one that throws is found now, not when the process starts. */
async function tryOut({ combined, problems, options }: Resolving, uses: readonly CodeUse[]): Promise<void> {
  // Tasks of one text have one reference.
  const failures = await options.handlers?.tryOut?.([...new Set(uses.map(({ ref }) => ref))]);
  if (failures === undefined || failures.size === 0) return;
  const told = new Set<string>();
  for (const { ref, path, word } of uses) {
    const failure = failures.get(ref);
    if (failure === undefined) continue;
    const { reason, stack } = failure;
    const [file = ''] = ref.text.split('#', 1);
    // Many tasks may share a module; its stack is told once.
    const first = !told.has(ref.module + reason);
    told.add(ref.module + reason);
    problems.add(
      'REF_HANDLER_LOAD',
      combined.spot(path),
      `the ${word} ${file}: ${reason}`,
      undefined,
      first ? stack : [],
    );
  }
}

function tellOutside({ combined, problems }: Resolving, { ref, path, word }: CodeUse): void {
  const message = `the ${word} ${ref.text} lies outside of the manifest's folder`;
  problems.add('REF_HANDLER', combined.spot(path), message, `keep ${word}s below the folder of the main manifest`);
}

interface Flaw {
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Modules that are not there, or that a link leads out of the folder. */
async function findFlaws(modules: readonly string[], directory: string): Promise<ReadonlyMap<string, Flaw>> {
  const root = await realpath(directory).catch(() => directory);
  const flaws = new Map<string, Flaw>();
  const look = async (module: string): Promise<void> => {
    const flaw = await flawOf(module, root);
    if (flaw) flaws.set(module, flaw);
  };
  await Promise.all(modules.map(look));
  return flaws;
}

async function flawOf(module: string, root: string): Promise<Flaw | undefined> {
  const real = await realpath(module).catch(() => undefined);
  if (real === undefined) return { message: 'there is no such file', hint: await similarFile(module) };
  return leadsOut(root, real) ? { message: "it is a link to a file outside of the manifest's folder" } : undefined;
}

async function similarFile(module: string): Promise<string | undefined> {
  const names = await readdir(dirname(module)).catch(() => []);
  const near = nearest(basename(module), names);
  return near === undefined ? undefined : `did you mean \`${near}\`?`;
}

/** esbuild says so of an import that it does not find; what does not begin with a dot is a package. */
const UNRESOLVED = /Could not resolve "((?:@[\w.-]{1,100}\/)?[\w-][\w.-]{0,100})/;

function packageHint(reason: string): string | undefined {
  const [, name] = UNRESOLVED.exec(reason) ?? [];
  return name === undefined ? undefined : `is the package there? \`npm install ${name}\``;
}

/** What is written for CommonJS in a file that is an ES module exports nothing. */
const NO_EXPORTS =
  'it exports nothing: write `export default …`; where package.json says "type": "module", `module.exports` and `exports.x` count in a `.cjs` file only';

/** @returns whether there is nothing wrong with it */
function report(
  { combined, problems }: Resolving,
  use: CodeUse,
  flaw: Flaw | undefined,
  facts: HandlerModuleFacts | undefined,
): boolean {
  const { ref, word } = use;
  if (flaw === undefined && facts?.ok === true && gives(facts.exports, ref)) return true;
  const spot: Spot = combined.spot(use.path);
  const [file = ''] = ref.text.split('#', 1);
  if (flaw) problems.add('REF_HANDLER', spot, `the ${word} ${file}: ${flaw.message}`, flaw.hint);
  else if (facts === undefined) problems.add('REF_HANDLER', spot, `the ${word} ${file} could not be inspected`);
  else if (!facts.ok)
    problems.add(
      'REF_HANDLER',
      spot,
      `the ${word} ${file} cannot be loaded: ${facts.reason}`,
      packageHint(facts.reason),
    );
  else {
    const named = ref.export === 'default' ? 'default export' : `export \`${ref.export}\``;
    const hint = facts.exports.length === 0 ? NO_EXPORTS : suggestion(ref.export, facts.exports);
    problems.add('REF_EXPORT', spot, `${file} has no ${named}`, hint);
  }
  return false;
}

function gives(exports: readonly string[], ref: HandlerRef): boolean {
  return exports.includes(ref.export) || exports.includes('*') || ref.optional === true;
}
