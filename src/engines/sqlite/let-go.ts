/** Jobs that gates hold come to their turn again: where there is room, when a rate or circuit opens, after a change of rules. */
import { waitsEnd } from '../../core/index.ts';
import { type GateRule, isStanding, type Parting, type SweepReport } from '../../engine/index.ts';
import { circuitAt } from './gates/circuits.ts';
import type { Transaction } from './committer.ts';
import { endHolds, stands } from './gates/holds.ts';
import { dueGates, expectAnew, forgetPaid, nextAfter, nextDue, setDue } from './gates/rates.ts';
import { expect, ROOM, roomOf } from './room.ts';
import { IS_HELD, letGoBy } from './schema.ts';
import type { Store } from './store.ts';
import { ruleOf } from './gates/tolls.ts';

/** @param limit of each queue at most so many @returns how many */
export function letGoOfEach(transaction: Transaction, gate: string, limit: number): number {
  const { store } = transaction;
  let count = 0;
  for (const reason of Object.keys(ROOM)) {
    const hold = `${reason} ${gate}`;
    for (let queue = nextQueue(store, hold, ''); queue !== null; queue = nextQueue(store, hold, queue)) {
      count += letGo(transaction, hold, { queue, limit });
    }
  }
  return count;
}

function nextQueue(store: Store, hold: string, after: string): string | null {
  const row = store.get(
    `SELECT queue FROM jobs INDEXED BY jobs_held WHERE ${IS_HELD} AND hold = ? AND queue > ? ORDER BY queue LIMIT 1`,
    hold,
    after,
  );
  return row === undefined ? null : String(row[0]);
}

interface Portion {
  readonly queue: string;
  readonly limit: number;
}

/** The most urgent ones, who came first among those. They keep their instant, and so stand in front. */
function letGo(transaction: Transaction, hold: string, { queue, limit }: Portion): number {
  const count = transaction.store.run(
    `UPDATE jobs SET ${letGoBy(4)} WHERE seq IN (
       SELECT seq FROM jobs INDEXED BY jobs_held WHERE ${IS_HELD} AND hold = ?1 AND queue = ?2
       ORDER BY priority, run_at, seq LIMIT ?3)`,
    hold,
    queue,
    limit,
    waitsEnd(transaction.now),
  );
  if (count > 0) transaction.woken.add(queue);
  return count;
}

/** Held jobs that one transaction goes through. */
const PARTING_JOBS = 500;

/** Where a step goes on: behind this job, among those that a gate holds. */
export type PartingPlace = readonly [queue: string, priority: number, runAt: number, seq: number];
export const PARTING_BEGIN: PartingPlace = ['', 0, 0, 0];

/** Of the jobs that a gate holds those that do not pass it any more. @returns where the next step goes on; null: all were gone through */
export function letPartGo(
  transaction: Transaction,
  { kind, name, gate }: Parting,
  [queue, priority, runAt, seq]: PartingPlace,
): PartingPlace | null {
  const { store, now } = transaction;
  let last: PartingPlace | null = null;
  for (const reason of Object.keys(ROOM)) {
    const rows = store.all(
      `SELECT queue, priority, run_at, seq, task FROM jobs INDEXED BY jobs_held WHERE ${IS_HELD} AND hold = ?1
       AND (queue, priority, run_at, seq) > (?2, ?3, ?4, ?5) ORDER BY queue, priority, run_at, seq LIMIT ?6`,
      `${reason} ${gate}`, queue, priority, runAt, seq, PARTING_JOBS); // prettier-ignore
    const parting = rows.filter((row) => row[kind === 'task' ? 4 : 0] === name);
    store.run(
      `UPDATE jobs SET ${letGoBy(2)} WHERE seq IN (SELECT value FROM json_each(?1))`,
      JSON.stringify(parting.map((row) => row[3])),
      waitsEnd(now),
    );
    for (const [of] of parting) transaction.woken.add(String(of));
    // A gate has one rule: of another reason there is what a former one has held, which `release` finds.
    const end = rows.at(-1);
    if (end && rows.length === PARTING_JOBS) last = [String(end[0]), Number(end[1]), Number(end[2]), Number(end[3])];
  }
  return last;
}

