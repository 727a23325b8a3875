/** Reading a manifest without running anything of it: for commands that look, check or enqueue. */
import path from 'node:path';
import { counted, type Diagnostic, SkepError } from '../../foundation/index.ts';
import {
  loadManifest,
  loadManifestText,
  type LoadResult,
  type Manifest,
  ownTasks,
  ownWorkflows,
} from '../../manifest/index.ts';

export interface ManifestSource {
  /** The main file; relative to `cwd`. */
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Further files, as if the manifest included them; relative to `cwd`. */
  readonly beside?: readonly string[];
}

/**
 * The manifest alone: handler files are not looked at.
 * @throws SkepError MANIFEST_NOT_FOUND; MANIFEST_INVALID with all diagnostics
 */
export async function readManifest({ file, env, cwd, beside = [] }: ManifestSource): Promise<Manifest> {
  const loaded = await loadManifest(path.resolve(cwd, file), {
    ...{ env, cwd },
    beside: beside.map((one) => path.resolve(cwd, one)),
  });
  if (!loaded.ok) throw invalidManifest(file, loaded.diagnostics);
  return loaded.manifest;
}

export interface CheckedManifest {
  readonly valid: boolean;
  /** Errors and warnings, in order of place. */
  readonly diagnostics: readonly Diagnostic[];
  /** What a valid manifest declares, in one line; '' when it is invalid. */
  readonly summary: string;
}

export interface CheckOptions {
  /** Whether handler modules are run, in a process of their own, to see whether they throw; true by default. */
  readonly runHandlers?: boolean;
}

/** The manifest and the handlers it names. Nothing of it is in force, and nothing that handlers open stays. */
export async function checkManifest(
  { file, env, cwd }: ManifestSource,
  { runHandlers = true }: CheckOptions = {},
): Promise<CheckedManifest> {
  const { HandlerLoader } = await import('../../binding/index.ts');
  const main = path.resolve(cwd, file);
  const loader = new HandlerLoader({ root: path.dirname(main), trial: 'apart' });
  const handlers = runHandlers ? loader : { inspect: (modules: readonly string[]) => loader.inspect(modules) };
  const loaded = await loadManifest(main, { env, cwd, handlers });
  if (!loaded.ok) return { valid: false, diagnostics: loaded.diagnostics, summary: '' };
  return { valid: true, diagnostics: loaded.warnings, summary: summaryOf(loaded.manifest) };
}

/** A text in the place of the main file; handlers are looked at and not run, and nothing is written. */
export async function draftManifest(text: string, { file, env, cwd }: ManifestSource): Promise<LoadResult> {
  const { HandlerLoader } = await import('../../binding/index.ts');
  const main = path.resolve(cwd, file);
  const loader = new HandlerLoader({ root: path.dirname(main), trial: 'apart' });
  const handlers = { inspect: (modules: readonly string[]) => loader.inspect(modules) };
  return loadManifestText(text, { file: main, env, cwd, handlers });
}

function summaryOf(manifest: Manifest): string {
  const { queues, schedules, routes } = manifest;
  const graphs = ownWorkflows(manifest).length;
  return [
    counted(ownTasks(manifest).length, 'task'),
    counted(Object.keys(queues).length, 'queue'),
    ...(graphs === 0 ? [] : [counted(graphs, 'workflow')]),
    counted(Object.keys(schedules).length, 'schedule'),
    counted(routes.http.length, 'HTTP route'),
  ].join(', ');
}

/** For those who begin, and those who are in the wrong folder. */
const FIRST_STEPS =
  'give the path of the manifest with -f, let `skep init` write one with a handler, or begin with a jobs.yaml of `{ version: 1, name: hello, tasks: { greet: ./handlers/greet.js } }`; docs/first-project.md of the package goes through it';

/** The error of a manifest with these problems: MANIFEST_NOT_FOUND when it is that it cannot be read, else MANIFEST_INVALID. */
export function invalidManifest(file: string, diagnostics: readonly Diagnostic[]): SkepError {
  const [only] = diagnostics;
  if (diagnostics.length === 1 && only?.code === 'YAML_UNREADABLE') {
    return new SkepError('MANIFEST_NOT_FOUND', only.message, {
      hint: only.hint ?? FIRST_STEPS,
    });
  }
  const count = diagnostics.filter(({ severity }) => severity === 'error').length;
  return new SkepError('MANIFEST_INVALID', `${file} has ${count === 1 ? 'one problem' : `${count} problems`}`, {
    hint: 'nothing was changed; `skep check` shows the same problems',
    details: { diagnostics },
  });
}
