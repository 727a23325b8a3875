/** A manifest with what it names made ready to run. Made by binding/ and platform/, read by the runtime. */
import type { Executor, Hook, HookEvent, Resource } from '../core/index.ts';
import type { Json } from '../foundation/index.ts';
import type { Manifest } from './manifest.ts';
import type { TaskSpec } from './specs/task-spec.ts';
import type { SchemaValidator } from './schemas/schema-compiler.ts';

/** Makes a payload of one version one of the next. */
export type Upcast = (payload: Json) => unknown;

/** A task ready to run. */
export interface BoundTask {
  readonly spec: TaskSpec;
  readonly executor: Executor;
  /** By the version that they take. */
  readonly upcasts: ReadonlyMap<number, Upcast>;
  /** What is opened here for each attempt before the executor starts, in that order; none where it opens them itself. */
  readonly resources: readonly Resource[];
  /** @returns all violations, [] when the payload is fine */
  readonly checkInput: SchemaValidator;
  readonly checkOutput: SchemaValidator;
  /** Functions that are told of its jobs, by event; null without any. */
  readonly hooks: BoundHooks | null;
}

export type BoundHooks = Readonly<Partial<Record<HookEvent, readonly BoundHook[]>>>;

export interface BoundHook {
  /** As the manifest names it. */
  readonly text: string;
  readonly run: Hook;
}

/** One generation: a manifest with its handlers loaded and its schemas compiled. Immutable; a reload makes a new one. */
export interface Generation {
  readonly manifest: Manifest;
  /** Number of this manifest in the store; null until it was recorded. */
  readonly revision: number | null;
  /**
   * It runs because what is in force for all processes cannot run here: it brings nothing of its own into the store.
   */
  readonly standsIn?: true;
  task(name: string): BoundTask | undefined;
}

/** The generation in force; read at the moment of use, never kept. */
export interface GenerationSource {
  current(): Generation;
}
