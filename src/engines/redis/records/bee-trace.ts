/** The trace that a plain bee-queue program has put beside its job, as `options.headers`: bee-queue itself knows no headers. */
import { BAGGAGE_HEADER, carriedBaggage, type Given } from '../../../core/index.ts';

const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const MAX_TRACESTATE = 512;

export type BeeTrace = Partial<Pick<Given, 'headers' | 'traceparent' | 'tracestate'>>;

/**
 * lua/_record.lua does the same for a job that is changed before its first attempt.
 * @param headers what anybody may have written there
 * @returns what the job is given of it: nothing where it is malformed
 */
export function beeTrace(headers: unknown): BeeTrace {
  if (typeof headers !== 'object' || headers === null) return {};
  const { traceparent, tracestate, baggage } = headers as Readonly<Record<string, unknown>>;
  const along = carriedBaggage(typeof baggage === 'string' ? baggage : null);
  const state = typeof tracestate === 'string' && tracestate.length <= MAX_TRACESTATE ? { tracestate } : {};
  return {
    ...(along !== undefined && { headers: { [BAGGAGE_HEADER]: along } }),
    ...(typeof traceparent === 'string' && TRACEPARENT.test(traceparent) && { traceparent, ...state }),
  };
}

/** Line 2 of a job of plain bee-queue, without what is as in every job. */
export function beeMeta(task: string, foreign: boolean, { headers, traceparent, tracestate }: BeeTrace): string {
  return `"meta":${JSON.stringify({
    task,
    foreign: foreign || undefined,
    headers: headers?.[BAGGAGE_HEADER] === undefined ? undefined : headers,
    traceparent: traceparent ?? undefined,
    tracestate: tracestate ?? undefined,
  })},`;
}
