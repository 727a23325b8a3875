/**
 * Loads the handlers that a manifest names, from TypeScript or JavaScript, and loads them anew after an edit.
 *
 * Every file of the project is built into a file whose name is a hash of its code and dependencies. So a
 * reload runs anew exactly the files that changed, and those that import them: all others keep their identity
 * and their singletons (pools, caches), and a file that several modules import is one instance. What is
 * replaced stays in memory, as Node cannot unload modules.
 */
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import type { Handler } from '../core/index.ts';
import { dictionary, type IdSource, newId, SkepError } from '../foundation/index.ts';
import type { HandlerInspector, HandlerModuleFacts, HandlerRef } from '../manifest/index.ts';
import { buildModules, type Built, type BuiltModule } from './build-modules.ts';
import { bundleFolderOf, defaultBundleFolder, writeBundle } from './bundle-folder.ts';
import { judgeModules } from './module-path.ts';
import { stampOf } from './source-plugin.ts';
import { type Failure, failedSpace, handlerOf, importWithin, LOAD_LIMIT, type LoadLimit, type Space } from './space.ts';
import { type TrialModule, tryModules } from './trial.ts';

export interface HandlerLoaderOptions {
  /** Absolute path of the project folder; handlers outside of it are refused. */
  readonly root: string;
  /** Where built handlers are kept; default: a folder of this user in the system's temporary folder. */
  readonly folder?: string;
  readonly newId?: IdSource;
  /** Where `tryOut` runs the modules: in this process, which will need them anyway (the default), or in one of their own. */
  readonly trial?: 'here' | 'apart';
  /** How long a module may take to load. */
  readonly limit?: LoadLimit;
}

/** Outcome of building a set of modules, by the path that the manifest gives. */
interface Workshop {
  readonly modules: ReadonlyMap<string, BuiltModule>;
  readonly problems: ReadonlyMap<string, string>;
  readonly built: Built | null;
}

interface Problem {
  readonly ref: HandlerRef;
  readonly reason: string;
}

/** The key of a handler in what `load` returns. */
export function handlerKey(ref: HandlerRef): string {
  return `${ref.module}#${ref.export}`;
}

export class HandlerLoader implements HandlerInspector {
  readonly #root: string;
  readonly #folder: string;
  readonly #newId: IdSource;
  readonly #trial: 'here' | 'apart';
  readonly #limit: LoadLimit;
  /** Built files whose import threw. */
  readonly #failed = new Set<string>();
  /** Built files that run under another name since they failed once. */
  readonly #renamed = new Map<string, string>();
  #last: Workshop | null = null;

  constructor(options: HandlerLoaderOptions) {
    this.#root = options.root;
    this.#folder = bundleFolderOf(options.folder ?? defaultBundleFolder(), options.root);
    this.#newId = options.newId ?? newId;
    this.#trial = options.trial ?? 'here';
    this.#limit = options.limit ?? LOAD_LIMIT;
  }

