/**
 * Recorded spans of traces that the sample leaves out, until it is known whether their life is kept all the same. Bounded:
 * what has to make room is counted.
 *
 *   span ends ──in the sample──────────────▶ exported
 *             ──its trace is kept by now───▶ exported
 *             ──else──▶ held ──kept─────────▶ exported
 *                            ──it ended well─▶ first to make room
 */
import { type SpanContext, SpanKind, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';

import type { LeanSpan } from './lean-span.ts';

/** Spans that are held at most, of lives whose end is not known; a span is about a kilobyte. */
export const HELD_MAX = 16_384;
/** Of lives that ended well: others of their trace may not. */
const SPARE_MAX = 2_048;
const SPANS_PER_TRACE = 1_000;
/** Traces that are remembered as kept, for what ends in them later. */
const KEPT_MAX = 4_096;

export interface HoldingNews {
  /** Spans had to make room before it was known whether their life is kept. */
  forgotten(spans: number): void;
}

type Begins = Parameters<SpanProcessor['onStart']>;
type Ending = Parameters<NonNullable<SpanProcessor['onEnding']>>[0];

export class HeldSpans implements SpanProcessor {
  readonly onEnding?: (span: Ending) => void;
  readonly #next: readonly SpanProcessor[];
  readonly #news: HoldingNews;
  readonly #undecided = new Ring(HELD_MAX);
  readonly #spare = new Ring(SPARE_MAX);
  /** By the id of a trace: the enqueuers' spans in it that were exported from here. */
  readonly #kept = new Map<string, Set<string>>();
  /** Enqueuers' spans that have begun here and not ended. */
  readonly #open = new Set<string>();

  constructor(next: readonly SpanProcessor[], news: HoldingNews) {
    this.#next = next;
    this.#news = news;
    if (next.every((one) => one.onEnding === undefined)) return;
    this.onEnding = (span) => next.forEach((one) => one.onEnding?.(span));
  }

  onStart(...[span, parent]: Begins): void {
    if (span.kind === SpanKind.PRODUCER) this.#open.add(span.spanContext().spanId);
    for (const one of this.#next) one.onStart(span, parent);
  }

  onEnd(span: ReadableSpan): void {
    const context = span.spanContext();
    if (span.kind === SpanKind.PRODUCER) this.#open.delete(context.spanId);
    if ((context.traceFlags & TraceFlags.SAMPLED) !== 0) this.#forward(span);
    else if (this.#kept.has(context.traceId)) this.#export(span, context);
    else this.#hold(span, context.traceId);
  }

  /** From now on everything of this trace is exported, first of all what is held of it. @returns that */
  keep(traceId: string): readonly ReadableSpan[] {
    if (!this.#kept.has(traceId)) this.#kept.set(traceId, new Set());
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_MAX && oldest !== undefined) this.#kept.delete(oldest);
    const held = [...this.#undecided.take(traceId), ...this.#spare.take(traceId)];
    for (const span of held) this.#export(span, span.spanContext());
    return held;
  }

  /** Nothing of this trace is awaited here any more that could have it kept. */
  over(traceId: string): void {
    for (const span of this.#undecided.take(traceId)) this.#spare.add(traceId, span);
  }

  /** Whether this span of an enqueuer is exported from here, or will be when it ends. */
  tells({ traceId, spanId }: SpanContext): boolean {
    return this.#open.has(spanId) || this.#kept.get(traceId)?.has(spanId) === true;
  }

  /** A span that was made again of what is stored. */
  told(span: LeanSpan): void {
    this.#export(span, span.spanContext());
  }

  async forceFlush(): Promise<void> {
    await Promise.all(this.#next.map((one) => one.forceFlush()));
  }

  async shutdown(): Promise<void> {
    await Promise.all(this.#next.map((one) => one.shutdown()));
  }

  #hold(span: ReadableSpan, traceId: string): void {
    if (this.#spare.has(traceId)) {
      this.#spare.add(traceId, span);
      return;
    }
    const lost = this.#undecided.add(traceId, span);
    if (lost > 0) this.#news.forgotten(lost);
    // A request that enqueued nothing here is not waited for by anybody.
    if (span.kind === SpanKind.SERVER && !this.#undecided.some(traceId, isProducer)) this.over(traceId);
  }

  #export(span: ReadableSpan, context: SpanContext): void {
    if (span.kind === SpanKind.PRODUCER) this.#kept.get(context.traceId)?.add(context.spanId);
    context.traceFlags |= TraceFlags.SAMPLED;
    this.#forward(span);
  }

  #forward(span: ReadableSpan): void {
    for (const one of this.#next) one.onEnd(span);
  }
}

function isProducer({ kind }: ReadableSpan): boolean {
  return kind === SpanKind.PRODUCER;
}

/** Spans by their trace; the traces that came first make room. */
class Ring {
  readonly #max: number;
  readonly #traces = new Map<string, ReadableSpan[]>();
  #size = 0;

  constructor(max: number) {
    this.#max = max;
  }

  has(traceId: string): boolean {
    return this.#traces.has(traceId);
  }

  some(traceId: string, is: (span: ReadableSpan) => boolean): boolean {
    return this.#traces.get(traceId)?.some(is) === true;
  }

  /** @returns how many spans had to make room, this one included where its trace is too large */
  add(traceId: string, span: ReadableSpan): number {
    const spans = this.#traces.get(traceId);
    if (spans === undefined) this.#traces.set(traceId, [span]);
    else if (spans.length >= SPANS_PER_TRACE) return 1;
    else spans.push(span);
    this.#size += 1;
    return this.#makeRoom();
  }

  take(traceId: string): readonly ReadableSpan[] {
    const spans = this.#traces.get(traceId);
    if (spans === undefined) return [];
    this.#traces.delete(traceId);
    this.#size -= spans.length;
    return spans;
  }

  #makeRoom(): number {
    let lost = 0;
    while (this.#size > this.#max) {
      const [oldest = ''] = this.#traces.keys();
      lost += this.take(oldest).length;
    }
    return lost;
  }
}
