/** A job as it is stored, from what was checked: the one builder, for calls, handlers and ticks alike. */
import { PROPAGATION_HEADER, type ScheduleOrigin, type TraceCarrier } from '../core/index.ts';
import type { NewJob } from '../engine/index.ts';
import type { Json } from '../foundation/index.ts';
import type { Generation, TaskSpec } from '../manifest/index.ts';
import type { JobOptions } from './enqueue-options.ts';

/** One job that somebody wants, with everything about it checked. */
export interface Draft {
  readonly task: TaskSpec;
  readonly payload: Json;
  /** The same as JSON: this is what is stored, so a caller may go on changing the value. */
  readonly payloadText: string;
  readonly options: JobOptions;
}

/** Where jobs come from. */
export interface JobOrigin {
  /** The job whose handler enqueues them. */
  readonly parentId?: string;
  readonly schedule?: ScheduleOrigin;
}

/** What the jobs of one step have in common. */
export interface DraftedIn {
  readonly generation: Pick<Generation, 'manifest'>;
  readonly revision: number | null;
  readonly origin: JobOrigin;
  readonly carrier: TraceCarrier;
}

/** @param newId for a job whose caller chose no id */
export function jobOf(
  { task, payload, payloadText, options }: Draft,
  { generation, revision, origin, carrier }: DraftedIn,
  newId: () => string,
): NewJob {
  const queue = options.queue ?? task.queue;
  return {
    id: options.id ?? newId(),
    idChosen: options.id !== null,
    task: task.name,
    queue,
    shards: shardsOf(generation, queue),
    priority: options.priority,
    payload,
    payloadText,
    maxAttempts: options.maxAttempts,
    delayMs: options.delayMs,
    runAt: options.runAt,
    expiresInMs: options.expiresInMs,
    timeout: options.timeout,
    tags: options.tags,
    headers: withPropagation(options.headers, carrier),
    traceparent: carrier.traceparent,
    tracestate: carrier.tracestate,
    manifestRevision: revision,
    schedule: origin.schedule ?? null,
    parentId: origin.parentId ?? null,
  };
}

/** Parts that a queue of the manifest is spread over. */
export function shardsOf({ manifest }: Pick<Generation, 'manifest'>, queue: string): number {
  return manifest.queues[queue]?.shards ?? 1;
}

/** How the job's attempts relate to its trace travels in a header, unless it is the ordinary way. */
function withPropagation(
  headers: Readonly<Record<string, string>>,
  carrier: TraceCarrier,
): Readonly<Record<string, string>> {
  return carrier.propagation === 'parent' ? headers : { ...headers, [PROPAGATION_HEADER]: carrier.propagation };
}
