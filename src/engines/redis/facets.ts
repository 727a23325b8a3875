/** The verbs of the contract, each handed to the part that does it. */
import {
  ConsumerLoop,
  flawOfJobs,
  type FleetFacet,
  type HealthFacet,
  type JobsFacet,
  type KeepingFacet,
  NO_WHY,
  type QueuesFacet,
  type RevisionsFacet,
  type SchedulesFacet,
  toldText,
} from '../../engine/index.ts';
import type { Parts } from './parts.ts';

export function jobsOf({ enqueuer, consumed, inspector, changes, deaths, mover, restorer }: Parts): JobsFacet {
  return {
    enqueue: (batch) => {
      const flaw = flawOfJobs(batch);
      return flaw === null ? enqueuer.enqueue(batch) : Promise.reject(flaw);
    },
    annotate: (notes) => consumed.annotate(notes),
    restore: (jobs) => {
      const flaw = flawOfJobs(jobs);
      return flaw === null ? restorer.restore(jobs) : Promise.reject(flaw);
    },
    get: (id) => inspector.getJob(id),
    list: (filter, limit, cursor) => inspector.listJobs(filter, limit, cursor),
    faults: (query, limit) => deaths.list(query, limit),
    cancel: (ids, reason) => changes.cancel(ids, reason),
    retry: (ids) => changes.retry(ids),
    remove: (ids) => changes.remove(ids),
    move: (ids, queue) => mover.move(ids, queue),
    prioritize: (ids, priority) => changes.prioritize(ids, priority),
  };
}

export function queuesOf({ consumed, changes, inspector, clock }: Parts): QueuesFacet {
  return {
    consume: (queue, options, run) => new ConsumerLoop(consumed.laneFor(queue), options, run, clock),
    pause: (queue, paused, why = NO_WHY) => changes.pauseQueue(queue, paused, why),
    counts: () => inspector.counts(),
  };
}

export function keepingOf({ maintenance, deaths, outbox, expiries }: Parts): KeepingFacet {
  return {
    promote: (limit) => maintenance.promote(limit),
    rescue: (limit) => maintenance.rescue(limit),
    expire: async (limit) => expiries.into(await maintenance.expire(limit)),
    unblock: (limit) => maintenance.unblock(limit),
    deliver: (limit) => outbox.deliver(limit),
    forgetResults: (limit) => maintenance.forgetResults(limit),
    identify: (limit) => deaths.identify(limit),
    prune: (limit) => maintenance.prune(limit),
  };
}

export function schedulesOf({ schedules, sessions, changes }: Parts): SchedulesFacet {
  return {
    apply: (application) => schedules.apply(application),
    takeBack: (application, as) => schedules.takeBack(application, as),
    standing: () => schedules.standing(),
    withdraw: () => sessions.withdraw(),
    list: () => schedules.all(),
    restore: (rows) => schedules.restore(rows),
    claim: (claims) => schedules.claim(claims),
    endPause: async (name, until) => schedules.endPause(name, until),
    pause: async (name, paused, why = NO_WHY) => {
      const row = await schedules.pause(name, paused, why);
      if (row) await changes.notice('c');
      return row;
    },
    history: (name, limit) => schedules.history(name, limit),
    note: (name, records) => schedules.note(name, records),
    setBack: async (names, aheadMs) => {
      const rows = await schedules.setBack(names, aheadMs);
      if (rows.length > 0) await changes.notice('c');
      return rows;
    },
  };
}

export function fleetOf({ sessions, consumed, signals, changes }: Parts): FleetFacet {
  return {
    join: (info) => sessions.join(info),
    beat: async (info) => {
      await sessions.beat(info);
      consumed.suspect();
    },
    leave: () => sessions.leave(),
    left: (session) => sessions.left(session),
    processes: () => sessions.processes(),
    onSignal: (listener) => signals.subscribe(listener),
    tell: async (to, topic, body) => signals.tell(to, topic, toldText(body)),
    requestReload: () => signals.asking(() => changes.notice('r')),
  };
}

export function revisionsOf({ revisions }: Parts): RevisionsFacet {
  return {
    record: async (revision) => {
      const recorded = await revisions.record(revision, null);
      if (recorded === null) throw new Error('a revision that asks for no other is always recorded');
      return recorded;
    },
    recordAfter: (from, revision) => revisions.record(revision, from),
    list: (limit) => revisions.list(limit),
    body: (revision) => revisions.body(revision),
  };
}

export function healthOf({ health, examination }: Parts): HealthFacet {
  return {
    check: () => health.checks(),
    examine: async () => {
      const checks = await health.checks();
      if (checks[0]?.status === 'fail') return checks;
      const examined = await examination.checks();
      // Of a process that has just begun the scripts that examine are the first ones.
      const late = checks.some(({ name }) => name === 'functions') ? [] : await health.functions();
      return [...checks, ...examined, ...late];
    },
    repair: () => examination.repair(),
  };
}