  /** Absolute paths of all source files that went into the last build, imported ones included. */
  get sources(): readonly string[] {
    return [...(this.#last?.built?.stamps.keys() ?? [])];
  }

  /** Of the last build: by the module's path below the root, a name that its code and all that it imports of the project have. */
  get codes(): Readonly<Record<string, string>> {
    const codes = dictionary<string>();
    for (const [module, { file }] of this.#last?.modules ?? []) {
      codes[relative(this.#root, module).replaceAll('\\', '/')] = file.replace(/\.mjs$/, '');
    }
    return codes;
  }

  /** Builds the modules without running them. A broken one does not hide the others. */
  async inspect(modules: readonly string[]): Promise<ReadonlyMap<string, HandlerModuleFacts>> {
    const workshop = await this.#build(modules);
    this.#last = workshop;
    return new Map(modules.map((module) => [module, factsOf(workshop, module)]));
  }

  /**
   * Imports the modules and picks the handlers.
   * @returns by `handlerKey(ref)`; optional ones that are not there are missing
   * @throws SkepError HANDLER_MISSING naming module, export and reason; all of them in details.problems
   */
  async load(refs: readonly HandlerRef[]): Promise<ReadonlyMap<string, Handler>> {
    return this.#pick(refs, await this.#spaces(refs));
  }

  /** Builds the modules, and runs none. @returns by module, where the file is; those that could not be built are missing */
  async locate(
    refs: readonly HandlerRef[],
  ): Promise<ReadonlyMap<string, { readonly file: string; readonly commonJs: boolean }>> {
    const { modules } = await this.#written(refs);
    const found = [...modules].map(([module, { file, commonJs }]) => {
      return [module, { file: join(this.#folder, file), commonJs }] as const;
    });
    return new Map(found);
  }

  async #spaces(refs: readonly HandlerRef[]): Promise<ReadonlyMap<string, Space>> {
    const workshop = await this.#written(refs);
    process.setSourceMapsEnabled(true);
    const modules = [...new Set(refs.map((ref) => ref.module))];
    return new Map(
      await Promise.all(modules.map(async (module) => [module, await this.#import(workshop, module)] as const)),
    );
  }

  /** The modules built, and their files where Node can import them. */
  async #written(refs: readonly HandlerRef[]): Promise<Workshop> {
    const workshop = await this.#workshop([...new Set(refs.map((ref) => ref.module))]);
    if (workshop.built) await writeBundle(workshop.built, this.#folder, this.#newId);
    return workshop;
  }

  /**
   * Runs the modules and picks what the references name: some faults show only then.
   * @returns what is wrong, by reference; sound ones are missing
   */
  async tryOut(refs: readonly HandlerRef[]): Promise<ReadonlyMap<HandlerRef, Failure>> {
    const failureOf = this.#trial === 'apart' ? await this.#tryApart(refs) : await this.#tryHere(refs.filter(isHere));
    const failures = new Map<HandlerRef, Failure>();
    for (const ref of refs) {
      const failure = this.#trial === 'apart' || isHere(ref) ? failureOf(ref) : null;
      if (failure && !isExcused(ref, failure)) failures.set(ref, failure);
    }
    return failures;
  }

  async #tryHere(refs: readonly HandlerRef[]): Promise<(ref: HandlerRef) => Failure | null> {
    const spaces = await this.#spaces(refs);
    return (ref) => {
      const found = handlerOf(spaces.get(ref.module), ref.export);
      return 'handler' in found ? null : found;
    };
  }

  async #tryApart(refs: readonly HandlerRef[]): Promise<(ref: HandlerRef) => Failure | null> {
    const workshop = await this.#written(refs);
    const order: TrialModule[] = [];
    for (const [module, { file, commonJs }] of workshop.modules) {
      const exports = refs.filter((ref) => ref.module === module).map((ref) => ref.export);
      order.push({ module, file: join(this.#folder, file), commonJs, exports: [...new Set(exports)] });
    }
    const failures = await tryModules(order);
    return (ref) => failures.get(handlerKey(ref)) ?? null;
  }

  #pick(refs: readonly HandlerRef[], spaces: ReadonlyMap<string, Space>): ReadonlyMap<string, Handler> {
    const handlers = new Map<string, Handler>();
    const problems: Problem[] = [];
    for (const ref of refs) {
      const key = handlerKey(ref);
      if (handlers.has(key)) continue;
      const found = handlerOf(spaces.get(ref.module), ref.export);
      if ('handler' in found) handlers.set(key, found.handler);
      else if (!isExcused(ref, found)) problems.push({ ref, reason: found.reason });
    }
    if (problems.length > 0) throw this.#missing(problems);
    return handlers;
  }

  /** The last build when it covers these modules and no file has changed since, else a new one. */
  async #workshop(modules: readonly string[]): Promise<Workshop> {
    const last = this.#last;
    if (last && modules.every((module) => last.modules.has(module)) && (await isFresh(last))) return last;
    this.#last = await this.#build(modules);
    return this.#last;
  }

  async #build(modules: readonly string[]): Promise<Workshop> {
    const { sound, refused } = await judgeModules(modules, this.#root);
    const problems = new Map(refused);
    const files = [...new Set(sound.values())].sort();
    // The bundler is a program of its own, which takes longer to start than all else that a check does.
    if (files.length === 0) return { modules: new Map(), problems, built: null };
    let answer = await this.#bundle(files);
    if (!answer.ok) {
      const broken = await this.#findBroken(files);
      for (const [module, file] of sound) {
        const reason = broken.get(file);
        if (reason !== undefined) problems.set(module, reason);
      }
      answer = await this.#bundle(files.filter((file) => !broken.has(file)));
    }
    const built = answer.ok ? answer.built : null;
    const ready = new Map<string, BuiltModule>();
    for (const [module, file] of sound) {
      const found = built?.modules.get(file);
      if (found) ready.set(module, found);
      else if (!problems.has(module)) problems.set(module, answer.ok ? 'it could not be built' : answer.reason);
    }
    return { modules: ready, problems, built };
  }

  /** One by one, because a failed build of all says nothing about the sound ones. */
  async #findBroken(files: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const broken = new Map<string, string>();
    for (const file of files) {
      const answer = await this.#bundle([file]);
      if (!answer.ok) broken.set(file, answer.reason);
    }
    return broken;
  }

  #bundle(files: readonly string[]): ReturnType<typeof buildModules> {
    return buildModules(files, { root: this.#root, folder: this.#folder });
  }

  async #import(workshop: Workshop, module: string): Promise<Space> {
    const built = workshop.modules.get(module);
    if (!built) return { ok: false, reason: workshop.problems.get(module) ?? 'it could not be built', stack: [] };
    try {
      if (workshop.built && this.#failed.delete(built.file)) await this.#rename(workshop.built, built.file);
      return { ok: true, names: await this.#importFile(built.file), commonJs: built.commonJs };
    } catch (error) {
      this.#failed.add(built.file);
      return failedSpace(error);
    }
  }

  async #importFile(name: string): Promise<Readonly<Record<string, unknown>>> {
    return await importWithin(join(this.#folder, this.#renamed.get(name) ?? name), this.#limit);
  }

  /**
   * Node keeps the failure of a file for ever, though its reason may be gone (a database that was down): those
   * that fail get another name, from the bottom up. What works keeps its identity.
   */
  async #rename(built: Built, name: string, seen = new Set<string>()): Promise<void> {
    if (seen.has(name)) return;
    seen.add(name);
    for (const below of built.imports.get(name) ?? []) await this.#rename(built, below, seen);
    const works = await this.#importFile(name).then(
      () => true,
      () => false,
    );
    if (works) return;
    const again = name.replace(/\.mjs$/, `.${this.#newId()}.mjs`);
    let text = built.files.get(name) ?? '';
    for (const [from, to] of this.#renamed) text = text.replaceAll(`"./${from}"`, `"./${to}"`);
    await writeFile(join(this.#folder, again), text, { mode: 0o600 });
    this.#renamed.set(name, again);
  }

  #missing(problems: readonly Problem[]): SkepError {
    const texts = problems.map(({ ref, reason }) => {
      const module = relative(this.#root, ref.module);
      return `handler ${module.startsWith('..') ? ref.module : module}#${ref.export}: ${reason}`;
    });
    const [first = '', ...others] = texts;
    const message = others.length === 0 ? first : `${first} (and ${others.length} more)`;
    return new SkepError('HANDLER_MISSING', message, {
      hint: 'the manifest names a handler as ./path/to/module.ts#export, and the export is a function',
      details: { problems: texts.slice(0, 100) },
    });
  }
}

/** What runs in threads and processes shows its faults there, or to `skep check`. */
export function isHere({ apart }: HandlerRef): boolean {
  return apart !== true;
}

function isExcused({ optional }: HandlerRef, { missing }: Failure): boolean {
  return optional === true && missing === true;
}

async function isFresh(workshop: Workshop): Promise<boolean> {
  if (!workshop.built) return false;
  const stamps = [...workshop.built.stamps];
  const now = await Promise.all(stamps.map(([file]) => stampOf(file)));
  return stamps.every(([, stamp], index) => stamp !== '' && stamp === now[index]);
}

function factsOf(workshop: Workshop, module: string): HandlerModuleFacts {
  const built = workshop.modules.get(module);
  if (built) return { ok: true, exports: built.exports };
  return { ok: false, reason: workshop.problems.get(module) ?? 'it could not be built' };
}
