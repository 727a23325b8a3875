import assert from 'node:assert/strict';

import { SkepError } from '../../../src/foundation/index.ts';
import { throughOutage } from '../../../src/runtime/working/patience.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const away = (): SkepError => new SkepError('STORE_UNREACHABLE', 'Redis cannot be reached');

/** A call that fails with these, one after the other, and then gives how often it was made. */
function failing(...errors: readonly Error[]): () => Promise<number> {
  let calls = 0;
  return async () => {
    const error = errors[calls];
    calls += 1;
    if (error) throw error;
    return calls;
  };
}

describe('what begins something', () => {
  it('is called again until the store answers, a second apart', async () => {
    const clock = new FakeClock();
    const started = throughOutage(failing(away(), away()), { clock, signal: new AbortController().signal });
    for (const ms of [0, 1_000, 1_000]) await clock.advance(ms);
    assert.equal(await started, 3);
  });

  it('is not called again when the store has said no', async () => {
    const no = new SkepError('STORE_REFUSED', 'the store belongs to another project');
    const { signal } = new AbortController();
    await assert.rejects(throughOutage(failing(no), { clock: new FakeClock(), signal }), no);
  });

  it('tells whoever watches the store of each failure, and of none that it throws', async () => {
    const clock = new FakeClock();
    const told: unknown[] = [];
    const outage = { noticed: (error: unknown) => told.push(error) > 0 };
    const [first, second, no] = [away(), away(), new SkepError('STORE_FULL', 'no room')];
    const started = throughOutage(failing(first, second, no), { clock, outage, signal: new AbortController().signal });
    const failed = assert.rejects(started, no);
    for (const ms of [0, 1_000, 1_000]) await clock.advance(ms);
    await failed;
    assert.deepEqual(told, [first, second]);
  });

  it('ends with the signal, at once', async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    const error = away();
    const started = throughOutage(failing(error, error), { clock, signal: stop.signal });
    const ended = assert.rejects(started, error);
    for (const ms of [0, 500]) await clock.advance(ms);
    stop.abort();
    await ended;
  });
});