/** Gates that one transaction of a release looks at. */
const RELEASE_GATES = 200;

export interface ReleaseStep extends SweepReport {
  /** Where the next step goes on; null: all gates were looked at. */
  readonly after: string | null;
}

/** @param from `after` of the step before, '' at the begin */
export function releaseHeld(transaction: Transaction, limit: number, from: string): ReleaseStep {
  const { store } = transaction;
  let left = limit;
  let looked = 0;
  for (let hold = nextHold(store, from); hold !== null; hold = nextHold(store, hold)) {
    if (left <= 0) return { count: limit, more: true, after: null };
    left -= releaseBefore(transaction, hold, left);
    looked += 1;
    if (looked >= RELEASE_GATES && left > 0) return { count: limit - left, more: true, after: hold };
  }
  return { count: limit - left, more: left <= 0, after: null };
}

/** @returns how many */
function releaseBefore(transaction: Transaction, hold: string, limit: number): number {
  const { store, now } = transaction;
  const gate = hold.slice(hold.indexOf(' ') + 1);
  if (isStanding(hold) && stands(transaction, gate)) return 0;
  const rule = isStanding(hold) ? null : ruleOf(store, gate);
  if (rule?.reason === 'rate') expectAnew(store, { gate, rule, now });
  else expect(transaction, { gate, rule, cost: 1 });
  let count = 0;
  for (let queue = nextQueue(store, hold, ''); queue !== null; queue = nextQueue(store, hold, queue)) {
    const room = Math.min(limit - count, roomOf(transaction, gate, rule));
    if (room <= 0) return count;
    count += letGo(transaction, hold, { queue, limit: room });
  }
  return count;
}

function nextHold(store: Store, after: string): string | null {
  const row = store.get(
    `SELECT hold FROM jobs INDEXED BY jobs_held WHERE ${IS_HELD} AND hold > ? ORDER BY hold LIMIT 1`,
    after,
  );
  return row === undefined ? null : String(row[0]);
}

/** Gates that one step looks at. */
const GATES_AT_ONCE = 100;
/** Rows of rates that one step forgets. */
const FORGET_LIMIT = 1_000;

/** What holds that have ended, and rates and circuits that have room again, held. @returns when the next one is due; null when none is */
export function openDue(transaction: Transaction, limit: number): number | null {
  let left = limit;
  const endsAt = endHolds(transaction, (held) => {
    for (let queue = nextQueue(transaction.store, held, ''); queue !== null && left > 0;) {
      left -= letGo(transaction, held, { queue, limit: left });
      queue = nextQueue(transaction.store, held, queue);
    }
    return nextQueue(transaction.store, held, '') === null;
  });
  const roomAt = openRates(transaction, limit);
  return endsAt === null || roomAt === null ? (endsAt ?? roomAt) : Math.min(endsAt, roomAt);
}

/**
 * Rates that have room again let go of each queue as many as may pass now.
 * @returns when the next gate is due; null when nobody waits before one
 */
function openRates(transaction: Transaction, limit: number): number | null {
  const { store, now } = transaction;
  if (store.get('SELECT 1 FROM rates LIMIT 1') === undefined) return null;
  let left = limit;
  for (const gate of dueGates(store, now, GATES_AT_ONCE)) {
    if (left <= 0) break;
    const rule = ruleOf(store, gate);
    const room = Math.min(left, Math.max(1, roomOf(transaction, gate, rule)));
    left -= letGoOfEach(transaction, gate, room);
    const waits = nextQueue(store, `${rule?.reason ?? 'rate'} ${gate}`, '') !== null;
    setDue(store, gate, waits ? nextLook(transaction, { gate, rule }, room) : null);
  }
  forgetPaid(store, now, FORGET_LIMIT);
  return nextDue(store);
}

interface Ruled {
  readonly gate: string;
  readonly rule: GateRule | null;
}

/** @returns when those that still wait are looked for; null: the end of an attempt leads to them */
function nextLook({ store, now }: Transaction, { gate, rule }: Ruled, room: number): number | null {
  if (rule?.reason === 'rate') return nextAfter(store, { gate, rule, now }, room);
  const { until } = circuitAt(store, gate);
  if (until > now) return until;
  return rule?.reason === 'breaker' && until > 0 ? null : now;
}
