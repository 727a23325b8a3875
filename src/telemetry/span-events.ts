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
];

/**
 * `job.enqueued` goes to the span that is active when it is told, `schedule.ticked` to the tick's,
 * `attempt.progress` and those of handlers to the attempt's. How an attempt ended is told after its span has
 * ended, so attempt-span.ts writes those events itself.
 *
 * @returns a function that ends the subscription
 */
export function spanEvents(events: EventStream, tracer: SpanTracer): () => void {
  let latest: Span | undefined;
  let count = 0;
  return events.subscribe((event) => {
    const target = targetOf(event, tracer);
    if (target?.isRecording() !== true) return;
    count = target === latest ? count + 1 : 1;
    latest = target;
    if (count <= EVENTS_PER_SPAN) target.addEvent(event.type, attributesOf(event));
  }, TYPES);
}

function targetOf(event: LifecycleEvent, tracer: SpanTracer): Span | undefined {
  switch (event.type) {
    case 'job.enqueued':
      return enqueueSpan(event.job.id, tracer);
    case 'schedule.ticked':
      return tracer.claimedTick(event.schedule, event.tickAt);
    case 'attempt.progress':
    case 'handler.overrun':
    case 'handler.standstill':
      return tracer.spanOf(event.job.id);
    default:
      return undefined;
  }
}

function enqueueSpan(jobId: string, tracer: SpanTracer): Span | undefined {
  const span = trace.getActiveSpan();
  if (span !== undefined) tracer.stored(span, jobId);
  return span;
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
