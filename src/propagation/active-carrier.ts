/** The trace of whoever calls, as jobs and requests carry it. It is asked of the API alone: no SDK is loaded for it. */
import { context, trace } from '@opentelemetry/api';

import type { TraceCarrier } from '../core/index.ts';
import { baggageIn } from './baggage.ts';
import { writeCarrier } from './w3c.ts';

const NO_TRACE = { traceparent: null, tracestate: null };

/** @returns of the span that is active now; both fields null where there is none */
export function activeCarrier(): TraceCarrier {
  const active = context.active();
  const span = trace.getSpanContext(active);
  return { propagation: 'parent', ...(span === undefined ? NO_TRACE : writeCarrier(span)), ...baggageIn(active) };
}
