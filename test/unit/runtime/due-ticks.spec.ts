import assert from 'node:assert/strict';

import fc from 'fast-check';

import { ticksBetween, type Timing } from '../../../src/core/index.ts';
import { dueTicks, GRACE_MS, WINDOW_MS } from '../../../src/runtime/scheduling/due-ticks.ts';

const NOON = Date.parse('2026-05-01T12:00:00Z');
const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const cron = (expression: string): Timing => ({ kind: 'cron', cron: expression, timezone: 'UTC' });
const every = (everyMs: number): Timing => ({ kind: 'every', everyMs });

describe('dueTicks', () => {
  it('says nothing before the next tick', () => {
    assert.deepEqual(dueTicks({ timing: every(HOUR) }, NOON, NOON + HOUR - 1), []);
  });

  it('runs a tick the moment it is due', () => {
    assert.deepEqual(dueTicks({ timing: every(HOUR) }, NOON, NOON + HOUR), [
      { from: NOON, to: NOON + HOUR, run: true },
    ]);
  });

  it('runs every tick that is at most the grace late, oldest first', () => {
    const now = NOON + 10 * SECOND;
    assert.deepEqual(dueTicks({ timing: cron('*/5 * * * * *') }, NOON, now), [
      { from: NOON, to: NOON + 5 * SECOND, run: true },
      { from: NOON + 5 * SECOND, to: NOON + 10 * SECOND, run: true },
    ]);
    assert.equal(
      dueTicks({ timing: cron('* * * * * *') }, NOON - HOUR, NOON).filter(({ run }) => run).length,
      GRACE_MS / SECOND + 1,
    );
  });

  it('of an interval runs the newest tick only, however short it was away', () => {
    for (const [interval, away] of [
      [2 * SECOND, 22 * SECOND],
      [2 * SECOND, 23 * SECOND + 999],
      [5 * SECOND, 10 * SECOND],
      [30 * SECOND, MINUTE],
      [10 * MINUTE, 26 * HOUR],
    ] as const) {
      const last = NOON + Math.floor(away / interval) * interval;
      assert.deepEqual(dueTicks({ timing: every(interval) }, NOON, NOON + away), [
        { from: NOON, to: last - interval, run: false },
        { from: last - interval, to: last, run: true },
      ]);
    }
  });

  it('of an interval of a second loses none when two looks are a little more than a second apart', () => {
    const first = dueTicks({ timing: every(SECOND) }, NOON, NOON + 1_999);
    const then = dueTicks({ timing: every(SECOND) }, NOON + SECOND, NOON + 3_001);
    assert.deepEqual(
      [...first, ...then].map(({ to, run }) => [to - NOON, run]),
      [
        [1_000, true],
        [2_000, true],
        [3_000, true],
      ],
    );
  });

  it('of older ticks runs the newest one inside the window and counts the others as missed', () => {
    const now = NOON + 5 * HOUR + 30 * MINUTE;
    assert.deepEqual(dueTicks({ timing: every(HOUR) }, NOON, now), [
      { from: NOON, to: NOON + 4 * HOUR, run: false },
      { from: NOON + 4 * HOUR, to: NOON + 5 * HOUR, run: true },
    ]);
  });

  it('runs no older tick beside an ordinary one', () => {
    const now = NOON + 3 * HOUR + SECOND;
    assert.deepEqual(dueTicks({ timing: every(HOUR) }, NOON, now), [
      { from: NOON, to: NOON + 2 * HOUR, run: false },
      { from: NOON + 2 * HOUR, to: NOON + 3 * HOUR, run: true },
    ]);
  });

  it('runs nothing that is older than the window', () => {
    const monthly: Timing = { kind: 'cron', cron: '0 0 1 * *', timezone: 'UTC' };
    const cursor = Date.parse('2026-04-15T00:00:00Z');
    const tick = Date.parse('2026-05-01T00:00:00Z');
    assert.deepEqual(dueTicks({ timing: monthly }, cursor, tick + WINDOW_MS), [{ from: cursor, to: tick, run: true }]);
    assert.deepEqual(dueTicks({ timing: monthly }, cursor, tick + WINDOW_MS + 1), [
      { from: cursor, to: tick, run: false },
    ]);
  });

  it('decides a year of silence in as few steps as an hour', () => {
    assert.ok(dueTicks({ timing: every(SECOND) }, NOON - 365 * 24 * HOUR, NOON).length <= 62);
  });

  it('never fires again when the clock goes back', () => {
    assert.deepEqual(dueTicks({ timing: every(SECOND) }, NOON, NOON - HOUR), []);
  });

  it('decides every tick exactly once, whatever the times of looking', () => {
    const looks = fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom(SECOND, 7 * SECOND, MINUTE, HOUR), looks, (interval, steps) => {
        const timing = every(interval);
        let cursor = NOON;
        let now = NOON;
        const ran: number[] = [];
        for (const step of steps) {
          now += step;
          for (const { from, to, run } of dueTicks({ timing }, cursor, now)) {
            assert.equal(from, cursor);
            assert.ok(to > from && to <= now);
            // A step with a job holds one tick; what it jumps over was decided before it.
            if (run) assert.deepEqual(ticksBetween(timing, from, to, 2), [to]);
            if (run) ran.push(to);
            cursor = to;
          }
          assert.deepEqual(ticksBetween(timing, cursor, now, 1), []);
        }
        assert.deepEqual(ran, [...new Set(ran)]);
      }),
    );
  });
});
