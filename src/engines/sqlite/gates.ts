/**
 * Gates: jobs that may not start yet lie outside of the index that a reserve goes through.
 *
 * `gates` has the rules, `passed` the gates that jobs pass for the sake of their task or queue, `passes` who is through (one
 * row for each gate of a running job that gives its room back), jobs.hold before which gate a job waits. Where there are no
 * rules and no passes, a transaction pays for one look at each.
 */
import {
  type GateRule,
  type HoldJudge,
  holdOf,
  isStanding,
  ruleNameOf,
  type SweepReport,
  type Toll,
} from '../../engine/index.ts';
import { waitsEnd, waitsHeld, waitsIn, waitsText } from '../../core/index.ts';
import type { Transaction } from './committer.ts';
import { endHolds, type Held, heldBy, standingHolds, stands } from './holds.ts';
import {
  dueGates,
  expectAnew,
  expectRoom,
  forgetPaid,
  nextAfter,
  nextDue,
  payRate,
  rateRoom,
  setDue,
} from './rates.ts';
import { IS_HELD, IS_RUNNING, letGoBy, stateCode } from './schema.ts';
import type { Store } from './store.ts';
import { Tolls } from './tolls.ts';

/** Whether any job has to pass a gate just now, or may be held otherwise. */
export function anyRules(store: Store): boolean {
  return store.number('SELECT EXISTS (SELECT 1 FROM gates) OR EXISTS (SELECT 1 FROM holds)') === 1;
}

/** A job that came to its turn. */
export interface Candidate extends Held {
  readonly seq: number;
  /** Those that it names itself. */
  readonly gates: readonly string[];
}

/** Whose step it is. */
export interface Passing {
  readonly owner: number;
  readonly judge: HoldJudge | null;
}

/** @returns those that are through, their passes written; the others are held */
export function letThrough<T extends Candidate>(
  transaction: Transaction,
  candidates: readonly T[],
  { owner, judge }: Passing,
): T[] {
  const { store, now } = transaction;
  const tolls = new Tolls(store);
  const holds = standingHolds(transaction);
  return candidates.filter((candidate) => {
    const { seq } = candidate;
    const held = heldBy(holds, candidate, judge);
    if (held !== null) {
      hold(transaction, seq, held);
      return false;
    }
    const asked = tolls.of(candidate).map((toll) => ({ ...toll, rule: ruleOf(store, toll.gate) }));
    for (const { gate, cost, rule } of asked) {
      if (rule === null || roomOf(transaction, gate, rule) >= cost) continue;
      hold(transaction, seq, `${rule.reason} ${gate}`);
      if (rule.reason === 'rate') expectRoom(store, { gate, rule, now }, cost);
      return false;
    }
    for (const { gate, cost, rule } of asked) {
      if (rule?.reason === 'rate') payRate(store, { gate, rule, now }, cost);
      // Also of gates without a rule: one may come while the job runs.
      else writePass(store, { gate, cost }, { seq, owner });
    }
    return true;
  });
}

/** @param held reason, blank, gate */
function hold({ store, now }: Transaction, seq: number, held: string): void {
  const [waits = null, startedAt = null] = store.get('SELECT waits, started_at FROM jobs WHERE seq = ?', seq) ?? [];
  const before = {
    waits: waitsIn(waits === null ? null : String(waits)),
    startedAt: startedAt === null ? null : Number(startedAt),
  };
  const after = waitsText(waitsHeld(before, holdOf(held, null), now));
  store.run('UPDATE jobs SET hold = ?, waits = ? WHERE seq = ?', held, after, seq);
}

/**
 * A job that was cancelled while it ran, and retried, may have passes still: its new attempt takes them over.
 */
function writePass(
  store: Store,
  { gate, cost }: Toll,
  { seq, owner }: { readonly seq: number; readonly owner: number },
): void {
  store.run('INSERT OR REPLACE INTO passes (gate, seq, owner, cost) VALUES (?, ?, ?, ?)', gate, seq, owner, cost);
}

/** Jobs that start where no gate has a rule. */
export function passUnasked(
  { store }: Transaction,
  candidates: readonly Pick<Candidate, 'seq' | 'gates'>[],
  owner: number,
): void {
  for (const { seq, gates } of candidates) {
    for (const gate of gates) writePass(store, { gate, cost: 1 }, { seq, owner });
  }
}

function ruleOf(store: Store, gate: string): GateRule | null {
  const [rule] = store.get('SELECT rule FROM gates WHERE name = ?', ruleNameOf(gate)) ?? [];
  return typeof rule === 'string' ? (JSON.parse(rule) as GateRule) : null;
}

type RoomOf<R extends GateRule> = (transaction: Transaction, gate: string, rule: R) => number;

