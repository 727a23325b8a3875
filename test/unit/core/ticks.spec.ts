import assert from 'node:assert/strict';

import fc from 'fast-check';

import { latestTick, nextTicks, ticksBetween, type Timing, timingSpec } from '../../../src/core/index.ts';

const cron = (expression: string, timezone = 'UTC'): Timing => ({ kind: 'cron', cron: expression, timezone });
const every = (everyMs: number): Timing => ({ kind: 'every', everyMs });
const at = (text: string): number => Date.parse(text);
/** `2026-03-29T01:00Z`: instants without their empty seconds. */
const shown = (ticks: readonly number[]): string[] =>
  ticks.map((tick) => new Date(tick).toISOString().replace(':00.000Z', 'Z'));

describe('cron ticks', () => {
  it('are strictly after the instant', () => {
    const midnight = at('2026-03-01T00:00:00Z');
    assert.deepEqual(nextTicks(cron('@daily'), midnight - 1, 1), [midnight]);
    assert.deepEqual(nextTicks(cron('@daily'), midnight, 1), [midnight + 86_400_000]);
    assert.deepEqual(nextTicks(cron('@daily'), midnight - 0.5, 1), [midnight]);
    assert.deepEqual(nextTicks(cron('@daily'), midnight, 0), []);
  });

  it('backwards take a tick at the instant itself in', () => {
    const midnight = at('2026-03-01T00:00:00Z');
    assert.equal(latestTick(cron('@daily'), midnight), midnight);
    assert.equal(latestTick(cron('@daily'), midnight - 1), midnight - 86_400_000);
    assert.equal(latestTick(cron('* * * * * *'), midnight + 999), midnight);
    assert.equal(latestTick(cron('0 0 29 2 *'), midnight), at('2024-02-29T00:00:00Z'));
  });

  const calendar: [string, string, string[]][] = [
    ['leap days', '0 0 29 2 *', ['2028-02-29T00:00Z', '2032-02-29T00:00Z']],
    ['months of 31 days', '0 0 31 * *', ['2026-01-31T00:00Z', '2026-03-31T00:00Z', '2026-05-31T00:00Z']],
    ['ends of months', '0 0 L * *', ['2026-01-31T00:00Z', '2026-02-28T00:00Z', '2026-03-31T00:00Z']],
    ['last working days', '0 0 LW * *', ['2026-01-30T00:00Z', '2026-02-27T00:00Z', '2026-03-31T00:00Z']],
    [
      'the working day next to the 15th',
      '0 0 15W * *',
      ['2026-01-15T00:00Z', '2026-02-16T00:00Z', '2026-03-16T00:00Z'],
    ],
    ['second Fridays', '0 0 * * FRI#2', ['2026-01-09T00:00Z', '2026-02-13T00:00Z']],
    ['last Sundays', '0 0 * * 7L', ['2026-01-25T00:00Z', '2026-02-22T00:00Z']],
    ['either day field (crontab OR)', '0 0 13 * FRI', ['2026-01-02T00:00Z', '2026-01-09T00:00Z', '2026-01-13T00:00Z']],
    ['an ignored ? beside a weekday', '0 0 ? * MON', ['2026-01-05T00:00Z', '2026-01-12T00:00Z']],
    ['odd days', '0 0 */2 * *', ['2026-01-03T00:00Z', '2026-01-05T00:00Z']],
  ];
  for (const [name, expression, expected] of calendar) {
    it(`know ${name}: ${expression}`, () => {
      assert.deepEqual(shown(nextTicks(cron(expression), at('2026-01-01T00:00:00Z'), expected.length)), expected);
    });
  }

  it('end with the calendar instead of throwing', () => {
    for (const after of [8.64e15, Infinity, Number.NaN, at('9999-12-31T23:59:59Z')]) {
      assert.deepEqual(nextTicks(cron('@daily'), after, 3), []);
      assert.deepEqual(nextTicks(every(1_000), Infinity, 3), []);
    }
    assert.equal(nextTicks(cron('@daily'), -8.64e15, 1)[0], 0);
    assert.equal(latestTick(cron('@daily'), -1), null);
    assert.equal(latestTick(cron('@yearly'), 0), 0);
    assert.equal(latestTick(cron('0 0 29 2 *'), at('1971-01-01T00:00:00Z')), null);
    assert.equal(latestTick(cron('@daily'), Infinity), null);
    assert.equal(latestTick(cron('@daily'), 8e15), at('9999-12-31T00:00:00Z'));
  });
});

