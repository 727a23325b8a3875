/** Settings of Celery, one by one. */
import { type Outline, type Fields, manifestName, seconds } from './outline.ts';
import type { Setting, Settings } from './celery-settings.ts';
import { intervalOf } from './celery-schedules.ts';
import { knownZone } from './cron.ts';
import { writeEngine } from './engine.ts';
import type { Value } from './values.ts';
import { entriesIn, flagIn, isNothing, itemsIn, nameIn, numberIn, textIn } from './values.ts';

interface About {
  readonly outline: Outline;
  readonly name: string;
  readonly line: number;
}
type Write = (value: Value, about: About) => void;

/** What is so without a word, or is meant for a broker that is not there any more. */
const ALWAYS =
  /^(include|imports|timezone|enable_utc|task_track_started|task_acks_late|task_reject_on_worker_lost|worker_send_task_events|task_send_sent_event|broker_connection_.*|broker_heartbeat.*|broker_pool_limit|task_publish_retry.*|worker_disable_rate_limits|beat_schedule|task_annotations|task_default_rate_limit|task_ignore_result|task_default_exchange.*|task_default_routing_key|task_create_missing_queues|worker_cancel_long_running_tasks_on_connection_loss|task_acks_on_failure_or_timeout|result_extended|beat_max_loop_interval|beat_schedule_filename|redis_.*|database_.*)$/;

const NO_EQUAL: Readonly<Record<string, string>> = {
  task_always_eager: 'for tests a platform in memory (docs/library.md)',
  beat_scheduler: 'schedules of a database are not in this file: write them here, the file is reloaded while it runs',
  task_compression: 'payloads are stored as they are',
  security_key: 'messages are not signed; `encrypt: true` keeps payloads secret',
  result_backend_transport_options: 'results lie in the same store as jobs',
};

const WRITERS: Readonly<Record<string, Write>> = {
  broker_url: (value, { outline, line }) => writeEngine(outline, value, line),
  result_backend: (value, about) => {
    if (!isNothing(value))
      about.outline.note('differs', about.name, 'results lie in the same store as jobs', { line: about.line });
  },
  task_time_limit: limit('hard'),
  task_soft_time_limit: limit('soft'),
  task_default_queue: (value, { outline }) => {
    const queue = nameIn(value);
    if (queue !== undefined && queue !== 'default') outline.defaults['queue'] = outline.queue(queue);
  },
  task_queues: writeQueues,
  task_routes: writeRoutes,
  task_default_priority: (value, about) => {
    const priority = numberIn(value);
    if (priority !== undefined && priority !== 5)
      none(about, 'a task without a priority has 5; `priority` of a task or route says another');
  },
  task_serializer: onlyJson,
  result_serializer: onlyJson,
  accept_content: (value, about) => {
    if (itemsIn(value).some((one) => !/^(application\/)?json$/.test(textIn(one) ?? ''))) onlyJson(value, about);
  },
  result_expires: (value, about) => {
    const keep = seconds(intervalOf(value));
    if (keep !== undefined) about.outline.defaults['keep'] = { completed: keep };
    else none(about, 'jobs are kept for a time: 1d, or what `defaults.keep` says');
  },
  worker_concurrency: (value, { outline, line }) => processes(outline, { size: numberIn(value) ?? null }, line),
  worker_max_tasks_per_child: (value, { outline, line }) =>
    recycle(outline, 'afterJobs', numberIn(value) ?? null, line),
  worker_max_memory_per_child: (value, { outline, line }) => {
    const kilobytes = numberIn(value);
    recycle(outline, 'overMemory', kilobytes === undefined ? null : `${Math.max(1, Math.round(kilobytes))}kb`, line);
  },
  worker_pool: (value, about) => {
    if (textIn(value) === 'prefork') return;
    const message = 'handlers run in the event loop of the worker; `executor: thread` or `process` runs them elsewhere';
    about.outline.note('differs', about.name, message, { line: about.line });
  },
  worker_prefetch_multiplier: (value, about) => {
    if (numberIn(value) !== 1) {
      about.outline.note(
        'differs',
        about.name,
        'a worker takes what it has room for; `prefetch` of a queue says how many more',
        { line: about.line },
      );
    }
  },
  broker_transport_options: (value, about) => {
    for (const option of entriesIn(value).keys()) {
      if (option === 'visibility_timeout') continue;
      about.outline.note('none', `${option} of broker_transport_options`, 'nothing here is like it', {
        line: about.line,
      });
    }
  },
};

/** All but schedules and what is said of single tasks. */
export function writeSettings(outline: Outline, settings: Settings): void {
  for (const [name, { value, file }] of settings) {
    outline.from(file);
    outline.seen();
    const about = { outline, name, line: value.line };
    const write = WRITERS[name];
    if (write) write(value, about);
    else if (!ALWAYS.test(name) && !isNothing(value) && flagIn(value) !== false)
      none(about, NO_EQUAL[name] ?? 'nothing here is like it');
  }
}

/** @returns the zone in which crontabs are read; null: UTC */
export function zoneOf(outline: Outline, settings: Settings): string | null {
  const zone = settings.get('timezone');
  const name = textIn(zone?.value);
  if (zone && name === undefined && !isNothing(zone.value)) {
    outline.from(zone.file);
    outline.note(
      'check',
      'timezone',
      `\`${zone.value.text}\` is known only to whoever runs it: crontabs stand in UTC`,
      { line: zone.value.line },
    );
  }
  if (zone === undefined || name === undefined) return null;
  outline.from(zone.file);
  return knownZone(outline, name, zone.value.line);
}

