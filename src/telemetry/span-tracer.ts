/**
 * The job tracer over OpenTelemetry's API. It knows no SDK: the tracer it is given belongs to ours or to one
 * that the user registered.
 *
 * Cost rules: attributes that are the same for all jobs of a task are built once; what is particular to a job is
 * added only when the span is recorded; a job whose producer was sampled out starts no span at all.
 */
import {
  type Attributes,
  type Context,
  context as contexts,
  createContextKey,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  trace,
  type Tracer,
} from '@opentelemetry/api';

import type {
  AttemptTrace,
  EnqueueTrace,
  Job,
  JobTracer,
  Propagation,
  RequestSpan,
  RequestTrace,
  TraceCarrier,
} from '../core/index.ts';
import type { Clock } from '../foundation/index.ts';
import { recorded, setStatus, within } from './active-span.ts';
import { AttemptSpan, UNTRACED, writeWaits } from './attempt-span.ts';
import { originOf } from './origin.ts';
import { ATTR, SYSTEM } from './semconv.ts';
import { readCarrier, writeCarrier } from './w3c.ts';

export interface SpanTracerOptions {
  readonly tracer: Tracer;
  /** How attempts relate to the enqueuer, where nothing else decides. */
  readonly propagation: Propagation;
  /** Whether a producer that was sampled out is known to take its jobs with it (the sampler is ours and parent-based). */
  readonly inheritsSampling: boolean;
  readonly clock: Clock;
  /**
   * `claimedTick` is called for every tick that this process won. Spans of the others are then dropped: of
   * several processes that try for one tick, one fires it, and traces should say so.
   */
  readonly hearsOfClaims: boolean;
}

interface SpanStart {
  readonly kind: SpanKind;
  readonly attributes: Attributes;
  readonly links?: Link[];
}

/** More jobs in one call than this, or a later start, would make one trace unreadably wide or long. */
const LINK_ABOVE_COUNT = 100;
const LINK_ABOVE_DELAY_MS = 3_600_000;

/**
 * Context without any trace in which OpenTelemetry's instrumentations record nothing: the key that
 * `suppressTracing` of @opentelemetry/core sets. Keys are global symbols by name.
 */
