/**
 * Gates: jobs that may not start yet lie outside of the index that a reserve goes through.
 *
 * `gates` has the rules, `passed` the gates that jobs pass for the sake of their task or queue, `passes` who is through (one
 * row for each gate of a running job that gives its room back), jobs.hold before which gate a job waits. Where there are no
 * rules and no passes, a transaction pays for one look at each.
 */
import {
  type CircuitChange,
  type Ended,
  type GateRules,
  type HoldJudge,
  holdOf,
  type Judgement,
  neededOf,
  type Parting,
  type Passed,
  type Toll,
} from '../../../engine/index.ts';
import { waitsHeld, waitsIn, waitsText } from '../../../core/index.ts';
import { endBefore, passBreaker } from './circuits.ts';
import type { Transaction } from '../committer.ts';
import { heldBy, standingHolds } from './holds.ts';
import { letGoOfEach } from '../let-go.ts';
import { keepOverrides } from '../overrides.ts';
import { payRate } from './rates.ts';
import { type Asked, expect, roomOf } from '../room.ts';
import { IS_HELD, IS_RUNNING, stateCode } from '../schema.ts';
import type { Store } from '../store.ts';
import { type Candidate, type OnConflict, ruleOf, Tolls } from './tolls.ts';

/** Whether any job has to pass a gate just now, or may be held otherwise. */
export function anyRules(store: Store): boolean {
  return store.number('SELECT EXISTS (SELECT 1 FROM gates) OR EXISTS (SELECT 1 FROM holds)') === 1;
}

/** Who reserves. */
interface Reserver {
  readonly owner: number;
  readonly judge: HoldJudge | null;
  readonly onConflict: OnConflict;
}

