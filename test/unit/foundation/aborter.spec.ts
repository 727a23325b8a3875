import assert from 'node:assert/strict';
import { once } from 'node:events';

import { anySignal, newAborter, pause } from '../../../src/foundation/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** Warnings that come of it, until the next turn of the loop. */
async function warnings(work: () => unknown): Promise<string[]> {
  const found: string[] = [];
  const listener = ({ name, message }: Error): void => void found.push(`${name}: ${message}`);
  process.on('warning', listener);
  await work();
  // Warnings are told in a turn of their own.
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', listener);
  return found;
}

describe('signals that many listen to', () => {
  it('warn of no leak', async () => {
    const found = await warnings(async () => {
      const aborter = newAborter();
      const signals = [aborter.signal, anySignal([aborter.signal, newAborter().signal])];
      const clock = new FakeClock();
      const waits = signals.flatMap((signal) => Array.from({ length: 50 }, () => pause(clock, 1_000, signal)));
      aborter.abort();
      await Promise.all(waits);
    });
    assert.deepEqual(found, []);
  });

  it('are what the test can see: a plain one warns', async () => {
    const found = await warnings(() => {
      const { signal } = new AbortController();
      const events = new EventTarget();
      for (let count = 0; count < 11; count += 1) {
        signal.addEventListener('abort', () => undefined);
        void once(events, 'never', { signal: newAborter().signal });
      }
    });
    assert.equal(found.length > 0 && found.every((text) => text.startsWith('MaxListenersExceededWarning')), true);
  });
});
