import assert from 'node:assert/strict';

import {
  cronText,
  DAY_MS,
  latestTick,
  nextTicks,
  tickDelay,
  ticksBetween,
  type Timing,
  timingSpec,
} from '../../../src/core/index.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const at = (text: string): number => Date.parse(text);
const shown = (ticks: readonly number[]): string[] =>
  ticks.map((tick) => new Date(tick).toISOString().replace(':00.000Z', 'Z'));

describe('several rules within bounds', () => {
  const rule = (cron: string, timezone = 'UTC') => ({ kind: 'cron', cron, timezone }) as const;
  const bounded = (more: Partial<Extract<Timing, { kind: 'bounded' }>>): Timing => ({
    ...{ kind: 'bounded', rules: [rule('0 9 * * *')], from: null, until: null, except: null },
    ...more,
  });
  const NEW_YEAR = at('2027-01-01T00:00Z');

  it('fire together, an instant of two rules once', () => {
    const timing = bounded({ rules: [rule('0 9 * * *'), rule('0 9,12 * * *'), { kind: 'every', everyMs: 12 * HOUR }] });
    const expected = ['2027-01-01T09:00Z', '2027-01-01T12:00Z', '2027-01-02T00:00Z', '2027-01-02T09:00Z'];
    assert.deepEqual(shown(nextTicks(timing, NEW_YEAR, 4)), expected);
    assert.equal(latestTick(timing, NEW_YEAR + 11 * HOUR), NEW_YEAR + 9 * HOUR);
  });

  it('begin at the first instant and end before the last, forwards and backwards', () => {
    const timing = bounded({ from: NEW_YEAR + 9 * HOUR, until: NEW_YEAR + 2 * DAY_MS + 9 * HOUR });
    const ticks = ['2027-01-01T09:00Z', '2027-01-02T09:00Z'];
    assert.deepEqual(shown(nextTicks(timing, 0, 10)), ticks);
    assert.deepEqual(shown([latestTick(timing, NEW_YEAR + 90 * DAY_MS) ?? 0]), ticks.slice(1));
    assert.equal(latestTick(timing, NEW_YEAR + 9 * HOUR - 1), null);
  });

  it('leave days out that are read in their zone, each year, in a row, and times', () => {
    const day = (text: string): number => at(`${text}T00:00Z`) / DAY_MS;
    const timing = bounded({
      rules: [rule('0 0,23 * * *', 'Pacific/Auckland')],
      except: {
        timezone: 'Pacific/Auckland',
        days: [[day('2026-12-28'), day('2026-12-30')]],
        yearly: [1225, 101],
        spans: [[at('2026-12-26T10:00Z'), at('2026-12-26T11:30Z')]],
      },
    });
    // 00:00 in Auckland is 11:00 of the day before in UTC, 23:00 is 10:00.
    const expected = [
      '2026-12-24T10:00Z',
      '2026-12-25T11:00Z',
      '2026-12-27T10:00Z',
      '2026-12-30T11:00Z',
      '2026-12-31T10:00Z',
    ];
    const from = at('2026-12-24T00:00Z');
    assert.deepEqual(shown(nextTicks(timing, from, 5)).slice(0, 2), expected.slice(0, 2));
    const found = ticksBetween(timing, from, at('2027-01-01T10:30Z'), 20);
    assert.deepEqual(shown(found), expected);
    const backwards = found.map((_tick, index) =>
      latestTick(timing, (found[index + 1] ?? at('2027-01-01T10:30Z')) - 1),
    );
    assert.deepEqual(shown(backwards.map((tick) => tick ?? 0)), expected);
  });

  it('never fire when every day is left out, and say so soon', () => {
    const all = Array.from({ length: 366 }, (_day, index) => new Date(Date.UTC(2024, 0, 1 + index)));
    const yearly = all.map((date) => (date.getUTCMonth() + 1) * 100 + date.getUTCDate());
    const timing = bounded({
      rules: [{ kind: 'every', everyMs: 1_000 }],
      except: { timezone: 'UTC', days: [], yearly, spans: [] },
    });
    assert.deepEqual(nextTicks(timing, NEW_YEAR, 1), []);
    assert.equal(latestTick(timing, NEW_YEAR), null);
  });

  it('at instants, and no other', () => {
    const timing: Timing = { kind: 'at', at: [NEW_YEAR, NEW_YEAR + HOUR] };
    assert.deepEqual(nextTicks(timing, NEW_YEAR - 1, 5), timing.at);
    assert.deepEqual(
      [latestTick(timing, NEW_YEAR + 2 * HOUR), latestTick(timing, NEW_YEAR - 1)],
      [NEW_YEAR + HOUR, null],
    );
  });

  it('with both day fields, where that is asked for', () => {
    const timing: Timing = { kind: 'cron', cron: '0 0 13 * FRI', timezone: 'UTC', dayMatch: 'both' };
    const thirteenths = ['2026-02-13T00:00Z', '2026-03-13T00:00Z', '2026-11-13T00:00Z', '2027-08-13T00:00Z'];
    assert.deepEqual(shown(nextTicks(timing, at('2026-01-01'), 4)), thirteenths);
  });

  it('have fingerprints that say when they fire, whatever their order', () => {
    const two = [rule('@daily'), rule('0 9 * * *')];
    assert.equal(timingSpec(bounded({ rules: two })), timingSpec(bounded({ rules: [...two].reverse() })));
    assert.notEqual(timingSpec(bounded({ rules: two })), timingSpec(bounded({ rules: two, until: NEW_YEAR })));
    // What stood before keeps its cursor.
    assert.equal(timingSpec(rule('@daily')), 'cron:0 0 * * *@utc');
  });
});

