/** What the admin server is given by the platform; it sees nothing else of it. */
import type { Actor, EnqueuedView, EnqueueItem, Operations } from '../api/index.ts';
import type { JobTracer, Scope } from '../core/index.ts';
import type { OnceFacet, StoreCheck } from '../engine/index.ts';
import type { Clock, Logger } from '../foundation/index.ts';
import type { Manifest } from '../manifest/index.ts';
import type { Journal } from './callers/journal.ts';
import type { AfterWork } from '../runtime/index.ts';
import type { Telemetry } from '../telemetry/index.ts';

/** What the server of a process can ask of it beside what anybody can. */
export interface ServedOperations extends Operations {
  /** Jobs of several tasks, all or none. @throws as enqueue; violations of all items are listed together, by their index */
  enqueueTogether(jobs: readonly TaskItem[]): Promise<readonly EnqueuedView[]>;
  /** Requests that count once. */
  once(): OnceFacet;
}

export interface TaskItem extends EnqueueItem {
  readonly task: string;
}

export interface Served {
  readonly operations: ServedOperations;
  /** As they are for somebody who sees so much (null: all); what he changes is written down. */
  operationsFor(actor: Actor, scope: Scope | null): ServedOperations;
  /** What is told beside changes: who logged in, who was refused. */
  readonly journal: Pick<Journal, 'write'>;
  /** The manifest in force now; read it at each use, a reload changes it. */
  manifest(): Manifest;
  readiness(): Promise<ReadinessView>;
  /** Runs tasks after responses, without the store. */
  readonly afterWork: Pick<AfterWork, 'prepare'>;
  readonly tracer: JobTracer;
  readonly metrics: Pick<Telemetry['metrics'], 'text'>;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly version: string;
}

export interface ReadinessView {
  readonly ready: boolean;
  /** Why it is not ready: `starting`, `stopping`, or the failed checks. */
  readonly reasons: readonly string[];
  /** What does not keep it from working and should be looked at all the same. */
  readonly warnings: readonly string[];
  readonly checks: readonly StoreCheck[];
}
