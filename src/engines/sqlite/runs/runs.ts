/** The verbs of runs. */
import type { NewRun } from '../../../core/index.ts';
import type { RulesInForce, RunChange, RunsFacet } from '../../../engine/index.ts';
import type { Access } from '../access.ts';
import { handoverOf } from '../handover.ts';
import { cancelRuns, removeRun, resumeRun, signalRun, startRuns } from './run-changes.ts';
import { itemsOf, listRuns } from './run-lists.ts';
import { runOfId, stateOfRun } from './run-rows.ts';
import { advanceRuns, pruneRuns } from './run-sweep.ts';

export function runsOf(access: Access, rules: RulesInForce): RunsFacet {
  return {
    start: async (runs: readonly NewRun[]) => access.write((transaction) => startRuns(transaction, runs)),
    get: (id) => access.read((store) => runOfId(store, id)?.run ?? null),
    stateOf: (id) => access.read((store) => stateOfRun(store, id)),
    list: (filter, limit, cursor) => access.read((store) => listRuns(store, { filter, limit, cursor })),
    items: (id, step, from, limit) => access.read((store) => itemsOf(store, id, { step, from, limit })),
    cancel: (ids, reason) => access.write((transaction) => cancelRuns(transaction, ids, reason)),
    resume: (id, from = []) => access.write((transaction) => resumeRun(transaction, id, from)),
    signal: (id, name, payload) => access.write((transaction) => signalRun(transaction, id, name, payload)),
    remove: async (ids) => {
      const receipts: RunChange[] = [];
      for (const id of ids) receipts.push(await removeWhole(access, id));
      return receipts;
    },
    advance: (limit) => access.write((transaction) => advanceRuns(transaction, limit)),
    handover: handoverOf(access),
    onEnded: access.runEnds.on,
    onTurned: access.runEnds.onTurned,
    prune: async (limit) => {
      const { retention } = rules.current;
      if (retention === null) return { count: 0, more: false };
      return access.write((transaction) => pruneRuns(transaction, retention, limit));
    },
  };
}

async function removeWhole(access: Access, id: string): Promise<RunChange> {
  for (;;) {
    const receipt = await access.write((transaction) => removeRun(transaction, id));
    if (receipt !== null) return receipt;
  }
}