/** Zone, expression, after, expected instants in UTC. The transitions of 2026 were taken from the tz database. */
const DST: [string, string, string, string[]][] = [
  // Berlin: +1 → +2 on 29 March 01:00Z, back on 25 October 01:00Z.
  ['Europe/Berlin', '30 1 * * *', '2026-03-28T12:00Z', ['2026-03-29T00:30Z', '2026-03-29T23:30Z']],
  ['Europe/Berlin', '30 2 * * *', '2026-03-28T00:00Z', ['2026-03-28T01:30Z', '2026-03-29T01:00Z', '2026-03-30T00:30Z']],
  ['Europe/Berlin', '0,30 2 * * *', '2026-03-28T12:00Z', ['2026-03-29T01:00Z', '2026-03-30T00:00Z']],
  ['Europe/Berlin', '0 2,3 * * *', '2026-03-28T12:00Z', ['2026-03-29T01:00Z', '2026-03-30T00:00Z']],
  [
    'Europe/Berlin',
    '*/15 * * * *',
    '2026-03-29T00:40Z',
    ['2026-03-29T00:45Z', '2026-03-29T01:00Z', '2026-03-29T01:15Z'],
  ],
  ['Europe/Berlin', '0 0 * * *', '2026-03-28T12:00Z', ['2026-03-28T23:00Z', '2026-03-29T22:00Z']],
  ['Europe/Berlin', '30 1 * * *', '2026-10-24T12:00Z', ['2026-10-24T23:30Z', '2026-10-26T00:30Z']],
  ['Europe/Berlin', '30 2 * * *', '2026-10-24T00:00Z', ['2026-10-24T00:30Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z']],
  ['Europe/Berlin', '30 2 * * *', '2026-10-25T00:45Z', ['2026-10-26T01:30Z', '2026-10-27T01:30Z']],
  [
    'Europe/Berlin',
    '*/30 * * * *',
    '2026-10-25T00:00Z',
    ['2026-10-25T00:30Z', '2026-10-25T01:00Z', '2026-10-25T01:30Z'],
  ],
  ['Europe/Berlin', '0 0 * * *', '2026-10-24T12:00Z', ['2026-10-24T22:00Z', '2026-10-25T23:00Z']],
  // New York: -5 → -4 on 8 March 07:00Z, back on 1 November 06:00Z.
  ['America/New_York', '30 1 * * *', '2026-03-07T12:00Z', ['2026-03-08T06:30Z', '2026-03-09T05:30Z']],
  ['America/New_York', '30 2 * * *', '2026-03-07T12:00Z', ['2026-03-08T07:00Z', '2026-03-09T06:30Z']],
  [
    'America/New_York',
    '*/15 * * * *',
    '2026-03-08T06:40Z',
    ['2026-03-08T06:45Z', '2026-03-08T07:00Z', '2026-03-08T07:15Z'],
  ],
  ['America/New_York', '30 1 * * *', '2026-10-31T12:00Z', ['2026-11-01T05:30Z', '2026-11-02T06:30Z']],
  ['America/New_York', '30 1 * * *', '2026-11-01T05:45Z', ['2026-11-02T06:30Z', '2026-11-03T06:30Z']],
  ['America/New_York', '30 2 * * *', '2026-10-31T12:00Z', ['2026-11-01T07:30Z', '2026-11-02T07:30Z']],
  [
    'America/New_York',
    '0 * * * *',
    '2026-11-01T04:30Z',
    ['2026-11-01T05:00Z', '2026-11-01T06:00Z', '2026-11-01T07:00Z'],
  ],
  ['America/New_York', '0 0 * * *', '2026-11-01T00:00Z', ['2026-11-01T04:00Z', '2026-11-02T05:00Z']],
  // Lord Howe: +11 → +10:30 on 4 April 15:00Z (02:00 → 01:30), forward on 3 October 15:30Z (02:00 → 02:30).
  ['Australia/Lord_Howe', '30 1 * * *', '2026-04-04T00:00Z', ['2026-04-04T14:30Z', '2026-04-05T15:00Z']],
  ['Australia/Lord_Howe', '30 2 * * *', '2026-04-04T00:00Z', ['2026-04-04T16:00Z', '2026-04-05T16:00Z']],
  [
    'Australia/Lord_Howe',
    '*/15 * * * *',
    '2026-04-04T14:40Z',
    ['2026-04-04T14:45Z', '2026-04-04T15:00Z', '2026-04-04T15:15Z', '2026-04-04T15:30Z'],
  ],
  [
    'Australia/Lord_Howe',
    '0 * * * *',
    '2026-04-04T13:30Z',
    ['2026-04-04T14:00Z', '2026-04-04T15:30Z', '2026-04-04T16:30Z'],
  ],
  ['Australia/Lord_Howe', '15 2 * * *', '2026-10-03T00:00Z', ['2026-10-03T15:30Z', '2026-10-04T15:15Z']],
  ['Australia/Lord_Howe', '30 2 * * *', '2026-10-03T00:00Z', ['2026-10-03T15:30Z', '2026-10-04T15:30Z']],
  ['Australia/Lord_Howe', '0 0 * * *', '2026-10-03T00:00Z', ['2026-10-03T13:30Z', '2026-10-04T13:00Z']],
];

