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
import { pathToFileURL } from 'node:url';

import type { Handler } from '../core/index.ts';
import { type IdSource, messageOf, newId, SkepError } from '../foundation/index.ts';
import type { HandlerInspector, HandlerModuleFacts, HandlerRef } from '../manifest/index.ts';
import { buildModules, type Built, type BuiltModule } from './build-modules.ts';
import { bundleFolderOf, defaultBundleFolder, writeBundle } from './bundle-folder.ts';
import { judgeModules } from './module-path.ts';
import { stampOf } from './source-plugin.ts';

export interface HandlerLoaderOptions {
  /** Absolute path of the project folder; handlers outside of it are refused. */
  readonly root: string;
  /** Where built handlers are kept; default: a folder of this user in the system's temporary folder. */
  readonly folder?: string;
  readonly newId?: IdSource;
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
  /** Built files whose import threw. */
  readonly #failed = new Set<string>();
  /** Built files that run under another name since they failed once. */
  readonly #renamed = new Map<string, string>();
  #last: Workshop | null = null;

  constructor(options: HandlerLoaderOptions) {
    this.#root = options.root;
    this.#folder = bundleFolderOf(options.folder ?? defaultBundleFolder(), options.root);
    this.#newId = options.newId ?? newId;
  }

  /** Absolute paths of all source files that went into the last build, imported ones included. */
  get sources(): readonly string[] {
    return [...(this.#last?.built?.stamps.keys() ?? [])];
  }

  /** Builds the modules without running them. A broken one does not hide the others. */
  async inspect(modules: readonly string[]): Promise<ReadonlyMap<string, HandlerModuleFacts>> {
    const workshop = await this.#build(modules);
    this.#last = workshop;
    return new Map(modules.map((module) => [module, factsOf(workshop, module)]));
  }

  /**
   * Imports the modules and picks the handlers.
   * @returns by `handlerKey(ref)`
   * @throws SkepError HANDLER_MISSING naming module, export and reason; all of them in details.problems
   */
  async load(refs: readonly HandlerRef[]): Promise<ReadonlyMap<string, Handler>> {
    const modules = [...new Set(refs.map((ref) => ref.module))];
    const workshop = await this.#workshop(modules);
    if (workshop.built) await writeBundle(workshop.built, this.#folder, this.#newId);
    process.setSourceMapsEnabled(true);
    const spaces = new Map(
      await Promise.all(modules.map(async (module) => [module, await this.#import(workshop, module)] as const)),
    );
    return this.#pick(refs, spaces);
  }

  #pick(refs: readonly HandlerRef[], spaces: ReadonlyMap<string, Space>): ReadonlyMap<string, Handler> {
    const handlers = new Map<string, Handler>();
    const problems: Problem[] = [];
    for (const ref of refs) {
      const key = handlerKey(ref);
      if (handlers.has(key)) continue;
      const found = handlerOf(spaces.get(ref.module), ref.export);
      if ('handler' in found) handlers.set(key, found.handler);
      else problems.push({ ref, reason: found.reason });
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
    if (!built) return { ok: false, reason: workshop.problems.get(module) ?? 'it could not be built' };
    try {
      if (workshop.built && this.#failed.delete(built.file)) await this.#rename(workshop.built, built.file);
      return { ok: true, names: await this.#importFile(built.file), commonJs: built.commonJs };
    } catch (error) {
      this.#failed.add(built.file);
      return { ok: false, reason: `running it failed: ${messageOf(error)}` };
    }
  }

  async #importFile(name: string): Promise<Readonly<Record<string, unknown>>> {
    const url = pathToFileURL(join(this.#folder, this.#renamed.get(name) ?? name)).href;
    return (await import(url)) as Readonly<Record<string, unknown>>;
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

type Space =
  | { readonly ok: true; readonly names: Readonly<Record<string, unknown>>; readonly commonJs: boolean }
  | { readonly ok: false; readonly reason: string };

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

function handlerOf(space: Space | undefined, name: string): { handler: Handler } | { reason: string } {
  if (!space?.ok) return { reason: space?.reason ?? 'it was not built' };
  const value = valueOf(space.names, name, space.commonJs);
  if (typeof value === 'function') return { handler: value as Handler };
  if (value !== undefined) return { reason: `the export '${name}' is not a function but ${kindOf(value)}` };
  const known = Object.keys(space.names).join(', ');
  return { reason: `there is no export '${name}'${known === '' ? '' : `; it exports ${known}`}` };
}

/** An ES module's export; of a CommonJS module, what `module.exports` holds, or that itself as 'default'. */
function valueOf(names: Readonly<Record<string, unknown>>, name: string, commonJs: boolean): unknown {
  if (!commonJs) return names[name];
  const exported = names['default'];
  const held = typeof exported === 'object' || typeof exported === 'function' ? exported : null;
  const inner = (held as Record<string, unknown> | null)?.[name];
  return inner ?? (name === 'default' ? exported : undefined);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `of type ${typeof value}`;
}
