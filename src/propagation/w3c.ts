/**
 * W3C Trace Context (https://www.w3.org/TR/trace-context/) to and from the two fields of a job.
 *
 * Done here and not by the global propagator: the fields of a job are W3C whatever format the user's own SDK
 * speaks on the wire, and this path runs once per job.
 */
import {
  createTraceState,
  INVALID_SPANID,
  INVALID_TRACEID,
  isSpanContextValid,
  type SpanContext,
  TraceFlags,
} from '@opentelemetry/api';

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

interface Read {
  readonly traceparent: string;
  readonly tracestate: string | null;
  readonly context: SpanContext | undefined;
}

/** Jobs of one call carry the same and are mostly run one after the other. */
let latest: Read = { traceparent: '', tracestate: null, context: undefined };

/**
 * @returns the remote span that `traceparent` names, or undefined when it is absent or malformed; the same object
 *   for the same text again
 */
export function readCarrier(traceparent: string | null, tracestate: string | null): SpanContext | undefined {
  if (traceparent === null) return undefined;
  if (traceparent !== latest.traceparent || tracestate !== latest.tracestate) {
    latest = { traceparent, tracestate, context: parsed(traceparent, tracestate) };
  }
  return latest.context;
}

/** A version this code does not know is read as the first one, as section 3.2.4 wants; version 00 has no further parts. */
function parsed(traceparent: string, tracestate: string | null): SpanContext | undefined {
  const match = TRACEPARENT.exec(traceparent);
  if (match === null || (match[4] !== undefined && traceparent.startsWith('00'))) return undefined;
  const context: SpanContext = {
    traceId: match[1] ?? '',
    spanId: match[2] ?? '',
    traceFlags: Number.parseInt(match[3] ?? '0', 16) & TraceFlags.SAMPLED,
    isRemote: true,
    ...(tracestate === null || tracestate === '' ? {} : { traceState: createTraceState(tracestate) }),
  };
  return isPartOfTrace(context) ? context : undefined;
}

/** Of a context whose ids are well formed, as spans and `readCarrier` make them: whether they name anything. */
export function isPartOfTrace(context: SpanContext): boolean {
  return context.traceId !== INVALID_TRACEID && context.spanId !== INVALID_SPANID;
}

export function isSampled(context: SpanContext): boolean {
  return (context.traceFlags & TraceFlags.SAMPLED) !== 0;
}

/** @returns both fields, null when the span is not part of a trace (tracing is off or suppressed) */
export function writeCarrier(context: SpanContext): { traceparent: string | null; tracestate: string | null } {
  if (!isSpanContextValid(context)) return { traceparent: null, tracestate: null };
  const flags = isSampled(context) ? '01' : '00';
  const tracestate = context.traceState?.serialize() ?? '';
  return {
    traceparent: `00-${context.traceId}-${context.spanId}-${flags}`,
    tracestate: tracestate === '' ? null : tracestate,
  };
}
