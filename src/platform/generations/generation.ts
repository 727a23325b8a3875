/** A generation: a manifest with its handlers loaded and its schemas ready. */
import type { Apart, HandlerLoader } from '../../binding/index.ts';
import { inline, type Resource, sameCode, type SharedResources } from '../../core/index.ts';
import { type Diagnostic, SkepError } from '../../foundation/index.ts';
import {
  type BoundTask,
  compileLater,
  type Generation,
  loadManifest,
  loadManifestTexts,
  type Manifest,
  type ManifestText,
  type TaskSpec,
} from '../../manifest/index.ts';

export type GenerationResult =
  | { readonly ok: true; readonly generation: Generation; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export interface GenerationSources {
  /** The manifest's main file, absolute. */
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that shown paths are relative to. */
  readonly cwd: string;
  /** Kept over reloads: modules that did not change stay the same instances. */
  readonly loader: HandlerLoader;
  /** Kept over reloads likewise: what is open stays open while it is the same. */
  readonly shared: SharedResources;
  /** Threads and processes, kept over reloads. */
  readonly apart: Apart;
  /** In place of what the files say; handlers are those on disk. */
  readonly texts?: readonly ManifestText[];
}

/** Reads the manifest and loads its handlers. Nothing of it is in force yet. */
export async function loadGeneration({
  file,
  env,
  cwd,
  loader,
  texts,
  ...places
}: GenerationSources): Promise<GenerationResult> {
  const options = { env, cwd, handlers: loader };
  const loaded = await (texts === undefined
    ? loadManifest(file, options)
    : loadManifestTexts(texts, { ...options, file }));
  if (!loaded.ok) return loaded;
  const { manifest, warnings } = loaded;
  try {
    const { bindTasks } = await import('../../binding/index.ts');
    return {
      ok: true,
      generation: generationOf(manifest, await bindTasks(manifest, loader, { ...places, env })),
      warnings,
    };
  } catch (error) {
    if (!(error instanceof SkepError) || error.code !== 'HANDLER_MISSING') throw error;
    return { ok: false, diagnostics: handlerDiagnostics(manifest, error) };
  }
}

function generationOf(manifest: Manifest, tasks: ReadonlyMap<string, BoundTask>): Generation {
  return Object.freeze({ manifest, revision: null, task: (name: string) => tasks.get(name) });
}

/** The same generation under its number in the store. */
export function withRevision(generation: Generation, revision: number): Generation {
  return Object.freeze({ ...generation, revision });
}

/** The same generation, which runs though another one is in force for all. @param revision under which it was in force before */
export function standingIn(generation: Generation, revision: number): Generation {
  return Object.freeze({ ...generation, revision, standsIn: true });
}

/** The same generation with other limits for a stop: the command line wins over the manifest, and knows no soft part. */
export function withShutdownTimeout(generation: Generation, shutdownTimeoutMs: number): Generation {
  const { manifest } = generation;
  const shutdown = Object.freeze({ warmMs: shutdownTimeoutMs, softMs: 0 });
  return Object.freeze({ ...generation, manifest: Object.freeze({ ...manifest, shutdown }) });
}

/**
 * A generation for a process that only enqueues and looks: handlers are not loaded, so nothing of the user's
 * code runs; schemas are compiled when the first payload comes.
 */
export function unboundGeneration(manifest: Manifest): Generation {
  const tasks = new Map<string, BoundTask>();
  const unbound = (spec: TaskSpec): BoundTask => ({
    spec,
    executor: inline(() => {
      throw new SkepError('INTERNAL', `the handler of ${spec.name} was not loaded in this process`);
    }),
    upcasts: NO_UPCASTS,
    resources: [],
    checkInput: compileLater(spec.input),
    checkOutput: compileLater(spec.output),
    hooks: null,
  });
  return Object.freeze({
    manifest,
    revision: null,
    task: (name: string) => {
      const spec = Object.hasOwn(manifest.tasks, name) ? manifest.tasks[name] : undefined;
      if (spec === undefined) return undefined;
      const task = tasks.get(name) ?? unbound(spec);
      tasks.set(name, task);
      return task;
    },
  });
}

const NO_UPCASTS: BoundTask['upcasts'] = new Map();

/** Whether nothing that matters differs: the manifest's content, and the very code that tasks run. */
export function sameGeneration(one: Generation, other: Generation): boolean {
  if (one.manifest.hash !== other.manifest.hash) return false;
  return Object.keys(other.manifest.tasks).every((name) => !isReloaded(one.task(name), other.task(name)));
}

/** Whether a task runs other code than before: its module, one that it imports or that of a hook or resource was saved. */
export function isReloaded(before: BoundTask | undefined, now: BoundTask | undefined): boolean {
  if (before === now) return false;
  const [mine, theirs] = [functionsOf(before), functionsOf(now)];
  if (mine.length !== theirs.length || !mine.every((code, index) => code === theirs[index])) return true;
  const resources = now?.resources ?? [];
  return !(before?.resources ?? []).every(({ module }, index) => {
    const other = resources[index]?.module;
    return other !== undefined && sameCode(module, other);
  });
}

function functionsOf(task: BoundTask | undefined): readonly unknown[] {
  if (task === undefined) return [];
  const hooks = Object.values(task.hooks ?? {}).flatMap((own) => own.map(({ run }) => run));
  return [task.executor.code, ...task.upcasts.values(), ...hooks];
}

/** All resources that tasks of it use. */
export function resourcesOf(generation: Generation): readonly Resource[] {
  return Object.keys(generation.manifest.tasks).flatMap((name) => generation.task(name)?.resources ?? []);
}

/** A handler module that is there but throws while it is loaded: found only now, shown like any other problem. */
function handlerDiagnostics(manifest: Manifest, error: SkepError): Diagnostic[] {
  const problems = error.details?.['problems'];
  const messages = Array.isArray(problems) ? (problems as string[]) : [error.message];
  return messages.map((message) => ({
    code: 'REF_HANDLER_LOAD',
    severity: 'error',
    message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    file: manifest.file,
    line: 0,
    column: 0,
    endColumn: 0,
    path: 'tasks',
  }));
}
