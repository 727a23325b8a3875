import { type Timing, timingSpec } from '../core/index.ts';
import type { Json } from '../foundation/index.ts';
import { type CombinedSource, emptyRecord } from './combine.ts';
import { definitions, manifestDefaults } from './defaults.ts';
import type { ScheduleSpec } from './manifest.ts';
import { durationMs } from './normalize-policies.ts';

export function normalizeSchedules(schedules: CombinedSource['schedules']): Record<string, ScheduleSpec> {
  const result = emptyRecord<ScheduleSpec>();
  for (const [name, schedule] of Object.entries(schedules)) {
    const timing = timingOf(schedule);
    const payload = (schedule.payload ?? manifestDefaults.schedulePayload) as Json;
    result[name] = { name, task: schedule.task, timing, spec: timingSpec(timing), payload };
  }
  return result;
}

function timingOf(schedule: CombinedSource['schedules'][string]): Timing {
  if ('every' in schedule) return { kind: 'every', everyMs: durationMs(schedule.every) };
  const { timezone } = definitions.cronSchedule.properties;
  return { kind: 'cron', cron: schedule.cron, timezone: schedule.timezone ?? timezone.default };
}
