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
  BAGGAGE_HEADER,
  type CollectTrace,
  type EnqueueTrace,
  type ForeignCarrier,
  type HandlerSpan,
  type HookTrace,
  type Job,
  type JobTracer,
  type LifecycleEvent,
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
import { AttemptSpan, type Decide, writeWaits } from './attempt-span.ts';
import { underCollect } from './collect-span.ts';
import { enqueuerOf, type KeptLives, type UnkeptAttempt } from './kept-lives.ts';
import { originOf, sampledOutBy } from './origin.ts';
import { ATTR } from './semconv.ts';
import type { ShareOf } from './shares.ts';
import type { SpanTracerOptions } from './span-tracer-options.ts';
import { Commons, describe, startAttributes, tickAttributes } from './span-attributes.ts';
import { DETACHED, scopeOf, type SpanMaker, SpanScope } from './span-scope.ts';
import {
  activeCarrier,
  baggageIn,
  besideBaggage,
  isSampled,
  readCarrier,
  withBaggage,
  writeCarrier,
} from '../propagation/index.ts';

/** The store's word on a revision on probation. */
export type Reverted = Pick<
  Extract<LifecycleEvent, { readonly type: 'manifest.reverted' }>,
  'revision' | 'bad' | 'why'
>;

export class SpanTracer implements JobTracer {
  readonly #tracer: SpanMaker;
  readonly #propagation: Propagation;
  readonly #inheritsSampling: boolean;
  readonly #shareOf: ShareOf | undefined;
  readonly #named: readonly string[];
  readonly #keptLives: KeptLives | undefined;
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
  readonly #commons = new Commons();
  /** Of the latest producer that was sampled out: jobs of one call share it. */
  #dropping: { readonly producer: SpanContext; readonly context: Context } | undefined;

  constructor(options: SpanTracerOptions) {
    this.#tracer = options.tracer;
    this.#propagation = options.propagation;
    this.#inheritsSampling = options.inheritsSampling;
    this.#shareOf = options.shareOf;
    this.#named = options.baggage ?? [];
    this.#keptLives = options.keptLives;
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
    const { name, attributes } = this.#commons.ofCall(about.task, about.queue);
    const span = this.#tracer.startSpan(name, { kind: SpanKind.PRODUCER, attributes }, contexts.active());
    if (span.isRecording()) {
      span.setAttribute(ATTR.propagation, propagation);
      if (about.jobId !== null) span.setAttribute(ATTR.messageId, about.jobId);
      else if (about.count === 1) this.#single.add(span);
      if (about.count !== 1) span.setAttribute(ATTR.batchCount, about.count);
      if (about.delayMs > 0) span.setAttribute(ATTR.delayMs, about.delayMs);
    }
    return this.#during(span, () => within(span, () => fn(carrierOf(span, propagation))));
  }

  start<T>(about: StartTrace, fn: (carrier: TraceCarrier) => Promise<T>): Promise<T> {
    const propagation = this.#propagation;
    const attributes = startAttributes(about, propagation);
    const name = `start ${about.workflow ?? 'inline'}`;
    const span = this.#tracer.startSpan(name, { kind: SpanKind.PRODUCER, attributes }, contexts.active());
    return this.#during(span, () => within(span, () => fn(carrierOf(span, propagation))));
  }

  attempt<T>(job: Job, attempt: number, fn: (trace: AttemptTrace) => Promise<T>): Promise<T> {
    const sampledOut = this.#inherits(job) ? sampledOutBy(job) : undefined;
    if (sampledOut !== undefined) return contexts.with(this.#without(sampledOut, job), fn, undefined, NO_ATTEMPT);
    const early = this.#keptLives?.isKept(job) === true;
    const origin = originOf(job, early);
    const { name, attributes } = this.#commons.ofAttempt(job, attempt);
    const span = this.#tracer.startSpan(
      name,
      { kind: SpanKind.CONSUMER, attributes, links: origin.links },
      origin.context,
    );
    if (span.isRecording()) return this.#record({ job, early }, span, fn);
    return contexts.with(scopeOf(span, job), fn, undefined, NO_ATTEMPT);
  }

