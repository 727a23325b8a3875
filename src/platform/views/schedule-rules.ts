/** What the manifest says of a schedule beside its instants, for people. */
import type { ScheduleRules } from '../../api/index.ts';
import { type Exclusion, timingRules } from '../../core/index.ts';
import { iso } from '../../foundation/index.ts';
import type { ScheduleSpec } from '../../manifest/index.ts';

/** A calendar may have thousands of days. */
const DAYS_SHOWN = 50;
const DAY_MS = 86_400_000;

export function scheduleRules(spec: ScheduleSpec): ScheduleRules {
  const { timing, catchUp, jitterMs, spreadMs, pauseAfterFailures, runOnStart } = spec;
  const [dst = null] = timingRules(timing).flatMap((rule) => (rule.kind === 'cron' && rule.dst ? [rule.dst] : []));
  const days = timing.kind === 'bounded' && timing.except !== null ? daysOf(timing.except) : [];
  return {
    dst: dst && { gap: dst.gap, overlap: dst.overlap },
    unless: days.slice(0, DAYS_SHOWN),
    unlessMore: Math.max(0, days.length - DAYS_SHOWN),
    catchUp: { ...catchUp },
    ...{ jitterMs, spreadMs, pauseAfterFailures, runOnStart },
  };
}

/** As they can be written under `unless`; spans of a calendar from one instant up to another. */
function daysOf({ days, yearly, spans }: Exclusion): readonly string[] {
  return [
    ...yearly.map((day) => `${twoDigits(Math.floor(day / 100))}-${twoDigits(day % 100)}`),
    ...days.map(([first, last]) => (first === last ? dayText(first) : `${dayText(first)}/${dayText(last)}`)),
    ...spans.map(([from, to]) => `${iso(from)}/${iso(to)}`),
  ];
}

function dayText(day: number): string {
  return iso(day * DAY_MS).slice(0, 10);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