/** @returns those that are through, their passes written; the others are held, or ended by a conflict */
export function letThrough<T extends Candidate>(
  transaction: Transaction,
  candidates: readonly T[],
  { owner, judge, onConflict }: Reserver,
): T[] {
  const { store } = transaction;
  const tolls = new Tolls(store);
  const holds = standingHolds(transaction);
  const former = formerPasses(
    transaction,
    candidates.map(({ seq }) => seq),
  );
  return candidates.filter((candidate) => {
    const { seq } = candidate;
    const held = heldBy(holds, candidate, judge);
    if (held !== null) {
      hold(transaction, seq, held);
      return false;
    }
    const asked = tolls.of(candidate).map((toll) => ({ ...toll, rule: ruleOf(store, toll.gate) }));
    for (const { gate, cost, rule } of asked) {
      if (rule === null) continue;
      const needed = neededOf({ cost }, rule);
      if (roomOf(transaction, gate, rule) >= needed) continue;
      const conflict = rule.reason === 'concurrency' ? rule.onConflict : undefined;
      if (conflict && onConflict(conflict, candidate, gate)) return false;
      hold(transaction, seq, `${rule.reason} ${gate}`);
      expect(transaction, { gate, cost: needed, rule });
      return false;
    }
    if (former.has(seq)) leaveFormer(transaction, seq);
    for (const toll of asked) pass(transaction, toll, { seq, owner });
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

function pass(transaction: Transaction, { gate, cost, rule }: Asked, by: Passer): void {
  const { store, now } = transaction;
  if (rule?.reason === 'bucket') return;
  if (rule?.reason === 'rate') payRate(store, { gate, rule, now }, cost);
  // Also of gates without a rule: one may come while the job runs.
  else writePass(transaction, { gate, cost }, by);
  if (rule?.reason === 'breaker') passBreaker(transaction, gate);
}

interface Passer {
  readonly seq: number;
  readonly owner: number;
}

/** A job that was cancelled while it ran, and retried, may have passes still: it counts once, by its new attempt. */
function formerPasses({ store }: Transaction, seqs: readonly number[]): ReadonlySet<number> {
  if (!anyPasses(store)) return NOBODY;
  return new Set(
    store
      .all('SELECT seq FROM passes WHERE seq IN (SELECT value FROM json_each(?))', JSON.stringify(seqs))
      .map(([seq]) => Number(seq)),
  );
}

const NOBODY: ReadonlySet<number> = new Set();

function leaveFormer(transaction: Transaction, seq: number): void {
  const rows = transaction.store.all('DELETE FROM passes WHERE seq = ? RETURNING gate, started_at', seq);
  for (const [gate, startedAt] of rows) {
    leaveGate(transaction, String(gate), { verdict: null, startedAt: Number(startedAt) });
  }
}

function writePass({ store, now }: Transaction, { gate, cost }: Toll, { seq, owner }: Passer): void {
  store.run(
    'INSERT OR REPLACE INTO passes (gate, seq, owner, cost, started_at) VALUES (?, ?, ?, ?, ?)',
    gate,
    seq,
    owner,
    cost,
    now,
  );
}

/** Jobs that start where no gate has a rule. */
export function passUnasked(
  transaction: Transaction,
  candidates: readonly Pick<Candidate, 'seq' | 'gates'>[],
  owner: number,
): void {
  for (const { seq, gates } of candidates) {
    for (const gate of gates) writePass(transaction, { gate, cost: 1 }, { seq, owner });
  }
}

/** One that is over. */
export interface EndedAttempt {
  readonly seq: number;
  readonly startedAt: number | null;
}

/** What a newer attempt of the same job took stays. Passes that a former version wrote have no start. */
export function givePassesBack(
  transaction: Transaction,
  attempts: readonly EndedAttempt[],
  judge?: (attempt: EndedAttempt) => Judgement,
): readonly CircuitChange[] {
  if (attempts.length === 0 || !anyPasses(transaction.store)) return NO_CHANGES;
  const rows = transaction.store.all(
    `DELETE FROM passes WHERE (seq, started_at) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1))
       OR (started_at = 0 AND seq IN (SELECT value ->> 0 FROM json_each(?1))
         AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.seq = passes.seq AND ${IS_RUNNING}))
     RETURNING gate, started_at, seq`,
    JSON.stringify(attempts.map(({ seq, startedAt }) => [seq, startedAt])),
  );
  return rows.flatMap(([gate, startedAt, seq]) => {
    const verdict = judge?.({ seq: Number(seq), startedAt: Number(startedAt) }) ?? null;
    return leaveGate(transaction, String(gate), { verdict, startedAt: Number(startedAt) }) ?? [];
  });
}

const NO_CHANGES: readonly CircuitChange[] = Object.freeze([]);

/** A pass is given back. */
function leaveGate(transaction: Transaction, gate: string, ended: Ended): CircuitChange | undefined {
  const rule = ruleOf(transaction.store, gate);
  const change = rule?.reason === 'breaker' ? endBefore(transaction, { gate, rule }, ended) : undefined;
  nextBefore(transaction, gate, rule);
  return change;
}

/** The session is over, and with it all that its attempts took: those too of jobs that were cancelled while they ran. */
export function givePassesOfSession(transaction: Transaction, owner: number): void {
  if (!anyPasses(transaction.store)) return;
  const rows = transaction.store.all('DELETE FROM passes WHERE owner = ? RETURNING gate, started_at', owner);
  for (const [gate, startedAt] of rows) {
    leaveGate(transaction, String(gate), { verdict: null, startedAt: Number(startedAt) });
  }
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
function nextBefore(transaction: Transaction, gate: string, rule = ruleOf(transaction.store, gate)): void {
  if (roomOf(transaction, gate, rule) > 0) letGoOfEach(transaction, gate, 1);
}

/** @returns which gates jobs do not pass any more: `letPartGo` lets them go */
export function applyGates({ store }: Transaction, rules: GateRules, passed: Passed): readonly Parting[] {
  const named = Object.entries(rules).map(([name, rule]) => [name, JSON.stringify(rule)]);
  store.run('DELETE FROM gates');
  store.run('INSERT INTO gates SELECT value ->> 0, value ->> 1 FROM json_each(?)', JSON.stringify(named));
  keepOverrides(store);
  store.run('DELETE FROM circuits WHERE gate NOT IN (SELECT name FROM gates)');
  const tolls = [...payers('task', passed.tasks), ...payers('queue', passed.queues)];
  const partings = partingsTo(store, new Map(tolls));
  store.run('DELETE FROM passed');
  store.run('INSERT INTO passed SELECT value ->> 0, value ->> 1 FROM json_each(?)', JSON.stringify(tolls));
  return partings;
}

/** @param after by whom, what is passed from now on, in JSON */
function partingsTo(store: Store, after: ReadonlyMap<string, string>): readonly Parting[] {
  const gatesIn = (text: string): readonly string[] => (JSON.parse(text) as readonly Toll[]).map(({ gate }) => gate);
  return store.all('SELECT who, tolls FROM passed').flatMap(([who, tolls]) => {
    const [kind = '', name = ''] = String(who).split(' ');
    const kept = gatesIn(after.get(String(who)) ?? '[]');
    const left = gatesIn(String(tolls)).filter((gate) => !kept.includes(gate));
    return left.map((gate) => ({ kind: kind as Parting['kind'], name, gate }));
  });
}

function payers(kind: string, all: Readonly<Record<string, readonly Toll[]>>): readonly (readonly [string, string])[] {
  return Object.entries(all).map(([name, tolls]) => [`${kind} ${name}`, JSON.stringify(tolls)]);
}