describe('cron ticks at daylight saving shifts', () => {
  for (const [zone, expression, after, expected] of DST) {
    it(`${zone} ${expression} after ${after}, forwards and backwards`, () => {
      const timing = cron(expression, zone);
      assert.deepEqual(shown(nextTicks(timing, at(after), expected.length)), expected);
      const last = at(expected.at(-1) ?? '');
      assert.equal(latestTick(timing, last), last);
      assert.equal(latestTick(timing, last - 1), at(expected.at(-2) ?? ''));
    });
  }

  it('follow the rule of cron(8) in any day around a shift, compared with a scan minute by minute', () => {
    const shift = fc.constantFrom(...SHIFTS);
    const minutes = fc.uniqueArray(fc.nat(59), { minLength: 1, maxLength: 2 });
    const hours = fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 2 });
    const steps = fc.tuple(fc.constantFrom(20, 30), fc.constantFrom('*', '0-3', '1'));
    const rule = fc.oneof(
      fc.record({ minutes, hours }).map((lists) => ({ minute: lists.minutes.join(','), hour: lists.hours.join(',') })),
      steps.map(([step, hour]) => ({ minute: `*/${step}`, hour })),
      minutes.map((list) => ({ minute: list.join(','), hour: '*' })),
    );
    fc.assert(
      fc.property(shift, rule, ({ zone, at: instant }, { minute, hour }) => {
        const timing = cron(`${minute} ${hour} * * *`, zone);
        const [from, to] = [instant - 4 * HOUR, instant + 4 * HOUR];
        assert.deepEqual(shown(ticksBetween(timing, from, to, 1_000)), shown(scan(zone, minute, hour, from, to)));
      }),
      { numRuns: 60 },
    );
  });
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SHIFTS = [
  { zone: 'Europe/Berlin', at: at('2026-03-29T01:00:00Z') },
  { zone: 'Europe/Berlin', at: at('2026-10-25T01:00:00Z') },
  { zone: 'America/New_York', at: at('2026-03-08T07:00:00Z') },
  { zone: 'America/New_York', at: at('2026-11-01T06:00:00Z') },
  { zone: 'Australia/Lord_Howe', at: at('2026-04-04T15:00:00Z') },
  { zone: 'Australia/Lord_Howe', at: at('2026-10-03T15:30:00Z') },
  { zone: 'America/Santiago', at: at('2026-09-06T04:00:00Z') },
];

/** The rule of cron(8) written down a second time, from the local readings of each minute; no library is asked. */
function scan(zone: string, minute: string, hour: string, from: number, to: number): number[] {
  const fixed = !/[*/]/.test(minute + hour);
  const fits = (reading: number): boolean =>
    listed(minute, 59).includes((reading / MINUTE) % 60) && listed(hour, 23).includes(Math.floor(reading / HOUR) % 24);
  const ticks: number[] = [];
  let seen = localReading(zone, from - 6 * HOUR);
  for (let instant = from - 6 * HOUR + MINUTE; instant <= to; instant += MINUTE) {
    const reading = localReading(zone, instant);
    // Readings that the clock jumped over count for the first instant after the gap; repeated ones count once.
    const fresh: number[] = [];
    for (let next = seen + MINUTE; next <= reading; next += MINUTE) fresh.push(next);
    const fires = fixed ? fresh.some(fits) : fits(reading);
    if (fires && instant > from) ticks.push(instant);
    seen = Math.max(seen, reading);
  }
  return ticks;
}

function listed(field: string, max: number): number[] {
  const all = Array.from({ length: max + 1 }, (_, value) => value);
  if (field === '*') return all;
  if (field.startsWith('*/')) return all.filter((value) => value % Number(field.slice(2)) === 0);
  const [low, high] = field.split('-').map(Number);
  if (high !== undefined) return all.filter((value) => value >= (low ?? 0) && value <= high);
  return field.split(',').map(Number);
}

