import { strict as assert } from 'node:assert';
import { Transaction } from '../../../../src/engines/sqlite/committer.ts';
import { openStore } from '../../../../src/engines/sqlite/opening.ts';
import { beginSession, processRows, sessionHolds } from '../../../../src/engines/sqlite/sessions.ts';
import { systemClock } from '../../../../src/foundation/index.ts';
import { INFO } from '../../../conformance/hand.ts';

describe('sqlite: a session', () => {
  it('is renewed by what it writes anyway, once a third of its lease is spent, and not after its end', async () => {
    const store = await openStore({ path: ':memory:', clock: systemClock });
    const session = beginSession(new Transaction(store, 1_000), { id: 'one', info: INFO, leaseMs: 900 });
    const until = (): number | undefined => processRows(store, 0)[0]?.leaseUntil;
    const holdsAt = (now: number): boolean => sessionHolds(new Transaction(store, now), session);
    assert.deepEqual([holdsAt(1_299), until()], [true, 1_900]);
    assert.deepEqual([holdsAt(1_301), until()], [true, 2_201]);
    assert.deepEqual([holdsAt(2_201), until()], [false, 2_201]);
    store.close();
  });
});
