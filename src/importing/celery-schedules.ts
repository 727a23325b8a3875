/** What beat fires. */
import type { Json } from '../foundation/index.ts';
import { readCron } from './cron.ts';
import { type Outline, type Fields, manifestName, seconds } from './outline.ts';
import type { Call, Program, Value } from './values.ts';
import { entriesIn, isKnown, isNothing, itemsIn, jsonOf, nameIn, numberIn, SPREAD, textIn } from './values.ts';
import { type CeleryTask, signatureOf } from './celery-tasks.ts';

export interface Beat {
  readonly outline: Outline;
  /** Of crontabs. */
  readonly timezone: string | null;
  /** By the name in messages, or what ends in it. */
  readonly taskOf: (name: string) => { readonly name: string; readonly task: CeleryTask | undefined };
}

interface Entry {
  readonly name: string;
  readonly task: string;
  readonly schedule: Value | undefined;
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly options: ReadonlyMap<string, Value>;
  readonly line: number;
}

/** `beat_schedule`. */
export function writeBeat(beat: Beat, schedule: Value): void {
  if (schedule.kind !== 'map') {
    beat.outline.note('none', 'beat_schedule', 'it is made by code that was not run', { line: schedule.line });
    return;
  }
  for (const [name, entry] of schedule.entries) {
    const fields = entriesIn(entry);
    const task = nameIn(fields.get('task'));
    const { line } = entry;
    if (task === undefined) {
      beat.outline.note('none', `beat_schedule ${name}`, 'its task is known only to whoever runs it', { line });
      continue;
    }
    for (const key of fields.keys()) {
      if (!/^(task|schedule|args|kwargs|options)$/.test(key)) {
        beat.outline.note('none', `${key} of beat_schedule ${name}`, 'nothing here is like it', { line });
      }
    }
    const [args, kwargs] = [itemsIn(fields.get('args')), entriesIn(fields.get('kwargs'))];
    writeEntry(beat, {
      name,
      task,
      schedule: fields.get('schedule'),
      args,
      kwargs,
      options: entriesIn(fields.get('options')),
      line,
    });
  }
}

/** `sender.add_periodic_task(10.0, test.s('hello'), name='…')`, and `run_every` of decorators. */
export function writePeriodic(beat: Beat, { calls }: Program, tasks: readonly CeleryTask[]): void {
  for (const { callee, args, named, line } of calls) {
    if (!callee.endsWith('.add_periodic_task')) continue;
    const signature = signatureOf(args[1] ?? named.get('sig'));
    const subject = textIn(named.get('name'));
    if (signature === undefined) {
      beat.outline.note('none', 'add_periodic_task', 'its task is known only to whoever runs it', { line });
      continue;
    }
    const name = subject ?? signature.name;
    const { args: given = [], named: kwargs = new Map<string, Value>() } = signature.call ?? {};
    const options = new Map([...named].filter(([key]) => !/^(name|schedule|sig|args|kwargs)$/.test(key)));
    writeEntry(beat, {
      name,
      task: signature.name,
      schedule: args[0] ?? named.get('schedule'),
      args: given,
      kwargs,
      options,
      line,
    });
  }
  for (const { name, options, line } of tasks) {
    const schedule = options.get('run_every');
    if (schedule)
      writeEntry(beat, { name, task: name, schedule, args: [], kwargs: new Map(), options: new Map(), line });
  }
}

function writeEntry(beat: Beat, entry: Entry): void {
  const { outline } = beat;
  const subject = `schedule ${entry.name}`;
  const { name: task, task: known } = beat.taskOf(entry.task);
  const name = outline.freeName('schedules', manifestName(entry.name, task));
  const at = `schedules.${name}`;
  const place = { at, line: entry.line };
  const when = timing(beat, entry.schedule, { subject, ...place });
  if (when === undefined) return;
  const fields: Fields = outline.entry('schedules', name);
  Object.assign(fields, { task }, when);
  const payload = payloadOf(entry, known);
  if (payload !== undefined) fields['payload'] = payload;
  if (payload !== undefined && 'args' in payload && known === undefined) {
    outline.note('check', subject, 'a payload has names, not places: its arguments stand in `args`', place);
  }
  if (![...entry.args, ...entry.kwargs.values()].every(isKnown)) {
    outline.note('check', subject, 'null in its payload stands for what is known only to whoever runs it', place);
  }
  for (const [option, value] of entry.options) writeOption(outline, { option, value, task }, { subject, ...place });
}

interface Where {
  readonly subject: string;
  readonly at: string;
  readonly line: number;
}

function writeOption(
  outline: Outline,
  { option, value, task }: { readonly option: string; readonly value: Value; readonly task: string },
  where: Where,
): void {
  const subject = `${option} of ${where.subject}`;
  if (isNothing(value)) return;
  if (option === 'queue') {
    const queue = nameIn(value);
    if (queue === undefined) return;
    outline.route(task, outline.queue(queue));
    outline.note('differs', subject, 'it became a route of all jobs of the task', where);
  } else if (option === 'expires') {
    outline.note(
      'differs',
      subject,
      'jobs of schedules do not expire; of ticks that were missed only the newest runs',
      where,
    );
  } else outline.note('none', subject, 'jobs of schedules are as their task says', where);
}

