import { timingSpec } from '../../core/index.ts';
import { deepFreeze, dictionary } from '../../foundation/index.ts';
import { exclusionOf, type CalendarTexts } from '../exclusions.ts';
import type { ExpandedSource } from '../expanding/expand.ts';
import type { ScheduleSpec } from '../manifest.ts';
import { frozenTasks } from './normalize-tasks.ts';
import { timingOf, type WrittenSchedule } from '../specs/schedule-timing.ts';

export interface ScheduleParts {
  readonly calendars: CalendarTexts;
  /** Absolute folder of the main manifest. */
  readonly directory: string;
}

/** Those that say the same as before stay the same objects, and with them what was compiled of their expressions. */
const known = new WeakMap<WrittenSchedule, ScheduleSpec>();

/** Without problems before. */
export function* normalizeSchedules(
  schedules: ExpandedSource['schedules'],
  parts: ScheduleParts,
): Generator<void, Record<string, ScheduleSpec>> {
  const result = dictionary<ScheduleSpec>();
  for (const [name, schedule] of Object.entries(schedules)) {
    const before = known.get(schedule);
    result[name] = before?.name === name ? before : specOf(name, schedule, parts);
    yield;
    // A calendar may say something else though its name is the same.
    if (schedule.unless !== null || result[name] === before) continue;
    frozenTasks.add(deepFreeze(result[name]));
    known.set(schedule, result[name]);
  }
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
