/** The port through which jobs are traced. telemetry/ implements it; the no-op stands when tracing is off. */
import { type HandlerSpan, NO_SPAN } from './handlers/handler-span.ts';
import type { Job, JobError } from './job.ts';

/** Where a span is found. */
export interface SpanRef {
  readonly traceId: string;
  readonly spanId: string;
}

/** What an event says of its span; nothing without both ids. */
export function aboutSpan(traceId: string | null | undefined, spanId: string | null | undefined): { span?: SpanRef } {
  return traceId == null || spanId == null ? {} : { span: { traceId, spanId } };
}

/** The same of the span that a W3C traceparent names. */
export function aboutCarried(traceparent: string | null): { span?: SpanRef } {
  const [, traceId, spanId] = traceparent?.split('-') ?? [];
  return aboutSpan(traceId, spanId);
}

/** W3C trace context as it travels in a job; both null when there is none. */
export interface TraceCarrier {
  readonly traceparent: string | null;
  readonly tracestate: string | null;
  /** W3C Baggage that goes along; travels in the job's BAGGAGE_HEADER. */
  readonly baggage?: string;
  /** How attempts relate to this context; travels in the job's PROPAGATION_HEADER when it is not `parent`. */
  readonly propagation: Propagation;
}

/** @returns the W3C traceparent of a span of OpenTelemetry; null for one that is not recorded anywhere */
export function traceparentOf(span: HandlerSpan): string | null {
  const { spanContext } = span as { spanContext?: () => SpanRef & { readonly traceFlags?: number } };
  if (typeof spanContext !== 'function') return null;
  const { traceId, spanId, traceFlags = 0 } = spanContext.call(span);
  if (/^0*$/.test(traceId)) return null;
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** Reserved job header; callers may not set headers that begin with `skep-`. */
export const PROPAGATION_HEADER = 'skep-propagation';

export interface EnqueueTrace {
  readonly task: string;
  readonly queue: string;
  readonly count: number;
  /** Milliseconds until the job is due; 0 = now. */
  readonly delayMs: number;
  /** The id, when it is one job whose id is known beforehand. */
  readonly jobId: string | null;
}

export interface StartTrace {
  /** null: it came with the call. */
  readonly workflow: string | null;
  readonly runId: string;
}

export const PROPAGATIONS = ['parent', 'link', 'perAttempt'] as const;
/** parent: one trace goes on the enqueuer's · link: own trace per job, linked · perAttempt: own trace per attempt, linked. */
export type Propagation = (typeof PROPAGATIONS)[number];

/** More jobs in one call than this, or a later start, would make one trace unreadably wide or long. */
const LINK_ABOVE_COUNT = 100;
const LINK_ABOVE_DELAY_MS = 3_600_000;

/** How the jobs of an enqueue relate to it. @param wanted what the manifest says */
export function propagationOf(wanted: Propagation, { count, delayMs }: EnqueueTrace): Propagation {
  if (wanted !== 'parent') return wanted;
  return count > LINK_ABOVE_COUNT || delayMs > LINK_ABOVE_DELAY_MS ? 'link' : 'parent';
}

/** One attempt being traced. */
export interface AttemptTrace {
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly span: HandlerSpan;
  event(name: string, attributes?: Readonly<Record<string, string | number | boolean>>): void;
  /** Ends the span. `error` marks it as failed. */
  end(outcome: string, error: JobError | null): void;
}

export interface JobTracer {
  /**
   * Runs `fn` under a producer span `enqueue {task}` and hands it the carrier for the jobs.
   * @returns what `fn` returns
   */
  enqueue<T>(about: EnqueueTrace, fn: (carrier: TraceCarrier) => Promise<T>): Promise<T>;
  /** Runs `fn` under a producer span `start {workflow}` and hands it the carrier for all jobs of the run. */
  start<T>(about: StartTrace, fn: (carrier: TraceCarrier) => Promise<T>): Promise<T>;
  /** Runs `fn` under a consumer span `process {task}`, active for everything the handler does. */
  attempt<T>(job: Job, attempt: number, fn: (trace: AttemptTrace) => Promise<T>): Promise<T>;
  /** Runs `fn` under a root span `collect {task}`, which links to the spans of the attempts, where those are recorded. */
  collect<T>(about: CollectTrace, fn: (span: HandlerSpan) => Promise<T>): Promise<T>;
  /** Runs `fn` under a root span `tick {schedule}`. */
  tick<T>(schedule: string, tickAt: number, fn: (carrier: TraceCarrier) => Promise<T>): Promise<T>;
  /** Runs `fn` under the server span of an HTTP request, as child of the request's own traceparent. */
  request<T>(about: RequestTrace, fn: (span: RequestSpan) => Promise<T>): Promise<T>;
  /** Runs `fn` below the span that a message names, which another program has made; below none where it names none. */
  message<T>(about: ForeignCarrier, fn: () => Promise<T>): Promise<T>;
  /** What a job carries that belongs to the span which is active now. */
  carrier(): TraceCarrier;
  /** Runs `fn` under a span `hook {event} {task}`, a child of the attempt's, where that is recorded. */
  hook<T>(about: HookTrace, fn: () => Promise<T>): Promise<T>;
  /** Runs `fn` outside of any trace: for internal loops. */
  detached<T>(fn: () => T): T;
}

/** What comes from another program. */
export type ForeignCarrier = Omit<TraceCarrier, 'propagation'>;

export interface RequestTrace extends ForeignCarrier {
  readonly method: string;
  /** The route's pattern, never the path itself: names must not hold ids. */
  readonly route: string;
}

/** One call for several jobs. */
export interface CollectTrace {
  readonly task: string;
  readonly queue: string;
  /** Spans of the attempts, as their handlers have them. */
  readonly attempts: readonly HandlerSpan[];
}

export interface HookTrace {
  readonly on: string;
  readonly task: string;
  /** As the manifest names it. */
  readonly hook: string;
  readonly jobId: string;
  /** Of the attempt. */
  readonly span: SpanRef | undefined;
  /** Of the job. */
  readonly baggage?: string | undefined;
}

export interface RequestSpan {
  status(code: number): void;
}

const NO_CARRIER: TraceCarrier = { traceparent: null, tracestate: null, propagation: 'parent' };
/** What an attempt looks like that is not traced, or whose trace is not kept. */
export const NO_ATTEMPT: AttemptTrace = {
  traceId: null,
  spanId: null,
  span: NO_SPAN,
  event: () => undefined,
  end: () => undefined,
};

export const noTracer: JobTracer = {
  enqueue: (_about, fn) => fn(NO_CARRIER),
  start: (_about, fn) => fn(NO_CARRIER),
  attempt: (_job, _attempt, fn) => fn(NO_ATTEMPT),
  collect: (_about, fn) => fn(NO_SPAN),
  tick: (_schedule, _tickAt, fn) => fn(NO_CARRIER),
  request: (_about, fn) => fn({ status: () => undefined }),
  message: (_about, fn) => fn(),
  carrier: () => NO_CARRIER,
  hook: (_about, fn) => fn(),
  detached: (fn) => fn(),
};
