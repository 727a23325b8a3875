/**
 * Gates: jobs that may not start yet lie outside of the index that a reserve goes through.
 *
 * `gates` has the rules, `passes` who is through (one row for each gate of a running job), jobs.hold before which gate a job
 * waits. Where there are no rules and no passes, a transaction pays for one look at each.
 */
import { type GateRule, type GateRules, holdOf, ruleNameOf, type SweepReport } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { IS_HELD, IS_RUNNING, stateCode } from './schema.ts';
import type { Store } from './store.ts';

/** Whether any job has to pass a gate just now. */
export function anyRules(store: Store): boolean {
  return store.get('SELECT 1 FROM gates LIMIT 1') !== undefined;
}

/** A job that came to its turn. */
export interface Candidate {
  readonly seq: number;
  readonly gates: readonly string[];
}

/** @returns those that are through, their passes written; the others are held */
export function letThrough<T extends Candidate>(
  transaction: Transaction,
  candidates: readonly T[],
  owner: number,
): T[] {
  const { store } = transaction;
  return candidates.filter(({ seq, gates }) => {
    for (const gate of gates) {
      const rule = ruleOf(store, gate);
      if (rule === null || roomOf(store, gate, rule) > 0) continue;
      store.run('UPDATE jobs SET hold = ? WHERE seq = ?', `${rule.reason} ${gate}`, seq);
      return false;
    }
    // Also of gates without a rule: one may come while the job runs.
    writePasses(store, { seq, gates }, owner);
    return true;
  });
}

/**
 * Also of gates without a rule: one may come while the job runs. A job that was cancelled while it ran, and retried, may have
 * passes still: its new attempt takes them over.
 */
function writePasses(store: Store, { seq, gates }: Candidate, owner: number): void {
  for (const gate of gates) store.run('INSERT OR REPLACE INTO passes VALUES (?, ?, ?)', gate, seq, owner);
}

/** Jobs that start where no gate has a rule. */
export function passUnasked({ store }: Transaction, candidates: readonly Candidate[], owner: number): void {
  for (const candidate of candidates) writePasses(store, candidate, owner);
}

function ruleOf(store: Store, gate: string): GateRule | null {
  const [rule] = store.get('SELECT rule FROM gates WHERE name = ?', ruleNameOf(gate)) ?? [];
  return typeof rule === 'string' ? (JSON.parse(rule) as GateRule) : null;
}

/** By the reason of a rule: how many more may pass. */
const ROOM: Readonly<Record<GateRule['reason'], (store: Store, gate: string, rule: GateRule) => number>> = {
  concurrency: (store, gate, { limit }) =>
    limit - store.number('SELECT count(*) FROM (SELECT 1 FROM passes WHERE gate = ? LIMIT ?)', gate, limit),
};

/** How many more may pass now. */
function roomOf(store: Store, gate: string, rule: GateRule | null): number {
  return rule === null ? Number.MAX_SAFE_INTEGER : ROOM[rule.reason](store, gate, rule);
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
  return store
    .all(
      `SELECT DISTINCT value FROM jobs, json_each(given, '$.gates')
       WHERE seq = ? AND state = ${stateCode('available')} AND hold IS NULL AND given IS NOT NULL`,
      seq,
    )
    .map(([gate]) => String(gate));
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
  if (roomOf(store, gate, rule) <= 0) return;
  for (const reason of Object.keys(ROOM)) {
    const hold = `${reason} ${gate}`;
    for (let queue = nextQueue(store, hold, ''); queue !== null; queue = nextQueue(store, hold, queue)) {
      letGo(transaction, hold, { queue, limit: 1 });
    }
  }
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
    `UPDATE jobs SET hold = NULL WHERE seq IN (
       SELECT seq FROM jobs INDEXED BY jobs_held WHERE ${IS_HELD} AND hold = ? AND queue = ?
       ORDER BY priority, run_at, seq LIMIT ?)`,
    hold,
    queue,
    limit,
  );
  if (count > 0) transaction.woken.add(queue);
  return count;
}

export function applyGates({ store }: Transaction, rules: GateRules): void {
  const named = Object.entries(rules).map(([name, rule]) => [name, JSON.stringify(rule)]);
  store.run('DELETE FROM gates');
  store.run('INSERT INTO gates SELECT value ->> 0, value ->> 1 FROM json_each(?)', JSON.stringify(named));
}

export function releaseHeld(transaction: Transaction, limit: number): SweepReport {
  const { store } = transaction;
  let left = limit;
  for (let hold = nextHold(store, ''); hold !== null; hold = nextHold(store, hold)) {
    const { name: gate } = holdOf(hold);
    const rule = ruleOf(store, gate);
    for (let queue = nextQueue(store, hold, ''); queue !== null; queue = nextQueue(store, hold, queue)) {
      if (left <= 0) return { count: limit, more: true };
      left -= letGo(transaction, hold, { queue, limit: Math.min(left, roomOf(store, gate, rule)) });
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
