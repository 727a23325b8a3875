/**
 * The job tracer over OpenTelemetry's API. It knows no SDK: the tracer it is given belongs to ours or to one
 * that the user registered.
 *
 * Cost rules: attributes that are the same for all jobs of a task are built once; what is particular to a job is
 * added only when the span is recorded; a job whose producer was sampled out starts no span at all.
 */
import {
  type Context,
  context as contexts,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  trace,
  TraceFlags,
} from '@opentelemetry/api';

import {
  type AttemptTrace,
  type CollectTrace,
  type EnqueueTrace,
  type HandlerSpan,
  type HookTrace,
  type Job,
  type JobTracer,
  NO_ATTEMPT,
  type Propagation,
  propagationOf,
  type RequestSpan,
  type RequestTrace,
  type StartTrace,
  type TraceCarrier,
} from '../core/index.ts';
import { Bag, type Clock } from '../foundation/index.ts';
import { recorded, setStatus, within } from './active-span.ts';
import { AttemptSpan, writeWaits } from './attempt-span.ts';
import { underCollect } from './collect-span.ts';
import { originOf, sampledOutBy } from './origin.ts';
import { ATTR, SYSTEM } from './semconv.ts';
import { attributesOf, type Common, commonOf, type Operation, startAttributes } from './span-attributes.ts';
import { DETACHED, type SpanMaker, SpanScope } from './span-scope.ts';
import { activeCarrier, readCarrier, writeCarrier } from '../propagation/index.ts';

export interface SpanTracerOptions {
  readonly tracer: SpanMaker;
  /** How attempts relate to the enqueuer, where nothing else decides. */
  readonly propagation: Propagation;
  /** Whether a producer that was sampled out is known to take its jobs with it (the sampler is ours and parent-based). */
  readonly inheritsSampling: boolean;
  readonly clock: Clock;
}

/** Bounds the cache of attributes; names come from manifests, and those change. */
const CACHE_LIMIT = 10_000;

export class SpanTracer implements JobTracer {
  readonly #tracer: SpanMaker;
  readonly #propagation: Propagation;
  readonly #inheritsSampling: boolean;
  readonly #clock: Clock;
  readonly #running = new Bag<AttemptSpan>();
  /** Recorded attempts so far. */
  #begun = 0;
  /** Calls under way whose span is recorded. */
  #open = 0;
  #rested: (() => void) | undefined;
  /** Ticks that are being claimed. */
  readonly #claiming = new Map<string, Span>();
  /** Spans of enqueue calls for one job: its id is known only when it is stored. */
  readonly #single = new WeakSet<Span>();
  readonly #commons = new Map<string, Common>();
  /** Jobs of one kind come in rows. */
  readonly #latest: Partial<Record<Operation, Common>> = {};
  /** Of the latest producer that was sampled out: jobs of one call share it. */
  #dropping: { readonly producer: SpanContext; readonly context: Context } | undefined;

  constructor(options: SpanTracerOptions) {
    this.#tracer = options.tracer;
    this.#propagation = options.propagation;
    this.#inheritsSampling = options.inheritsSampling;
    this.#clock = options.clock;
  }

