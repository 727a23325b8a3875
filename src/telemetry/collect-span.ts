/** The span of one call for several jobs: the root of a trace of its own, with a link to each attempt that is recorded. */
import {
  context as contexts,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
} from '@opentelemetry/api';

import { type CollectTrace, type HandlerSpan, NO_ATTEMPT } from '../core/index.ts';
import { isSampled } from '../propagation/index.ts';
import { within } from './active-span.ts';
import { FOLLOWING, UNFOLLOWED } from './origin.ts';
import { ATTR, SYSTEM } from './semconv.ts';
import { DETACHED, type SpanMaker } from './span-scope.ts';

const TO_ATTEMPT = Object.freeze({ [ATTR.link]: 'collect' });

/**
 * Runs `fn` under such a span. Where no attempt is recorded, nothing is that the handler begins.
 * @param held also what the sample leaves out is recorded, as it may be kept yet
 */
export function underCollect<T>(
  tracer: SpanMaker,
  about: CollectTrace,
  fn: (span: HandlerSpan) => Promise<T>,
  during: (span: Span, call: () => Promise<T>) => Promise<T>,
  held: boolean,
): Promise<T> {
  const span = startCollect(tracer, about, held);
  if (span === undefined) return contexts.with(DETACHED, fn, undefined, NO_ATTEMPT.span);
  return contexts.with(ROOT_CONTEXT, () => during(span, () => within(span, () => fn(span))));
}

/** @returns undefined where no attempt is recorded */
function startCollect(tracer: SpanMaker, { task, queue, attempts }: CollectTrace, held: boolean): Span | undefined {
  const links = attempts.flatMap((span) => linkTo(span, held));
  if (links.length === 0) return undefined;
  const attributes = {
    [ATTR.messagingSystem]: SYSTEM,
    [ATTR.operationType]: 'process',
    [ATTR.operationName]: 'collect',
    [ATTR.destination]: queue,
    [ATTR.task]: task,
    [ATTR.batchCount]: attempts.length,
  };
  const root = links.some(({ context }) => isSampled(context)) ? FOLLOWING : UNFOLLOWED;
  const span = tracer.startSpan(`collect ${task}`, { kind: SpanKind.CONSUMER, attributes, links }, root);
  const { traceId, spanId } = span.spanContext();
  // Whoever looks at one job finds the call from there.
  const about = { [ATTR.callTrace]: traceId, [ATTR.callSpan]: spanId, [ATTR.batchCount]: attempts.length };
  for (const attempt of attempts) attempt.addEvent('attempt.collected', about);
  return span;
}

function linkTo(span: HandlerSpan, held: boolean): Link[] {
  const { spanContext } = span as { readonly spanContext?: () => SpanContext };
  const context = spanContext?.call(span);
  const isRecorded = context !== undefined && (isSampled(context) || (held && span.isRecording()));
  return isRecorded ? [{ context, attributes: TO_ATTEMPT }] : [];
}