/** `task_annotations`: what is said of tasks from outside. `*` is all of them. */
export function annotationsOf(setting: Setting | undefined, task: string): ReadonlyMap<string, Value> {
  const maps = setting?.value.kind === 'list' ? setting.value.items : setting ? [setting.value] : [];
  return new Map(maps.flatMap((map) => ['*', task].flatMap((name) => [...entriesIn(entriesIn(map).get(name))])));
}

function none({ outline, name, line }: About, message: string): void {
  outline.note('none', name, message, { line });
}

function limit(of: 'hard' | 'soft'): Write {
  return (value, about) => {
    const text = seconds(intervalOf(value));
    if (text === undefined) {
      none(about, `\`${value.text.slice(0, 80)}\` is known only to whoever runs it`);
      return;
    }
    about.outline.defaults['timeout'] = { ...(about.outline.defaults['timeout'] as Fields | undefined), [of]: text };
  };
}

function onlyJson(value: Value, about: About): void {
  if (textIn(value) !== 'json') none(about, 'payloads and results are JSON');
}

/** A pool of processes, as prefork is one. */
function processes(outline: Outline, fields: Fields, line: number): void {
  const known = Object.entries(fields).filter(([, value]) => value !== null);
  if (known.length === 0) {
    outline.note('check', 'worker pool', 'its size is known only to whoever runs it', { line });
    return;
  }
  outline.defaults['executor'] = 'process';
  outline.executors['process'] = {
    ...(outline.executors['process'] as Fields | undefined),
    ...Object.fromEntries(known),
  };
}

function recycle(outline: Outline, key: string, value: number | string | null, line: number): void {
  if (value === null) return;
  const before = (outline.executors['process'] as Fields | undefined)?.['recycle'] as Fields | undefined;
  processes(outline, { recycle: { ...before, [key]: value } }, line);
}

function writeQueues(value: Value, about: About): void {
  const { outline } = about;
  if (value.kind === 'map') for (const name of value.entries.keys()) outline.queue(name);
  for (const one of itemsIn(value)) {
    const name = one.kind === 'call' ? textIn(one.args[0] ?? one.named.get('name')) : textIn(one);
    if (name === undefined) {
      none({ ...about, line: one.line, name: 'a queue of task_queues' }, 'its name is known only to whoever runs it');
      continue;
    }
    const queue = outline.queue(name);
    for (const argument of entriesIn(one.kind === 'call' ? one.named.get('queue_arguments') : undefined).keys()) {
      if (argument === 'x-max-priority') continue;
      const message = argument.startsWith('x-dead-letter')
        ? '`deadTo` of a task says where its letters go'
        : 'nothing here is like it';
      outline.note('none', `${argument} of queue ${name}`, message, { line: one.line, at: `queues.${queue}` });
    }
  }
}

/** A mapping, or a list of mappings, pairs and functions. */
function writeRoutes(value: Value, about: About): void {
  const rules = value.kind === 'list' ? value.items : [value];
  for (const rule of rules) {
    const [pattern] = itemsIn(rule);
    if (rule.kind === 'map')
      for (const [match, route] of rule.entries) writeRoute({ ...about, line: route.line }, match, route);
    else if (rule.kind === 'list' && rule.items.length === 2 && isPair(rule)) {
      writeRoute({ ...about, line: rule.line }, textIn(pattern) ?? pattern?.text ?? '', rule.items[1]);
    } else if (rule.kind === 'list') writeRoutes(rule, about);
    else {
      const message = '`where` of a route is a condition on the payload, in place of a function';
      none({ ...about, line: rule.line, name: `router \`${rule.text.slice(0, 80)}\`` }, message);
    }
  }
}

/** A pattern and what it leads to. */
function isPair({ items: [pattern, route] }: { readonly items: readonly Value[] }): boolean {
  return textIn(pattern) !== undefined || (pattern?.kind === 'call' && route?.kind === 'map');
}

function writeRoute(about: About, match: string, route: Value | undefined): void {
  const { outline } = about;
  const subject = { ...about, name: `route of ${match}` };
  if (match.startsWith('re.compile(')) {
    none(subject, 'patterns of routes know `*`, `?` and `{a,b}`');
    return;
  }
  const fields = entriesIn(route);
  const target = fields.get('queue') ?? route;
  const queue = target?.kind === 'call' ? textIn(target.args[0]) : nameIn(target);
  if (queue === undefined) {
    none(subject, 'its queue is known only to whoever runs it');
    return;
  }
  const known = /[*?]/.test(match) ? match.toLowerCase() : manifestName(match, 'task');
  const priority = numberIn(fields.get('priority'));
  if (priority !== undefined)
    outline.note('check', `priority of ${subject.name}`, 'here 0 is the most urgent', { line: about.line });
  outline.route(
    known,
    outline.queue(queue),
    priority === undefined ? {} : { priority: Math.max(0, Math.min(9, Math.round(priority))) },
  );
  for (const option of fields.keys()) {
    if (!/^(queue|routing_key|exchange|priority)$/.test(option))
      none({ ...subject, name: `${option} of route ${match}` }, 'nothing here is like it');
  }
}
