/** The verbs of the contract, each a transaction or a read of the part that does it. */
import {
  type AuditFacet,
  type BulksFacet,
  flawOfJobs,
  flawOfRules,
  ConsumerLoop,
  type FleetFacet,
  type GatesFacet,
  type HealthFacet,
  type JobsFacet,
  type KeepingFacet,
  leftKey,
  NO_WHY,
  type OnceFacet,
  PASSED_NOTHING,
  type QueuesFacet,
  type RevisionsFacet,
  type RulesInForce,
  type SchedulesFacet,
  type StatsFacet,
  toldText,
} from '../../engine/index.ts';
import type { Access } from './access.ts';
import { annotateJobs } from './annotate.ts';
import { appendAudit, auditRows, pruneAudit } from './audit.ts';
import { addBulk, cancelBulk, listBulks, readBulk, saveBulk, takeBulk } from './bulks.ts';
import { cancelJobs, pauseQueue, prioritizeJobs, removeJobs, retryJobs } from './change.ts';
import { checkStore } from './check.ts';
import { reopenGate } from './gates/circuits.ts';
import { insertJobs, prepareJobs } from './enqueue.ts';
import { examineStore } from './examine.ts';
import { identifyDead, listFaults } from './faults.ts';
import { applyGates } from './gates/gates.ts';
import { begin, standingOf, takeBack } from './in-force.ts';
import { listJobs, queueCounts, readJob } from './inspect.ts';
import { QueueLane } from './lane.ts';
import { letPartGo, PARTING_BEGIN, type PartingPlace, releaseHeld, type ReleaseStep } from './let-go.ts';
import { expireJobs, promoteJobs, pruneJobs, rescueJobs, unblockJobs } from './maintain.ts';
import { moveJobs } from './move.ts';
import { beginOnce, doneOnce, dropOnce, lookOnce } from './once.ts';
import { overrideRule } from './overrides.ts';
import { repairStore } from './repair.ts';
import { restoreJobs, restoreSchedules } from './restore.ts';
import { forgetResults } from './results.ts';
import { recordRevision, revisionBody, revisionRows } from './revisions.ts';
import {
  applySchedules,
  claimTick,
  endSchedulePause,
  noteTicks,
  pauseSchedule,
  prepareClaims,
  scheduleRows,
  setBackCursors,
  tickRecords,
} from './schedules.ts';
import { processRows } from './sessions.ts';
import { sendSignal, tellProcess } from './signals.ts';
import { gateStanding } from './standing.ts';
import { addShare, readStats } from './stats.ts';

export function jobsOf(access: Access): JobsFacet {
  return {
    enqueue: async (batch) => {
      if (batch.length === 0) return [];
      const flaw = flawOfJobs(batch);
      if (flaw !== null) throw flaw;
      const prepared = prepareJobs(batch);
      return access.write((transaction) => insertJobs(transaction, prepared));
    },
    annotate: async (notes) => {
      if (notes.length === 0) return;
      const { membership } = access.parts;
      await access.write((transaction) => annotateJobs(transaction, notes, (session) => membership.numberOf(session)));
    },
    restore: async (jobs) => {
      const flaw = flawOfJobs(jobs);
      if (flaw !== null) throw flaw;
      return restoreJobs(jobs, (work) => access.write(work));
    },
    get: (id) => access.read((store) => readJob(store, id, access.moment.now)),
    list: (filter, limit, cursor) =>
      access.read((store) => listJobs(store, { filter, limit, cursor, now: access.moment.now })),
    faults: (query, limit) => access.read((store) => listFaults(store, query, limit)),
    cancel: (ids, reason) => access.write((transaction) => cancelJobs(transaction, ids, reason)),
    retry: (ids) => access.write((transaction) => retryJobs(transaction, ids)),
    remove: (ids) => access.write((transaction) => removeJobs(transaction, ids)),
    prioritize: (ids, priority) => access.write((transaction) => prioritizeJobs(transaction, ids, priority)),
    move: (ids, queue) => moveJobs(ids, queue, (work) => access.write(work)),
  };
}

