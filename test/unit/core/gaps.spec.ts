/**
 * Readings that a clock jumps over, where the jump begins at, ends at or spans a midnight, in every zone that Node
 * knows. What should fire is found a second time here: from the reading of each minute, without any library.
 */
import assert from 'node:assert/strict';
import { latestTick, ticksBetween, type Timing } from '../../../src/core/index.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

interface Gap {
  readonly zone: string;
  /** The first instant after it. */
  readonly at: number;
  /** Readings that never come: from, until. */
  readonly from: number;
  readonly until: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds of the wall clock's reading, as if it were UTC. */
function readingAt(zone: string, instant: number): number {
  const options = { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' } as const;
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', options);
  formats.set(zone, format);
  return Date.parse(`${format.format(instant).replace(' ', 'T')}Z`);
}

/** All jumps forward over a midnight that a look each week shows. */
function gapsOf(zone: string, years: readonly [number, number]): Gap[] {
  const gaps: Gap[] = [];
  const [first, last] = [Date.UTC(years[0], 0, 1), Date.UTC(years[1], 0, 1)];
  let offset = readingAt(zone, first) - first;
  for (let week = first + WEEK; week < last; week += WEEK) {
    const then = readingAt(zone, week) - week;
    if (then > offset) gaps.push(gapWithin(zone, week - WEEK, week));
    offset = then;
  }
  return gaps.filter(({ from, until }) => Math.floor((until + 1) / DAY) > Math.floor((from - 1) / DAY));
}

function gapWithin(zone: string, before: number, after: number): Gap {
  const offset = readingAt(zone, before) - before;
  let [low, high] = [before, after];
  while (high - low > SECOND) {
    const middle = Math.floor((low + high) / 2 / SECOND) * SECOND;
    if (readingAt(zone, middle) - middle === offset) low = middle;
    else high = middle;
  }
  return { zone, at: high, from: high + offset, until: readingAt(zone, high) };
}

interface Fields {
  readonly minute: (value: number) => boolean;
  readonly hour: (value: number) => boolean;
  readonly day: (reading: Date) => boolean;
}

/** The reading of each minute of a time and of six hours before. */
function minutesOf(zone: string, [from, to]: readonly [number, number]): readonly (readonly [number, number])[] {
  const minutes: [number, number][] = [];
  for (let instant = from - 6 * HOUR; instant <= to; instant += MINUTE)
    minutes.push([instant, readingAt(zone, instant)]);
  return minutes;
}

/** What fires after `from` by the rule of cron(8). */
function scan(minutes: ReturnType<typeof minutesOf>, { minute, hour, day }: Fields, fixed: boolean, from: number) {
  const fits = (reading: number): boolean => {
    const date = new Date(reading);
    return minute(date.getUTCMinutes()) && hour(date.getUTCHours()) && day(date);
  };
  const ticks: number[] = [];
  let seen = (minutes[0]?.[1] ?? 0) - MINUTE;
  for (const [instant, reading] of minutes) {
    // Readings that the clock jumped over count for the first instant after the gap; repeated ones count once.
    const fresh: number[] = [];
    for (let next = seen + MINUTE; next <= reading; next += MINUTE) fresh.push(next);
    if ((fixed ? fresh.some(fits) : fits(reading)) && instant > from) ticks.push(instant);
    seen = Math.max(seen, reading);
  }
  return ticks;
}

/** Daily, weekly, monthly, yearly and last-day forms of one reading, and intervals around it. */
function rulesOf(reading: number): readonly [string, Fields, boolean][] {
  const date = new Date(reading);
  const [m, h] = [date.getUTCMinutes(), date.getUTCHours()];
  const [dom, month, dow] = [date.getUTCDate(), date.getUTCMonth() + 1, date.getUTCDay()];
  const at = { minute: (value: number) => value === m, hour: (value: number) => value === h };
  const any = (): boolean => true;
  const isLast = (day: Date): boolean => new Date(day.getTime() + DAY).getUTCDate() === 1;
  const ofMonth = (day: Date): boolean => day.getUTCDate() === dom;
  const ofYear = (day: Date): boolean => ofMonth(day) && day.getUTCMonth() + 1 === month;
  return [
    [`${m} ${h} * * *`, { ...at, day: any }, true],
    [`${m} ${h} * * ${dow}`, { ...at, day: (day) => day.getUTCDay() === dow }, true],
    [`${m} ${h} ${dom} * *`, { ...at, day: ofMonth }, true],
    [`${m} ${h} ${dom} ${month} *`, { ...at, day: ofYear }, true],
    [`${m} ${h} L * *`, { ...at, day: isLast }, true],
    [`${m},${(m + 7) % 60} ${h},${(h + 1) % 24} * * *`, twice(m, h), true],
    [`*/20 ${h} * * *`, { minute: (value) => value % 20 === 0, hour: at.hour, day: any }, false],
    [`${m} * ${dom} ${month} *`, { minute: at.minute, hour: any, day: ofYear }, false],
  ];
}

function twice(m: number, h: number): Fields {
  return {
    minute: (value) => value === m || value === (m + 7) % 60,
    hour: (value) => value === h || value === (h + 1) % 24,
    day: () => true,
  };
}

function shown(ticks: readonly number[]): string[] {
  return ticks.map((tick) => new Date(tick).toISOString());
}

function check({ zone, at, from, until }: Gap): void {
  const readings = new Set([
    from,
    until - MINUTE,
    until,
    from - MINUTE,
    Math.floor((from + until) / 2 / MINUTE) * MINUTE,
  ]);
  const range = [at - 28 * HOUR, at + 28 * HOUR] as const;
  const minutes = minutesOf(zone, range);
  for (const reading of readings) {
    for (const [cron, fields, fixed] of rulesOf(reading)) {
      const timing: Timing = { kind: 'cron', cron, timezone: zone };
      const expected = scan(minutes, fields, fixed, range[0]);
      const what = `${cron} in ${zone} around ${new Date(at).toISOString()}`;
      assert.deepEqual(shown(ticksBetween(timing, range[0], range[1], 1_000)), shown(expected), what);
      const last = expected.at(-1);
      if (last === undefined) continue;
      assert.deepEqual(shown([latestTick(timing, range[1]) ?? 0]), shown([last]), `backwards: ${what}`);
      const first = expected[0] ?? 0;
      assert.ok((latestTick(timing, first - 1) ?? 0) <= range[0], `backwards: ${what}`);
    }
  }
}

describe('ticks in gaps at midnight', () => {
  const cases: [string, string, string, string[]][] = [
    ['America/Nuuk', '30 23 * * *', '2026-03-28T12:00Z', ['2026-03-29T01:00Z', '2026-03-30T00:30Z']],
    ['America/Scoresbysund', '30 23 * * *', '2026-03-28T12:00Z', ['2026-03-29T01:00Z', '2026-03-30T00:30Z']],
    ['America/Nuuk', '15 23 * * SAT', '2026-03-22T12:00Z', ['2026-03-29T01:00Z', '2026-04-05T00:15Z']],
    ['Africa/Cairo', '0 0 * * *', '2026-04-23T12:00Z', ['2026-04-23T22:00Z', '2026-04-24T21:00Z']],
    ['Africa/Cairo', '30 0 24 4 *', '2026-01-01T00:00Z', ['2026-04-23T22:00Z', '2027-04-23T22:30Z']],
    // A whole day was left out, by the wish of its parliament: what was planned for it ran as the next day began.
    ['Pacific/Apia', '0 9 * * FRI', '2011-12-29T00:00Z', ['2011-12-30T10:00Z', '2012-01-05T19:00Z']],
  ];
  for (const [timezone, cron, after, expected] of cases) {
    it(`${timezone} ${cron} after ${after}`, () => {
      const instants = expected.map((text) => Date.parse(text));
      const [start, end] = [Date.parse(after), instants.at(-1) ?? 0];
      const timing: Timing = { kind: 'cron', cron, timezone };
      assert.deepEqual(shown(ticksBetween(timing, start, end, 100)), shown(instants));
    });
  }

  it('are once, at the end of the gap, in all zones: daily, weekly, monthly and yearly', function () {
    const shapes = new Map<string, Gap>();
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      for (const gap of gapsOf(zone, [2000, 2038])) {
        const date = new Date(gap.from);
        const monthEnds = date.getUTCDate() === 1 || new Date(gap.until).getUTCDate() === 1;
        // One of each shape: the hours, the length, and whether a month ends there; and the last of each zone.
        const shape = `${gap.from % DAY} ${gap.until - gap.from} ${monthEnds ? date.getUTCMonth() : ''}`;
        for (const key of [shape, zone]) if (!shapes.has(key) || key === zone) shapes.set(key, gap);
      }
    }
    const gaps = new Set(shapes.values());
    assert.ok(gaps.size > 40, `only ${gaps.size} gaps were found`);
    for (const gap of gaps) check(gap);
  });
});