  /** Resolves when no call is under way whose span is recorded; to be asked once no more begin. */
  async rest(): Promise<void> {
    if (this.#open > 0) await new Promise<void>((resolve) => (this.#rested = resolve));
  }

  /** The span of the attempt that runs for this job here, when it is recorded; the newest, if one has lost its lease. */
  spanOf(jobId: string): Span | undefined {
    let newest: AttemptSpan | undefined;
    for (const attempt of this.#running) {
      if (attempt.jobId === jobId && attempt.serial > (newest?.serial ?? 0)) newest = attempt;
    }
    return newest?.span;
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
    const propagation = propagationOf(this.#propagation, about);
    const { name, attributes } = this.#common('enqueue', about.task, about.queue);
    const span = this.#tracer.startSpan(name, { kind: SpanKind.PRODUCER, attributes }, contexts.active());
    if (span.isRecording()) {
      span.setAttribute(ATTR.propagation, propagation);
      if (about.jobId !== null) span.setAttribute(ATTR.messageId, about.jobId);
      else if (about.count === 1) this.#single.add(span);
      if (about.count !== 1) span.setAttribute(ATTR.batchCount, about.count);
      if (about.delayMs > 0) span.setAttribute(ATTR.delayMs, about.delayMs);
    }
    return this.#during(span, () => within(span, () => fn({ propagation, ...writeCarrier(span.spanContext()) })));
  }

  start<T>(about: StartTrace, fn: (carrier: TraceCarrier) => Promise<T>): Promise<T> {
    const propagation = this.#propagation;
    const attributes = startAttributes(about, propagation);
    const name = `start ${about.workflow ?? 'inline'}`;
    const span = this.#tracer.startSpan(name, { kind: SpanKind.PRODUCER, attributes }, contexts.active());
    return this.#during(span, () => within(span, () => fn({ propagation, ...writeCarrier(span.spanContext()) })));
  }

  attempt<T>(job: Job, attempt: number, fn: (trace: AttemptTrace) => Promise<T>): Promise<T> {
    const sampledOut = this.#inheritsSampling ? sampledOutBy(job) : undefined;
    if (sampledOut !== undefined) return contexts.with(this.#without(sampledOut), fn, undefined, NO_ATTEMPT);
    const origin = originOf(job);
    const { name, attributes } = this.#common('process', job.task, job.queue);
    const span = this.#tracer.startSpan(
      name,
      { kind: SpanKind.CONSUMER, attributes, links: origin.links },
      origin.context,
    );
    if (span.isRecording()) return this.#record(job, attempt, span, fn);
    return contexts.with(new SpanScope(span), fn, undefined, NO_ATTEMPT);
  }

  /** Spans that the handler makes must be dropped as well, and its children carry the flag on. */
  #without(producer: SpanContext): Context {
    if (producer !== this.#dropping?.producer) {
      this.#dropping = { producer, context: new SpanScope(trace.wrapSpanContext(producer)) };
    }
    return this.#dropping.context;
  }

  collect<T>(about: CollectTrace, fn: (span: HandlerSpan) => Promise<T>): Promise<T> {
    return underCollect(this.#tracer, about, fn, (span, call) => this.#during(span, call));
  }

  /** Of several processes that try for one tick, one fires it: the spans of those whom `claimedTick` is not told of are dropped. */
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
    const span = this.#tracer.startSpan(`tick ${schedule}`, options, ROOT_CONTEXT);
    const carrier = { propagation: this.#propagation, ...writeCarrier(span.spanContext()) };
    if (!span.isRecording()) {
      return contexts.with(ROOT_CONTEXT, () => within(span, () => fn(carrier)));
    }
    const key = tickKey(schedule, tickAt);
    this.#claiming.set(key, span);
    const keep = (): boolean => !this.#claiming.delete(key);
    const scope = new SpanScope(span);
    return contexts.with(scope, () => this.#during(span, () => recorded(span, () => fn(carrier), keep)));
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
    const span = this.#tracer.startSpan(`${about.method} ${about.route}`, options, parent);
    return this.#during(span, () => within(span, () => fn({ status: (code) => setStatus(span, code) })));
  }

  carrier(): TraceCarrier {
    return activeCarrier();
  }

  /** What is not recorded of the attempt is not recorded of its hooks. */
  hook<T>({ on, task, hook, jobId, span: parent }: HookTrace, fn: () => Promise<T>): Promise<T> {
    if (parent === undefined) return contexts.with(DETACHED, fn);
    const context = trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags: TraceFlags.SAMPLED });
    const attributes = { [ATTR.task]: task, [ATTR.messageId]: jobId, [ATTR.hook]: hook };
    const span = this.#tracer.startSpan(`hook ${on} ${task}`, { kind: SpanKind.INTERNAL, attributes }, context);
    return this.#during(span, () => within(span, fn));
  }

  detached<T>(fn: () => T): T {
    return contexts.with(DETACHED, fn);
  }

  #record<T>(job: Job, attempt: number, span: Span, fn: (trace: AttemptTrace) => Promise<T>): Promise<T> {
    this.#begun += 1;
    const attemptSpan = new AttemptSpan(span, { id: job.id, serial: this.#begun }, this.#running);
    span.setAttributes(attributesOf(job, attempt));
    const scope = new SpanScope(span);
    writeWaits(this.#tracer, job, scope, job.startedAt ?? this.#clock.now());
    // Whatever happens, no span may stay open for ever.
    const close = (): void => {
      attemptSpan.end('unknown', null);
      this.#over();
    };
    this.#open += 1;
    try {
      const result = contexts.with(scope, fn, undefined, attemptSpan);
      void result.then(close, close);
      return result;
    } catch (error) {
      close();
      throw error;
    }
  }

  /** @param call rejects where it fails, and never throws */
  #during<T>(span: Span, call: () => Promise<T>): Promise<T> {
    if (!span.isRecording()) return call();
    this.#open += 1;
    const over = (): void => this.#over();
    const work = call();
    work.then(over, over);
    return work;
  }

  #over(): void {
    this.#open -= 1;
    if (this.#open === 0) this.#rested?.();
  }

  #common(operation: Operation, task: string, queue: string): Common {
    const latest = this.#latest[operation];
    if (latest?.task === task && latest.queue === queue) return latest;
    const key = `${operation} ${task} ${queue}`;
    let common = this.#commons.get(key);
    if (common === undefined) {
      common = commonOf(operation, task, queue);
      if (this.#commons.size >= CACHE_LIMIT) this.#commons.clear();
      this.#commons.set(key, common);
    }
    this.#latest[operation] = common;
    return common;
  }
}

function tickKey(schedule: string, tickAt: number): string {
  return `${schedule}@${tickAt}`;
}
