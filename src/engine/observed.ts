/**
 * The one place where lifecycle events come from: an engine wrapped so that the results of its calls are told
 * to whoever listens. Engines themselves never log, trace or emit. Facets about which nothing is told are passed on as
 * they are, and so is every verb that stands in none of the functions here.
 *
 * While nobody listens a call costs one property read more than the bare engine's. An event is emitted after
 * the store has confirmed what it tells, so no listener hears of something that a crash undoes.
 *
 * Not told, because the contract reports them as counts: jobs that `unblock` and `prune` touched.
 */
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
import { type Clock, reach } from '../foundation/index.ts';
import { ObservedConsumption } from './observed-consumption.ts';
import type { Engine } from './engine.ts';
import type { ChangeReceipt, EnqueueReceipt, JobsFacet, MoveReceipt } from './jobs.ts';
import type { KeepingFacet, RescuedJob } from './keeping.ts';
import type { NewJob } from './new-job.ts';
import type { PauseWhy } from './pause.ts';
import type { RunEnd } from './run-ends.ts';
import type { RunsFacet } from './runs.ts';
import type { QueuesFacet } from './queues.ts';
import type { SchedulesFacet, TickClaim } from './schedules.ts';

/**
 * Wraps `engine` so that its calls emit lifecycle events.
 *
 * @param events where they go; `active: false` skips building them
 * @param clock for durations and lateness, in milliseconds
 */
export function observe(engine: Engine, events: EventSink, clock: Clock): Engine {
  const teller = new Teller(events, clock);
  const { kind, capabilities, gates, holds, fleet, feed, revisions, bulks, once, stats, health } = engine;
  return {
    ...{ kind, capabilities, gates, holds, fleet, feed, revisions, bulks, once, stats, health },
    runs: toldRuns(engine.runs, teller),
    jobs: toldJobs(engine.jobs, teller),
    queues: toldQueues(engine.queues, teller),
    keeping: toldKeeping(engine.keeping, teller),
    schedules: toldSchedules(engine.schedules, teller),
    open: () => engine.open(),
    close: () => engine.close(),
    claim: (project, adopt) => engine.claim(project, adopt),
    govern: (rules) => engine.govern(rules),
    now: () => engine.now(),
  };
}

function toldJobs(jobs: JobsFacet, teller: Teller): JobsFacet {
  return {
    ...jobs,
    enqueue: async (batch) => {
      const receipts = await jobs.enqueue(batch);
      reach('enqueue.stored');
      if (teller.wants('job.enqueued')) batch.forEach((job, index) => teller.enqueued(job, receipts[index]));
      return receipts;
    },
    cancel: async (ids, reason) => {
      const receipts = await jobs.cancel(ids, reason);
      if (teller.listening) for (const receipt of receipts) teller.cancelled(receipt, reason);
      return receipts;
    },
    retry: async (ids) => {
      const receipts = await jobs.retry(ids);
      if (teller.listening) for (const id of done(receipts)) teller.emit({ type: 'job.retried', id });
      return receipts;
    },
    remove: async (ids) => {
      const receipts = await jobs.remove(ids);
      if (teller.listening) for (const id of done(receipts)) teller.emit({ type: 'job.removed', id });
      return receipts;
    },
    prioritize: async (ids, priority) => {
      const receipts = await jobs.prioritize(ids, priority);
      if (teller.listening) for (const receipt of receipts) teller.prioritized(receipt, priority);
      return receipts;
    },
    move: async (ids, queue) => {
      const receipts = await jobs.move(ids, queue);
      if (teller.listening) for (const receipt of receipts) teller.moved(receipt);
      return receipts;
    },
  };
}

function toldQueues(queues: QueuesFacet, teller: Teller): QueuesFacet {
  return {
    ...queues,
    consume: (queue, options, run) => {
      const observed = new ObservedConsumption(options, run, teller.events, teller.clock);
      return queues.consume(queue, observed.options, observed.run);
    },
    pause: async (queue, paused, why) => {
      await queues.pause(queue, paused, why);
      if (!teller.listening) return;
      if (!paused) teller.emit({ type: 'queue.resumed', queue });
      else teller.emit({ type: 'queue.paused', queue, ...(why && toldWhy(why)) });
    },
  };
}

function toldKeeping(keeping: KeepingFacet, teller: Teller): KeepingFacet {
  return {
    ...keeping,
    promote: async (limit) => {
      const report = await keeping.promote(limit);
      if (teller.listening) {
        for (const [queue, count] of Object.entries(report.promoted)) {
          if (count > 0) teller.emit({ type: 'job.promoted', queue, count });
        }
      }
      return report;
    },
    rescue: async (limit) => {
      const report = await keeping.rescue(limit);
      if (teller.listening) for (const job of report.rescued) teller.rescued(job);
      return report;
    },
    expire: async (limit) => {
      const report = await keeping.expire(limit);
      if (teller.listening) {
        for (const job of report.expired)
          teller.emit({ type: 'job.cancelled', job: refOf(job), reason: job.why ?? 'expired' });
      }
      return report;
    },
  };
}

function toldRuns(runs: RunsFacet, teller: Teller): RunsFacet {
  // They end by whatever ends their jobs, so the engine itself tells.
  runs.onEnded((end) => {
    if (teller.listening) teller.ended(end);
  });
  runs.onTurned((run, changed) => {
    if (teller.wants('step.started') || teller.wants('step.ended')) teller.turned(run, changed);
  });
  return {
    ...runs,
    start: async (batch) => {
      const receipts = await runs.start(batch);
      if (!teller.wants('run.started')) return receipts;
      batch.forEach((run, index) => {
        if (receipts[index]?.status === 'created') teller.started(run);
      });
      return receipts;
    },
  };
}

function toldSchedules(schedules: SchedulesFacet, teller: Teller): SchedulesFacet {
  return {
    ...schedules,
    claim: async (claims) => {
      const receipts = await schedules.claim(claims);
      if (teller.listening) {
        claims.forEach((claim, index) => {
          if (receipts[index]?.status === 'claimed') teller.ticked(claim);
        });
      }
      return receipts;
    },
  };
}

/** Makes events of what calls have brought about. */
class Teller {
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
    const { schedule, job, run, from, to } = claim;
    if (run !== undefined) {
      this.#tickedRun(claim, run);
      return;
    }
    if (job === null) {
      if (to > from) this.emit({ type: 'schedule.missed', schedule, from, to });
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

function toldWhy({
  text: reason,
  until,
  by,
}: PauseWhy): Pick<PauseWhy, 'until' | 'by'> & { readonly reason: string | null } {
  return { reason, until, by };
}

function done(receipts: readonly ChangeReceipt[]): string[] {
  return receipts.filter((receipt) => receipt.status === 'done').map((receipt) => receipt.id);
}
