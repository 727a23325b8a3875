/** The planned instants of a schedule, from the manifest alone. */
import {
  type ClockChange,
  clockChanges,
  type CronRule,
  nextTicks,
  spanAt,
  tickDelay,
  ticksBetween,
  timesInChange,
  timingRules,
} from '../../core/index.ts';
import { INSTANT_FORM, iso, parseInstant, SkepError, suggestion } from '../../foundation/index.ts';
import type { Manifest, ScheduleSpec } from '../../manifest/index.ts';
import type { NextTicksView, PlannedTickView } from '../../api/index.ts';

const MAX_TICKS = 1_000;
const DAY_MS = 86_400_000;
/** How far ahead a change of the clocks is looked for, and how many are shown. */
const CHANGES_WITHIN_MS = 400 * DAY_MS;
const CHANGES_SHOWN = 2;
/** Around a change: a daily tick before it and one after it, whichever way the clocks are set. */
const AROUND_MS = DAY_MS + 4 * 3_600_000;

export interface TickRange {
  /** 1..1000 */
  readonly count: number;
  /** Strictly after this instant: epoch milliseconds or ISO 8601. */
  readonly from: number | string;
  /** Those around the next changes of the clocks, in place of the next ones: as many of each as `count`. */
  readonly aroundDst?: boolean | undefined;
  /** Runs that the schedule has made already of its `maxRuns`; 0 where nobody asked the store. */
  readonly made?: number | undefined;
}

/** @throws SkepError SCHEDULE_UNKNOWN, REQUEST_INVALID */
export function plannedTicks({ schedules }: Manifest, name: string, range: TickRange): NextTicksView {
  const { count, from, aroundDst = false, made = 0 } = range;
  const spec = Object.hasOwn(schedules, name) ? schedules[name] : undefined;
  if (spec === undefined) {
    const hint = suggestion(name.slice(0, 64), Object.keys(schedules));
    const message = `there is no schedule ${JSON.stringify(name.slice(0, 64))} in the manifest`;
    throw new SkepError('SCHEDULE_UNKNOWN', message, hint === undefined ? {} : { hint });
  }
  if (!Number.isInteger(count) || count < 1 || count > MAX_TICKS) {
    throw new SkepError('REQUEST_INVALID', `${count} ticks: a whole number from 1 to ${MAX_TICKS} is needed`);
  }
  const after = instantOf('from', from);
  const ticks = aroundDst
    ? aroundChanges(spec, after, count)
    : nextTicks(spec.timing, after, Math.min(count, leftOf(spec, made))).map((tick) => tickView(spec, tick, []));
  return { schedule: name, next: ticks.flatMap(({ dueAt }) => dueAt ?? []), ticks };
}

/** @param made runs that it has made already @returns how many more it may make */
export function leftOf({ maxRuns }: ScheduleSpec, made: number): number {
  return maxRuns === null ? Infinity : Math.max(0, maxRuns - made);
}

/** @throws SkepError REQUEST_INVALID */
export function instantOf(name: string, given: number | string): number {
  const at = parseInstant(given);
  if (at !== undefined) return at;
  throw new SkepError('REQUEST_INVALID', `${name}: ${JSON.stringify(given)} is no instant`, {
    hint: `write ${INSTANT_FORM}`,
  });
}

function aroundChanges(spec: ScheduleSpec, from: number, count: number): readonly PlannedTickView[] {
  const changes = clockChanges(spec.timezone, from, from + CHANGES_WITHIN_MS).slice(0, CHANGES_SHOWN);
  return changes.flatMap((change) => {
    const touched = timingRules(spec.timing).flatMap((rule) => (rule.kind === 'cron' ? touchedBy(rule, change) : []));
    const begin = Math.max(from, change.at - AROUND_MS);
    const ticks = ticksBetween(spec.timing, begin, change.at + AROUND_MS, MAX_TICKS);
    const shown = nearest(ticks, change.at, count).map((tick) => tickView(spec, tick, touched));
    return [...shown, ...touched.filter(({ leftOut }) => leftOut).map((one) => leftOutView(spec, change, one))].sort(
      (one, other) => (one.plannedAt < other.plannedAt ? -1 : 1),
    );
  });
}

/** Half of them before, half after. */
function nearest(ticks: readonly number[], at: number, count: number): readonly number[] {
  const half = Math.ceil(count / 2);
  return [...ticks.filter((tick) => tick < at).slice(-half), ...ticks.filter((tick) => tick >= at).slice(0, half)];
}

interface Touched {
  /** Where it fires, if it does. */
  readonly instants: readonly number[];
  readonly text: string;
  readonly leftOut: boolean;
}

function touchedBy(rule: CronRule, change: ClockChange): readonly Touched[] {
  const { at, before, after } = change;
  const { gap = 'after', overlap = 'once' } = rule.dst ?? {};
  return timesInChange(rule, change).map((reading) => {
    const time = iso(reading).slice(11, 19).replace(/:00$/, '');
    if (after > before) {
      const does = gap === 'after' ? 'fires as the clocks are set' : 'is left out';
      return {
        instants: [at],
        text: `${time} does not exist on this day and ${does} (gap: ${gap})`,
        leftOut: gap === 'skip',
      };
    }
    const does = overlap === 'once' ? 'fires at the first' : 'fires at both';
    const instants = [reading - before, reading - after];
    return { instants, text: `${time} comes twice on this day and ${does} (overlap: ${overlap})`, leftOut: false };
  });
}

function tickView(spec: ScheduleSpec, tick: number, touched: readonly Touched[]): PlannedTickView {
  const notes = touched.filter(({ instants, leftOut }) => !leftOut && instants.includes(tick)).map(({ text }) => text);
  return {
    plannedAt: iso(tick),
    dueAt: iso(tick + tickDelay(spec, tick)),
    local: localText(spec.timezone, tick),
    note: notes.length === 0 ? null : notes.join('; '),
  };
}

function leftOutView({ timezone }: ScheduleSpec, { at }: ClockChange, { text }: Touched): PlannedTickView {
  return { plannedAt: iso(at), dueAt: null, local: localText(timezone, at), note: text };
}

/** `2026-03-29 03:00:00 +02:00` */
function localText(timezone: string, instant: number): string {
  const { offset } = spanAt(timezone, instant);
  const minutes = Math.abs(Math.round(offset / 60_000));
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return `${iso(instant + offset)
    .slice(0, 19)
    .replace('T', ' ')} ${zone}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
