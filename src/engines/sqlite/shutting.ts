/** Buckets that an outcome has shut for everybody. */
import type { Shut } from '../../core/index.ts';
import { shutGate } from './gates/circuits.ts';
import type { Transaction } from './committer.ts';
import { ruleOf } from './gates/tolls.ts';

/** Gates without such a rule are left alone: nobody would open them. */
export function shutGates(transaction: Transaction, { gates, forMs }: Shut): void {
  for (const gate of gates) {
    if (ruleOf(transaction.store, gate)?.reason === 'bucket') shutGate(transaction, gate, forMs);
  }
}
