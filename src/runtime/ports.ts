/** What the runtime asks of others. platform/ plugs them together. */
import type { EventSink, JobTracer } from '../core/index.ts';
import type { Engine, JobsFacet } from '../engine/index.ts';
import type { Clock, IdSource, Logger } from '../foundation/index.ts';
import type { GenerationSource } from '../manifest/index.ts';
import type { Tally } from './working/tally.ts';

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

/** What attempts need of it: of the store only where their notes are kept. */
export type RunnerDeps = Omit<RuntimeDeps, 'engine' | 'tracer'> & {
  readonly tracer: Pick<JobTracer, 'attempt' | 'collect'>;
  readonly engine: { readonly jobs: Pick<JobsFacet, 'annotate'> };
};

/** Whoever watches the store: a fault of it is told once for the process, not once for each part that meets it. */
export interface Outage {
  /** @returns whether that error is the store's, and thereby told already or soon */
  noticed(error: unknown): boolean;
}

export interface EnqueuerOptions {
  /** Largest payload as JSON in UTF-8. */
  readonly maxPayloadBytes?: number;
  /** Told when a job was stored that is due later, with its instant: a promoter in this process can wake for it. */
  readonly onDue?: (runAt: number) => void;
}
