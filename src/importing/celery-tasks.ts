/** Tasks of Celery and their options. */
import { type Json, parseDuration } from '../foundation/index.ts';
import { type Outline, type Fields, manifestName, seconds } from './outline.ts';
import { plainText } from './plain-text.ts';
import type { Call, FunctionDefinition, Program, Value } from './values.ts';
import { entriesIn, flagIn, isNothing, itemsIn, lastWord, nameIn, numberIn, textIn } from './values.ts';

export interface CeleryTask {
  /** As its messages have it. */
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly definition: FunctionDefinition | null;
  readonly options: Map<string, Value>;
}

/** Option → what of Skep does it anyway. */
const ALWAYS = new Set(
  'bind name acks_late acks_on_failure_or_timeout reject_on_worker_lost track_started typing shared lazy trail'.split(
    ' ',
  ),
);

/** Whether something is a decorator that makes tasks. */
function isTaskMaker(decorator: Value): boolean {
  const name = decorator.kind === 'call' ? decorator.callee : decorator.kind === 'name' ? decorator.name : '';
  return /(^|\.)(task|shared_task|periodic_task)$/.test(name);
}

/** @param file relative to where Python's modules begin, as it names tasks by it */
export function tasksIn({ functions }: Program, file: string): readonly CeleryTask[] {
  return functions.flatMap((definition) => {
    const maker = definition.decorators.find(isTaskMaker);
    if (maker === undefined) return [];
    const options = new Map(maker.kind === 'call' ? maker.named : []);
    const name = textIn(options.get('name')) ?? `${moduleOf(file)}.${definition.name}`;
    return [{ name, file, line: definition.line, definition, options }];
  });
}

function moduleOf(file: string): string {
  const path = file.replace(/^\/(.*\/)?/, '').replace(/^(\.\.?\/)+/, '');
  return path
    .replace(/\.py$/, '')
    .replace(/\/__init__$/, '')
    .replaceAll('/', '.');
}

/** The module of the handlers of a task: `proj.billing.tasks.charge` → `billing`. */
export function moduleFor(taskName: string): string {
  const words = taskName.split('.').slice(0, -1);
  if (words.length > 1 && words.at(-1) === 'tasks') words.pop();
  return (words.at(-1) ?? 'tasks').toLowerCase().replaceAll(/[^a-z0-9_-]+/g, '-') || 'tasks';
}

type Option = (value: Value, task: Fields, about: About) => void;

interface About {
  readonly outline: Outline;
  readonly subject: string;
  readonly at: string;
  readonly name: string;
  readonly line: number;
}

function limit(of: 'hard' | 'soft'): Option {
  return (value, task, about) => {
    const text = seconds(numberIn(value));
    if (text === undefined) unread(about, value);
    else task['timeout'] = { ...(task['timeout'] as Fields | undefined), [of]: text };
  };
}

const OPTIONS: Readonly<Record<string, Option>> = {
  time_limit: limit('hard'),
  soft_time_limit: limit('soft'),
  ignore_result: (value, task) => {
    if (flagIn(value) === true) task['result'] = 'ignore';
  },
  rate_limit: (value, task, about) => {
    const rate = rateOf(value);
    if (rate === undefined) {
      unread(about, value);
      return;
    }
    task['rate'] = rate;
    about.outline.note(
      'differs',
      about.subject,
      'Celery counts it in each worker; here it holds over all processes',
      about,
    );
  },
  queue: (value, _task, { outline, name }) => {
    const queue = nameIn(value);
    if (queue !== undefined) outline.route(name, outline.queue(queue));
  },
  priority: (value, task, about) => {
    const priority = numberIn(value);
    if (priority === undefined) {
      unread(about, value);
      return;
    }
    task['priority'] = Math.max(0, Math.min(9, Math.round(priority)));
    about.outline.note(
      'check',
      about.subject,
      'here 0 is the most urgent, as with Celery on Redis; RabbitMQ counts the other way round',
      about,
    );
  },
  serializer: (value, _task, about) => {
    if (textIn(value) !== 'json') none(about, 'payloads and results are JSON');
  },
  throws: () => undefined,
  expires: (_value, _task, about) => none(about, 'an expiry is an option of the call: `options: { expires }`'),
  base: (_value, _task, about) =>
    none(about, 'what a base class does is a `base` with hooks and resources (docs/from-celery.md)'),
  run_every: () => undefined,
};

/** Those that policyOf reads. */
const RETRIES = new Set(
  'max_retries default_retry_delay autoretry_for dont_autoretry_for retry_kwargs retry_backoff retry_backoff_max retry_jitter'.split(
    ' ',
  ),
);

/** Writes a task with all its options. @returns its name in the manifest */
export function writeTask(outline: Outline, task: CeleryTask): string {
  outline.from(task.file);
  const name = manifestName(task.name, 'task');
  const at = `tasks.${name}`;
  const fields = outline.entry('tasks', name);
  if (task.definition?.about) fields['description'] = plainText(task.definition.about.slice(0, 2_000));
  fields['handler'] = outline.handler(moduleFor(task.name), lastWord(task.name), task.name);
  for (const [option, value] of task.options) {
    if (ALWAYS.has(option) || RETRIES.has(option) || isNothing(value)) continue;
    const about = { outline, subject: `${option} of ${task.name}`, at, name, line: value.line || task.line };
    const write = OPTIONS[option];
    if (write) write(value, fields, about);
    else none(about, 'nothing here is like it');
  }
  wholeTimeout(outline, fields);
  const policy = policyOf(outline, task, at);
  if (policy !== null) fields['retry'] = policy;
  return name;
}