export function queuesOf(access: Access, rules: RulesInForce): QueuesFacet {
  return {
    consume: (queue, options, run) => {
      const { watcher, ...parts } = access.parts;
      watcher.start();
      const weighted = (): boolean => rules.queue(queue).between === 'weighted';
      return new ConsumerLoop(new QueueLane(queue, { ...parts, weighted }), options, run, access.options.clock);
    },
    pause: (queue, paused, why = NO_WHY) => access.write((transaction) => pauseQueue(transaction, queue, paused, why)),
    counts: () => access.read((store) => queueCounts(store, access.moment.now)),
  };
}

export function keepingOf(access: Access, rules: RulesInForce): KeepingFacet {
  return {
    promote: (limit) => access.write((transaction) => promoteJobs(transaction, limit)),
    rescue: async (limit) => {
      const { maxRescues } = access.options.timings;
      const { watch } = access.parts;
      return access.write((transaction) => rescueJobs(transaction, { maxRescues, watch }, limit));
    },
    expire: async (limit) => {
      const report = await access.write((transaction) => expireJobs(transaction, limit));
      return access.parts.expiries.into(report);
    },
    unblock: (limit) => access.write((transaction) => unblockJobs(transaction, rules.current.tasks, limit)),
    // What follows is made in the transaction that ends a job: nothing is ever left.
    deliver: () => Promise.resolve({ count: 0, more: false }),
    forgetResults: (limit) => access.write((transaction) => forgetResults(transaction, limit)),
    identify: (limit) => access.write((transaction) => identifyDead(transaction, limit)),
    prune: async (limit) => {
      const { retention } = rules.current;
      if (retention === null) return { count: 0, more: false };
      return access.write((transaction) => pruneJobs(transaction, retention, limit));
    },
  };
}

export function gatesOf(access: Access): GatesFacet {
  return {
    apply: async (rules, passed = PASSED_NOTHING) => {
      const flaw = flawOfRules(rules, passed);
      if (flaw !== null) throw flaw;
      for (const parting of await access.write((transaction) => applyGates(transaction, rules, passed))) {
        for (let place: PartingPlace | null = PARTING_BEGIN; place !== null;) {
          const from: PartingPlace = place;
          place = await access.write((transaction) => letPartGo(transaction, parting, from));
        }
      }
    },
    standing: (names) => access.read((store) => names.map((name) => gateStanding(store, name, access.moment.now))),
    override: async (name, rule) => {
      const flaw = rule === null ? null : flawOfRules({ [name]: rule }, PASSED_NOTHING);
      if (flaw !== null) throw flaw;
      return access.write(({ store }) => overrideRule(store, name, rule));
    },
    reopen: (names) =>
      access.write((transaction) => {
        for (const name of names) reopenGate(transaction, name);
      }),
    release: async (limit) => {
      let count = 0;
      let step: ReleaseStep = { count: 0, more: false, after: '' };
      while (step.after !== null) {
        const { after } = step;
        step = await access.write((transaction) => releaseHeld(transaction, limit - count, after));
        count += step.count;
      }
      return { count, more: step.more };
    },
  };
}

export function schedulesOf(access: Access): SchedulesFacet {
  return {
    apply: async (application) => {
      const { membership } = access.parts;
      return access.write((transaction) => {
        const turn = begin(transaction, application);
        membership.entered(transaction, { ...application, turn });
        return { turn, rows: applySchedules(transaction, application.schedules, transaction.now) };
      });
    },
    takeBack: (application, as) =>
      access.write((transaction) => {
        const from = takeBack(transaction, application, as);
        return from === null ? null : applySchedules(transaction, application.schedules, from);
      }),
    standing: () => access.read((store) => standingOf(store, access.moment)),
    withdraw: async () => access.parts.membership.withdraw(),
    list: () => access.read(scheduleRows),
    restore: (rows) => access.write((transaction) => restoreSchedules(transaction, rows)),
    claim: async (claims) => {
      if (claims.length === 0) return [];
      const prepared = prepareClaims(claims);
      return access.write((transaction) => prepared.map((claim) => claimTick(transaction, claim)));
    },
    pause: (name, paused, why = NO_WHY) => access.write((transaction) => pauseSchedule(transaction, name, paused, why)),
    endPause: (name, until) => access.write((transaction) => endSchedulePause(transaction, name, until)),
    history: (name, limit) => access.read((store) => tickRecords(store, name, limit)),
    note: (name, records) => access.write((transaction) => noteTicks(transaction, name, records)),
    setBack: (names, aheadMs) => access.write((transaction) => setBackCursors(transaction, names, aheadMs)),
  };
}

