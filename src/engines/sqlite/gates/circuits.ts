/** Gates that are shut until an instant: breakers, and buckets that an outcome has shut. What they are says engine/circuit.ts. */
import {
  type BreakerRule,
  type Circuit,
  type CircuitChange,
  circuitOf,
  circuitRoom,
  circuitText,
  CLOSED,
  type Ended,
  judged,
  passed,
} from '../../../engine/index.ts';
import type { Transaction } from '../committer.ts';
import { expectAt } from './rates.ts';
import type { Store } from '../store.ts';

export interface BreakerGate {
  readonly gate: string;
  readonly rule: BreakerRule;
}

export function circuitAt(store: Store, gate: string): Circuit {
  const [text] = store.get('SELECT circuit FROM circuits WHERE gate = ?', gate) ?? [];
  return typeof text === 'string' ? circuitOf(text) : CLOSED;
}

function keep(store: Store, gate: string, circuit: Circuit): void {
  store.run('INSERT OR REPLACE INTO circuits (gate, circuit) VALUES (?, ?)', gate, circuitText(circuit));
}

/** @returns how many more may pass */
export function breakerRoom({ store, now }: Transaction, { gate, rule }: BreakerGate): number {
  return circuitRoom(circuitAt(store, gate), rule, now);
}

/** Of a gate without a breaker: all, or none while it is shut. */
export function shutRoom({ store, now }: Transaction, gate: string): number {
  return now < circuitAt(store, gate).until ? 0 : Number.MAX_SAFE_INTEGER;
}

export function passBreaker({ store }: Transaction, gate: string): void {
  const circuit = circuitAt(store, gate);
  const after = passed(circuit);
  if (after !== circuit) keep(store, gate, after);
}

/** An attempt that has passed is over. Who waits comes when it opens again, or at the next step where it has closed. */
export function endBefore(
  { store, now }: Transaction,
  { gate, rule }: BreakerGate,
  ended: Ended,
): CircuitChange | undefined {
  const circuit = circuitAt(store, gate);
  const after = judged(circuit, rule, ended, now);
  if (after === circuit) return undefined;
  keep(store, gate, after);
  if (after.until === circuit.until) return undefined;
  expectAt(store, gate, after.until === 0 ? now : after.until);
  return { gate, until: after.until === 0 ? null : after.until };
}

/** Nobody passes for so long; what is shut for longer stays so. */
export function shutGate({ store, now }: Transaction, gate: string, forMs: number): void {
  const until = Math.max(circuitAt(store, gate).until, now + Math.ceil(forMs));
  keep(store, gate, { ...CLOSED, until });
  expectAt(store, gate, until);
}

/** All pass again; who waits is let go of in steps. */
export function reopenGate({ store, now }: Transaction, gate: string): void {
  store.run('DELETE FROM circuits WHERE gate = ?', gate);
  expectAt(store, gate, now);
}

/** A job is held before the gate: it is looked for when the gate opens. Where probes run, their ends lead to it. */
export function expectOpen({ store, now }: Transaction, gate: string): void {
  const { until } = circuitAt(store, gate);
  if (until > now) expectAt(store, gate, until);
}
