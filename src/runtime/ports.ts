/** What the runtime asks of others. platform/ plugs them together. */
import type { Handler, JobTracer, EventSink } from '../core/index.ts';
import type { Engine } from '../engine/index.ts';
import type { Clock, IdSource, Json, Logger } from '../foundation/index.ts';
import type { Manifest, TaskSpec } from '../manifest/index.ts';
import type { Tally } from './tally.ts';

/** One violation of a task's schema. */
export interface Violation {
  /** JSON pointer into the payload; '' = the payload itself. */
  readonly pointer: string;
  readonly message: string;
}

/** A task ready to run. */
export interface BoundTask {
  readonly spec: TaskSpec;
  readonly handler: Handler;
  /** @returns all violations, [] when the payload is fine */
  checkInput(payload: Json): readonly Violation[];
  checkOutput(result: Json): readonly Violation[];
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

export interface RuntimeDeps {
  readonly engine: Engine;
  readonly generations: GenerationSource;
  readonly tracer: JobTracer;
  readonly events: EventSink;
  readonly logger: Logger;
  /** Told of failures; without it each part logs its own. */
  readonly outage?: Outage;
  /** Counts what is done, for the log; without it nobody does. */
  readonly tally?: Tally;
  readonly clock: Clock;
  readonly newId: IdSource;
  /** Uniform in [0, 1): for jitter; injected so that tests can foresee it. */
  readonly random: () => number;
}

/** Whoever watches the store: a fault of it is told once for the process, not once for each part that meets it. */
export interface Outage {
  /** @returns whether that error is the store's, and thereby told already or soon */
  noticed(error: unknown): boolean;
}
