/** A span that is active for a piece of work and ends with it. */
import { context as contexts, type Span, SpanStatusCode, trace } from '@opentelemetry/api';

import { messageOf } from '../foundation/index.ts';
import { recordError } from './attempt-span.ts';
import { ATTR } from './semconv.ts';

/** Runs `fn` with `span` active and ends it afterwards, as failed when `fn` rejects. */
export function within<T>(span: Span, fn: () => Promise<T>): Promise<T> {
  const context = trace.setSpan(contexts.active(), span);
  return span.isRecording() ? recorded(span, () => contexts.with(context, fn)) : contexts.with(context, fn);
}

/** @param keep asked once when `fn` is over; a span that is never ended is never exported, but a failed one always is */
export async function recorded<T>(span: Span, fn: () => Promise<T>, keep: () => boolean = always): Promise<T> {
  try {
    const result = await fn();
    if (keep()) span.end();
    return result;
  } catch (error) {
    recordError(span, {
      name: error instanceof Error ? error.name : 'Error',
      message: messageOf(error),
      code: codeOf(error),
      stack: error instanceof Error ? (error.stack ?? null) : null,
    });
    keep();
    span.end();
    throw error;
  }
}

function always(): boolean {
  return true;
}

function codeOf(error: unknown): string | null {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

/** Of an answer, only what is the server's fault makes the span a failed one (HTTP conventions). */
export function setStatus(span: Span, code: number): void {
  span.setAttribute(ATTR.httpStatus, code);
  if (code < 500) return;
  span.setAttribute(ATTR.errorType, String(code));
  span.setStatus({ code: SpanStatusCode.ERROR });
}
