/** The observed side of one consumer: what starts and what is settled, told as lifecycle events. */
import {
  aboutCarried,
  aboutSpan,
  type EventSink,
  isWanted,
  type JobRef,
  type LifecycleEvent,
  type Outcome,
} from '../core/index.ts';
import type { Clock } from '../foundation/index.ts';
import type { AttemptResult, ConsumeOptions, RunLease, SpanIds } from './consuming.ts';
import type { Lease, SettleReceipt } from './lease.ts';

/** The part of a job that events carry. */
export function refOf(job: JobRef): JobRef {
  return { id: job.id, task: job.task, queue: job.queue };
}

export class ObservedConsumption {
  /** What to hand to the engine instead of the caller's own. */
  readonly options: ConsumeOptions;
  readonly run: RunLease;
  readonly #events: EventSink;
  readonly #clock: Clock;

  constructor(options: ConsumeOptions, run: RunLease, events: EventSink, clock: Clock) {
    this.#events = events;
    this.#clock = clock;
    this.run = (lease): Promise<AttemptResult> => {
      if (this.#listening) this.#started(lease);
      return run(lease);
    };
    this.options = {
      ...options,
      onSettled: (lease, outcome, receipt, ids) => {
        if (this.#listening) this.#settled(lease, outcome, receipt, ids);
        options.onSettled?.(lease, outcome, receipt, ids);
      },
    };
  }

  get #listening(): boolean {
    return this.#events.active !== false;
  }

  #started(lease: Lease): void {
    if (!isWanted('attempt.started', this.#events)) return;
    const { job } = lease;
    // Its own span is not there yet.
    this.#events.emit({ type: 'attempt.started', job, attempt: job.attempt, ...aboutCarried(job.traceparent) });
  }

  #settled(lease: Lease, outcome: Outcome, receipt: SettleReceipt, ids: SpanIds): void {
    const completed = outcome.kind === 'complete' && receipt.status !== 'lost';
    if (completed && !isWanted('job.completed', this.#events)) return;
    const events = receipt.status === 'lost' ? lostEvents(lease, receipt) : this.#eventsOf(lease, outcome, receipt);
    for (const event of events) this.#events.emit({ ...event, ...aboutSpan(ids.traceId, ids.spanId) });
  }

  #eventsOf(lease: Lease, outcome: Outcome, receipt: SettleReceipt): readonly LifecycleEvent[] {
    const job = refOf(lease.job);
    const { attempt, maxAttempts } = lease.job;
    const runAt = receipt.runAt ?? this.#clock.now();
    switch (outcome.kind) {
      case 'complete':
        return [{ type: 'job.completed', job, attempt, durationMs: this.#durationOf(lease) }];
      case 'retry':
        return [
          { type: 'attempt.failed', job, attempt, maxAttempts, error: outcome.error, willRetry: true, retryAt: runAt },
          { type: 'job.retryable', job, attempt, runAt },
        ];
      case 'dead':
        return [
          { type: 'attempt.failed', job, attempt, maxAttempts, error: outcome.error, willRetry: false, retryAt: null },
          { type: 'job.dead', job, attempt, error: outcome.error },
        ];
      case 'snooze':
        return [{ type: 'job.snoozed', job, runAt }];
      case 'cancel':
        return [{ type: 'job.cancelled', job, reason: outcome.error?.message ?? 'cancelled by its handler' }];
      case 'release':
        return [{ type: 'job.released', job }];
      case 'hold':
        return [{ type: 'job.blocked', job, reason: outcome.reason }];
    }
  }

  /** By the monotonic clock: the wall clock may jump, and the store's may differ. */
  #durationOf({ since, job }: Lease): number {
    if (since !== undefined) return this.#clock.monotonic() - since;
    return Math.max(0, this.#clock.now() - (job.startedAt ?? this.#clock.now()));
  }
}

/** A cancelled job's owner always settles too late; its cancelling was told when it happened. */
function lostEvents(lease: Lease, receipt: SettleReceipt): readonly LifecycleEvent[] {
  if (receipt.state === 'cancelled') return [];
  return [{ type: 'lease.lost', job: refOf(lease.job), attempt: lease.job.attempt }];
}
