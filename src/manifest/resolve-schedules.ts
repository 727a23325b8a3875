import { checkCron, checkTimezone } from '../core/index.ts';
import { MAX_JSON_BYTES, sizeBytes } from '../foundation/index.ts';
import type { Resolving } from './resolving.ts';
import { checkSchema } from './schema-check.ts';
import { compileSchema } from './schema-compiler.ts';
import { fillerOf } from './schema-defaults.ts';
import type { CronSchedule } from './source.generated.ts';
import type { Path } from './source-file.ts';
import { pathOf } from './pointer.ts';

type Schedule = Resolving['source']['schedules'][string];

/** Cron expressions, time zones, and payloads against the input schema of their task. */
export function resolveSchedules(context: Resolving): void {
  for (const [name, schedule] of Object.entries(context.source.schedules)) {
    const path: Path = ['schedules', name];
    if ('cron' in schedule) checkCalendar(context, schedule, path);
    if (checkKind(context, schedule, path)) checkPayload(context, schedule, path);
  }
}

function checkCalendar({ combined, problems }: Resolving, { cron, timezone }: CronSchedule, path: Path): void {
  const spot = combined.spot([...path, 'cron']);
  const check = checkCron(cron);
  if (check.ok) for (const { code, message } of check.warnings) problems.add(code, spot, message);
  else for (const { message, hint } of check.problems) problems.add('REF_CRON', spot, message, hint);
  const zone = checkTimezone(timezone);
  if (!zone.ok) problems.add('REF_TIMEZONE', combined.spot([...path, 'timezone']), zone.message, zone.hint);
}

/** @returns whether it says what it begins */
function checkKind({ combined, problems }: Resolving, { task, workflow }: Schedule, path: Path): boolean {
  if ((task === null) !== (workflow === null)) return true;
  const message = task === null ? 'one of `task` and `workflow` is needed' : '`task` and `workflow` exclude each other';
  problems.add('SCHEMA_CHOICE', combined.spot(task === null ? path : [...path, 'workflow'], 'key'), message);
  return false;
}

/** What it begins: its name, what that takes and how much. */
function begunBy({ source }: Resolving, { task, workflow }: Schedule): Begun {
  if (task === null) return { name: workflow ?? '', input: source.workflows[workflow ?? '']?.input ?? null, max: null };
  const { input = null, maxPayload = null } = source.tasks[task] ?? {};
  return { name: task, input, max: maxPayload };
}

interface Begun {
  readonly name: string;
  readonly input: Parameters<typeof fillerOf>[0];
  readonly max: string | null;
}

function checkPayload(context: Resolving, schedule: Schedule, path: Path): void {
  const { combined, problems } = context;
  const { name, input, max: maxPayload } = begunBy(context, schedule);
  const sound = input === null || checkSchema(input).length === 0;
  const payload = sound ? fillerOf(input)(schedule.payload) : schedule.payload;
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  if (bytes > Math.min(MAX_JSON_BYTES, maxPayload === null ? Infinity : sizeBytes(maxPayload))) {
    const message = `the payload has ${bytes} bytes as JSON, more than \`${name}\` takes`;
    problems.add('REF_PAYLOAD', combined.spot([...path, 'payload']), message);
  }
  if (input === null || !sound) return;
  for (const { pointer, message } of compileSchema(input)(payload)) {
    const spot = combined.spot([...path, 'payload', ...pathOf(pointer, schedule.payload)]);
    const place = pointer === '' ? 'the payload' : `the payload at ${pointer}`;
    problems.add('REF_PAYLOAD', spot, `${place} breaks the input schema of \`${name}\`: ${message}`);
  }
}
