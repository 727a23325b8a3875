/** The options of an enqueue, from what callers write to what is stored. All problems of one call at once. */
import { type EnqueueOptions, type TimeoutLimits } from '../core/index.ts';
import {
  durationMs,
  INSTANT_FORM,
  isWellFormed,
  JOB_ID_PATTERN,
  messageOf,
  parseDuration,
  parseInstant,
  isUnsafeKey,
} from '../foundation/index.ts';
import type { TaskSpec } from '../manifest/index.ts';

/** What an enqueue may say about its job; null where it says nothing. */
export interface JobOptions {
  readonly id: string | null;
  readonly queue: string | null;
  readonly priority: number;
  readonly delayMs: number;
  readonly runAt: number | null;
  readonly expiresInMs: number | null;
  readonly timeout: TimeoutLimits | null;
  readonly maxAttempts: number;
  readonly tags: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

const KEYS: readonly (keyof EnqueueOptions)[] = [
  'id',
  'queue',
  'priority',
  'delay',
  'runAt',
  'expires',
  'timeout',
  'maxAttempts',
  'tags',
  'headers',
];
/** The schema's own limits for tasks hold for calls too. */
const MAX_ATTEMPTS = 1_000;
const MAX_TAGS = 20;
const TAG_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/;
/** Of a job, as its schema in the API says too. */
const MAX_HEADERS = 32;
/** Unknown options that are told of; more tell nobody more. */
const MAX_UNKNOWN = 8;
const HEADER_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
const HEADER_VALUE_MAX = 1_024;
/** Headers that Skep writes itself. */
const OWN_HEADERS = /^skep-/i;

/** A job about which the call says nothing. */
export function defaultOptions(task: TaskSpec): JobOptions {
  return {
    id: null,
    queue: null,
    priority: task.priority,
    delayMs: 0,
    runAt: null,
    expiresInMs: null,
    timeout: null,
    maxAttempts: task.retry.maxAttempts,
    tags: task.tags,
    headers: NO_HEADERS,
  };
}

const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({});

/**
 * @param now epoch milliseconds, for instants
 * @param problems gets a sentence per problem; the result is only good when it stays empty
 */
export function readOptions(options: EnqueueOptions, task: TaskSpec, now: number, problems: string[]): JobOptions {
  const reader = new OptionReader(options, problems);
  reader.refuseUnknown();
  const runAt = reader.instant('runAt');
  const delayMs = reader.duration('delay') ?? 0;
  if (options.runAt !== undefined && options.delay !== undefined) problems.push('delay and runAt exclude each other');
  const expiresInMs = reader.expiry(now);
  const waitMs = runAt === null ? delayMs : Math.max(0, runAt - now);
  if (expiresInMs !== null && expiresInMs <= waitMs) problems.push('expires: the job would expire before it is due');
  return {
    id: reader.text(
      'id',
      JOB_ID_PATTERN,
      'an id of 1 to 128 letters, digits and _ . : @ -, beginning with a letter or digit, not of digits alone',
    ),
    queue: reader.text('queue', /^[^\0]{1,64}$/, 'the name of a queue'),
    priority: reader.whole('priority', 0, 9) ?? task.priority,
    delayMs,
    runAt,
    expiresInMs,
    timeout: reader.timeout(task.timeout),
    maxAttempts: reader.whole('maxAttempts', 1, MAX_ATTEMPTS) ?? task.retry.maxAttempts,
    tags: reader.tags(task.tags),
    headers: reader.headers(),
  };
}

class OptionReader {
  readonly #options: Readonly<Record<string, unknown>>;
  readonly #problems: string[];

  constructor(options: EnqueueOptions, problems: string[]) {
    this.#options = options as Readonly<Record<string, unknown>>;
    this.#problems = problems;
  }

