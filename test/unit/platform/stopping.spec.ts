import assert from 'node:assert/strict';

import type { Engine, StoreCheck } from '../../../src/engine/index.ts';
import type { SkepError } from '../../../src/foundation/index.ts';
import { startedOrStoreGone, stoppedOrStoreGone } from '../../../src/platform/process/stopping.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

const WELL: readonly StoreCheck[] = [{ name: 'connection', status: 'ok', message: 'connected', hint: null }];
const AWAY: readonly StoreCheck[] = [{ name: 'connection', status: 'fail', message: 'ECONNREFUSED', hint: null }];

/** A stop whose services have ended, over a store that says this at each look, the last of it for ever. */
async function cleanAfter(...answers: readonly (readonly StoreCheck[])[]): Promise<boolean> {
  const clock = new FakeClock();
  let look = -1;
  const check = (): Promise<unknown> => Promise.resolve(answers[Math.min((look += 1), answers.length - 1)]);
  const engine = { health: { check } };
  const limits = { clock, waitMs: 5_000, ran: true, hurried: new AbortController().signal };
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
      const limits = { clock, waitMs: 5_000, ran: true, hurried: hurried.signal };
      const clean = stoppedOrStoreGone(new Promise(() => undefined), engine as unknown as Engine, limits);
      if (hurry) hurried.abort();
      await clock.advance(atMost);
      assert.equal(await clean, false);
      assert.equal(looks, 3);
    }
  });
});

describe('a stop of services that wait in a store which answers', () => {
  for (const [what, ran, atMost] of [
    ['is over eight seconds after its limit', true, 8_000],
    ['and sooner where nothing ran, for the start has waited already', false, 3_000],
  ] as const) {
    it(what, async () => {
      const clock = new FakeClock();
      const engine = { health: { check: () => Promise.resolve(WELL) } } as unknown as Engine;
      const limits = { clock, waitMs: 5_000, ran, hurried: new AbortController().signal };
      let clean: boolean | undefined;
      void stoppedOrStoreGone(new Promise(() => undefined), engine, limits).then((told) => (clean = told));
      await clock.advance(5_000 + atMost - 1_000);
      assert.equal(clean, undefined);
      await clock.advance(1_000);
      assert.equal(clean, false);
    });
  }
});

describe('a start that a stop overtakes', () => {
  /** A store that says this at each look, the last of it for ever, and a start that hangs in it. */
  function hanging(...answers: readonly (readonly StoreCheck[])[]): {
    readonly clock: FakeClock;
    readonly outage: { troubled: boolean };
    readonly stop: AbortController;
    readonly start: { readonly resolve: () => void; readonly reject: (error: Error) => void };
    readonly looks: () => number;
    readonly ended: Promise<void>;
  } {
    const clock = new FakeClock();
    const stop = new AbortController();
    let start: { resolve: () => void; reject: (error: Error) => void } | undefined;
    const started = new Promise<void>((resolve, reject) => (start = { resolve, reject }));
    assert.ok(start);
    let looks = 0;
    const check = (): Promise<unknown> => Promise.resolve(answers[Math.min((looks += 1), answers.length) - 1]);
    const outage = { troubled: false };
    const limits = { clock, outage, ending: stop.signal, hurried: new AbortController().signal };
    const ended = startedOrStoreGone(started, { health: { check } } as unknown as Engine, limits);
    return { clock, outage, stop, start, looks: () => looks, ended };
  }

  it('is let to its end while the store answers, and nothing is asked without a stop', async () => {
    const { clock, stop, start, looks, ended } = hanging(WELL);
    await clock.advance(60_000);
    assert.equal(looks(), 0);
    stop.abort();
    await settle();
    await clock.advance(5_000);
    assert.equal(looks(), 6);
    start.resolve();
    await ended;
    await clock.advance(5_000);
    assert.equal(looks(), 6);
  });

  it('is given up when the store is gone', async () => {
    const { clock, stop, looks, ended } = hanging(WELL, AWAY);
    stop.abort();
    const given = assert.rejects(ended, { code: 'STOPPING' });
    await settle();
    await clock.advance(3_000);
    await given;
    assert.equal(looks(), 4);
  });

  it('is given up when the store answers and nothing comes of it, and at once when it is known to take nothing', async () => {
    for (const [troubled, atMost] of [
      [false, 8_000],
      [true, 0],
    ] as const) {
      const { clock, outage, stop, ended } = hanging(WELL);
      outage.troubled = troubled;
      let given: unknown;
      void ended.catch((error: unknown) => (given = error));
      stop.abort();
      await settle();
      if (!troubled) {
        await clock.advance(atMost - 1_000);
        assert.equal(given, undefined);
        await clock.advance(1_000);
      }
      assert.equal((given as SkepError).code, 'STOPPING');
    }
  });

  it('fails with its own error, before a stop and after it', async () => {
    for (const overtaken of [false, true]) {
      const { stop, start, ended } = hanging(WELL);
      if (overtaken) stop.abort();
      await settle();
      start.reject(new Error('cannot start'));
      await assert.rejects(ended, /cannot start/);
    }
  });
});
