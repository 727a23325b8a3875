/** RQ: its cron files, rq-scheduler, settings of workers, decorators and calls of `enqueue`. */
import type { Json } from '../foundation/index.ts';
import { cronFields } from './cron.ts';
import { type Outline, type Fields, manifestName, seconds } from './outline.ts';
import { writeEngine } from './engine.ts';
import type { GivenFile, ImportSettings } from './given.ts';
import { secondsIn, writeOptions } from './rq-options.ts';
import { plainText } from './plain-text.ts';
import { readPython } from './python.ts';
import type { Call, Program, Value } from './values.ts';
import { entriesIn, isKnown, isNothing, itemsIn, jsonOf, lastWord, nameIn, numberIn, textIn } from './values.ts';
import { intervalOf } from './celery-schedules.ts';

/** Seconds that a job may take where nothing is said. */
const DEFAULT_TIMEOUT = '3m';

export function importRq(outline: Outline, files: readonly GivenFile[], settings: ImportSettings): void {
  outline.defaults['retry'] = outline.policy('once', { maxAttempts: 1 });
  outline.defaults['timeout'] = DEFAULT_TIMEOUT;
  for (const { name, text } of files) {
    outline.from(name);
    const program = readPython(text);
    const queues = queuesIn(program);
    writeSettings(outline, program);
    writeDecorated(outline, program);
    for (const call of allCalls(program)) writeCall(outline, call, { ...settings, queues });
  }
}

interface RqSettings extends ImportSettings {
  /** Of variables: the queue that was made in it. */
  readonly queues: ReadonlyMap<string, Value>;
}

function queuesIn({ assigned }: Program): ReadonlyMap<string, Value> {
  return new Map(
    assigned.flatMap(({ target, value }) => {
      const name =
        value.kind === 'call' && /(^|\.)Queue$/.test(value.callee)
          ? (value.args[0] ?? value.named.get('name'))
          : undefined;
      return name ? [[target, name] as const] : [];
    }),
  );
}

/** Those whose result is kept in a name too. */
function allCalls({ calls, assigned }: Program): readonly Call[] {
  const known = new Set(calls);
  const others = assigned.flatMap(({ value }) =>
    value.kind === 'call' && !calls.some((one) => one.text === value.text) ? [value] : [],
  );
  return [...known, ...others].sort((a, b) => a.line - b.line);
}

/** The file of `rq worker -c settings`. */
function writeSettings(outline: Outline, { assigned }: Program): void {
  for (const { target, value, line } of assigned) {
    if (target === 'REDIS_URL') writeEngine(outline, value, line);
    else if (target === 'QUEUES') {
      for (const queue of itemsIn(value)) outline.queue(textIn(queue) ?? 'default');
      outline.note(
        'check',
        target,
        'a worker takes from the first queue first: `skep run --queues A,B --strategy strict`',
        { line },
      );
    } else if (/^(REDIS_(HOST|PORT|DB|PASSWORD|SSL|USERNAME)|SENTINEL)$/.test(target)) {
      outline.note('check', target, '`engine: redis://USER:PASSWORD@HOST:PORT/DB` says it', { line });
    } else if (/^(SENTRY_DSN|DICT_CONFIG|NAME|JOB_CLASS|WORKER_CLASS|QUEUE_CLASS)$/.test(target)) {
      outline.note('none', target, 'nothing here is like it', { line });
    }
  }
}

/** `@job('low', timeout='1h', retry=Retry(max=3))`. */
function writeDecorated(outline: Outline, { functions }: Program): void {
  for (const { name, decorators, about, line } of functions) {
    const made = decorators.find((one) => one.kind === 'call' && /(^|\.)job$/.test(one.callee));
    if (made?.kind !== 'call') continue;
    const task = taskFor(outline, name, moduleOf(outline.file));
    const fields = outline.entry('tasks', task);
    if (about !== null) fields['description'] = plainText(about.slice(0, 2_000));
    writeOptions(outline, {
      task,
      line,
      options: new Map([['queue_name', made.args[0] ?? nothing(made)], ...made.named]),
    });
  }
}

function nothing({ line, text }: Call): Value {
  return { line, text, kind: 'literal', value: null };
}

function moduleOf(file: string): string {
  return manifestName((file.split('/').at(-1) ?? '').replace(/\.py$/, ''), 'jobs');
}

