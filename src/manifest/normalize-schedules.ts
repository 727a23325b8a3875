import { type Timing, timingSpec } from '../core/index.ts';
import { dictionary } from '../foundation/index.ts';
import type { ExpandedSource } from './expand.ts';
import type { ScheduleSpec } from './manifest.ts';

type Schedules = ExpandedSource['schedules'];

export function normalizeSchedules(schedules: Schedules): Record<string, ScheduleSpec> {
  const result = dictionary<ScheduleSpec>();
  for (const [name, schedule] of Object.entries(schedules)) {
    const timing = timingOf(schedule);
    const { task, workflow, payload } = schedule;
    result[name] = { name, task, workflow, timing, spec: timingSpec(timing), payload };
  }
  return result;
}

function timingOf(schedule: Schedules[string]): Timing {
  if ('everyMs' in schedule) return { kind: 'every', everyMs: schedule.everyMs };
  return { kind: 'cron', cron: schedule.cron, timezone: schedule.timezone };
}
