/** Lifecycle events as log lines. */
import { context, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';

import type { EventStream, LifecycleEvent, LifecycleEventType, SpanRef } from '../core/index.ts';
import type { LogFields, Logger, LogLevel } from '../foundation/index.ts';

/**
 * What passes without anybody's doing is `debug` (a busy system would drown in it), what a person did or should
 * know is `info`, what may need a look is `warn`, what needs a person is `error`.
 */
const LEVELS: Readonly<Record<LifecycleEventType, LogLevel>> = {
  'job.enqueued': 'debug',
  'job.promoted': 'debug',
  'attempt.started': 'debug',
  'attempt.progress': 'debug',
  'attempt.failed': 'warn',
  'job.completed': 'debug',
  'job.retryable': 'debug',
  'job.snoozed': 'debug',
  'job.released': 'info',
  'job.blocked': 'warn',
  'job.dead': 'error',
  'job.cancelled': 'info',
  'job.retried': 'info',
  'job.removed': 'info',
  'lease.expired': 'warn',
  'lease.lost': 'warn',
  'handler.overrun': 'warn',
  'handler.standstill': 'warn',
  'schedule.ticked': 'debug',
  'schedule.missed': 'warn',
  'queue.paused': 'info',
  'queue.resumed': 'info',
  'manifest.applied': 'info',
  'manifest.refused': 'error',
};

/**
 * Writes one line per event: the message is the event's name in words, the fields are its own, flat.
 *
 * @returns a function that ends the subscription
 */
export function logEvents(events: EventStream, logger: Logger): () => void {
  const types = (Object.keys(LEVELS) as LifecycleEventType[]).filter(
    (type) => !TOLD_BY_THE_RELOAD.has(type) && logger.isEnabled?.(LEVELS[type]) !== false,
  );
  // Only what will be written is asked for, so that what nobody reads is not even built.
  return events.subscribe((event) => {
    about(event.span, () => logger[LEVELS[event.type]](fieldsOf(event), MESSAGES[event.type]));
  }, types);
}

/** Writes a line under the span that it tells about, so that any logger puts those ids on it, and not those of who tells. */
function about(span: SpanRef | undefined, write: () => void): void {
  if (span === undefined) write();
  else context.with(trace.setSpanContext(ROOT_CONTEXT, { ...span, traceFlags: TraceFlags.SAMPLED }), write);
}

/** The reload itself writes these lines, with the reason and every problem. */
const TOLD_BY_THE_RELOAD: ReadonlySet<LifecycleEventType> = new Set(['manifest.applied', 'manifest.refused']);

const MESSAGES: Readonly<Record<LifecycleEventType, string>> = {
  'job.enqueued': 'job enqueued',
  'job.promoted': 'jobs fell due',
  'attempt.started': 'attempt started',
  'attempt.progress': 'attempt progressed',
  'attempt.failed': 'attempt failed',
  'job.completed': 'job completed',
  'job.retryable': 'job will be tried again',
  'job.snoozed': 'job snoozed',
  'job.released': 'job given back, attempt not counted',
  'job.blocked': 'job held: its task is not in the manifest',
  'job.dead': 'job is dead',
  'job.cancelled': 'job cancelled',
  'job.retried': 'job retried by hand',
  'job.removed': 'job removed',
  'lease.expired': 'job taken back from a lost process',
  'lease.lost': 'outcome came too late: the lease was lost',
  'handler.overrun': 'handler runs on past its hard limit and keeps its slot',
  'handler.standstill': 'a hard limit passed unseen: a handler kept the event loop',
  'schedule.ticked': 'schedule fired',
  'schedule.missed': 'schedule missed ticks',
  'queue.paused': 'queue paused',
  'queue.resumed': 'queue resumed',
  'manifest.applied': 'manifest applied',
  'manifest.refused': 'manifest refused; the one in force stays',
};

function fieldsOf(event: LifecycleEvent): LogFields {
  const { type, ...rest } = event;
  const { job, error, ...own } = rest as typeof rest & { job?: JobFields; error?: unknown };
  return {
    event: type,
    // Never the payload: an event that carries the whole job says which one it was, no more.
    ...(job === undefined ? {} : { jobId: job.id, task: job.task, queue: job.queue }),
    ...instantsOf(own),
    ...(error === undefined ? {} : { error }),
  };
}

interface JobFields {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
}

/** Epoch milliseconds as ISO 8601, like `time` itself. */
function instantsOf(fields: Readonly<Record<string, unknown>>): LogFields {
  // Its span is on the line by itself, see about().
  const own = Object.entries(fields).filter(([name]) => name !== 'span');
  const entries = own.map(([name, value]) => [
    name,
    typeof value === 'number' && INSTANTS.has(name) ? new Date(value).toISOString() : value,
  ]);
  return Object.fromEntries(entries) as LogFields;
}

const INSTANTS = new Set(['runAt', 'tickAt', 'from', 'to']);