/** @param name as it is called in the file: `emails.send`, or a text with the whole path */
function taskFor(outline: Outline, name: string, module: string): string {
  const words = name.split('.');
  const function_ = words.at(-1) ?? name;
  const of = words.length > 1 ? manifestName(words.at(-2) ?? '', module) : module;
  const task = manifestName(`${of}.${function_}`, 'job');
  const known = [...outline.sections.tasks.keys()].find((one) => lastWord(one) === manifestName(function_, 'job'));
  const called = words.length === 1 ? (known ?? task) : task;
  const fields = outline.entry('tasks', called);
  fields['handler'] ??= outline.handler(of, function_, name);
  return called;
}

/** Of `enqueue` and its like, what is not for the function itself. */
const FOR_QUEUE =
  /^(job_timeout|timeout|result_ttl|ttl|failure_ttl|retry|description|depends_on|job_id|at_front|meta|on_success|on_failure|on_stopped|pipeline|queue_name|interval|cron_string|cron|repeat|use_local_timezone|scheduled_time|func|args|kwargs|id|connection|default_timeout|result_backend|job_class|name)$/;

function writeCall(outline: Outline, call: Call, settings: RqSettings): void {
  const word = lastWord(call.callee);
  const on = call.callee.slice(0, -word.length - 1);
  if (word === 'Queue') {
    writeQueue(outline, call);
    return;
  }
  if (word === 'register' && /(^|\.)cron$|^$/.test(on)) {
    writeRegistered(outline, call, settings);
    return;
  }
  if (word === 'cron' && on !== '') {
    writeScheduled(outline, call, settings);
    return;
  }
  if (word === 'schedule' && on !== '') {
    writeScheduled(outline, call, settings);
    return;
  }
  if (/^(Strict)?Redis$|^from_url$/.test(word)) {
    writeConnection(outline, call);
    return;
  }
  if (/^enqueue(_call|_in|_at)?$/.test(word) && on !== '') {
    writeEnqueued(outline, call, settings.queues.get(on) ?? queueCalled(call));
  }
}