describe('a tick that is due later', () => {
  const schedule = { name: 'nightly', timing: { kind: 'every', everyMs: MINUTE }, spreadMs: 0, jitterMs: 0 } as const;

  it('is so by the same time in each process: `spread` by the name, `jitter` by the tick', () => {
    const spread = [1, 2, 3].map((tick) => tickDelay({ ...schedule, spreadMs: 50_000 }, tick * MINUTE));
    assert.deepEqual(spread, [spread[0], spread[0], spread[0]]);
    const jitter = Array.from({ length: 200 }, (_tick, index) =>
      tickDelay({ ...schedule, jitterMs: 30_000 }, index * MINUTE),
    );
    assert.ok(Math.max(...jitter) < 30_000 && Math.min(...jitter) >= 0);
    assert.ok(new Set(jitter).size > 190, `${new Set(jitter).size} values`);
    const mean = jitter.reduce((sum, ms) => sum + ms, 0) / jitter.length;
    assert.ok(mean > 12_000 && mean < 18_000, `${mean}`);
  });

  it('lies far from those of like names', () => {
    const delays = Array.from({ length: 40 }, (_one, index) =>
      tickDelay({ ...schedule, name: `report-${index}`, spreadMs: 40_000 }, 0),
    );
    const tenths = new Set(delays.map((ms) => Math.floor(ms / 4_000)));
    assert.ok(tenths.size >= 8, `${tenths.size} of ten tenths`);
  });

  it('comes before the next one is planned', () => {
    for (let tick = 0; tick < 20; tick += 1) {
      assert.ok(tickDelay({ ...schedule, jitterMs: 10 * MINUTE, spreadMs: MINUTE }, tick * MINUTE) < MINUTE);
    }
  });
});

describe('an expression as a mapping', () => {
  const none = { second: null, minute: null, hour: null, dayOfMonth: null, month: null, dayOfWeek: null };

  it('is the same as text', () => {
    assert.equal(cronText({ ...none, minute: 0, hour: 9, dayOfWeek: 'monday' }), '0 9 * * MON');
    assert.equal(cronText({ ...none, second: 30, minute: '*/5', month: 'jan, July' }), '30 */5 * * jan,JUL *');
    assert.equal(cronText({ ...none, hour: '*/3,8-17', minute: 0, dayOfMonth: 'L' }), '0 */3,8-17 L * *');
  });
});
