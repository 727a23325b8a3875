/** Holds what a receiver was sent against what every trace must be: no orphan, no negative time, no missing end. */
import assert from 'node:assert/strict';

import type { ReceivedSpan } from '@elastic/mockotlpserver';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** What is looked at, of a span that was received or is kept in memory. */
type Known = Pick<ReceivedSpan, 'name' | 'traceId' | 'spanId' | 'startTimeUnixNano' | 'endTimeUnixNano'> & {
  readonly parentSpanId?: string | undefined;
};

/** @param callers ids of spans that others made, which are no orphans' parents @returns a line for each thing that is wrong */
export function flawsOf(spans: readonly Known[], callers: readonly string[] = []): readonly string[] {
  const known = new Map(spans.map((span) => [span.spanId, span]));
  const twice = known.size === spans.length ? [] : [`${spans.length - known.size} spans have the id of another`];
  return [...twice, ...spans.flatMap((span) => flawsOfOne(span, known, callers))];
}

function flawsOfOne(span: Known, known: ReadonlyMap<string, Known>, callers: readonly string[]): string[] {
  const { name, parentSpanId, startTimeUnixNano, endTimeUnixNano } = span;
  const [start, end] = [BigInt(startTimeUnixNano), BigInt(endTimeUnixNano)];
  const flaws = end === 0n ? [`${name} has no end`] : end < start ? [`${name} ends before it begins`] : [];
  if (!parentSpanId || callers.includes(parentSpanId)) return flaws;
  const parent = known.get(parentSpanId);
  if (parent === undefined) return [...flaws, `${name} is an orphan`];
  return parent.traceId === span.traceId ? flaws : [...flaws, `${name} is in another trace than its parent`];
}

export function assertWhole(spans: readonly Known[], callers: readonly string[] = []): void {
  assert.deepEqual(flawsOf(spans, callers), []);
}

/** The same of spans that are kept in memory. */
export function assertWholeRead(spans: readonly ReadableSpan[], callers: readonly string[] = []): void {
  assertWhole(spans.map(known), callers);
}

function known(span: ReadableSpan): Known {
  const { traceId, spanId } = span.spanContext();
  const [startTimeUnixNano, endTimeUnixNano] = [nanos(span.startTime), span.ended ? nanos(span.endTime) : '0'];
  return { name: span.name, traceId, spanId, parentSpanId: span.parentSpanContext?.spanId, startTimeUnixNano, endTimeUnixNano }; // prettier-ignore
}

function nanos([seconds, rest]: ReadableSpan['startTime']): string {
  return String(BigInt(seconds) * 1_000_000_000n + BigInt(rest));
}
