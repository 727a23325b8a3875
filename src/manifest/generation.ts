/** A manifest with what it names made ready to run. Made by binding/ and platform/, read by the runtime. */
import type { Executor, Resource } from '../core/index.ts';
import type { Manifest, TaskSpec } from './manifest.ts';
import type { SchemaValidator } from './schema-compiler.ts';

/** A task ready to run. */
export interface BoundTask {
  readonly spec: TaskSpec;
  readonly executor: Executor;
  /** What is opened here for each attempt before the executor starts, in that order; none where it opens them itself. */
  readonly resources: readonly Resource[];
  /** @returns all violations, [] when the payload is fine */
  readonly checkInput: SchemaValidator;
  readonly checkOutput: SchemaValidator;
}

/** One generation: a manifest with its handlers loaded and its schemas compiled. Immutable; a reload makes a new one. */
export interface Generation {
  readonly manifest: Manifest;
  /** Number of this manifest in the store; null until it was recorded. */
  readonly revision: number | null;
  task(name: string): BoundTask | undefined;
}

/** The generation in force; read at the moment of use, never kept. */
export interface GenerationSource {
  current(): Generation;
}
