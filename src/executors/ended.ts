/** What a handler elsewhere gave, as one here would have given it, and what it is sent of many jobs. */
import { FarError, FarResult, type HandlerContext, type HandlerSpan, NOWHERE } from '../core/index.ts';
import { steeringOf } from './across.ts';
import type { Answered, CollectedJob, Ended } from './messages.ts';

export type Settled = { readonly value: unknown } | { readonly error: unknown };

export function settledBy(how: Ended): Settled {
  if (how.kind === 'returned') return { value: new FarResult(how.encoded) };
  return { error: how.kind === 'threw' ? new FarError(how.error) : steeringOf(how.wish, how.message) };
}

/** @returns answers as a handler here would give them; a place without one stays empty */
export function answersIn({ answers }: Answered): unknown {
  if (answers === null) return null;
  const list: unknown[] = new Array<unknown>(answers.length);
  for (const [index, how] of answers.entries()) {
    if (how === null) continue;
    const settled = settledBy(how);
    list[index] = 'value' in settled ? settled.value : settled.error;
  }
  return list;
}

/** Whether the sample leaves it out, and it is recorded all the same. */
export function isHeld(span: HandlerSpan): boolean {
  return span.isRecording() && (span.spanContext().traceFlags & 1) === 0;
}

export function collectedJob({ job, span }: HandlerContext): CollectedJob {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const traced = traceId !== NOWHERE.traceId;
  const traceparent = traced ? `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}` : null;
  return { job, traceparent, ...(isHeld(span) && { recorded: true }) };
}
