/** What lua/_settle.lua has replied, as receipts. */
import type { CircuitChange, SettleReceipt } from '../../../engine/index.ts';
import type { Settled } from '../lanes/bee-queue-lane.ts';
import { gateNamed } from '../gates/gate-text.ts';
import { stateOf } from '../layout.ts';
import { type Ending, isCompleted } from './settlements.ts';

const COMPLETED: SettleReceipt = { status: 'settled', state: 'completed', runAt: null };

/** The replies in the order of settleArguments(): those that completed, then the others. */
export function addReceipts(
  receipts: SettleReceipt[],
  endings: readonly Ending[],
  { exceptions, others, circuits }: Settled,
): void {
  let completed = 0;
  let other = 0;
  for (const ending of endings) {
    const reply = isCompleted(ending) ? exceptions.get(completed++) : others[other++];
    receipts[ending.place] = reply === undefined ? COMPLETED : receiptOf(reply);
  }
  const first = endings[0]?.place;
  if (circuits.length > 0 && first !== undefined) {
    receipts[first] = { ...(receipts[first] ?? COMPLETED), circuits: changesOf(circuits) };
  }
}

function changesOf(pairs: readonly string[]): readonly CircuitChange[] {
  const changes: CircuitChange[] = [];
  for (let i = 0; i < pairs.length; i += 2) {
    changes.push({ gate: gateNamed(pairs[i] ?? ''), until: pairs[i + 1] ? Number(pairs[i + 1]) : null });
  }
  return changes;
}

/** 'sSTATE RUN' or 'lSTATE', see lua/_settle.lua. */
function receiptOf(reply: string): SettleReceipt {
  const state = stateOf(reply.charAt(1));
  if (reply.startsWith('l')) return { status: 'lost', state, runAt: null };
  return {
    status: 'settled',
    state,
    runAt: state === 'retryable' || state === 'scheduled' ? Number(reply.slice(3)) : null,
  };
}