/** By the reason of a rule: how many more may pass. Every pass costs 1 or more, so no more rows than the limit are added up. */
const ROOM: { readonly [R in GateRule['reason']]: RoomOf<Extract<GateRule, { readonly reason: R }>> } = {
  concurrency: ({ store }, gate, { limit }) =>
    limit -
    store.number('SELECT coalesce(sum(cost), 0) FROM (SELECT cost FROM passes WHERE gate = ? LIMIT ?)', gate, limit),
  rate: ({ store, now }, gate, rule) => rateRoom(store, { gate, rule, now }),
};

/** How many more may pass now. */
function roomOf(transaction: Transaction, gate: string, rule: GateRule | null): number {
  if (rule === null) return Number.MAX_SAFE_INTEGER;
  return (ROOM[rule.reason] as RoomOf<GateRule>)(transaction, gate, rule);
}

/** Their attempts are over, and the jobs no more running: one that runs has a newer attempt, which keeps what it took. */
export function givePassesBack(transaction: Transaction, seqs: readonly number[]): void {
  if (seqs.length === 0 || !anyPasses(transaction.store)) return;
  const rows = transaction.store.all(
    `DELETE FROM passes WHERE seq IN (SELECT value FROM json_each(?))
       AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.seq = passes.seq AND ${IS_RUNNING}) RETURNING gate`,
    JSON.stringify(seqs),
  );
  for (const [gate] of rows) nextBefore(transaction, String(gate));
}

/** The session is over, and with it all that its attempts took: those too of jobs that were cancelled while they ran. */
export function givePassesOfSession(transaction: Transaction, owner: number): void {
  if (!anyPasses(transaction.store)) return;
  const rows = transaction.store.all('DELETE FROM passes WHERE owner = ? RETURNING gate', owner);
  for (const [gate] of rows) nextBefore(transaction, String(gate));
}

/**
 * Before a job leaves where it waits: gates that may have let it come, for passTurnOn.
 * @returns none where it is held itself, or nobody is
 */
export function turnOf(store: Store, seq: number): readonly string[] {
  if (store.get(`SELECT 1 FROM jobs INDEXED BY jobs_held WHERE ${IS_HELD} LIMIT 1`) === undefined) return [];
  const row = store.get(
    `SELECT task, queue, given ->> '$.gates' FROM jobs
     WHERE seq = ? AND state = ${stateCode('available')} AND hold IS NULL`,
    seq,
  );
  if (row === undefined) return [];
  const [task, queue, gates] = row;
  const own = typeof gates === 'string' ? (JSON.parse(gates) as readonly string[]) : [];
  const tolls = new Tolls(store).of({ gates: own, task: String(task), queue: String(queue) });
  return [...new Set(tolls.map(({ gate }) => gate))];
}

/** A job that waited for its turn has left without it: perhaps the gate had let it go, and then the next one takes its place. */
export function passTurnOn(transaction: Transaction, gates: readonly string[]): void {
  for (const gate of gates) nextBefore(transaction, gate);
}

function anyPasses(store: Store): boolean {
  return store.get('SELECT 1 FROM passes LIMIT 1') !== undefined;
}

/**
 * Where there is room: a rule may have become narrower. Of each queue one: the others would wait for ever on a queue that is
 * paused or that nobody consumes.
 */
function nextBefore(transaction: Transaction, gate: string): void {
  const { store } = transaction;
  const rule = ruleOf(store, gate);
  if (roomOf(transaction, gate, rule) > 0) letGoOfEach(transaction, gate, 1);
}

/** @param limit of each queue at most so many @returns how many */
function letGoOfEach(transaction: Transaction, gate: string, limit: number): number {
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

export function releaseHeld(transaction: Transaction, limit: number): SweepReport {
  const { store } = transaction;
  let left = limit;
  for (let hold = nextHold(store, ''); hold !== null; hold = nextHold(store, hold)) {
    const gate = hold.slice(hold.indexOf(' ') + 1);
    if (isStanding(hold) && stands(transaction, gate)) continue;
    const rule = isStanding(hold) ? null : ruleOf(store, gate);
    if (rule?.reason === 'rate') expectAnew(store, { gate, rule, now: transaction.now });
    for (let queue = nextQueue(store, hold, ''); queue !== null; queue = nextQueue(store, hold, queue)) {
      if (left <= 0) return { count: limit, more: true };
      left -= letGo(transaction, hold, { queue, limit: Math.max(0, Math.min(left, roomOf(transaction, gate, rule))) });
    }
  }
  return { count: limit - left, more: left <= 0 };
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

/** What holds that have ended, and rates that have room again, held. @returns when the next one is due; null when none is */
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
    const waits = nextQueue(store, `rate ${gate}`, '') !== null;
    const next = rule?.reason === 'rate' ? nextAfter(store, { gate, rule, now }, room) : now;
    setDue(store, gate, waits ? next : null);
  }
  forgetPaid(store, now, FORGET_LIMIT);
  return nextDue(store);
}