const formats = new Map<string, Intl.DateTimeFormat>();
const readings = new Map<string, number>();

/** Milliseconds of the wall clock's reading, as if it were UTC. */
function localReading(zone: string, instant: number): number {
  const key = `${zone} ${instant}`;
  const known = readings.get(key);
  if (known !== undefined) return known;
  const options = { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' } as const;
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', options);
  formats.set(zone, format);
  const reading = Date.parse(`${format.format(instant).replace(' ', 'T')}Z`);
  readings.set(key, reading);
  return reading;
}

describe('every', () => {
  it('is anchored at the Unix epoch, so that no restart shifts it', () => {
    assert.deepEqual(nextTicks(every(90_000), 100_000, 3), [180_000, 270_000, 360_000]);
    assert.deepEqual(nextTicks(every(90_000), 180_000, 1), [270_000]);
    assert.equal(latestTick(every(90_000), 180_000), 180_000);
    assert.equal(latestTick(every(90_000), 179_999), 90_000);
  });

  it('gives multiples strictly after, and the latest one costs the same however long the gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 1e9 }), fc.integer({ min: -1e9, max: 4e12 }), (everyMs, after) => {
        const [next = Number.NaN] = nextTicks(every(everyMs), after, 1);
        assert.equal(Math.abs(next % everyMs), 0);
        assert.ok(next > after && next - after <= everyMs);
        assert.equal(latestTick(every(everyMs), next - 1), next - everyMs);
      }),
    );
  });
});

describe('ticksBetween', () => {
  const timings = [
    every(90_000),
    cron('*/7 * * * *'),
    cron('30 2 * * *', 'Europe/Berlin'),
    cron('0 0 * * MON', 'America/New_York'),
  ];

  it('leaves its start out, takes its end in, keeps the oldest under a limit', () => {
    const minute = cron('* * * * *');
    assert.deepEqual(ticksBetween(minute, 0, 180_000, 100), [60_000, 120_000, 180_000]);
    assert.deepEqual(ticksBetween(minute, 0, 179_999, 100), [60_000, 120_000]);
    assert.deepEqual(ticksBetween(minute, 0, 180_000, 2), [60_000, 120_000]);
    assert.deepEqual(ticksBetween(minute, 180_000, 0, 2), []);
    assert.deepEqual(ticksBetween(minute, 0, 180_000, 0), []);
    assert.deepEqual(ticksBetween(every(60_000), 0, Infinity, 2), [60_000, 120_000]);
  });

  it('cut at any instant gives the same ticks, and its last one is the latest tick', () => {
    const instant = fc.integer({ min: at('2026-03-27T00:00:00Z'), max: at('2026-03-30T00:00:00Z') });
    fc.assert(
      fc.property(fc.constantFrom(...timings), instant, fc.nat(12 * HOUR), fc.nat(12 * HOUR), (timing, from, a, b) => {
        const [middle, to] = [from + a, from + a + b];
        const whole = ticksBetween(timing, from, to, 10_000);
        const halves = [...ticksBetween(timing, from, middle, 10_000), ...ticksBetween(timing, middle, to, 10_000)];
        assert.deepEqual(halves, whole);
        const latest = latestTick(timing, to) ?? -1;
        if (whole.length > 0) assert.equal(whole.at(-1), latest);
        else assert.ok(latest <= from);
      }),
      { numRuns: 25 },
    );
  });
});

describe('timingSpec', () => {
  it('is the same for all spellings of one rule, and another for another rule', () => {
    assert.equal(timingSpec(cron('@daily')), timingSpec(cron('00 0 * * ?')));
    assert.equal(timingSpec(cron('0 9 * * mon')), timingSpec(cron('0 0 9 * * 1')));
    assert.equal(timingSpec(cron('@daily', 'europe/berlin')), timingSpec(cron('@daily', 'Europe/Berlin')));
    const different = [
      cron('@daily'),
      cron('@daily', 'Europe/Berlin'),
      cron('@hourly'),
      cron('1 0 0 * * *'),
      every(60_000),
      every(60_001),
    ];
    assert.equal(new Set(different.map(timingSpec)).size, different.length);
  });

  it('keeps fixed-time and interval rules apart, which differ at daylight saving shifts', () => {
    assert.notEqual(timingSpec(cron('0-59 2 * * *')), timingSpec(cron('* 2 * * *')));
  });
});
