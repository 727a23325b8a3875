/** OpenTelemetry's contexts and tracers, as little of them as Skep needs. */
import { type Context, createContextKey, ROOT_CONTEXT, type Span, trace, type Tracer } from '@opentelemetry/api';

import { BAGGAGE_HEADER, type Job } from '../core/index.ts';
import { withBaggage } from '../propagation/index.ts';
import type { PastWork } from './past-span.ts';

/** Our own tracer or any other. */
export interface SpanMaker extends Pick<Tracer, 'startSpan'> {
  /** Tells of what is over, below the span of that context, which is recorded. Absent: with a span like any other. */
  readonly past?: ((work: PastWork, context: Context) => void) | undefined;
}

/** Keys are global symbols by name; this is the name under which the API keeps the active span. */
const SPAN_KEY = createContextKey('OpenTelemetry Context Key SPAN');

/** The same as `trace.setSpan(ROOT_CONTEXT, span)`, which makes a Map and three functions for it: too much per job. */
export class SpanScope implements Context {
  readonly #span: Span;

  constructor(span: Span) {
    this.#span = span;
  }

  getValue(key: symbol): unknown {
    return key === SPAN_KEY ? this.#span : undefined;
  }

  setValue(key: symbol, value: unknown): Context {
    return trace.setSpan(ROOT_CONTEXT, this.#span).setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return key === SPAN_KEY ? ROOT_CONTEXT : this;
  }
}

/** Of an attempt: its span, and what its job has with it. */
export function scopeOf(span: Span, { headers }: Job): Context {
  const scope = new SpanScope(span);
  return headers[BAGGAGE_HEADER] === undefined ? scope : withBaggage(scope, headers[BAGGAGE_HEADER]);
}

const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/**
 * Context without any trace in which OpenTelemetry's instrumentations record nothing: with the key that
 * `suppressTracing` of @opentelemetry/core sets.
 */
export const DETACHED: Context = ROOT_CONTEXT.setValue(SUPPRESSED, true);

/** Whether nothing is to be recorded there. */
export function isSuppressed(context: Context): boolean {
  return context.getValue(SUPPRESSED) === true;
}
