/** Options of BullMQ's jobs, workers and schedulers. */
import type { Json } from '../foundation/index.ts';
import { cronFields } from './cron.ts';
import { type Outline, type Fields, seconds } from './outline.ts';
import type { ImportSettings } from './given.ts';
import type { Value } from './values.ts';
import { entriesIn, flagIn, isNothing, numberIn, textIn } from './values.ts';

export interface About {
  readonly outline: Outline;
  /** In the words of the source. */
  readonly subject: string;
  /** Where it stands in the manifest. */
  readonly at: string;
  readonly line: number;
}

/** Milliseconds as the manifest has them. */
export function milliseconds(count: number | undefined): string | undefined {
  return count === undefined ? undefined : seconds(count / 1_000);
}

const NO_EQUAL: Readonly<Record<string, string>> = {
  lifo: 'jobs of one priority start in the order in which they came',
  parent: 'what follows on each other is a workflow (docs/workflows.md)',
  deduplication: '`unique`, `debounce` or `throttle` of the task (docs/uniqueness.md)',
  debounce: '`debounce` of the task (docs/uniqueness.md)',
  delay: '`delay` is an option of the call',
  jobId: '`id` is an option of the call',
  repeatJobKey: 'a schedule has the name that the manifest says',
  sizeLimit: '`maxPayload` of the task',
  timestamp: 'it is the instant of the enqueue',
  stackTraceLimit: 'an error keeps a stack of bounded length',
  keepLogs: 'the newest 100 lines are kept',
};
/** Of removeOnComplete and removeOnFail there is one rule for all: it stands in `defaults.keep`. */
const ELSEWHERE = new Set([
  'attempts',
  'backoff',
  'priority',
  'repeat',
  'removeOnComplete',
  'removeOnFail',
  'telemetry',
  'removeDependencyOnFailure',
  'failParentOnFailure',
]);

/** What a job is given, as the task's own. */
export function writeJobOptions(options: ReadonlyMap<string, Value>, task: Fields, about: About): void {
  const policy = policyOf(options, about);
  if (policy !== null) task['retry'] = policy;
  const priority = numberIn(options.get('priority'));
  if (priority !== undefined && priority > 0) {
    task['priority'] = Math.min(9, 5 + Math.ceil(priority));
    about.outline.note(
      'differs',
      `priority of ${about.subject}`,
      'priorities are 0 to 9 here, and a job without one has 5',
      about,
    );
  }
  for (const state of ['removeOnComplete', 'removeOnFail']) keep(options.get(state), state, about);
  for (const [option, value] of options) {
    if (ELSEWHERE.has(option) || isNothing(value) || flagIn(value) === false) continue;
    about.outline.note('none', `${option} of ${about.subject}`, NO_EQUAL[option] ?? 'nothing here is like it', about);
  }
}

/** How long and how many; {} where it says neither. */
function ruleOf(value: Value): Record<string, Json> {
  const fields = entriesIn(value);
  const age = seconds(numberIn(fields.get('age')));
  const count = numberIn(value) ?? numberIn(fields.get('count')) ?? 0;
  return { ...(age === undefined ? {} : { for: age }), ...(count > 0 ? { count } : {}) };
}

function keep(value: Value | undefined, option: string, { outline, line }: About): void {
  if (value === undefined || isNothing(value) || flagIn(value) === false) return;
  const rule = ruleOf(value);
  const state = option === 'removeOnComplete' ? 'completed' : 'dead';
  const before = (outline.defaults['keep'] ?? {}) as Fields;
  if (Object.keys(rule).length > 0 && before[state] === undefined)
    outline.defaults['keep'] = { ...before, [state]: rule };
  else if (Object.keys(rule).length === 0) {
    outline.note(
      'differs',
      option,
      'finished jobs are kept for a time (`defaults.keep`), a day where nothing is said',
      { line },
    );
  } else if (JSON.stringify(before[state]) !== JSON.stringify(rule)) {
    outline.note('differs', option, 'there is one rule for all tasks, that of `defaults.keep`', { line });
  }
}

/** There one attempt is all where nothing is said; that is what `defaults.retry` says. */
function policyOf(options: ReadonlyMap<string, Value>, { outline, subject, at, line }: About): string | null {
  const attempts = numberIn(options.get('attempts'));
  if (attempts === undefined || attempts <= 1) return null;
  const backoff = backoffOf(options.get('backoff'), { outline, subject, at, line });
  return outline.policy(`retry-${attempts}`, { maxAttempts: Math.min(1_000, attempts), backoff });
}

