/** Lifecycle events as log lines. */
import { context, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';

import {
  EVENT_LINES,
  type EventStream,
  type LifecycleEvent,
  type LifecycleEventType,
  type SpanRef,
  tell,
} from '../core/index.ts';
import type { LogFields, Logger } from '../foundation/index.ts';

/**
 * Writes one line per event, as EVENT_LINES has it: its message, and the event's own fields, flat.
 *
 * @returns a function that ends the subscription
 */
export function logEvents(events: EventStream, logger: Logger): () => void {
  const types = (Object.keys(EVENT_LINES) as LifecycleEventType[]).filter(
    (type) => !TOLD_BY_THE_RELOAD.has(type) && logger.isEnabled?.(EVENT_LINES[type].level) !== false,
  );
  // Only what will be written is asked for, so that what nobody reads is not even built.
  const held = new Held();
  return events.subscribe((event) => {
    if (event.type === 'job.blocked' && held.before(event.job.id, event.reason)) return;
    about(event.span, () => tell(logger, event.type, fieldsOf(event)));
  }, types);
}

/** Jobs whose being held was told. */
const HELD_KEPT = 10_000;

/** A job that is held is looked at again every few seconds: it is told of once, and again when the reason is another. */
class Held {
  readonly #reasons = new Map<string, string>();

  /** Whether the last line of that job said so already. */
  before(id: string, reason: string): boolean {
    const known = this.#reasons.get(id) === reason;
    // In the order of being held last, so that the oldest is forgotten.
    this.#reasons.delete(id);
    this.#reasons.set(id, reason);
    if (this.#reasons.size > HELD_KEPT) this.#reasons.delete(this.#reasons.keys().next().value ?? '');
    return known;
  }
}

/** Writes a line under the span that it tells about, so that any logger puts those ids on it, and not those of who tells. */
function about(span: SpanRef | undefined, write: () => void): void {
  if (span === undefined) write();
  else context.with(trace.setSpanContext(ROOT_CONTEXT, { traceFlags: TraceFlags.SAMPLED, ...span }), write);
}

/** The reload itself writes these lines, with the reason and every problem. */
const TOLD_BY_THE_RELOAD: ReadonlySet<LifecycleEventType> = new Set(['manifest.applied', 'manifest.refused']);

function fieldsOf(event: LifecycleEvent): LogFields {
  const { type, ...rest } = event;
  const { job, error, outcome, ...own } = rest as typeof rest & Told;
  return {
    event: type,
    // Never the payload: an event that carries the whole job says which one it was, no more.
    ...(job === undefined ? {} : { jobId: job.id, task: job.task, queue: job.queue }),
    // Nor what a handler gave or threw: the finer events have the error.
    ...(outcome === undefined ? {} : { outcome: outcome.kind }),
    ...instantsOf(own),
    ...(error === undefined ? {} : { error }),
  };
}

interface Told {
  readonly job?: JobFields;
  readonly error?: unknown;
  readonly outcome?: { readonly kind: string };
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

const INSTANTS = new Set(['runAt', 'retryAt', 'tickAt', 'dueAt', 'from', 'to']);
