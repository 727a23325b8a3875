/** Code that runs in a thread or process: it is built here and loaded there, and nowhere else. */
import type { Executor, ResourceSettings } from '../core/index.ts';
import { type HandlerRef, type LimitsSpec, type Manifest, resourceRefs, type TaskSpec } from '../manifest/index.ts';

/** A built module: its name is a hash of its content, so another text is another file. */
export interface FarModule {
  /** Absolute path. */
  readonly file: string;
  /** As the manifest names it. */
  readonly text: string;
  readonly commonJs: boolean;
}

export interface FarFunction extends FarModule {
  readonly export: string;
}

export interface FarResource {
  readonly settings: ResourceSettings;
  readonly module: FarModule;
}

/** What attempts of a task run with. */
export interface FarWork {
  readonly kind: 'thread' | 'process';
  readonly code: FarFunction;
  readonly resources: readonly FarResource[];
  readonly limits: LimitsSpec | null;
  /** Paths of its payload that are not shown. */
  readonly sensitive: readonly string[];
  /** Whether what it prints is told to its job. */
  readonly prints: boolean;
}

/** Makes the executor of a task that runs apart. */
export type Apart = (work: FarWork) => Promise<Executor>;

/** Where the loader has put what it has built; undefined for a module that it could not build. */
export type Locate = (refs: readonly HandlerRef[]) => Promise<ReadonlyMap<string, Omit<FarModule, 'text'>>>;

function runsApart({ executor, handler }: TaskSpec): boolean {
  return (executor === 'thread' || executor === 'process') && handler !== null;
}

/** @returns by task name, what those run with that run apart */
export async function farWork(manifest: Manifest, locate: Locate): Promise<ReadonlyMap<string, FarWork>> {
  const { tasks, resources, directory, telemetry } = manifest;
  const prints = telemetry.logs.console;
  const apart = Object.values(tasks).filter(runsApart);
  if (apart.length === 0) return new Map();
  const open = (name: string): HandlerRef | undefined => {
    const spec = resources[name];
    return spec && resourceRefs(spec.module, directory).open;
  };
  const refs = apart.flatMap(({ handler, use }) => [handler, ...use.map(open)]).filter((ref) => ref != null);
  const files = await locate(refs);
  return new Map(
    apart.flatMap(({ name, handler, executor, use, limits, sensitive }): [string, FarWork][] => {
      const built = handler === null ? undefined : files.get(handler.module);
      if (handler === null || built === undefined || executor === 'inline') return [];
      const code = { ...built, text: handler.text, export: handler.export };
      const used = use.flatMap((resource): FarResource[] => {
        const spec = resources[resource];
        const module = files.get(open(resource)?.module ?? '');
        return spec === undefined || module === undefined
          ? []
          : [{ settings: settingsOf(spec), module: { ...module, text: spec.module } }];
      });
      return [[name, { kind: executor, code, resources: used, limits, sensitive, prints }]];
    }),
  );
}

/** Without what only the manifest needs. */
function settingsOf({ name, scope, config, openTimeoutMs, closeTimeoutMs }: ResourceSettings): ResourceSettings {
  return { name, scope, config, openTimeoutMs, closeTimeoutMs };
}