export function fleetOf(access: Access): FleetFacet {
  return {
    join: async (info) => {
      const { membership, watcher } = access.parts;
      watcher.start();
      return membership.join(info);
    },
    beat: async (info) => access.parts.membership.beat(info),
    leave: async () => access.open?.membership.leave(),
    left: (session) => access.read((store) => lookOnce(store, leftKey(session), access.moment.now) !== null),
    processes: () => access.read((store) => processRows(store, access.moment)),
    onSignal: (listener) => access.parts.membership.subscribe(listener),
    tell: async (to, topic, body) => {
      const ids = [topic, toldText(body)];
      await access.write((transaction) => tellProcess(transaction, to, ids));
    },
    requestReload: () => {
      const own = access.parts.membership.session;
      return access.write((transaction) =>
        sendSignal(transaction, { type: 'reload', owner: null, ids: own === undefined ? null : [own] }),
      );
    },
  };
}

export function bulksOf(access: Access): BulksFacet {
  return {
    add: (id, body, hold) => access.write((transaction) => addBulk(transaction, id, body, hold)),
    save: (id, body, hold, done = false) =>
      access.write((transaction) => saveBulk(transaction, id, { ...hold, body, done })),
    take: (hold) => access.write((transaction) => takeBulk(transaction, hold)),
    cancel: (id) => access.write((transaction) => cancelBulk(transaction, id)),
    get: (id) => access.read((store) => readBulk(store, id, access.moment.now)),
    list: (limit) => access.read((store) => listBulks(store, limit, access.moment.now)),
  };
}

export function onceOf(access: Access): OnceFacet {
  return {
    begin: (key, request) => access.write((transaction) => beginOnce(transaction, key, request)),
    look: (key) => access.read((store) => lookOnce(store, key, access.moment.now)),
    done: (key, request, answer) => access.write((transaction) => doneOnce(transaction, { key, request, answer })),
    drop: (key) => access.write((transaction) => dropOnce(transaction, key)),
  };
}

export function auditOf(access: Access, rules: RulesInForce): AuditFacet {
  return {
    append: (id, body, was) =>
      access.write((transaction) => appendAudit(transaction, { id, body, was: was ?? null }, rules.current.audit)),
    list: (span, limit, before) => access.read((store) => auditRows(store, span, { limit, before })),
    prune: (limit) => access.write((transaction) => pruneAudit(transaction, rules.current.audit, limit)),
  };
}

export function statsOf(access: Access): StatsFacet {
  return {
    add: (source, number, share) => access.write((transaction) => addShare(transaction, { source, number, share })),
    read: (range) => access.read((store) => readStats(store, range)),
  };
}

export function revisionsOf(access: Access): RevisionsFacet {
  return {
    record: async (revision) => {
      const recorded = await access.write((transaction) => recordRevision(transaction, revision, null));
      if (recorded === null) throw new Error('a revision that asks for no other is always recorded');
      return recorded;
    },
    recordAfter: (from, revision) => access.write((transaction) => recordRevision(transaction, revision, from)),
    list: (limit) => access.read((store) => revisionRows(store, limit)),
    body: (revision) => access.read((store) => revisionBody(store, revision)),
  };
}

export function healthOf(access: Access): HealthFacet {
  return {
    check: async () => checkStore(access.open, access.options),
    examine: async () => {
      const { open } = access;
      const quick = checkStore(open, access.options);
      return open ? [...quick, ...examineStore(open.store, access.moment)] : quick;
    },
    repair: () => access.write(repairStore),
  };
}