const DETACHED = ROOT_CONTEXT.setValue(createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING'), true);

/** Bounds the cache of attributes; names come from manifests, and those change. */
const CACHE_LIMIT = 10_000;

export class SpanTracer implements JobTracer {
  readonly #tracer: Tracer;
  readonly #propagation: Propagation;
  readonly #inheritsSampling: boolean;
  readonly #clock: Clock;
  readonly #hearsOfClaims: boolean;
  readonly #running = new Map<string, Span>();
  /** Ticks that are being claimed. */
  readonly #claiming = new Map<string, Span>();
  /** Spans of enqueue calls for one job: its id is known only when it is stored. */
  readonly #single = new WeakSet<Span>();
  readonly #attributes = new Map<string, Attributes>();

  constructor(options: SpanTracerOptions) {
    this.#tracer = options.tracer;
    this.#propagation = options.propagation;
    this.#inheritsSampling = options.inheritsSampling;
    this.#clock = options.clock;
    this.#hearsOfClaims = options.hearsOfClaims;
  }

  /** The span of the attempt that runs for this job here, when it is recorded. */
  spanOf(jobId: string): Span | undefined {
    return this.#running.get(jobId);
  }

  /** Of an `enqueue` span: that this job is stored. */
  stored(span: Span, jobId: string): void {
    if (this.#single.delete(span)) span.setAttribute(ATTR.messageId, jobId);
  }

  /** That this process won the tick. @returns its span, when it is recorded */
  claimedTick(schedule: string, tickAt: number): Span | undefined {
    const key = tickKey(schedule, tickAt);
    const span = this.#claiming.get(key);
    this.#claiming.delete(key);
    return span;
  }

  enqueue<T>(about: EnqueueTrace, fn: (carrier: TraceCarrier) => Promise<T>): Promise<T> {
    const propagation = this.#propagationOf(about);
    const attributes = this.#common('enqueue', about.task, about.queue);
    const span = this.#start(`enqueue ${about.task}`, { kind: SpanKind.PRODUCER, attributes }, contexts.active());
    if (span.isRecording()) {
      span.setAttribute(ATTR.propagation, propagation);
      if (about.jobId !== null) span.setAttribute(ATTR.messageId, about.jobId);
      else if (about.count === 1) this.#single.add(span);
      if (about.count !== 1) span.setAttribute(ATTR.batchCount, about.count);
      if (about.delayMs > 0) span.setAttribute(ATTR.delayMs, about.delayMs);
    }
    return within(span, () => fn({ ...writeCarrier(span.spanContext()), propagation }));
  }

  attempt<T>(job: Job, attempt: number, fn: (trace: AttemptTrace) => Promise<T>): Promise<T> {
    const origin = originOf(job);
    if (origin.sampledOut !== undefined && this.#inheritsSampling) {
      // Spans that the handler makes must be dropped as well, and its children carry the flag on.
      return contexts.with(trace.setSpanContext(ROOT_CONTEXT, origin.sampledOut), fn, undefined, UNTRACED);
    }
    const attributes = this.#common('process', job.task, job.queue);
    const options = { kind: SpanKind.CONSUMER, attributes, links: origin.links };
    const span = this.#start(`process ${job.task}`, options, origin.context);
    if (span.isRecording()) return this.#record(job, attempt, span, fn);
    return contexts.with(trace.setSpan(ROOT_CONTEXT, span), fn, undefined, UNTRACED);
  }

  tick<T>(schedule: string, tickAt: number, fn: (carrier: TraceCarrier) => Promise<T>): Promise<T> {
    const options = {
      kind: SpanKind.PRODUCER,
      attributes: {
        [ATTR.messagingSystem]: SYSTEM,
        [ATTR.operationType]: 'create',
        [ATTR.operationName]: 'tick',
        [ATTR.schedule]: schedule,
        [ATTR.tickAt]: new Date(tickAt).toISOString(),
        [ATTR.propagation]: this.#propagation,
      },
    };
    const span = this.#start(`tick ${schedule}`, options, ROOT_CONTEXT);
    const carrier = { ...writeCarrier(span.spanContext()), propagation: this.#propagation };
    if (!span.isRecording() || !this.#hearsOfClaims) {
      return contexts.with(ROOT_CONTEXT, () => within(span, () => fn(carrier)));
    }
    const key = tickKey(schedule, tickAt);
    this.#claiming.set(key, span);
    const keep = (): boolean => !this.#claiming.delete(key);
    return contexts.with(trace.setSpan(ROOT_CONTEXT, span), () => recorded(span, () => fn(carrier), keep));
  }

  request<T>(about: RequestTrace, fn: (span: RequestSpan) => Promise<T>): Promise<T> {
    const active = contexts.active();
    const caller = readCarrier(about.traceparent, about.tracestate);
    // An HTTP instrumentation of the user's own has read the header already: its span is the nearer parent.
    const nested = trace.getSpanContext(active) !== undefined || caller === undefined;
    const options = {
      kind: SpanKind.SERVER,
      attributes: { [ATTR.httpMethod]: about.method, [ATTR.httpRoute]: about.route },
    };
    const parent = nested ? active : trace.setSpanContext(active, caller);
    const span = this.#start(`${about.method} ${about.route}`, options, parent);
    return within(span, () => fn({ status: (code) => setStatus(span, code) }));
  }

  detached<T>(fn: () => T): T {
    return contexts.with(DETACHED, fn);
  }

  /**
   * Samplers of our own read no attributes, so those are added only when the span is recorded, which saves
   * the SDK two copies of them; a user's sampler is shown them at the start, as the conventions want.
   */
  #start(name: string, options: SpanStart, parent: Context): Span {
    if (!this.#inheritsSampling) return this.#tracer.startSpan(name, options, parent);
    const { kind, links } = options;
    const span = this.#tracer.startSpan(
      name,
      links === undefined || links.length === 0 ? { kind } : { kind, links },
      parent,
    );
    return span.isRecording() ? span.setAttributes(options.attributes) : span;
  }

  async #record<T>(job: Job, attempt: number, span: Span, fn: (trace: AttemptTrace) => Promise<T>): Promise<T> {
    const attemptSpan = new AttemptSpan(span, () => {
      if (this.#running.get(job.id) === span) this.#running.delete(job.id);
    });
    this.#running.set(job.id, span);
    span.setAttributes(attributesOf(job, attempt));
    writeWaits(this.#tracer, job, span, job.startedAt ?? this.#clock.now());
    try {
      return await contexts.with(trace.setSpan(ROOT_CONTEXT, span), fn, undefined, attemptSpan);
    } finally {
      // Whatever happened, no span may stay open for ever.
      attemptSpan.end('unknown', null);
    }
  }

  #propagationOf(about: EnqueueTrace): Propagation {
    if (this.#propagation !== 'parent') return this.#propagation;
    return about.count > LINK_ABOVE_COUNT || about.delayMs > LINK_ABOVE_DELAY_MS ? 'link' : 'parent';
  }

  #common(operation: 'enqueue' | 'process', task: string, queue: string): Attributes {
    const key = `${operation} ${task} ${queue}`;
    let attributes = this.#attributes.get(key);
    if (attributes === undefined) {
      attributes = {
        [ATTR.messagingSystem]: SYSTEM,
        [ATTR.operationType]: operation === 'enqueue' ? 'create' : 'process',
        [ATTR.operationName]: operation,
        [ATTR.destination]: queue,
        [ATTR.task]: task,
      };
      if (this.#attributes.size >= CACHE_LIMIT) this.#attributes.clear();
      this.#attributes.set(key, attributes);
    }
    return attributes;
  }
}

function attributesOf(job: Job, attempt: number): Attributes {
  return {
    [ATTR.messageId]: job.id,
    [ATTR.attempt]: attempt,
    [ATTR.maxAttempts]: job.maxAttempts,
    [ATTR.priority]: job.priority,
    ...(job.rescues > 0 ? { [ATTR.rescues]: job.rescues } : {}),
    ...(job.parentId === null ? {} : { [ATTR.parentJob]: job.parentId }),
    ...(job.schedule === null
      ? {}
      : { [ATTR.schedule]: job.schedule.name, [ATTR.tickAt]: new Date(job.schedule.tickAt).toISOString() }),
  };
}

function tickKey(schedule: string, tickAt: number): string {
  return `${schedule}@${tickAt}`;
}
