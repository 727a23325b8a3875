import { timingSpec } from '../core/index.ts';
import { dictionary } from '../foundation/index.ts';
import { exclusionOf, type CalendarTexts } from './exclusions.ts';
import type { ExpandedSource } from './expand.ts';
import type { ScheduleSpec } from './manifest.ts';
import { timingOf, type WrittenSchedule } from './schedule-timing.ts';

export interface ScheduleParts {
  readonly calendars: CalendarTexts;
  /** Absolute folder of the main manifest. */
  readonly directory: string;
}

/** Without problems before. */
export function normalizeSchedules(
  schedules: ExpandedSource['schedules'],
  parts: ScheduleParts,
): Record<string, ScheduleSpec> {
  const result = dictionary<ScheduleSpec>();
  for (const [name, schedule] of Object.entries(schedules)) result[name] = specOf(name, schedule, parts);
  return result;
}

function specOf(name: string, schedule: WrittenSchedule, parts: ScheduleParts): ScheduleSpec {
  const { task, workflow, payload, unless, timezone } = schedule;
  const { overlap, catchUp, maxRuns, paused, runOnStart, jitterMs, spreadMs, pauseAfterFailures } = schedule;
  const timing = timingOf(schedule, exclusionOf(unless, { ...parts, timezone, problem: () => undefined }));
  return {
    ...{ name, task, workflow, timing, payload, timezone },
    // Taken back, the pause has changed the fingerprint: the cursor is set to then, and nothing of it is made up for.
    spec: paused ? `paused ${timingSpec(timing)}` : timingSpec(timing),
    ...{ overlap, catchUp, maxRuns, paused, runOnStart, pauseAfterFailures },
    jitterMs: jitterMs ?? 0,
    spreadMs: spreadMs ?? 0,
  };
}
