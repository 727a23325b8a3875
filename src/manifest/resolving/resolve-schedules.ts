import { checkTemplate } from '../../core/index.ts';
import { type Json, MAX_JSON_BYTES, sizeBytes } from '../../foundation/index.ts';
import { checkTimes } from './resolve-schedule-times.ts';
import type { Resolving } from './resolving.ts';
import { checkSchema } from '../schemas/schema-check.ts';
import { compileSchema } from '../schemas/schema-compiler.ts';
import { fillerOf } from '../schemas/schema-defaults.ts';
import { SAMPLE_TICK, tickPayload, type TickScope } from '../specs/schedule-tick.ts';
import { unknownField } from '../template-fields.ts';
import type { Path } from '../yaml/source-file.ts';
import { pathOf } from '../pointer.ts';

type Schedule = Resolving['source']['schedules'][string];

/** Cron expressions, time zones, bounds, and payloads against the input schema of their task. */
export function resolveSchedules(context: Resolving): void {
  for (const [name, schedule] of Object.entries(context.source.schedules)) {
    const path: Path = ['schedules', name];
    checkTimes(context, schedule, path);
    if (checkKind(context, schedule, path)) checkPayload(context, schedule, path);
  }
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

/** As it is at two ticks: what an expression is follows from its name, and only `previousAt` may be nothing. */
function checkPayload(context: Resolving, schedule: Schedule, path: Path): void {
  const fields = expressionsIn(schedule.payload);
  if (fields === 'wrong') return;
  const begun = begunBy(context, schedule);
  if (checkTick(context, { schedule, path, begun, tick: SAMPLE_TICK }) || fields === 'none') return;
  checkTick(context, { schedule, path, begun, tick: { ...SAMPLE_TICK, previousAt: null, number: 1 } });
}

interface AtTick {
  readonly schedule: Schedule;
  readonly path: Path;
  readonly begun: Begun;
  readonly tick: TickScope;
}

/** @returns whether it has told of a problem */
function checkTick({ combined, problems }: Resolving, { schedule, path, begun, tick }: AtTick): boolean {
  const before = problems.count;
  const { name, input, max: maxPayload } = begun;
  const given = tickPayload(schedule.payload, tick);
  const sound = input === null || checkSchema(input).length === 0;
  const payload = sound ? fillerOf(input)(given) : given;
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  if (bytes > Math.min(MAX_JSON_BYTES, maxPayload === null ? Infinity : sizeBytes(maxPayload))) {
    const message = `the payload has ${bytes} bytes as JSON, more than \`${name}\` takes`;
    problems.add('REF_PAYLOAD', combined.spot([...path, 'payload']), message);
  }
  if (input === null || !sound) return problems.count > before;
  const when = tick.previousAt === null ? ', at its first tick, where `previousAt` is null' : '';
  for (const { pointer, message } of compileSchema(input)(payload)) {
    const spot = combined.spot([...path, 'payload', ...pathOf(pointer, schedule.payload)]);
    const place = pointer === '' ? 'the payload' : `the payload at ${pointer}`;
    problems.add('REF_PAYLOAD', spot, `${place} breaks the input schema of \`${name}\`${when}: ${message}`);
  }
  return problems.count > before;
}

/** Whether it has expressions; what is wrong with one is told with those of all templates. */
function expressionsIn(value: Json): 'none' | 'some' | 'wrong' {
  if (!JSON.stringify(value).includes('${')) return 'none';
  return hasFlaw(value) ? 'wrong' : 'some';
}

function hasFlaw(value: Json): boolean {
  if (typeof value === 'string')
    return checkTemplate(value, ['tick']).length > 0 || unknownField(value, ['tick']) !== undefined;
  return typeof value === 'object' && value !== null && Object.values(value).some((item) => hasFlaw(item));
}
