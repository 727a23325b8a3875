/**
 * How often a gate lets jobs through. `rates` has of each gate the instant up to which all that went through is paid (tat, the
 * theoretical arrival time of the generic cell rate algorithm), and when it has room again, while jobs wait before it (due).
 */
import type { RateRule } from '../../../engine/index.ts';
import type { Store } from '../store.ts';

/** A millisecond's thousandth: sums of instants are not exact. */
const TOLERANCE_MS = 0.001;

/** Milliseconds in which one more may pass. */
function spacingOf({ limit, perMs }: RateRule): number {
  return perMs / limit;
}

/** Never later than the burst reaches: a rule that lets more through counts at once, as if it had just been used up. */
function paidAt(store: Store, { gate, rule, now }: RateGate): number {
  const tat = store.number('SELECT tat FROM rates WHERE gate = ?', gate);
  return Math.max(now, Math.min(tat, now + rule.burst * spacingOf(rule)));
}

/** @param now epoch milliseconds of the store @returns how many more may pass now */
export function rateRoom(store: Store, at: RateGate): number {
  const { rule, now } = at;
  const spacing = spacingOf(rule);
  return Math.floor((rule.burst * spacing - (paidAt(store, at) - now) + TOLERANCE_MS) / spacing);
}

export interface RateGate {
  readonly gate: string;
  readonly rule: RateRule;
  readonly now: number;
}

/** A job goes through. */
export function payRate(store: Store, at: RateGate, cost: number): void {
  store.run(
    'INSERT INTO rates (gate, tat) VALUES (?1, ?2) ON CONFLICT (gate) DO UPDATE SET tat = ?2',
    at.gate,
    paidAt(store, at) + cost * spacingOf(at.rule),
  );
}

/** A job is held before the gate: it has room for it then, unless somebody knows of an earlier instant. */
export function expectRoom(store: Store, at: RateGate, cost: number): void {
  store.run(
    `INSERT INTO rates (gate, tat, due) VALUES (?1, ?2, ?3)
     ON CONFLICT (gate) DO UPDATE SET tat = ?2, due = min(?3, coalesce(due, ?3))`,
    at.gate,
    paidAt(store, at),
    roomAt(store, at, cost),
  );
}

/** Jobs that are held before a gate without a rate are looked for then. */
export function expectAt(store: Store, gate: string, at: number): void {
  store.run(
    'INSERT INTO rates (gate, tat, due) VALUES (?1, 0, ?2) ON CONFLICT (gate) DO UPDATE SET due = ?2',
    gate,
    at,
  );
}

/** @returns the instant in milliseconds at which it has room for a job of that cost, should nobody pass meanwhile */
export function roomAt(store: Store, at: RateGate, cost: number): number {
  return Math.ceil(paidAt(store, at) + (cost - at.rule.burst) * spacingOf(at.rule) - TOLERANCE_MS);
}

/** Its rule may have changed, and its instant be far away by what it was. */
export function expectAnew(store: Store, at: RateGate): void {
  store.run('UPDATE rates SET tat = ?, due = ? WHERE gate = ?', paidAt(store, at), roomAt(store, at, 1), at.gate);
}

/**
 * As many as have room were let go: the next one follows when they have passed and there is room for it. Where nobody passed
 * for long, they are not taken: then it follows after the time in which that many are earned again.
 */
export function nextAfter(store: Store, at: RateGate, room: number): number {
  return room < at.rule.burst ? roomAt(store, at, room + 1) : at.now + room * spacingOf(at.rule);
}

/** @param due when it is to be looked at next; null: nobody waits */
export function setDue(store: Store, gate: string, due: number | null): void {
  store.run('UPDATE rates SET due = ? WHERE gate = ?', due === null ? null : Math.ceil(due), gate);
}

/** @returns gates before which jobs wait and that have room now, the longest due first */
export function dueGates(store: Store, now: number, limit: number): readonly string[] {
  return store
    .all('SELECT gate FROM rates INDEXED BY rates_due WHERE due <= ? ORDER BY due LIMIT ?', now, limit)
    .map(([gate]) => String(gate));
}

/** @returns when the next gate has room; null when nobody waits before one */
export function nextDue(store: Store): number | null {
  const [due = null] = store.get('SELECT min(due) FROM rates INDEXED BY rates_due WHERE due IS NOT NULL') ?? [];
  return due === null ? null : Number(due);
}

/** What is paid is as if it had never been: a bounded number of rows at a time. */
export function forgetPaid(store: Store, now: number, limit: number): void {
  store.run(
    'DELETE FROM rates WHERE gate IN (SELECT gate FROM rates INDEXED BY rates_tat WHERE due IS NULL AND tat <= ? LIMIT ?)',
    now,
    limit,
  );
}