  #inherits({ task }: Job): boolean {
    return this.#inheritsSampling && this.#keptLives === undefined && this.#shareOf?.(task) === undefined;
  }

  /** Spans that the handler makes must be dropped as well, and its children carry the flag on. */
  #without(producer: SpanContext, { headers }: Job): Context {
    if (producer !== this.#dropping?.producer) {
      this.#dropping = { producer, context: new SpanScope(trace.wrapSpanContext(producer)) };
    }
    return withBaggage(this.#dropping.context, headers[BAGGAGE_HEADER]);
  }

  collect<T>(about: CollectTrace, fn: (span: HandlerSpan) => Promise<T>): Promise<T> {
    const lives = this.#keptLives;
    const during = (span: Span, call: () => Promise<T>): Promise<T> => {
      lives?.joined(about.attempts, span.spanContext().traceId);
      return this.#during(span, call);
    };
    return underCollect(this.#tracer, about, fn, during, lives !== undefined);
  }

  /** Of several processes that try for one tick, one fires it: the spans of those whom `claimedTick` is not told of are dropped. */
  tick<T>(schedule: string, tickAt: number, fn: (carrier: TraceCarrier) => Promise<T>): Promise<T> {
    const options = { kind: SpanKind.PRODUCER, attributes: tickAttributes(schedule, tickAt, this.#propagation) };
    const span = this.#tracer.startSpan(`tick ${schedule}`, options, ROOT_CONTEXT);
    const carrier = { propagation: this.#propagation, ...writeCarrier(span.spanContext()) };
    if (!span.isRecording()) {
      return contexts.with(ROOT_CONTEXT, () => within(span, () => fn(carrier)));
    }
    const key = tickKey(schedule, tickAt);
    this.#claiming.set(key, span);
    const keep = (): boolean => !this.#claiming.delete(key);
    return contexts.with(new SpanScope(span), () => this.#during(span, () => recorded(span, () => fn(carrier), keep)));
  }

  /** That a revision was taken back. */
  reverted({ revision, bad, why }: Reverted): void {
    const attributes = { [ATTR.runUnder]: revision, [ATTR.revisionBad]: bad, [ATTR.reason]: why };
    this.#tracer.startSpan('revert', { kind: SpanKind.INTERNAL, attributes }, ROOT_CONTEXT).end();
  }

  request<T>(about: RequestTrace, fn: (span: RequestSpan) => Promise<T>): Promise<T> {
    const active = contexts.active();
    const caller = readCarrier(about.traceparent, about.tracestate);
    // An HTTP instrumentation of the user's own has read the header already: its span is the nearer parent.
    const nested = trace.getSpanContext(active) !== undefined || caller === undefined;
    const attributes = { [ATTR.httpMethod]: about.method, [ATTR.httpRoute]: about.route };
    const options = { kind: SpanKind.SERVER, attributes };
    const around = besideBaggage(active, about.baggage);
    const parent = nested ? around : trace.setSpanContext(around, caller);
    const span = this.#tracer.startSpan(`${about.method} ${about.route}`, options, parent);
    return this.#during(span, () =>
      contexts.with(around, () => within(span, () => fn({ status: (code) => setStatus(span, code) }))),
    );
  }

  message<T>({ traceparent, tracestate, baggage }: ForeignCarrier, fn: () => Promise<T>): Promise<T> {
    const producer = readCarrier(traceparent, tracestate);
    const context = withBaggage(ROOT_CONTEXT, baggage);
    return contexts.with(producer === undefined ? context : trace.setSpanContext(context, producer), fn);
  }

  readonly carrier = activeCarrier;

  /** What is not recorded of the attempt is not recorded of its hooks. */
  hook<T>({ on, task, hook, jobId, span: parent, baggage }: HookTrace, fn: () => Promise<T>): Promise<T> {
    if (parent === undefined) return contexts.with(withBaggage(DETACHED, baggage), fn);
    const context = trace.setSpanContext(withBaggage(ROOT_CONTEXT, baggage), {
      ...parent,
      traceFlags: TraceFlags.SAMPLED,
    });
    const attributes = { [ATTR.task]: task, [ATTR.messageId]: jobId, [ATTR.hook]: hook };
    const span = this.#tracer.startSpan(`hook ${on} ${task}`, { kind: SpanKind.INTERNAL, attributes }, context);
    return this.#during(span, () => contexts.with(context, () => within(span, fn)));
  }

  detached<T>(fn: () => T): T {
    return contexts.with(DETACHED, fn);
  }

  #record<T>({ job, early }: Begun, span: Span, fn: (trace: AttemptTrace) => Promise<T>): Promise<T> {
    this.#begun += 1;
    const scope = scopeOf(span, job);
    const startedAt = job.startedAt ?? this.#clock.now();
    const decide = this.#keptLives && this.#deciding(this.#keptLives, { job, span, scope, startedAt });
    const attemptSpan = new AttemptSpan(span, { id: job.id, serial: this.#begun, decide }, this.#running);
    describe(span, job, this.#named);
    if (decide === undefined) {
      writeWaits(this.#tracer, job, scope, startedAt);
      if (early && enqueuerOf(job)) this.#keptLives?.keep({ job, span, scope, startedAt }, 'before', this.#tracer);
    }
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

  /** Of an attempt that the sample leaves out: what says at its end whether it is kept. */
  #deciding(lives: KeptLives, attempt: UnkeptAttempt): Decide | undefined {
    if (isSampled(attempt.span.spanContext())) return undefined;
    return (outcome, failed) => lives.ending(attempt, outcome, failed, this.#tracer);
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
}

/** `early`: it is kept whatever its enqueuer was. */
type Begun = { readonly job: Job; readonly early: boolean };

function carrierOf(span: Span, relation: Propagation): TraceCarrier {
  return { propagation: relation, ...writeCarrier(span.spanContext()), ...baggageIn(contexts.active()) };
}

function tickKey(schedule: string, tickAt: number): string {
  return `${schedule}@${tickAt}`;
}
