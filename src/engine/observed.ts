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
import { type EventSink, type JobRef, refOf } from '../core/index.ts';
import { type Clock, reach } from '../foundation/index.ts';
import type { Engine } from './engine.ts';
import type { ChangeReceipt, JobsFacet } from './jobs.ts';
import type { KeepingFacet } from './keeping.ts';
import { ObservedConsumption } from './observed-consumption.ts';
import type { PauseWhy } from './pause.ts';
import type { QueuesFacet } from './queues.ts';
import type { RunsFacet } from './runs.ts';
import type { SchedulesFacet } from './schedules.ts';
import { Teller } from './teller.ts';

/**
 * Wraps `engine` so that its calls emit lifecycle events.
 *
 * @param events where they go; `active: false` skips building them
 * @param clock for durations and lateness, in milliseconds
 */
export function observe(engine: Engine, events: EventSink, clock: Clock): Engine {
  const teller = new Teller(events, clock);
  const { kind, capabilities, gates, holds, fleet, feed, revisions, bulks, once, audit, stats, health } = engine;
  return {
    ...{ kind, capabilities, gates, holds, fleet, feed, revisions, bulks, once, audit, stats, health },
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
    annotate: async (notes) => {
      await jobs.annotate(notes);
      if (teller.wants('attempt.noted')) for (const note of notes) teller.noted(note);
    },
    cancel: async (ids, reason) => {
      const receipts = await jobs.cancel(ids, reason);
      if (teller.listening) for (const receipt of receipts) teller.cancelled(receipt, reason);
      return receipts;
    },
    retry: async (ids) => {
      const receipts = await jobs.retry(ids);
      if (teller.listening) for (const job of done(receipts)) teller.emit({ type: 'job.retried', ...job });
      return receipts;
    },
    remove: async (ids) => {
      const receipts = await jobs.remove(ids);
      if (teller.listening) for (const job of done(receipts)) teller.emit({ type: 'job.removed', ...job });
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
    pause: async (schedule, paused, why) => {
      const row = await schedules.pause(schedule, paused, why);
      if (row === null || !teller.listening) return row;
      if (!paused) teller.emit({ type: 'schedule.resumed', schedule });
      else teller.emit({ type: 'schedule.paused', schedule, ...(why && toldWhy(why)) });
      return row;
    },
  };
}

function toldWhy({
  text: reason,
  until,
  by,
}: PauseWhy): Pick<PauseWhy, 'until' | 'by'> & { readonly reason: string | null } {
  return { reason, until, by };
}

function done(receipts: readonly ChangeReceipt[]): JobRef[] {
  return receipts
    .filter((receipt) => receipt.status === 'done')
    .map(({ id, task, queue }) => ({ id, task: task ?? '', queue: queue ?? '' }));
}
