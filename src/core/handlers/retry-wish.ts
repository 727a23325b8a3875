/** What `ctx.retry(…)` asks for. */
import { durationMs, SkepError } from '../../foundation/index.ts';
import type { RetryOptions } from './handler.ts';
import type { SteeringWish } from './steering.ts';

const RETRY_OPTIONS = ['in', 'after', 'max', 'hold', 'cause'];
/** As many retries as `maxAttempts` may have attempts. */
const MAX_RETRIES = 999;
/** A server may ask for any time; it is not believed beyond this. */
const RETRY_AFTER_MAX_MS = 86_400_000;

/** @throws SkepError REQUEST_INVALID for options that cannot be */
export function retryWish(options: RetryOptions): SteeringWish {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null || given instanceof Error) {
    throw new SkepError('REQUEST_INVALID', "ctx.retry takes an object, as in ctx.retry({ in: '60s', cause: error })");
  }
  const stray = Object.keys(given).find((key) => !RETRY_OPTIONS.includes(key));
  if (stray !== undefined) {
    const known = `there are ${RETRY_OPTIONS.join(', ')}`;
    throw new SkepError('REQUEST_INVALID', `ctx.retry has no option ${JSON.stringify(stray.slice(0, 64))}; ${known}`);
  }
  const { max, cause } = options;
  if (max !== undefined && !(Number.isInteger(max) && max >= 0 && max <= MAX_RETRIES)) {
    throw new SkepError('REQUEST_INVALID', `ctx.retry: max is not a whole number of retries from 0 to ${MAX_RETRIES}`);
  }
  return { kind: 'retry', ...delayOf(options), maxRetries: max ?? null, hold: holdOf(options.hold), cause };
}

type Delay = Pick<Extract<SteeringWish, { readonly kind: 'retry' }>, 'delayMs' | 'dueAt'>;

function delayOf({ in: delay, after }: RetryOptions): Delay {
  if (after === undefined || after === null) {
    return { delayMs: delay === undefined ? null : durationMs(delay), dueAt: null };
  }
  if (delay !== undefined) throw new SkepError('REQUEST_INVALID', 'ctx.retry takes `in` or `after`, not both');
  if (typeof after !== 'string') {
    throw new SkepError(
      'REQUEST_INVALID',
      'ctx.retry: after is the text of a `Retry-After`, as in "120"; use `in` for else',
    );
  }
  return retryAfter(after);
}

function holdOf(hold: unknown): string | true | null {
  if (hold === undefined || hold === false) return null;
  if (hold === true || (typeof hold === 'string' && hold !== '')) return hold;
  throw new SkepError('REQUEST_INVALID', 'ctx.retry: hold is the name of a bucket, or true for all that the task uses');
}

/** @param text seconds or a date (RFC 9110, 10.2.3); what is neither says nothing @returns at most a day, as milliseconds or an instant */
function retryAfter(text: string): Delay {
  const said = text.trim();
  if (/^\d{1,12}$/.test(said))
    return { delayMs: Math.min(Number(said) * 1_000, RETRY_AFTER_MAX_MS) || null, dueAt: null };
  const dueAt = Date.parse(said);
  return { delayMs: null, dueAt: Number.isFinite(dueAt) ? dueAt : null };
}

/** @param text of a `Retry-After` @param now epoch milliseconds @returns milliseconds from now; null where it asks for none */
export function retryAfterMs(text: string, now: number): number | null {
  return wishedDelay(retryAfter(text), now);
}

/** @param now epoch milliseconds @returns what is asked for, from now on; null where nothing is */
export function wishedDelay({ delayMs, dueAt }: Delay, now: number): number | null {
  if (dueAt === null) return delayMs;
  return dueAt > now ? Math.min(dueAt - now, RETRY_AFTER_MAX_MS) : null;
}
