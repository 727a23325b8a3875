import {
  aboutCarried,
  CRASHED_ERROR,
  type EventSink,
  isWanted,
  type LifecycleEvent,
  type NewRun,
  refOf,
  type Run,
  stepEvents,
  type StepProgress,
} from '../core/index.ts';
import type { Clock } from '../foundation/index.ts';
import type { ChangeReceipt, EnqueueReceipt, MoveReceipt } from './jobs.ts';
import type { RescuedJob } from './keeping.ts';
import type { Annotation } from './lease.ts';
import type { NewJob } from './new-job.ts';
import type { RunEnd } from './run-ends.ts';
import type { TickClaim } from './schedules.ts';

/** Makes events of what calls have brought about. */
export class Teller {
  readonly events: EventSink;
  readonly clock: Clock;

  constructor(events: EventSink, clock: Clock) {
    this.events = events;
    this.clock = clock;
  }

  get listening(): boolean {
    return this.events.active !== false;
  }

  wants(type: LifecycleEvent['type']): boolean {
    return isWanted(type, this.events);
  }

  emit(event: LifecycleEvent): void {
    this.events.emit(event);
  }

  enqueued(job: NewJob, receipt: EnqueueReceipt | undefined): void {
    if (receipt === undefined) return;
    const created = receipt.status === 'created';
    // Where another one has its key, that one is told.
    this.emit({ type: 'job.enqueued', job: { ...refOf(job), id: receipt.id }, runAt: receipt.runAt, created });
  }

  noted({ lease, progress, logs }: Annotation): void {
    const { job } = lease;
    this.emit({
      type: 'attempt.noted',
      job: refOf(job),
      progress,
      lines: logs.length,
      ...aboutCarried(job.traceparent),
    });
  }

  rescued(job: RescuedJob): void {
    const dead = job.state === 'dead';
    this.emit({ type: 'lease.expired', job: refOf(job), rescues: job.rescues, dead });
    if (dead)
      this.emit({ type: 'job.dead', job: refOf(job), attempt: job.attempt, error: CRASHED_ERROR, durationMs: null });
  }

  cancelled({ status, id, task, queue }: ChangeReceipt, reason: string): void {
    if (status !== 'done' || task === null || queue === null) return;
    this.emit({ type: 'job.cancelled', job: { id, task, queue }, reason });
  }

  prioritized({ status, id, task, queue }: ChangeReceipt, priority: number): void {
    if (status !== 'done' || task === null || queue === null) return;
    this.emit({ type: 'job.prioritized', job: { id, task, queue }, priority });
  }

  moved({ id, task, queue, from }: MoveReceipt): void {
    if (task === null || queue === null || from === null) return;
    this.emit({ type: 'job.moved', job: { id, task, queue }, from });
  }

  ticked(claim: TickClaim): void {
    const { schedule, job, run, from, to, why = 'missed' } = claim;
    if (run !== undefined) {
      this.#tickedRun(claim, run);
      return;
    }
    if (job === null) {
      // What was left out on purpose stands in the history alone.
      if (to > from && why === 'missed') this.emit({ type: 'schedule.missed', schedule, from, to });
      return;
    }
    const now = this.clock.now();
    const latenessMs = Math.max(0, now - to);
    const about = aboutCarried(job.traceparent);
    this.emit({ type: 'schedule.ticked', schedule, tickAt: to, jobId: job.id, latenessMs, ...about });
    this.emit({
      type: 'job.enqueued',
      job: refOf(job),
      runAt: job.runAt ?? now + job.delayMs,
      created: true,
      ...about,
    });
  }

  started({ id, workflow, traceparent }: NewRun): void {
    this.emit({ type: 'run.started', runId: id, workflow, ...aboutCarried(traceparent) });
  }

  ended({ id, workflow, state, error, reason, durationMs, traceparent }: RunEnd): void {
    const about = { runId: id, workflow, durationMs, ...aboutCarried(traceparent) };
    if (state === 'completed') this.emit({ type: 'run.completed', ...about });
    else if (state === 'failed') this.emit({ type: 'run.failed', error, ...about });
    else this.emit({ type: 'run.cancelled', reason, ...about });
  }

  turned(run: Run, changed: ReadonlyMap<number, StepProgress>): void {
    const about = aboutCarried(run.traceparent);
    for (const event of stepEvents(run, changed)) this.emit({ ...event, ...about });
  }

  #tickedRun({ schedule, to }: TickClaim, run: NewRun): void {
    const latenessMs = Math.max(0, this.clock.now() - to);
    const about = aboutCarried(run.traceparent);
    this.emit({ type: 'schedule.ticked', schedule, tickAt: to, jobId: run.id, latenessMs, ...about });
    this.started(run);
  }
}
