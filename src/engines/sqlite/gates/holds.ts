/**
 * Holds: `holds` has those that stand, and those that have ended until all that they held are let go. What one holds lies where gates
 * put it, see gates.ts: jobs.hold is its reason, a blank and its gate.
 */
import type { Job } from '../../../core/index.ts';
import { holdGate, type HoldJudge, mayMean, type NewHold, type StandingHold } from '../../../engine/index.ts';
import type { Transaction } from '../committer.ts';
import { sendSignal } from '../signals.ts';

/** A job that came to its turn, as a hold looks at it. */
export interface Held extends Pick<Job, 'task' | 'queue'> {
  /** Read when it is asked for. @throws for a row that nobody can read */
  readonly job: () => Job;
}

/** @returns the holds that stand at this instant, in the order in which they hold; one look where there is none */
export function standingHolds({ store, now }: Pick<Transaction, 'store' | 'now'>): readonly StandingHold[] {
  const holds = store
    .all('SELECT spec FROM holds WHERE until IS NULL OR until > ? ORDER BY gate', now)
    .map(([spec]) => JSON.parse(String(spec)) as StandingHold);
  // Who can be told by less is not asked for his payload.
  return [...holds.filter(({ where }) => where === null), ...holds.filter(({ where }) => where !== null)];
}

/** @returns what holds it, as jobs.hold has it; null when none does */
export function heldBy(holds: readonly StandingHold[], candidate: Held, judge: HoldJudge | null): string | null {
  const found = holds.find((hold) => means(hold, candidate, judge));
  return found === undefined ? null : heldText(found);
}

/** What nobody can read is meant by none that has to read it: it is buried when it is made a lease. */
function means(hold: StandingHold, candidate: Held, judge: HoldJudge | null): boolean {
  try {
    if (!mayMean(hold, candidate, () => candidate.job().tags)) return false;
    return hold.where === null || judge === null || judge(candidate.job(), hold.where);
  } catch {
    return false;
  }
}

export function heldText(hold: Pick<NewHold, 'reason' | 'name'>): string {
  return `${hold.reason} ${holdGate(hold)}`;
}

/** Whether it is one of those that stand: who lies before another one is let go. @param gate of a hold */
export function stands({ store, now }: Transaction, gate: string): boolean {
  return store.get('SELECT 1 FROM holds WHERE gate = ? AND (until IS NULL OR until > ?)', gate, now) !== undefined;
}

/**
 * Lets go whom holds that have ended held.
 * @param letGo of one gate @returns when the next one ends; null when none will by itself
 */
export function endHolds({ store, now }: Transaction, letGo: (held: string) => boolean): number | null {
  for (const [gate, spec] of store.all('SELECT gate, spec FROM holds WHERE until <= ?', now)) {
    if (letGo(heldText(JSON.parse(String(spec)) as StandingHold)))
      store.run('DELETE FROM holds WHERE gate = ?', String(gate));
  }
  const [next = null] = store.get('SELECT min(until) FROM holds') ?? [];
  return next === null ? null : Number(next);
}

export function putHold({ store, now }: Transaction, hold: NewHold, manifest: boolean): StandingHold {
  const gate = holdGate(hold);
  const row = store.get('SELECT spec FROM holds WHERE gate = ? AND (until IS NULL OR until > ?)', gate, now);
  const at = row === undefined ? now : (JSON.parse(String(row[0])) as StandingHold).at;
  const { reason, name, task, queue, tag, where, until, text, by } = hold;
  const standing: StandingHold = { reason, name, task, queue, tag, where, until, text, by, at, manifest };
  store.run('INSERT OR REPLACE INTO holds (gate, until, spec) VALUES (?, ?, ?)', gate, until, JSON.stringify(standing));
  return standing;
}

/** It is past from now on; `endHolds` does the rest. */
export function endHold({ store, now }: Transaction, hold: Pick<NewHold, 'reason' | 'name'>): StandingHold | null {
  const row = store.get(
    'UPDATE holds SET until = ?2 WHERE gate = ?1 AND (until IS NULL OR until > ?2) RETURNING spec',
    holdGate(hold),
    now,
  );
  return row === undefined ? null : (JSON.parse(String(row[0])) as StandingHold);
}

export function tellControls(transaction: Transaction): void {
  sendSignal(transaction, { type: 'controls-changed', owner: null, ids: null });
}
