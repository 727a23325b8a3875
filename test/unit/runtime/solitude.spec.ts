import { strict as assert } from 'node:assert';
import type { Job } from '../../../src/core/index.ts';
import type { Lease } from '../../../src/engine/index.ts';
import { isLastChance, Solitude } from '../../../src/runtime/working/solitude.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const LEASE = { job: { id: 'one' }, session: 's' } as Lease;

describe("A job's last chance", () => {
  const job = (rescues: number, attempt: number, maxAttempts: number): Job =>
    ({ rescues, attempt, maxAttempts }) as unknown as Job;

  it('is the attempt whose rescue would bury the job, after one rescue at least', () => {
    assert.equal(isLastChance(job(0, 1, 1)), false);
    assert.equal(isLastChance(job(1, 2, 5)), false);
    assert.equal(isLastChance(job(1, 2, 2)), true);
    assert.equal(isLastChance(job(2, 3, 5)), true);
  });

  it('begins when the process holds nothing else, and keeps others out until it is over', async () => {
    let opened = 0;
    const solitude = new Solitude(new FakeClock(), () => (opened += 1));
    const begun = solitude.enter(LEASE, 0);
    assert.equal(solitude.open, false);
    solitude.cleared();
    assert.equal(await begun, true);
    solitude.leave((lease) => lease !== LEASE);
    assert.equal(solitude.open, false);
    solitude.leave((lease) => lease === LEASE);
    assert.deepEqual([solitude.open, opened], [true, 1]);
  });

  it('is given back while others run; nothing is reserved until they have ended', async () => {
    const solitude = new Solitude(new FakeClock(), () => undefined);
    assert.equal(await solitude.enter(LEASE, 3), false);
    assert.equal(solitude.open, false);
    solitude.emptied();
    assert.equal(solitude.open, true);
  });

  it('puts up with others that do not end, and keeps others out for so long only', async () => {
    const clock = new FakeClock();
    const solitude = new Solitude(clock, () => undefined);
    await solitude.enter(LEASE, 1);
    await clock.advance(5_000);
    assert.equal(solitude.open, true);
    const begun = solitude.enter(LEASE, 1);
    solitude.cleared();
    assert.equal(await begun, true);
    await clock.advance(9_999);
    assert.equal(solitude.open, false);
    await clock.advance(1);
    assert.equal(solitude.open, true);
  });

  it('is given back when its lease ends before it begins', async () => {
    const solitude = new Solitude(new FakeClock(), () => undefined);
    const begun = solitude.enter(LEASE, 0);
    solitude.leave(() => true);
    assert.equal(await begun, false);
    assert.equal(solitude.open, true);
  });
});
