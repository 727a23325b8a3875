/** Parts of which spans are made as protocol buffers: trace.proto; the numbers are its field numbers. */
import type { Link, SpanContext } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';

import { LeanEvent, nanosOf, secondsOf } from '../lean-event.ts';
import { LeanSpan } from '../lean-span.ts';
import { PastSpan } from '../past-span.ts';
import { Again } from './again.ts';
import { writeAttributes, writeOwn } from './attribute-bytes.ts';
import type { ByteWriter } from './byte-writer.ts';

const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/** First what has the same length in all spans, see `writeMolded`. */
export function writeHead(to: ByteWriter, span: ReadableSpan): void {
  const context = span.spanContext();
  writeIds(to, context);
  const parent = span.parentSpanContext;
  if (parent !== undefined) {
    to.tag(4, 2);
    to.hex(parent.spanId);
  }
  if (isOwn(span)) {
    writeMoment(to, 7, span.startedAt);
    writeMoment(to, 8, span.endedAt);
  } else {
    writeInstant(to, 7, span.startTime);
    writeInstant(to, 8, span.endTime);
  }
  writeState(to, context);
  to.tag(5, 2);
  to.text(span.name);
  to.tag(6, 0);
  // The wire's kinds begin with "unspecified".
  to.varint(span.kind + 1);
}

/** @returns where its events begin */
export function writeRest(to: ByteWriter, span: ReadableSpan): number {
  if (span instanceof LeanSpan) {
    const { own } = span;
    for (let index = 0; index < own.length; index += 2) writeOwn(to, own[index] as string, own[index + 1]);
  }
  const events = to.length;
  for (const event of span.events) writeEvent(to, event);
  for (const link of span.links) writeLink(to, link);
  return events;
}

export function writeSpanFlags(to: ByteWriter, span: ReadableSpan): void {
  writeFlags(to, 16, span.spanContext().traceFlags, span.parentSpanContext?.isRemote === true);
}
export function isOwn(span: ReadableSpan): span is LeanSpan | PastSpan {
  return span instanceof LeanSpan || span instanceof PastSpan;
}

function writeIds(to: ByteWriter, context: SpanContext): void {
  to.tag(1, 2);
  to.hex(context.traceId);
  to.tag(2, 2);
  to.hex(context.spanId);
}

function writeState(to: ByteWriter, context: SpanContext): void {
  const state = context.traceState?.serialize();
  if (!state) return;
  to.tag(3, 2);
  to.text(state);
}

function writeInstant(to: ByteWriter, field: number, [seconds, nanos]: readonly [number, number]): void {
  to.tag(field, 1);
  to.instant(seconds, nanos);
}

/** @param ms epoch milliseconds with fractions */
function writeMoment(to: ByteWriter, field: number, ms: number): void {
  const seconds = secondsOf(ms);
  to.tag(field, 1);
  to.instant(seconds, nanosOf(ms, seconds));
}

/** Over what is there. */
export function writeMomentAt(to: ByteWriter, at: number, ms: number): void {
  const seconds = secondsOf(ms);
  to.instantAt(at, seconds, nanosOf(ms, seconds));
}

/** Zero is what an absent count means. */
export function writeCount(to: ByteWriter, field: number, count: number): void {
  if (count === 0) return;
  to.tag(field, 0);
  to.varint(count);
}

function writeFlags(to: ByteWriter, field: number, traceFlags: number, remote: boolean): void {
  to.tag(field, 5);
  to.fixed32((traceFlags & 0xff) | HAS_IS_REMOTE | (remote ? IS_REMOTE : 0));
}

export function writeStatus(to: ByteWriter, { code, message }: ReadableSpan['status']): void {
  const status = to.open(15);
  if (message !== undefined && message !== '') {
    to.tag(2, 2);
    to.text(message);
  }
  to.tag(3, 0);
  to.varint(code);
  to.close(status);
}

function writeEvent(to: ByteWriter, event: TimedEvent): void {
  const message = to.open(11);
  if (event instanceof LeanEvent) writeMoment(to, 1, event.at);
  else writeInstant(to, 1, event.time);
  to.tag(2, 2);
  to.text(event.name);
  if (event.attributes !== undefined) writeAttributes(to, 3, event.attributes);
  writeCount(to, 4, event.droppedAttributesCount ?? 0);
  to.close(message);
}

/** Jobs of one call are linked to the same span. */
const links = new Again();

function writeLink(to: ByteWriter, link: Link): void {
  const bytes = links.bytesOf(link);
  if (bytes !== undefined) {
    to.raw(bytes);
    return;
  }
  const from = to.length;
  const message = to.open(13);
  writeIds(to, link.context);
  writeState(to, link.context);
  if (link.attributes !== undefined) writeAttributes(to, 4, link.attributes);
  writeCount(to, 5, link.droppedAttributesCount ?? 0);
  writeFlags(to, 6, link.context.traceFlags, link.context.isRemote === true);
  to.close(message);
  if (Object.isFrozen(link)) links.missed(link, to, from);
}