/** Arguments by the names of the task's parameters. */
function payloadOf({ args, kwargs }: Entry, known: CeleryTask | undefined): Record<string, Json> | undefined {
  const named = Object.fromEntries(
    [...kwargs].filter(([name]) => !name.startsWith(SPREAD)).map(([name, value]) => [name, jsonOf(value)]),
  );
  if (args.length === 0) return kwargs.size === 0 ? undefined : named;
  const parameters = known?.definition?.parameters.filter((name) => name !== 'self') ?? [];
  if (parameters.length < args.length) return { args: args.map(jsonOf), ...named };
  return { ...Object.fromEntries(args.map((value, index) => [parameters[index] ?? '', jsonOf(value)])), ...named };
}

/** @returns `cron` or `every`; undefined where nothing can be written, which is noted */
function timing({ outline, timezone }: Beat, schedule: Value | undefined, where: Where): Fields | undefined {
  const { subject, line } = where;
  const none = (message: string): undefined => {
    outline.note('none', subject, message, { line });
  };
  const every = intervalOf(schedule);
  if (every !== undefined) return interval(outline, every, where);
  if (schedule?.kind !== 'call') {
    none(`\`${schedule?.text.slice(0, 80) ?? ''}\` is known only to whoever runs it`);
    return;
  }
  if (/(^|\.)solar$/.test(schedule.callee)) {
    none(`${schedule.text}: nothing fires by the sun; a time of day near it, or a job that looks and enqueues`);
    return;
  }
  if (!/(^|\.)crontab$/.test(schedule.callee)) {
    none(`a schedule of the class ${schedule.callee} is code that was not run`);
    return;
  }
  return crontab(outline, schedule, { where, timezone });
}

function interval(outline: Outline, every: number, { subject, at, line }: Where): Fields {
  if (every < 1) outline.note('differs', subject, `every ${every} s there; at most once a second here`, { at, line });
  return { every: seconds(Math.max(1, every)) ?? '1s' };
}

function crontab(
  outline: Outline,
  call: Call,
  { where, timezone }: { readonly where: Where; readonly timezone: string | null },
): Fields | undefined {
  const text = crontabText(call);
  const { subject, line } = where;
  const read =
    text === undefined ? { ok: false as const, why: 'its fields are known only to whoever runs it' } : readCron(text);
  if (!read.ok) {
    outline.note('none', subject, `${call.text}: ${read.why}`, { line });
    return undefined;
  }
  return {
    cron: read.cron,
    ...(timezone !== null && { timezone }),
    // As Celery has it, unlike crontab(5).
    ...(read.remark !== null && { dayMatch: 'both' }),
  };
}

/** Seconds of a number, a timedelta or `schedule(run_every=…)`. */
export function intervalOf(value: Value | undefined): number | undefined {
  const number = numberIn(value);
  if (number !== undefined) return number;
  if (value?.kind !== 'call') return undefined;
  if (/(^|\.)schedule$/.test(value.callee)) return intervalOf(value.args[0] ?? value.named.get('run_every'));
  return /(^|\.)timedelta$/.test(value.callee) ? deltaOf(value) : undefined;
}

const UNITS: Readonly<Record<string, number>> = {
  days: 86_400,
  seconds: 1,
  microseconds: 1e-6,
  milliseconds: 1e-3,
  minutes: 60,
  hours: 3_600,
  weeks: 604_800,
};

/** Arguments by place are in the order of UNITS. */
function deltaOf({ args, named }: Call): number | undefined {
  const units = Object.keys(UNITS);
  const parts = [...args.map((value, index) => [units[index] ?? '', value] as const), ...named];
  const sums = parts.map(([unit, value]) => (numberIn(value) ?? Number.NaN) * (UNITS[unit] ?? Number.NaN));
  const sum = sums.reduce((all, one) => all + one, 0);
  return Number.isFinite(sum) && parts.length > 0 ? sum : undefined;
}

const FIELDS = ['minute', 'hour', 'day_of_month', 'month_of_year', 'day_of_week'] as const;
/** The order of its parameters. */
const BY_PLACE = ['minute', 'hour', 'day_of_week', 'day_of_month', 'month_of_year'] as const;

function crontabText({ args, named }: Call): string | undefined {
  const given = new Map([...args.map((value, index) => [BY_PLACE[index] ?? '', value] as const), ...named]);
  const fields = FIELDS.map((field) => fieldText(given.get(field)));
  return fields.every((field) => field !== undefined) ? fields.join(' ') : undefined;
}

function fieldText(value: Value | undefined): string | undefined {
  if (value === undefined) return '*';
  const one = textIn(value)?.replaceAll(/\s/g, '') ?? numberIn(value)?.toString();
  if (one !== undefined || value.kind !== 'list') return one;
  const items = value.items.map(fieldText);
  return items.every((item) => item !== undefined) ? items.join(',') : undefined;
}
