/** Does the work of a task by an HTTP request: what its answer, or having none, means for the attempt. */
import { STATUS_CODES } from 'node:http';

import { bound, type Executor, type HandlerContext, retryAfterMs } from '../../core/index.ts';
import {
  anySignal,
  type Clock,
  encodeResult,
  formatDuration,
  formatSize,
  type Json,
  jsonChange,
  MAX_JSON_BYTES,
  messageOf,
  newAborter,
  systemClock,
} from '../../foundation/index.ts';
import type { RequestSpec } from '../../manifest/index.ts';
import type { Reach } from './connect.ts';
import { type Answer, exchange } from './exchange.ts';
import { letterOf } from './letter.ts';
import { RequestError } from './request-error.ts';

/** What tests put in place of the machine's own. */
export interface RequestParts extends Partial<Omit<Reach, 'allowPrivate'>> {
  readonly clock?: Clock;
}

/** What is read of an answer where nothing else is said: as a result of a handler. */
const ANSWER_MAX = MAX_JSON_BYTES;
/** Of an answer that is no success, in the message. */
const REASON_MAX = 300;
/** 4xx that the same request need not get again. */
const PASSING = new Set([408, 425, 429]);
const MAY_SAY_WHEN = new Set([429, 503]);

/** @param maxBytes of what is kept of an answer; null = ANSWER_MAX */
export function requestExecutor(
  spec: RequestSpec,
  { clock = systemClock, ...reach }: RequestParts = {},
  maxBytes: number | null = null,
): Executor {
  const limit = maxBytes ?? ANSWER_MAX;
  return {
    // All of it is in the manifest: nothing of it is loaded.
    code: 'request',
    start: async (payload: Json, ctx) => {
      return resultOf(await successOf(spec, payload, ctx, { clock, ...reach, limit }), ctx, limit);
    },
  };
}

type Parts = RequestParts & { readonly clock: Clock; readonly limit?: number; readonly tells?: boolean };

/**
 * Sends the request of an attempt.
 * @returns an answer of 2xx
 * @throws what makes the attempt fail, or the job dead
 */
export async function successOf(spec: RequestSpec, payload: Json, ctx: HandlerContext, parts: Parts): Promise<Answer> {
  const answer = await ask(spec, payload, ctx, parts);
  ctx.span.setAttribute('http.response.status_code', answer.status);
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw failureOf(answer, ctx, parts.clock.now());
}

/** @throws what makes the attempt fail, or the job dead */
async function ask(spec: RequestSpec, payload: Json, ctx: HandlerContext, parts: Parts): Promise<Answer> {
  const { clock, limit = ANSWER_MAX, ...reach } = parts;
  const late = newAborter();
  const timer = clock.after(spec.timeoutMs, () => late.abort());
  try {
    const letter = letterOf(spec, payload, ctx, clock.now());
    ctx.span.setAttribute('http.request.method', letter.method);
    ctx.span.setAttribute('server.address', letter.url.hostname);
    const signal = anySignal([ctx.signal, late.signal]);
    return await exchange(letter, { ...reach, allowPrivate: spec.allowPrivate, signal, limit });
  } catch (error) {
    if (error instanceof RequestError) throw ctx.dead(error);
    if (ctx.signal.aborted) throw ctx.signal.reason;
    if (!late.signal.aborted) throw new RequestError('REQUEST_UNREACHABLE', reasonOf(error), { cause: error });
    const text = `there was no whole answer within ${formatDuration(spec.timeoutMs)}`;
    throw new RequestError('REQUEST_TIMED_OUT', text);
  } finally {
    timer.cancel();
  }
}

/** An error of several addresses has no message of its own. */
function reasonOf(error: unknown): string {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return `the request was not answered: ${messageOf(first ?? error)}`;
}

/** JSON as the value that it is, where it can be kept as it is; else its text; nothing is null. */
function resultOf({ body, cut, from }: Answer, ctx: HandlerContext, limit: number): Json {
  if (cut) {
    // No retry: the work is done, and would be done again.
    throw ctx.dead(
      new RequestError(
        'RESULT_TOO_LARGE',
        `${from} answered with more than ${formatSize(limit)}; raise result.max, or answer with a reference`,
      ),
    );
  }
  const text = body.toString('utf8');
  if (text.trim() === '') return null;
  try {
    const value = JSON.parse(text) as Json;
    return jsonChange(text) === undefined && encodeResult(value).ok ? value : text;
  } catch {
    return text;
  }
}

function failureOf(answer: Answer, ctx: HandlerContext, now: number): Error {
  const { status, from, body, retryAfter } = answer;
  const begin = body.subarray(0, 4 * REASON_MAX).toString('utf8');
  const said = bound(begin.replaceAll(/\s+/g, ' ').trim(), REASON_MAX);
  const text = `${from} answered ${status} ${STATUS_CODES[status] ?? ''}`.trim() + (said === '' ? '' : `: ${said}`);
  if (status >= 400 && status < 500 && !PASSING.has(status)) {
    return ctx.dead(new RequestError('REQUEST_REJECTED', text, { status }));
  }
  const error = new RequestError('REQUEST_FAILED', text, { status });
  const waitMs = MAY_SAY_WHEN.has(status) && retryAfter !== null ? retryAfterMs(retryAfter, now) : null;
  // It is said to whoever asks: others who use the same bucket need not ask before.
  return waitMs === null ? error : ctx.retry({ in: waitMs, hold: true, cause: error });
}
