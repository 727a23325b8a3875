/** By the reason of a rule: how many more may pass a gate, and when those that it holds are looked for. */
import type { GateRule, Toll } from '../../engine/index.ts';
import { breakerRoom, expectOpen, shutRoom } from './gates/circuits.ts';
import type { Transaction } from './committer.ts';
import { expectRoom, rateRoom } from './gates/rates.ts';

type RoomOf<R extends GateRule> = (transaction: Transaction, gate: string, rule: R) => number;

/** By the reason of a rule: how many more may pass. Every pass costs 1 or more, so no more rows than the limit are added up. */
export const ROOM: { readonly [R in GateRule['reason']]: RoomOf<Extract<GateRule, { readonly reason: R }>> } = {
  concurrency: ({ store }, gate, { limit }) =>
    limit -
    store.number('SELECT coalesce(sum(cost), 0) FROM (SELECT cost FROM passes WHERE gate = ? LIMIT ?)', gate, limit),
  rate: ({ store, now }, gate, rule) => rateRoom(store, { gate, rule, now }),
  bucket: (transaction, gate) => shutRoom(transaction, gate),
  breaker: (transaction, gate, rule) => breakerRoom(transaction, { gate, rule }),
};

/** How many more may pass now. */
export function roomOf(transaction: Transaction, gate: string, rule: GateRule | null): number {
  if (rule === null) return Number.MAX_SAFE_INTEGER;
  return (ROOM[rule.reason] as RoomOf<GateRule>)(transaction, gate, rule);
}

export interface Asked extends Toll {
  readonly rule: GateRule | null;
}

/** A job is held before a gate: when it is looked for, where that is known. */
export function expect(transaction: Transaction, { gate, cost, rule }: Asked): void {
  const { store, now } = transaction;
  if (rule?.reason === 'rate') expectRoom(store, { gate, rule, now }, cost);
  if (rule?.reason === 'bucket' || rule?.reason === 'breaker') expectOpen(transaction, gate);
}
