/** Makes Skep's own spans beside the SDK's tracers: same sampler, same resource, same processors. See lean-span.ts. */
import {
  type Context,
  context as contexts,
  INVALID_SPAN_CONTEXT,
  type Link,
  type Span,
  type SpanContext,
  SpanKind,
  type SpanOptions,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { type Sampler, SamplingDecision } from '@opentelemetry/sdk-trace';

import { randomHex } from '../foundation/index.ts';
import { LeanSpan, NO_ATTRIBUTES, type SpanHome } from './lean-span.ts';
import { isSuppressed, type SpanMaker } from './span-scope.ts';
import { isPartOfTrace } from '../propagation/index.ts';

const NO_LINKS: Link[] = [];

export class LeanTracer implements SpanMaker {
  readonly #sampler: Sampler;
  readonly #home: SpanHome;

  constructor(sampler: Sampler, home: SpanHome) {
    this.#sampler = sampler;
    this.#home = home;
  }

  startSpan(name: string, options: SpanOptions = {}, context: Context = contexts.active()): Span {
    if (isSuppressed(context)) return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    const { kind = SpanKind.INTERNAL, attributes = NO_ATTRIBUTES, links = NO_LINKS, startTime } = options;
    const parent = parentIn(context);
    const traceId = parent?.traceId ?? randomHex(16);
    const { decision } = this.#sampler.shouldSample(context, traceId, name, kind, attributes, links);
    const own = contextBelow(parent, traceId, decision === SamplingDecision.RECORD_AND_SAMPLED);
    if (decision === SamplingDecision.NOT_RECORD) return trace.wrapSpanContext(own);
    const startedAt = typeof startTime === 'number' ? startTime : undefined;
    const span = new LeanSpan(this.#home, { context: own, parent, name, kind, attributes, links, startedAt });
    this.#home.started?.(span, context);
    return span;
  }
}

function parentIn(context: Context): SpanContext | undefined {
  const parent = trace.getSpanContext(context);
  return parent !== undefined && isPartOfTrace(parent) ? parent : undefined;
}

function contextBelow(parent: SpanContext | undefined, traceId: string, sampled: boolean): SpanContext {
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  const context: SpanContext = { traceId, spanId: randomHex(8), traceFlags };
  if (parent?.traceState !== undefined) context.traceState = parent.traceState;
  return context;
}
