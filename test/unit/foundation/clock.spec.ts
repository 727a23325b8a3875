import assert from 'node:assert/strict';

import { pause, pauseAwake, systemClock } from '../../../src/foundation/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const LONGER_THAN_NODE_TAKES = 2 ** 31;

describe('systemClock', () => {
  it('tells wall time and a monotonic time', () => {
    // One of the two may be the first to ask, so that the machine's own word lies between.
    const [first, second, third] = [systemClock.now(), new Date().getTime(), systemClock.now()];
    assert.ok(first <= second && second <= third);
    const before = systemClock.monotonic();
    assert.ok(systemClock.monotonic() >= before);
  });

  it('does not fire a delay over 2^31 ms at once, as Node alone does', async () => {
    let fired = 0;
    const timers = [LONGER_THAN_NODE_TAKES, Number.MAX_SAFE_INTEGER].map((ms) =>
      systemClock.after(ms, () => (fired += 1)),
    );
    // Node fires such a timer after 1 ms: one that was set later and is longer than that ends the wait.
    await new Promise<void>((resolve) => systemClock.after(20, resolve, { hold: true }));
    for (const timer of timers) timer.cancel();
    assert.equal(fired, 0);
  });

  it('fires a delay of zero or less once, and a cancelled one never', async () => {
    const fired: string[] = [];
    systemClock.after(5, () => fired.push('cancelled')).cancel();
    const twice = systemClock.after(5, () => fired.push('cancelled twice'));
    twice.cancel();
    twice.cancel();
    systemClock.after(-5, () => fired.push('past'), { hold: true });
    await new Promise<void>((resolve) => systemClock.after(20, resolve, { hold: true }));
    assert.deepEqual(fired, ['past']);
  });
});

describe('pause', () => {
  it('ends when its time has come', async () => {
    const clock = new FakeClock();
    let over = false;
    const waiting = pause(clock, 100).then(() => (over = true));
    await clock.advance(99);
    assert.equal(over, false);
    await clock.advance(1);
    await waiting;
    assert.equal(clock.pending, 0);
  });

  it('ends at once on abort, before or during the wait, and leaves no timer', async () => {
    const clock = new FakeClock();
    await pause(clock, 100, AbortSignal.abort());
    const abort = new AbortController();
    const waiting = pause(clock, 100, abort.signal);
    abort.abort();
    await waiting;
    assert.equal(clock.pending, 0);
  });
});

describe('pauseAwake', () => {
  it('ends when its time has come, at once on abort, and leaves no timer', async () => {
    const clock = new FakeClock();
    let over = false;
    const waiting = pauseAwake(clock, 800).then(() => (over = true));
    await clock.advance(799);
    assert.equal(over, false);
    await clock.advance(1);
    await waiting;
    const abort = new AbortController();
    const aborted = pauseAwake(clock, 800, abort.signal);
    await clock.advance(250);
    abort.abort();
    await aborted;
    assert.equal(clock.pending, 0);
  });

  it('leaves time for what came while the event loop stood still', async () => {
    const clock = new FakeClock();
    let over = false;
    const waiting = pauseAwake(clock, 800).then(() => (over = true));
    clock.stall(60_000);
    await clock.advance(600);
    assert.equal(over, false, 'a minute of standstill is one part of it');
    await clock.advance(200);
    await waiting;
  });
});