function backoffOf(given: Value | undefined, { outline, subject, at, line }: About): Fields {
  const fields = entriesIn(given);
  const type = textIn(fields.get('type')) ?? 'fixed';
  const base = milliseconds(numberIn(given) ?? numberIn(fields.get('delay'))) ?? '0s';
  const jitter = (numberIn(fields.get('jitter')) ?? 0) > 0 ? 'equal' : 'none';
  if (type === 'exponential') return { type, base, max: '1d', jitter };
  if (type !== 'fixed') {
    const message = `the strategy \`${type}\` is code that was not run: a list of delays may say it`;
    outline.note('check', `backoff of ${subject}`, message, { at, line });
  }
  return { type: 'fixed', base, jitter };
}

/** `{ max: 10, duration: 1000 }` → `10/s`; of a period without a unit as many as fit into the next longer one. */
export function rateOf(
  limiter: ReadonlyMap<string, Value>,
): { readonly rate: Json; readonly exact: boolean } | undefined {
  const [max, duration] = [numberIn(limiter.get('max')), numberIn(limiter.get('duration'))];
  if (max === undefined || duration === undefined || max < 1 || duration < 1) return undefined;
  const [unit, size] = UNITS.find(([, ms]) => ms >= duration) ?? UNITS[UNITS.length - 1] ?? ['d', duration];
  const count = Math.max(1, Math.floor((max * size) / duration));
  const exact = size === duration;
  return {
    rate: exact ? `${count}/${unit}` : { limit: `${count}/${unit}`, burst: Math.max(1, Math.floor(max)) },
    exact,
  };
}

const UNITS: readonly (readonly [string, number])[] = [
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
];

const REPEATS = /^(pattern|cron|every|tz|utc|limit|startDate|endDate|immediately)$/;

/** `{ pattern, tz }`, `{ every }`. @returns undefined where nothing can be written, which is noted */
export function timingOf(
  repeat: ReadonlyMap<string, Value>,
  { outline, subject, line }: About,
  { timezone }: ImportSettings,
): Fields | undefined {
  const bounds = boundsOf(repeat, { outline, subject, line });
  const every = numberIn(repeat.get('every'));
  const pattern = textIn(repeat.get('pattern') ?? repeat.get('cron'));
  for (const [option, value] of repeat) {
    if (!REPEATS.test(option) && !isNothing(value))
      outline.note('none', `${option} of ${subject}`, REPEAT_NONE[option] ?? 'nothing here is like it', { line });
  }
  if (every !== undefined) return { every: milliseconds(Math.max(1_000, every)) ?? '1s', ...bounds };
  if (pattern === undefined) {
    outline.note('none', subject, 'its pattern is known only to whoever runs it', { line });
    return undefined;
  }
  const isUtc = flagIn(repeat.get('utc')) === true;
  const zone = textIn(repeat.get('tz')) ?? timezone;
  const when = cronFields(outline, {
    cron: pattern,
    subject,
    line,
    zone,
    reader: isUtc ? null : 'a pattern without `tz`',
  });
  return when && { ...when, ...bounds };
}

/** How many times, from when on and until when. */
function boundsOf(repeat: ReadonlyMap<string, Value>, { outline, subject, line }: Omit<About, 'at'>): Fields {
  const limit = numberIn(repeat.get('limit'));
  const fields: Fields = limit !== undefined && limit >= 1 ? { maxRuns: Math.floor(limit) } : {};
  for (const [option, key] of [
    ['startDate', 'startAt'],
    ['endDate', 'endAt'],
  ] as const) {
    const value = repeat.get(option);
    if (isNothing(value)) continue;
    const at = instantIn(value);
    if (at !== undefined) fields[key] = at;
    else outline.note('check', `${option} of ${subject}`, `\`${key}\` of the schedule says it`, { line });
  }
  // Nothing fires before `startAt`, at the start neither.
  if (flagIn(repeat.get('immediately')) === true && fields['startAt'] === undefined) fields['runOnStart'] = true;
  return fields;
}

/** `new Date('2026-01-01')`, a text or epoch milliseconds. @returns undefined where it is known only to whoever runs it */
function instantIn(value: Value | undefined): string | undefined {
  const given = value?.kind === 'call' && value.callee === 'Date' && value.args.length === 1 ? value.args[0] : value;
  const date = new Date(textIn(given) ?? numberIn(given) ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

const REPEAT_NONE: Readonly<Record<string, string>> = {
  count: 'how often it has fired is counted anew',
  offset: 'intervals are counted from the Unix epoch',
};
