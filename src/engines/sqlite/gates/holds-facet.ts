/** The verbs of holds, each a transaction or a read. */
import { changesTo, flawOfHolds, type HoldsFacet, type StandingHold } from '../../../engine/index.ts';
import type { Access } from '../access.ts';
import { endHold, putHold, tellControls } from './holds.ts';
import type { Store } from '../store.ts';

export function holdsOf(access: Access): HoldsFacet {
  const listed = (store: Store, now: number): readonly StandingHold[] =>
    store
      .all('SELECT spec FROM holds WHERE until IS NULL OR until > ? ORDER BY gate', now)
      .map(([spec]) => JSON.parse(String(spec)) as StandingHold);
  return {
    list: () => access.read((store) => listed(store, access.moment.now)),
    put: async (hold) => {
      const flaw = flawOfHolds([hold]);
      if (flaw !== null) throw flaw;
      return access.write((transaction) => {
        tellControls(transaction);
        return putHold(transaction, hold, false);
      });
    },
    end: (reason, name) =>
      access.write((transaction) => {
        const ended = endHold(transaction, { reason, name });
        if (ended !== null) tellControls(transaction);
        return ended;
      }),
    apply: async (holds) => {
      const flaw = flawOfHolds(holds);
      if (flaw !== null) throw flaw;
      await access.write((transaction) => {
        const { put, end } = changesTo(holds, listed(transaction.store, transaction.now));
        for (const hold of put) putHold(transaction, hold, true);
        for (const hold of end) endHold(transaction, hold);
        if (put.length + end.length > 0) tellControls(transaction);
      });
    },
    judgeBy: (judge) => {
      access.judge = judge;
    },
  };
}
