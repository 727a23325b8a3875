import { checkCron, checkTimezone } from '../core/index.ts';
import type { Json, JsonObject } from '../foundation/index.ts';
import { manifestDefaults } from './defaults.ts';
import type { Resolving } from './resolving.ts';
import { checkSchema } from './schema-check.ts';
import { compileSchema } from './schema-compiler.ts';
import type { CronSchedule, EverySchedule } from './source.generated.ts';
import type { Path } from './source-file.ts';
import { pathOf } from './pointer.ts';

/** Cron expressions, time zones, and payloads against the input schema of their task. */
export function resolveSchedules(context: Resolving): void {
  for (const [name, schedule] of Object.entries(context.combined.source.schedules)) {
    const path: Path = ['schedules', name];
    if ('cron' in schedule) checkCalendar(context, schedule, path);
    checkPayload(context, schedule, path);
  }
}

function checkCalendar({ combined, problems }: Resolving, { cron, timezone }: CronSchedule, path: Path): void {
  const spot = combined.spot([...path, 'cron']);
  const check = checkCron(cron);
  if (check.ok) for (const { message } of check.warnings) problems.add('REF_CRON_AMBIGUOUS', spot, message);
  else for (const { message, hint } of check.problems) problems.add('REF_CRON', spot, message, hint);
  if (timezone === undefined) return;
  const zone = checkTimezone(timezone);
  if (!zone.ok) problems.add('REF_TIMEZONE', combined.spot([...path, 'timezone']), zone.message, zone.hint);
}

function checkPayload({ combined, problems }: Resolving, schedule: CronSchedule | EverySchedule, path: Path): void {
  const task = combined.source.tasks[schedule.task];
  const input = typeof task === 'object' ? (task.input as JsonObject | boolean | undefined) : undefined;
  if (input === undefined || checkSchema(input).length > 0) return;
  const payload = (schedule.payload ?? manifestDefaults.schedulePayload) as Json;
  for (const { pointer, message } of compileSchema(input)(payload)) {
    const inPayload = pathOf(pointer, payload);
    const written = schedule.payload !== undefined;
    const spot = written ? combined.spot([...path, 'payload', ...inPayload]) : combined.spot(path, 'key');
    const place = pointer === '' ? 'the payload' : `the payload at ${pointer}`;
    problems.add('REF_PAYLOAD', spot, `${place} breaks the input schema of \`${schedule.task}\`: ${message}`);
  }
}
