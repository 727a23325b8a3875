/** The observed side of one consumer: what starts and what is settled, told as lifecycle events. */
import {
  aboutCarried,
  aboutSpan,
  type EventSink,
  eventsOfEnd,
  isWanted,
  type LifecycleEvent,
  type Outcome,
  refOf,
} from '../core/index.ts';
import type { Clock } from '../foundation/index.ts';
import type { AttemptResult, ConsumeOptions, RunLease, SpanIds } from './consuming.ts';
import type { Lease, SettleReceipt } from './lease.ts';
import { heldMs } from './stats.ts';

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
    const event = { type: 'attempt.started', job, attempt: job.attempt } as const;
    // Its own span is not there yet.
    this.#events.emit(job.traceparent === null ? event : { ...aboutCarried(job.traceparent), ...event });
  }

  #settled(lease: Lease, outcome: Outcome, receipt: SettleReceipt, ids: SpanIds): void {
    for (const { gate, until } of receipt.circuits ?? []) {
      this.#events.emit(until === null ? { type: 'breaker.closed', gate } : { type: 'breaker.opened', gate, until });
    }
    const completed = outcome.kind === 'complete' && receipt.status !== 'lost';
    if (completed && !isWanted('job.completed', this.#events) && !isWanted('attempt.ended', this.#events)) return;
    const events = receipt.status === 'lost' ? lostEvents(lease, receipt) : this.#ended(lease, outcome, receipt.runAt);
    const about = ids.spanId == null ? null : aboutSpan(ids.traceId, ids.spanId);
    for (const event of events) this.#events.emit(about === null ? event : { ...about, ...event });
  }

  #ended(lease: Lease, outcome: Outcome, runAt: number | null): readonly LifecycleEvent[] {
    const end = { job: lease.job, outcome, runAt, durationMs: heldMs(lease, this.#clock) };
    const finer = eventsOfEnd(end, this.#clock.now());
    return isWanted('attempt.ended', this.#events) ? [{ type: 'attempt.ended', ...end }, ...finer] : finer;
  }
}

/** A cancelled job's owner always settles too late; its cancelling was told when it happened. */
function lostEvents(lease: Lease, receipt: SettleReceipt): readonly LifecycleEvent[] {
  if (receipt.state === 'cancelled') return [];
  return [{ type: 'lease.lost', job: refOf(lease.job), attempt: lease.job.attempt }];
}
