/** One attempt's span while the handler runs. */
import { type Attributes, type Context, type Span, SpanStatusCode } from '@opentelemetry/api';

import { type AttemptTrace, type Job, type JobError, trailOf } from '../core/index.ts';
import type { Bag, Placed } from '../foundation/index.ts';
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

export class AttemptSpan implements AttemptTrace, Placed {
  readonly span: Span;
  readonly jobId: string;
  /** Later attempts have larger numbers, over all jobs of a process. */
  readonly serial: number;
  place = -1;
  /** Where it is while it is open. */
  readonly #running: Bag<AttemptSpan>;
  #ended = false;

  constructor(span: Span, { id, serial }: { readonly id: string; readonly serial: number }, running: Bag<AttemptSpan>) {
    this.span = span;
    this.jobId = id;
    this.serial = serial;
    this.#running = running;
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
    if (event !== undefined) this.span.addEvent(event, outcome === 'cancelled' ? reasonOf(error) : undefined);
    this.span.end();
  }

  #fail(willRetry: boolean, error: JobError | null): void {
    if (error !== null) recordError(this.span, error);
    else this.span.setStatus({ code: SpanStatusCode.ERROR });
    this.span.addEvent('attempt.failed', { [ATTR.willRetry]: willRetry });
  }
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
    const attributes = by && { [ATTR.holdReason]: by.reason, [ATTR.holdName]: by.name };
    tracer.startSpan(WAITS[reason], { startTime: from, ...(attributes && { attributes }) }, scope).end(to);
  }
  if (job.workflow === null || job.attempts.length > 0) return;
  for (const { step, from, to } of trailOf(job)?.waits ?? []) {
    tracer.startSpan('wait.step', { startTime: from, attributes: { [ATTR.step]: step } }, scope).end(to);
  }
}

const WAITS = { delay: 'wait.delay', queue: 'wait.queue', backoff: 'wait.backoff', held: 'wait.held' } as const;
