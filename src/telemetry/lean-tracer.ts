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

import { NO_ATTRIBUTES } from './attribute-values.ts';
import { LeanSpan, type SpanHome } from './lean-span.ts';
import { PastSpan, type PastWork } from './past-span.ts';
import { drawIds } from './span-ids.ts';
import { isSuppressed, type SpanMaker } from './span-scope.ts';
import { isPartOfTrace } from '../propagation/index.ts';

const NO_LINKS: Link[] = [];

export class LeanTracer implements SpanMaker {
  /** Where somebody wants to know of beginnings, spans have to begin. */
  readonly past: SpanMaker['past'];
  readonly #sampler: Sampler;
  readonly #home: SpanHome;

  constructor(sampler: Sampler, home: SpanHome) {
    this.#sampler = sampler;
    this.#home = home;
    if (home.started === undefined) this.past = (work, context) => this.#tell(work, context);
  }

  startSpan(name: string, options: SpanOptions = {}, context: Context = contexts.active()): Span {
    if (isSuppressed(context)) return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    const { kind = SpanKind.INTERNAL, attributes = NO_ATTRIBUTES, links = NO_LINKS, startTime } = options;
    const parent = parentIn(context);
    const { traceId, spanId, ids } = drawIds(parent?.traceId);
    const { decision } = this.#sampler.shouldSample(context, traceId, name, kind, attributes, links);
    const traceFlags = decision === SamplingDecision.RECORD_AND_SAMPLED ? TraceFlags.SAMPLED : TraceFlags.NONE;
    const own = withState({ traceId, spanId, traceFlags }, parent);
    if (decision === SamplingDecision.NOT_RECORD) return trace.wrapSpanContext(own);
    const startedAt = typeof startTime === 'number' ? startTime : undefined;
    const span = new LeanSpan(this.#home, { context: own, ids, parent, name, kind, attributes, links, startedAt });
    this.#home.started?.(span, context);
    return span;
  }

  /** The sampler is not asked: those that are used here decide on a span as on the one above it. */
  #tell(work: PastWork, context: Context): void {
    const parent = trace.getSpan(context);
    if (parent instanceof LeanSpan) this.#home.ended(new PastSpan(this.#home, parent, work));
  }
}

function parentIn(context: Context): SpanContext | undefined {
  const parent = trace.getSpanContext(context);
  return parent !== undefined && isPartOfTrace(parent) ? parent : undefined;
}

function withState(context: SpanContext, parent: SpanContext | undefined): SpanContext {
  if (parent?.traceState !== undefined) context.traceState = parent.traceState;
  return context;
}
