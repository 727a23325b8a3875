/** Lifecycle events onto the span they belong to, where that span is still open when the event is told. */
import { type Attributes, type Span, trace } from '@opentelemetry/api';

import type { EventStream, LifecycleEvent, LifecycleEventType } from '../core/index.ts';
import { ATTR } from './semconv.ts';
import type { SpanTracer } from './span-tracer.ts';

/**
 * A bulk call stores thousands of jobs under one span, and a handler may report progress in a loop: beyond this
 * many events in a row the span tells nothing new. (The SDK's own limit of 128 moves the whole list per event.)
 */
const EVENTS_PER_SPAN = 100;

const TYPES: readonly LifecycleEventType[] = [
  'job.enqueued',
  'schedule.ticked',
  'attempt.progress',
  'handler.overrun',
  'handler.standstill',
  'manifest.reverted',
];

/** Whose spans may be open. */
interface Traced {
  readonly tracer: SpanTracer;
}

/**
 * `job.enqueued` goes to the span that is active when it is told, `schedule.ticked` to the tick's,
 * `attempt.progress` and those of handlers to the attempt's. `manifest.reverted` is a span of its own. How an attempt ended is told after its span has
 * ended, so attempt-span.ts writes those events itself.
 *
 * @param live the tracer in force and those that it replaced while attempts ran; asked anew for each event
 * @returns a function that ends the subscription
 */
export function spanEvents(events: EventStream, live: Iterable<Traced>): () => void {
  let latest: Span | undefined;
  let count = 0;
  return events.subscribe((event) => {
    if (event.type === 'manifest.reverted') {
      [...live].at(-1)?.tracer.reverted(event);
      return;
    }
    const target = targetOf(event, live);
    if (target?.isRecording() !== true) return;
    count = target === latest ? count + 1 : 1;
    latest = target;
    if (count <= EVENTS_PER_SPAN) target.addEvent(event.type, attributesOf(event));
  }, TYPES);
}

function targetOf(event: LifecycleEvent, live: Iterable<Traced>): Span | undefined {
  switch (event.type) {
    case 'job.enqueued':
      return enqueueSpan(event.job.id, live);
    case 'schedule.ticked':
      return newest(live, (tracer) => tracer.claimedTick(event.schedule, event.tickAt));
    case 'attempt.progress':
    case 'handler.overrun':
    case 'handler.standstill':
      return newest(live, (tracer) => tracer.spanOf(event.job.id));
    default:
      return undefined;
  }
}

function enqueueSpan(jobId: string, live: Iterable<Traced>): Span | undefined {
  const span = trace.getActiveSpan();
  if (span !== undefined) for (const { tracer } of live) tracer.stored(span, jobId);
  return span;
}

/** A job that was taken back runs under a newer tracer, while what is left of its last attempt runs under an older one. */
function newest(live: Iterable<Traced>, spanIn: (tracer: SpanTracer) => Span | undefined): Span | undefined {
  let found: Span | undefined;
  for (const { tracer } of live) found = spanIn(tracer) ?? found;
  return found;
}

function attributesOf(event: LifecycleEvent): Attributes {
  switch (event.type) {
    case 'job.enqueued':
      return {
        [ATTR.messageId]: event.job.id,
        [ATTR.runAt]: new Date(event.runAt).toISOString(),
        [ATTR.existing]: !event.created,
      };
    case 'schedule.ticked':
      return { [ATTR.messageId]: event.jobId, [ATTR.lateness]: event.latenessMs };
    case 'attempt.progress':
      return {
        [ATTR.progressDone]: event.progress.done,
        ...(event.progress.total === null ? {} : { [ATTR.progressTotal]: event.progress.total }),
        ...(event.progress.message === null ? {} : { [ATTR.progressMessage]: event.progress.message }),
      };
    case 'handler.overrun':
      return { [ATTR.stillRunning]: event.stillRunning };
    case 'handler.standstill':
      return { [ATTR.standstill]: event.standstillMs };
    default:
      return {};
  }
}
