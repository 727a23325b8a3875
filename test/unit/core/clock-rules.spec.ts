import assert from 'node:assert/strict';

import { clockChanges, type DstRule, latestTick, ticksBetween, type Timing } from '../../../src/core/index.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const at = (text: string): number => Date.parse(text);
const shown = (ticks: readonly number[]): string[] =>
  ticks.map((tick) => new Date(tick).toISOString().replace(':00.000Z', 'Z'));

/** What a clock of that zone reads, by Intl alone: none of what is tested has a part in it. */
function clockOf(zone: string): (instant: number) => number {
  const two = '2-digit';
  const fields = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const;
  const format = new Intl.DateTimeFormat('en-US', { ...fields, timeZone: zone, hourCycle: 'h23' });
  return (instant) => {
    const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = format
      .format(instant)
      .split(/\D+/)
      .map(Number);
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
}

/**
 * The rule written once more, minute by minute: which instants read so, and what is done with readings that are jumped over or
 * come twice. Only minutes of whole minutes from UTC.
 */
function scan(
  zone: string,
  [minute, hour]: readonly [number, number],
  dst: DstRule,
  [from, to]: readonly [number, number],
) {
  const read = clockOf(zone);
  const wanted = (reading: number): boolean =>
    new Date(reading).getUTCHours() === hour && new Date(reading).getUTCMinutes() === minute;
  const ticks = new Set<number>();
  const seen = new Set<number>();
  let before = read(from - MINUTE);
  for (let instant = from; instant <= to; instant += MINUTE) {
    const reading = read(instant);
    for (let missed = before + MINUTE; missed < reading; missed += MINUTE) {
      if (wanted(missed) && dst.gap === 'after') ticks.add(instant);
    }
    if (wanted(reading) && (dst.overlap === 'twice' || !seen.has(reading))) ticks.add(instant);
    if (wanted(reading)) seen.add(reading);
    before = reading;
  }
  return [...ticks].sort((one, other) => one - other);
}

/** Zones of odd rules, and their changes: half an hour, a quarter, a month of one's own, two hours, a day, an hour back in winter. */
const ODD: readonly (readonly [zone: string, around: string, times: readonly (readonly [number, number])[]])[] = [
  [
    'Australia/Lord_Howe',
    '2026-04-04T15:00Z',
    [
      [45, 1],
      [0, 2],
    ],
  ],
  [
    'Australia/Lord_Howe',
    '2026-10-03T15:30Z',
    [
      [15, 2],
      [30, 2],
    ],
  ],
  [
    'Asia/Kathmandu',
    '1985-12-31T18:30Z',
    [
      [5, 0],
      [15, 0],
    ],
  ],
  [
    'Africa/Casablanca',
    '2026-02-15T02:00Z',
    [
      [30, 2],
      [0, 3],
    ],
  ],
  [
    'Africa/Casablanca',
    '2026-03-22T02:00Z',
    [
      [30, 2],
      [0, 3],
    ],
  ],
  [
    'Antarctica/Troll',
    '2026-03-29T01:00Z',
    [
      [30, 1],
      [30, 2],
    ],
  ],
  [
    'Antarctica/Troll',
    '2026-10-25T01:00Z',
    [
      [30, 1],
      [30, 2],
    ],
  ],
  [
    'Pacific/Apia',
    '2011-12-30T10:00Z',
    [
      [0, 0],
      [30, 12],
    ],
  ],
  [
    'Pacific/Apia',
    '2012-03-31T14:00Z',
    [
      [30, 3],
      [0, 4],
    ],
  ],
  [
    'Europe/Dublin',
    '2026-03-29T01:00Z',
    [
      [30, 1],
      [0, 2],
    ],
  ],
  [
    'Europe/Dublin',
    '2026-10-25T01:00Z',
    [
      [30, 1],
      [0, 2],
    ],
  ],
];
const RULES: readonly DstRule[] = [
  { gap: 'after', overlap: 'once' },
  { gap: 'skip', overlap: 'once' },
  { gap: 'after', overlap: 'twice' },
  { gap: 'skip', overlap: 'twice' },
];

describe('where clocks are set, each of the four rules', () => {
  for (const [zone, around, times] of ODD) {
    it(`is what a scan minute by minute gives: ${zone}, ${around}`, () => {
      const span = [at(around) - 30 * HOUR, at(around) + 30 * HOUR] as const;
      for (const time of times) {
        for (const dst of RULES) {
          const timing: Timing = { kind: 'cron', cron: `${time.join(' ')} * * *`, timezone: zone, dst };
          const expected = scan(zone, time, dst, span);
          const what = `${time.join(' ')} ${dst.gap} ${dst.overlap}`;
          assert.deepEqual(shown(ticksBetween(timing, span[0] - 1, span[1], 50)), shown(expected), what);
          const backwards = expected.map((_tick, index) =>
            latestTick(timing, (expected[index + 1] ?? span[1] + 1) - 1),
          );
          assert.deepEqual(shown(backwards.map((tick) => tick ?? 0)), shown(expected), `backwards: ${what}`);
        }
      }
    });
  }

  /** Every change of ten years, five minutes to each side of it; ten zones in the long form. */
  const zones = ['Australia/Lord_Howe', 'Africa/Casablanca', 'Antarctica/Troll', 'Europe/Dublin'];
  const years = process.env['SKEP_WHOLE'] === undefined ? 2 : 30;
  it(`over ${years} years of changes`, () => {
    for (const zone of zones) {
      for (const { at: change, before, after } of clockChanges(zone, at('2015-01-01'), at(`${2015 + years}-01-01`))) {
        const reading = new Date(change + Math.min(before, after) + 10 * MINUTE);
        const time = [reading.getUTCMinutes(), reading.getUTCHours()] as const;
        const span = [change - 4 * HOUR, change + 4 * HOUR] as const;
        for (const dst of RULES) {
          const timing: Timing = { kind: 'cron', cron: `${time.join(' ')} * * *`, timezone: zone, dst };
          assert.deepEqual(
            shown(ticksBetween(timing, span[0] - 1, span[1], 50)),
            shown(scan(zone, time, dst, span)),
            zone,
          );
        }
      }
    }
  });

  it('knows the changes themselves', () => {
    const changes = clockChanges('Europe/Dublin', at('2026-01-01'), at('2027-01-01'));
    assert.deepEqual(shown(changes.map((change) => change.at)), ['2026-03-29T01:00Z', '2026-10-25T01:00Z']);
    assert.deepEqual(clockChanges('Asia/Kathmandu', at('2020-01-01'), at('2030-01-01')), []);
  });
});