/** A task's limits replace those of `defaults` as a whole: the other one goes along where it still makes sense. */
function wholeTimeout(outline: Outline, task: Fields): void {
  const own = task['timeout'] as Readonly<Record<string, string>> | undefined;
  if (own === undefined) return;
  const both: Record<string, string> = {
    ...(outline.defaults['timeout'] as Record<string, string> | undefined),
    ...own,
  };
  const [soft, hard] = [parseDuration(both['soft'] ?? ''), parseDuration(both['hard'] ?? '')];
  if (soft !== undefined && hard !== undefined && soft >= hard)
    delete both[own['soft'] === undefined ? 'soft' : 'hard'];
  task['timeout'] = both;
}

function none({ outline, subject, at, line }: About, message: string): void {
  outline.note('none', subject, message, { at, line });
}

function unread(about: About, value: Value): void {
  about.outline.note('check', about.subject, `\`${value.text.slice(0, 80)}\` is known only to whoever runs it`, about);
}

/** `'10/m'`; a number is by the second. */
export function rateOf(value: Value): string | undefined {
  const written = numberIn(value) ?? textIn(value);
  const [, count = '', unit = 's'] = /^(\d{1,9})(?:\/([smh]))?$/.exec(String(written)) ?? [];
  return Number(count) >= 1 ? `${Number(count)}/${unit}` : undefined;
}

/** Whether whoever reads the code sees it call `self.retry`. */
function retriesItself(definition: FunctionDefinition | null): boolean {
  return definition?.text.includes('.retry(') === true;
}

const MOST_ATTEMPTS = 1_000;
/** Seconds that Celery waits where nothing is said. */
const RETRY_DELAY = 180;
const BACKOFF_MAX = 600;

/** @returns the policy's name; null: it is that of `defaults`, where the first failure is the last, as in Celery */
function policyOf(outline: Outline, { name, options, definition, line }: CeleryTask, at: string): string | null {
  const auto = options.get('autoretry_for');
  if (isNothing(auto) && !retriesItself(definition)) return null;
  const given = entriesIn(options.get('retry_kwargs'));
  const times = options.get('max_retries') ?? given.get('max_retries');
  const forEver = times !== undefined && isNothing(times);
  const maxAttempts = forEver ? MOST_ATTEMPTS : Math.min(MOST_ATTEMPTS, (numberIn(times) ?? 3) + 1);
  if (forEver)
    outline.note('differs', `max_retries of ${name}`, `without an end there; ${MOST_ATTEMPTS} attempts here`, {
      at,
      line,
    });
  const retryOn = errorsIn(auto);
  const deadOn = errorsIn(options.get('dont_autoretry_for'));
  if (retryOn.length + deadOn.length > 0) {
    outline.note(
      'check',
      `autoretry_for of ${name}`,
      'these are names of Python: write those of what the handler throws',
      { at, line },
    );
  }
  if (isNothing(auto)) {
    outline.note(
      'check',
      `self.retry in ${name}`,
      'here whatever is thrown is tried again; `throw ctx.retry({ in })` says when, `ctx.dead` that nothing helps',
      { at, line },
    );
  }
  const policy: Fields = { maxAttempts, backoff: backoffOf(options, given) };
  if (retryOn.length > 0) policy['retryOn'] = retryOn;
  if (deadOn.length > 0) policy['deadOn'] = deadOn;
  return outline.policy(`retry-${manifestName(lastWord(name), 'task')}`.slice(0, 60), policy);
}

function backoffOf(options: ReadonlyMap<string, Value>, given: ReadonlyMap<string, Value>): Fields {
  const backoff = options.get('retry_backoff');
  const base = flagIn(backoff) === true ? 1 : numberIn(backoff);
  if (base === undefined || base === 0) {
    const delay = numberIn(given.get('countdown')) ?? numberIn(options.get('default_retry_delay')) ?? RETRY_DELAY;
    return { type: 'fixed', base: seconds(delay) ?? '0s' };
  }
  const max = seconds(numberIn(options.get('retry_backoff_max')) ?? BACKOFF_MAX) ?? '10m';
  const jitter = flagIn(options.get('retry_jitter')) === false ? 'none' : 'full';
  return { type: 'exponential', base: seconds(base) ?? '1s', max, jitter };
}

/** Names of error classes; none where all errors are meant. */
function errorsIn(value: Value | undefined): readonly Json[] & string[] {
  const names = (value?.kind === 'list' ? itemsIn(value) : value ? [value] : []).flatMap((one) => nameIn(one) ?? []);
  const words = names.map(lastWord);
  return words.some((word) => word === 'Exception' || word === 'BaseException') ? [] : words;
}

/** The task of a signature: `add.s(1, 2)`, `add`, `'proj.tasks.add'`. */
export function signatureOf(
  value: Value | undefined,
): { readonly name: string; readonly call: Call | null } | undefined {
  if (value?.kind === 'call') {
    const named = /(^|\.)signature$/.test(value.callee) ? textIn(value.args[0]) : undefined;
    return { name: named ?? value.callee.replace(/\.(s|si|signature|subtask)$/, ''), call: value };
  }
  const name = nameIn(value);
  return name === undefined ? undefined : { name, call: null };
}