/** `Queue('mid').enqueue(…)` */
function queueCalled({ callee, line }: Call): Value | undefined {
  const [, name] = /(?:^|\.)Queue\(\s*['"]([^'"]+)['"]/.exec(callee) ?? [];
  return name === undefined ? undefined : { line, text: name, kind: 'literal', value: name };
}

/** `Redis(host='h', port=6380, db=2)`, `Redis.from_url('redis://…')`; the first one counts. */
function writeConnection(outline: Outline, { callee, args, named, line }: Call): void {
  if (outline.engine !== null) return;
  const address = args[0] ?? named.get('url');
  if (lastWord(callee) === 'from_url') {
    if (address) writeEngine(outline, address, line);
    return;
  }
  const [host, port, db] = [named.get('host') ?? args[0], named.get('port') ?? args[1], named.get('db') ?? args[2]];
  if (![host, port, db].every((one) => one === undefined || isKnown(one))) {
    outline.note('check', 'connection', '`engine: redis://USER:PASSWORD@HOST:PORT/DB` says it', { line });
    return;
  }
  const text = addressOf(textIn(host), numberIn(port), numberIn(db));
  writeEngine(outline, { line, text, kind: 'literal', value: text }, line);
  if (named.has('password'))
    outline.note('check', 'password', 'it belongs into the environment: `engine: ${REDIS_URL}`', {
      line,
      at: 'engine',
    });
}

function addressOf(host = 'localhost', port = 6379, db = 0): string {
  return `redis://${host}:${port}${db === 0 ? '' : `/${db}`}`;
}

function writeQueue(outline: Outline, { args, named }: Call): void {
  const name = textIn(args[0] ?? named.get('name'));
  if (name === undefined) return;
  outline.queue(name);
  const timeout = secondsIn(named.get('default_timeout'));
  if (timeout !== undefined && timeout > 0) outline.defaults['timeout'] = seconds(timeout) ?? DEFAULT_TIMEOUT;
}

/** `cron.register(func, queue_name='x', interval=60)` of RQ itself. */
function writeRegistered(outline: Outline, call: Call, settings: ImportSettings): void {
  const options = new Map([
    ['func', call.args[0] ?? nothing(call)],
    ['queue_name', call.args[1] ?? nothing(call)],
    ...call.named,
  ]);
  writeSchedule(outline, { call, options, cron: textIn(options.get('cron')) }, settings);
}

/** `scheduler.cron('0 0 * * *', func=…)` and `scheduler.schedule(scheduled_time=…, func=…, interval=60)` of rq-scheduler. */
function writeScheduled(outline: Outline, call: Call, settings: ImportSettings): void {
  const isCron = lastWord(call.callee) === 'cron';
  const options = new Map([['func', call.args[1] ?? nothing(call)], ...call.named]);
  const cron = isCron ? textIn(call.args[0] ?? call.named.get('cron_string')) : undefined;
  if (options.has('scheduled_time')) {
    outline.note('differs', 'scheduled_time', 'intervals are counted from the Unix epoch, not from a first time', {
      line: call.line,
    });
  }
  writeSchedule(outline, { call, options, cron }, settings);
}

interface Scheduled {
  readonly call: Call;
  readonly options: ReadonlyMap<string, Value>;
  readonly cron: string | undefined;
}

function writeSchedule(outline: Outline, { call, options, cron }: Scheduled, settings: ImportSettings): void {
  const { line } = call;
  const func = nameIn(options.get('func'));
  if (func === undefined) {
    outline.note('none', 'a schedule', 'its function is known only to whoever runs it', { line });
    return;
  }
  const task = taskFor(outline, func, moduleOf(outline.file));
  const every = intervalOf(options.get('interval'));
  const when =
    cron === undefined
      ? intervalFields(every)
      : cronFields(outline, {
          cron,
          subject: `schedule of ${func}`,
          line,
          zone: settings.timezone,
          reader: options.has('use_local_timezone') ? 'use_local_timezone' : null,
        });
  if (when === undefined) {
    if (cron === undefined)
      outline.note(
        'none',
        `schedule of ${func}`,
        'it fires once: `skep enqueue --run-at` or the option `runAt` of the call',
        { line },
      );
    return;
  }
  const name = outline.freeName('schedules', task);
  const at = `schedules.${name}`;
  const fields = outline.entry('schedules', name);
  Object.assign(fields, { task }, when);
  const payload = payloadOf(outline, options, { at, line });
  if (payload !== undefined) fields['payload'] = payload;
  const repeat = options.get('repeat');
  // Of a repetition the first time is not counted there.
  if (numberIn(repeat) !== undefined) fields['maxRuns'] = Math.max(1, (numberIn(repeat) ?? 0) + 1);
  else if (!isNothing(repeat))
    outline.note('check', `repeat of ${func}`, '`maxRuns` of the schedule says how many times', { at, line });
  writeOptions(outline, { task, line, options });
}

function intervalFields(every: number | undefined): Fields | undefined {
  return every === undefined ? undefined : { every: seconds(Math.max(1, every)) ?? '1s' };
}

function payloadOf(
  outline: Outline,
  options: ReadonlyMap<string, Value>,
  place: { readonly at: string; readonly line: number },
): Json | undefined {
  const [args, kwargs] = [itemsIn(options.get('args')), entriesIn(options.get('kwargs'))];
  if (args.length + kwargs.size === 0) return undefined;
  if (![...args, ...kwargs.values()].every(isKnown)) {
    outline.note('check', 'payload', 'null in it stands for what is known only to whoever runs it', place);
  }
  if (args.length > 0)
    outline.note('check', 'args', 'a payload has names, not places: arguments stand in `args`', place);
  const named = Object.fromEntries([...kwargs].map(([key, value]) => [key, jsonOf(value)]));
  return args.length === 0 ? named : { args: args.map(jsonOf), ...named };
}

const ONCE: Readonly<Record<string, string>> = { enqueue_in: '`delay`', enqueue_at: '`runAt`' };

/** `queue.enqueue(send, 'a', job_timeout='5m', retry=Retry(max=3))`: what is said with a call becomes the task's. */
function writeEnqueued(outline: Outline, call: Call, queue: Value | undefined): void {
  const word = lastWord(call.callee);
  const func = nameIn(
    call.args[word === 'enqueue' ? 0 : 1] ?? call.args[0] ?? call.named.get('func') ?? call.named.get('f'),
  );
  if (func === undefined || (word === 'enqueue' && call.args.length === 0 && !call.named.has('func'))) return;
  const task = taskFor(outline, func, moduleOf(outline.file));
  const options = new Map([...call.named].filter(([name]) => FOR_QUEUE.test(name)));
  if (queue) options.set('queue_name', queue);
  writeOptions(outline, { task, line: call.line, options });
  const once = ONCE[word];
  if (once !== undefined) {
    outline.note('none', `${word} of ${func}`, `it fires once: ${once} of the call`, { line: call.line });
  }
}
