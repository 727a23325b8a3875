import assert from 'node:assert/strict';

import type { Engine, StoreCheck } from '../../../src/engine/index.ts';
import { stoppedOrStoreGone } from '../../../src/platform/stopping.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const WELL: readonly StoreCheck[] = [{ name: 'connection', status: 'ok', message: 'connected', hint: null }];
const AWAY: readonly StoreCheck[] = [{ name: 'connection', status: 'fail', message: 'ECONNREFUSED', hint: null }];

/** A stop whose services have ended, over a store that says this at each look, the last of it for ever. */
async function cleanAfter(...answers: readonly (readonly StoreCheck[])[]): Promise<boolean> {
  const clock = new FakeClock();
  let look = -1;
  const check = (): Promise<unknown> => Promise.resolve(answers[Math.min((look += 1), answers.length - 1)]);
  const engine = { health: { check } };
  const limits = { clock, waitMs: 5_000, hurried: new AbortController().signal };
  const clean = stoppedOrStoreGone(Promise.resolve(), engine as unknown as Engine, limits);
  await clock.advance(10_000);
  return clean;
}

describe('a stop asks whether the store is there', () => {
  it('which it is', async () => {
    assert.equal(await cleanAfter(WELL), true);
  });

  it('and believes no single look: a connection may just be made anew', async () => {
    assert.equal(await cleanAfter(AWAY, WELL), true);
    assert.equal(await cleanAfter(AWAY, AWAY, WELL), true);
  });

  it('but three', async () => {
    assert.equal(await cleanAfter(AWAY), false);
  });

  it('three times in all, when services hang as well, and at once for whoever will not wait', async () => {
    for (const [hurry, atMost] of [
      [false, 5_000 + 2 * 1_000],
      [true, 0],
    ] as const) {
      const clock = new FakeClock();
      const hurried = new AbortController();
      let looks = 0;
      const health = {
        check: () => {
          looks += 1;
          return Promise.resolve(AWAY);
        },
      };
      const engine = { health };
      const limits = { clock, waitMs: 5_000, hurried: hurried.signal };
      const clean = stoppedOrStoreGone(new Promise(() => undefined), engine as unknown as Engine, limits);
      if (hurry) hurried.abort();
      await clock.advance(atMost);
      assert.equal(await clean, false);
      assert.equal(looks, 3);
    }
  });
});
