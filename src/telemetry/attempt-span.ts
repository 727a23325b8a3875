/** One attempt's span while the handler runs. */
import { type Attributes, type Context, type Span, SpanStatusCode } from '@opentelemetry/api';

import { type AttemptTrace, type Job, type JobError, trailOf } from '../core/index.ts';
import type { Bag, Placed } from '../foundation/index.ts';
import { NO_ATTRIBUTES } from './attribute-values.ts';
import { LeanSpan } from './lean-span.ts';
import type { PastWork } from './past-span.ts';
import type { SpanMaker } from './span-scope.ts';
import { safeText } from './redaction.ts';
import { ATTR } from './semconv.ts';
import { waitsBefore } from './waits.ts';
import { isSampled } from '../propagation/index.ts';

/** The word for `skep.outcome` and the lifecycle event of each way to end, by the worker's and the record's names. */
const ENDINGS: Readonly<Record<string, readonly [outcome: string, event: string]>> = {
  complete: ['completed', 'job.completed'],
  completed: ['completed', 'job.completed'],
  retry: ['failed', 'job.retryable'],
  failed: ['failed', 'job.retryable'],
  dead: ['failed', 'job.dead'],
  snooze: ['snoozed', 'job.snoozed'],
  snoozed: ['snoozed', 'job.snoozed'],
  cancel: ['cancelled', 'job.cancelled'],
  cancelled: ['cancelled', 'job.cancelled'],
  release: ['released', 'job.released'],
  released: ['released', 'job.released'],
  hold: ['blocked', 'job.blocked'],
};

export type Decide = (outcome: string, failed: boolean) => void;

export class AttemptSpan implements AttemptTrace, Placed {
  readonly span: Span;
  readonly jobId: string;
  /** Later attempts have larger numbers, over all jobs of a process. */
  readonly serial: number;
  place = -1;
  /** Where it is while it is open. */
  readonly #running: Bag<AttemptSpan>;
  #ended = false;
  /** Of one that the sample leaves out: says whether it is kept all the same. */
  readonly #decide: Decide | undefined;

  constructor(
    span: Span,
    { id, serial, decide }: { readonly id: string; readonly serial: number; readonly decide?: Decide | undefined },
    running: Bag<AttemptSpan>,
  ) {
    this.span = span;
    this.jobId = id;
    this.serial = serial;
    this.#running = running;
    this.#decide = decide;
    running.add(this);
  }

  /** Kept in the attempt record, so only given when the trace can be found under it. */
  get traceId(): string | null {
    const context = this.span.spanContext();
    return isSampled(context) ? context.traceId : null;
  }

  get spanId(): string | null {
    const context = this.span.spanContext();
    return isSampled(context) ? context.spanId : null;
  }

  event(name: string, attributes?: Attributes): void {
    this.span.addEvent(name, attributes);
  }

  end(kind: string, error: JobError | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#running.delete(this);
    const [outcome, event] = ENDINGS[kind] ?? ['unknown', undefined];
    this.span.setAttribute(ATTR.outcome, outcome);
    if (outcome === 'failed') this.#fail(event === 'job.retryable', error);
    this.#decide?.(kind, outcome === 'failed');
    endSpan(this.span, event, outcome === 'cancelled' ? reasonOf(error) : undefined);
  }

  #fail(willRetry: boolean, error: JobError | null): void {
    if (error !== null) recordError(this.span, error);
    else this.span.setStatus({ code: SpanStatusCode.ERROR });
    this.span.addEvent('attempt.failed', { [ATTR.willRetry]: willRetry });
  }
}

/** @param event says how it ended, where there is a word for it */
function endSpan(span: Span, event: string | undefined, attributes: Attributes | undefined): void {
  if (event !== undefined && span instanceof LeanSpan) {
    span.endAs(event, attributes);
    return;
  }
  if (event !== undefined) span.addEvent(event, attributes);
  span.end();
}

function reasonOf(error: JobError | null): Attributes | undefined {
  return error === null ? undefined : { [ATTR.reason]: error.message };
}

/**
 * Marks the span as failed. The exception is a span event: the conventions want a log record in its place, but
 * today's backends show the event.
 */
export function recordError(span: Span, error: JobError): void {
  // Messages of drivers like to quote the URL they could not reach, password and all.
  const message = safeText(error.message, 'json');
  span.setAttribute(ATTR.errorType, error.code ?? error.name);
  span.addEvent('exception', {
    [ATTR.exceptionType]: error.name,
    [ATTR.exceptionMessage]: message,
    ...(error.stack === null ? {} : { [ATTR.exceptionStack]: safeText(error.stack, 'json') }),
  });
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

/** Writes the waits that came before the attempt as finished child spans with their true times. */
export function writeWaits(tracer: SpanMaker, job: Job, scope: Context, startedAt: number): void {
  for (const { reason, from, to, by } of waitsBefore(job, startedAt)) {
    const attributes = by === undefined ? NO_ATTRIBUTES : { [ATTR.holdReason]: by.reason, [ATTR.holdName]: by.name };
    writePast(tracer, { name: WAITS[reason], attributes, from, to }, scope);
  }
  if (job.workflow === null || job.attempts.length > 0) return;
  for (const { step, from, to } of trailOf(job)?.waits ?? []) {
    writePast(tracer, { name: 'wait.step', attributes: { [ATTR.step]: step }, from, to }, scope);
  }
}

function writePast(tracer: SpanMaker, work: PastWork, scope: Context): void {
  if (tracer.past !== undefined) tracer.past(work, scope);
  else tracer.startSpan(work.name, { startTime: work.from, attributes: work.attributes }, scope).end(work.to);
}

const WAITS = { delay: 'wait.delay', queue: 'wait.queue', backoff: 'wait.backoff', held: 'wait.held' } as const;