  refuseUnknown(): void {
    const unknown = Object.keys(this.#options).filter((key) => !(KEYS as readonly string[]).includes(key));
    for (const key of unknown.slice(0, MAX_UNKNOWN)) {
      this.#problem(key.slice(0, 64), `is no option of an enqueue; there are ${KEYS.join(', ')}`);
    }
  }

  text(key: string, pattern: RegExp, form: string): string | null {
    const value = this.#options[key];
    if (value === undefined) return null;
    if (typeof value === 'string' && pattern.test(value)) return value;
    return this.#problem(key, `is not ${form}`);
  }

  whole(key: string, min: number, max: number): number | null {
    const value = this.#options[key];
    if (value === undefined) return null;
    if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return value as number;
    return this.#problem(key, `is not a whole number from ${min} to ${max}`);
  }

  duration(key: string, value: unknown = this.#options[key]): number | null {
    if (value === undefined) return null;
    try {
      return durationMs(value as string | number);
    } catch (error) {
      return this.#problem(key, messageOf(error));
    }
  }

  instant(key: string): number | null {
    const value = this.#options[key];
    if (value === undefined) return null;
    const at = typeof value === 'string' || typeof value === 'number' ? parseInstant(value) : undefined;
    return at ?? this.#problem(key, `is not ${INSTANT_FORM}`);
  }

  /** @returns milliseconds from `now` */
  expiry(now: number): number | null {
    const value = this.#options['expires'];
    const at = typeof value === 'string' && parseDuration(value) === undefined ? parseInstant(value) : undefined;
    if (at === undefined) return this.duration('expires');
    return at > now ? at - now : this.#problem('expires', 'lies in the past');
  }

  /** Limits given replace the task's; one of the task that does not fit beside them is dropped. */
  timeout(own: TimeoutLimits): TimeoutLimits | null {
    const value = this.#options['timeout'];
    if (value === undefined) return null;
    if (typeof value === 'object' && value !== null) return this.#limits(value, own);
    const hardMs = this.#limit('timeout', value);
    return { softMs: isBelow(own.softMs, hardMs) ? own.softMs : null, hardMs };
  }

  /** As in the manifest: a limit of nothing would end every attempt before it began. */
  #limit(key: string, value: unknown): number | null {
    const ms = this.duration(key, value);
    return ms === 0 ? this.#problem(key, 'is not a limit: it must be 1ms or longer') : ms;
  }

  #limits(given: { readonly soft?: unknown; readonly hard?: unknown }, own: TimeoutLimits): TimeoutLimits {
    const stray = Object.keys(given).find((key) => key !== 'soft' && key !== 'hard');
    if (stray !== undefined) this.#problem('timeout', `has no part '${stray.slice(0, 64)}'; there are soft and hard`);
    if (given.soft === undefined && given.hard === undefined) this.#problem('timeout', 'has neither soft nor hard');
    const softMs = this.#limit('timeout.soft', given.soft);
    const hardMs = this.#limit('timeout.hard', given.hard);
    if (softMs !== null && hardMs !== null && !isBelow(softMs, hardMs)) {
      this.#problem('timeout', 'has a soft limit that is not below the hard one');
    }
    if (softMs === null) return { softMs: isBelow(own.softMs, hardMs) ? own.softMs : null, hardMs };
    return { softMs, hardMs: hardMs ?? (isBelow(softMs, own.hardMs) ? own.hardMs : null) };
  }

  tags(own: readonly string[]): readonly string[] {
    const value = this.#options['tags'];
    if (value === undefined) return own;
    if (!Array.isArray(value) || !value.every((tag) => typeof tag === 'string' && TAG_PATTERN.test(tag))) {
      this.#problem('tags', 'is not a list of words of letters, digits, _ . : and -, at most 64 long');
      return own;
    }
    const tags = [...new Set([...own, ...(value as string[])])];
    if (tags.length > MAX_TAGS) this.#problem('tags', `are more than ${MAX_TAGS}, the task's own included`);
    return tags;
  }

  headers(): Readonly<Record<string, string>> {
    const value = this.#options['headers'];
    if (value === undefined) return {};
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.#problem('headers', 'is not an object of texts');
      return {};
    }
    const entries = Object.entries(value as Record<string, unknown>);
    if (entries.length > MAX_HEADERS) {
      this.#problem('headers', `are more than ${MAX_HEADERS}`);
      return {};
    }
    for (const [name, text] of entries) this.#checkHeader(name, text);
    return Object.fromEntries(entries) as Record<string, string>;
  }

  #checkHeader(name: string, text: unknown): void {
    const key = `headers.${name.slice(0, 64)}`;
    if (!HEADER_PATTERN.test(name)) this.#problem(key, 'is not a name of letters, digits, _ . and -, at most 64 long');
    else if (isUnsafeKey(name)) this.#problem(key, 'is a name that means something to objects, and is refused');
    else if (OWN_HEADERS.test(name)) this.#problem(key, 'begins with skep-, which is reserved');
    else if (typeof text !== 'string' || text.length > HEADER_VALUE_MAX) {
      this.#problem(key, `is not a text of at most ${HEADER_VALUE_MAX} characters`);
    } else if (!isWellFormed(text)) {
      this.#problem(key, 'holds half of a surrogate pair, which UTF-8 cannot write');
    }
  }

  #problem(key: string, text: string): null {
    this.#problems.push(`${key}: ${text}`);
    return null;
  }
}

function isBelow(softMs: number | null, hardMs: number | null): boolean {
  return softMs !== null && hardMs !== null && softMs < hardMs;
}
