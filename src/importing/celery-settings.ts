/** The settings of a Celery application, from wherever in its files: modules, classes, `app.conf`. */
import type { Call, Program, Value } from './values.ts';
import { entriesIn, lastWord } from './values.ts';

export interface Setting {
  readonly value: Value;
  readonly file: string;
}
export type Settings = Map<string, Setting>;

/** Names of before Celery 4, lower case and without `celery_`, by those of today. */
const FORMER: Readonly<Record<string, string>> = {
  celeryd_task_time_limit: 'task_time_limit',
  celeryd_task_soft_time_limit: 'task_soft_time_limit',
  celeryd_concurrency: 'worker_concurrency',
  celeryd_max_tasks_per_child: 'worker_max_tasks_per_child',
  celeryd_prefetch_multiplier: 'worker_prefetch_multiplier',
  celeryd_pool: 'worker_pool',
  celeryd_hijack_root_logger: 'worker_hijack_root_logger',
  celerybeat_schedule: 'beat_schedule',
  celerybeat_scheduler: 'beat_scheduler',
  celery_routes: 'task_routes',
  celery_queues: 'task_queues',
  celery_annotations: 'task_annotations',
  celery_default_queue: 'task_default_queue',
  celery_acks_late: 'task_acks_late',
  celery_ignore_result: 'task_ignore_result',
  celery_always_eager: 'task_always_eager',
  celery_task_result_expires: 'result_expires',
  celery_imports: 'imports',
  celery_include: 'include',
};

/** How settings of today begin; others that do not. */
const BEGINS =
  /^(task|worker|beat|broker|result|event|control|security|redis|database|cache|mongodb|elasticsearch|cassandra|s3|gcs|azureblockblob|arangodb|cosmosdbsql|couchbase)_/;
const PLAIN = new Set([
  'timezone',
  'enable_utc',
  'accept_content',
  'result_backend',
  'broker_url',
  'imports',
  'include',
  'override_backends',
]);

/** @returns the name of today; undefined for a variable that is no setting */
function settingName(written: string): string | undefined {
  const lower = written.toLowerCase();
  const former = FORMER[lower];
  if (former !== undefined) return former;
  // Django's settings carry a prefix.
  const name = lower.startsWith('celery_') ? lower.slice('celery_'.length) : lower;
  if (FORMER[name] !== undefined) return FORMER[name];
  const known = PLAIN.has(name) || BEGINS.test(name);
  return known || (lower !== name && written === written.toUpperCase()) ? name : undefined;
}

/** What `app.conf.x = …`, `x = …` in a module or class, `app.conf.update(…)` and `Celery(…)` say. */
export function collectSettings({ assigned, calls }: Program, file: string, into: Settings): void {
  const set = (name: string, value: Value): void => {
    const setting = settingName(name);
    if (setting !== undefined) into.set(setting, { value, file });
  };
  const isApplication = (value: Value): boolean => value.kind === 'call' && /(^|\.)Celery$/.test(value.callee);
  for (const { target, key, value } of assigned) {
    if (key !== null && target.endsWith('.conf')) set(key, value);
    else if (key !== null) addEntry(into, settingName(lastWord(target)), { key, value, file });
    else set(lastWord(target), value);
    if (isApplication(value)) application(value, set);
  }
  for (const call of calls) {
    if (isApplication(call)) application(call, set);
    else if (call.callee.endsWith('.update')) update(call, { set, into, file });
  }
}

/** `app.conf.update(…)`, `app.conf.beat_schedule.update({…})` */
function update(
  { callee, args, named }: Call,
  {
    set,
    into,
    file,
  }: { readonly set: (name: string, value: Value) => void; readonly into: Settings; readonly file: string },
): void {
  const of = callee.slice(0, -'.update'.length);
  for (const [name, value] of [...named, ...args.flatMap((one) => [...entriesIn(one)])]) {
    if (of.endsWith('.conf')) set(name, value);
    else addEntry(into, settingName(lastWord(of)), { key: name, value, file });
  }
}

function application(call: Value, set: (name: string, value: Value) => void): void {
  if (call.kind !== 'call') return;
  for (const [name, value] of call.named) {
    set({ broker: 'broker_url', backend: 'result_backend' }[name] ?? name, value);
  }
}

/** `app.conf.beat_schedule['nightly'] = …` */
function addEntry(
  into: Settings,
  setting: string | undefined,
  { key, value, file }: { readonly key: string; readonly value: Value; readonly file: string },
): void {
  if (setting === undefined || !/^(beat_schedule|task_routes|task_annotations)$/.test(setting)) return;
  const before = into.get(setting)?.value;
  const { line, text } = value;
  into.set(setting, {
    file: into.get(setting)?.file ?? file,
    value: { line, text, kind: 'map', entries: new Map([...entriesIn(before), [key, value]]) },
  });
}
