import { strict as assert } from 'node:assert';
import { Transaction } from '../../../../src/engines/sqlite/committer.ts';
import type { Moment } from '../../../../src/engines/sqlite/moment.ts';
import { openStore } from '../../../../src/engines/sqlite/opening.ts';
import { beginSession, processRows, type Session, sessionHolds } from '../../../../src/engines/sqlite/sessions.ts';
import type { Store } from '../../../../src/engines/sqlite/store.ts';
import { systemClock } from '../../../../src/foundation/index.ts';
import { INFO } from '../../../conformance/hand.ts';

const BOOT = 'this one';

describe('sqlite: a session', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore({ path: ':memory:', clock: systemClock });
  });
  afterEach(() => store.close());
  const begin = (moment: Moment): Session =>
    beginSession(new Transaction(store, moment), { id: 'one', info: INFO, leaseMs: 900 });
  const holds = (session: Session, moment: Moment): boolean => sessionHolds(new Transaction(store, moment), session);
  const until = (moment: Moment): number | undefined => processRows(store, moment)[0]?.leaseUntil;

  it('is renewed by what it writes anyway, once a third of its lease is spent, and not after its end', () => {
    for (const at of [
      (ms: number): Moment => ({ now: ms, host: ms, boot: BOOT }),
      (ms: number): Moment => ({ now: ms, host: 0, boot: null }),
    ]) {
      store.exec('DELETE FROM processes; DELETE FROM sessions');
      const session = begin(at(1_000));
      assert.deepEqual([holds(session, at(1_299)), until(at(1_299))], [true, 1_900]);
      assert.deepEqual([holds(session, at(1_301)), until(at(1_301))], [true, 2_201]);
      assert.deepEqual([holds(session, at(2_201)), until(at(2_201))], [false, undefined]);
    }
  });

  it('holds by the clock of the host, wherever the wall clock is set', () => {
    const session = begin({ now: 1_000_000, host: 5_000, boot: BOOT });
    for (const now of [0, 1_000_000, 9_000_000]) {
      assert.equal(holds(session, { now, host: 5_250, boot: BOOT }), true);
      assert.equal(until({ now, host: 5_250, boot: BOOT }), now + 650);
      assert.equal(until({ now, host: 5_900, boot: BOOT }), undefined);
    }
  });

  it('of another boot holds by the wall clock: the clocks of two boots cannot be compared', () => {
    begin({ now: 1_000, host: 5_000, boot: BOOT });
    for (const host of [0, 5_000, 9_000_000]) {
      assert.equal(until({ now: 1_899, host, boot: 'the next' }), 1_900);
      assert.equal(until({ now: 1_900, host, boot: 'the next' }), undefined);
    }
  });
});
