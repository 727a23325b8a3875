/** Equal reads share one look, and none is answered with what was looked up before it asked. */
import assert from 'node:assert/strict';

import { EqualReads } from '../../src/admin/equal-reads.ts';
import { FakeClock } from '../support/fake-clock.ts';

describe('admin: equal reads', () => {
  let clock: FakeClock;
  let reads: EqualReads;
  let begun: ((value: number) => void)[];
  beforeEach(() => {
    clock = new FakeClock();
    reads = new EqualReads(clock, 25);
    begun = [];
  });
  const ask = (key = 'k'): Promise<number> => reads.ask(key, () => new Promise((resolve) => begun.push(resolve)));
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('wait for the next look where one is under way, all of them for the same', async () => {
    const first = ask();
    const others = [ask(), ask(), ask()];
    const elsewhere = ask('other');
    assert.equal(begun.length, 2, 'one of each');
    begun[0]?.(1);
    begun[1]?.(9);
    assert.deepEqual([await first, await elsewhere], [1, 9]);
    await clock.advance(24);
    await settled();
    assert.equal(begun.length, 2, 'looks are apart');
    await clock.advance(1);
    await settled();
    assert.equal(begun.length, 3);
    const late = ask();
    begun[2]?.(2);
    assert.deepEqual(await Promise.all(others), [2, 2, 2]);
    await clock.advance(74);
    await settled();
    assert.equal(begun.length, 3, 'three have shared the last one: the next is three times as far');
    await clock.advance(1);
    await settled();
    begun[3]?.(3);
    assert.equal(await late, 3, 'it came after that look had begun');
  });

  it('are no further apart than four times as far, however many ask, and as near as ever for one alone', async () => {
    const crowd = Array.from({ length: 50 }, () => ask());
    begun[0]?.(0);
    await clock.advance(25);
    await settled();
    begun[1]?.(1);
    assert.equal((await Promise.all(crowd)).length, 50);
    const alone = ask();
    await clock.advance(99);
    await settled();
    assert.equal(begun.length, 2);
    await clock.advance(1);
    await settled();
    begun[2]?.(2);
    assert.equal(await alone, 2);
    const again = ask();
    await clock.advance(25);
    await settled();
    assert.equal(begun.length, 4);
    begun[3]?.(3);
    assert.equal(await again, 3);
  });

  it('begin at once where nobody has asked for a while, also after one that failed', async () => {
    const failing = reads.ask('k', () => Promise.reject(new Error('away')));
    await assert.rejects(failing, /away/);
    await clock.advance(25);
    const again = ask();
    assert.equal(begun.length, 1);
    begun[0]?.(4);
    assert.equal(await again, 4);
  });

  it('are forgotten when they are many', async () => {
    for (let n = 0; n < 1_000; n += 1) {
      const one = ask(`k${n}`);
      begun.at(-1)?.(n);
      assert.equal(await one, n);
      await clock.advance(26);
    }
  });
});
