/**
 * Spans as OTLP's protocol buffers, written the moment they end
 * (https://github.com/open-telemetry/opentelemetry-proto, trace.proto; the numbers are its field numbers).
 *
 * The SDK keeps finished spans as objects and writes a batch twice, once to learn its size; with every job traced
 * that was the largest part of the cost. Bytes are smaller to keep than objects, and no work for the garbage collector.
 */
import type { Attributes, AttributeValue, Link, SpanContext } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';

import { LeanEvent, nanosOf, secondsOf } from '../lean-event.ts';
import { LeanSpan } from '../lean-span.ts';
import { ByteWriter } from './byte-writer.ts';

const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

const SPAN_ATTRIBUTES = 9;

/** Adds one `Span` message to those written before it. */
export function writeSpan(to: ByteWriter, span: ReadableSpan): void {
  const message = to.open(2);
  const context = span.spanContext();
  writeIds(to, context);
  const parent = span.parentSpanContext;
  if (parent !== undefined) {
    to.tag(4, 2);
    to.hex(parent.spanId);
  }
  to.tag(5, 2);
  to.text(span.name);
  to.tag(6, 0);
  // The wire's kinds begin with "unspecified".
  to.varint(span.kind + 1);
  if (span instanceof LeanSpan) {
    writeMoment(to, 7, span.startedAt);
    writeMoment(to, 8, span.endedAt);
  } else {
    writeInstant(to, 7, span.startTime);
    writeInstant(to, 8, span.endTime);
  }
  writeSpanAttributes(to, span);
  writeCount(to, 10, span.droppedAttributesCount);
  for (const event of span.events) writeEvent(to, event);
  writeCount(to, 12, span.droppedEventsCount);
  for (const link of span.links) writeLink(to, link);
  writeCount(to, 14, span.droppedLinksCount);
  writeStatus(to, span.status);
  writeFlags(to, 16, context.traceFlags, parent?.isRemote === true);
  to.close(message);
}

function writeIds(to: ByteWriter, context: SpanContext): void {
  to.tag(1, 2);
  to.hex(context.traceId);
  to.tag(2, 2);
  to.hex(context.spanId);
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

/** Zero is what an absent count means. */
function writeCount(to: ByteWriter, field: number, count: number): void {
  if (count === 0) return;
  to.tag(field, 0);
  to.varint(count);
}

function writeFlags(to: ByteWriter, field: number, traceFlags: number, remote: boolean): void {
  to.tag(field, 5);
  to.fixed32((traceFlags & 0xff) | HAS_IS_REMOTE | (remote ? IS_REMOTE : 0));
}

function writeStatus(to: ByteWriter, { code, message }: ReadableSpan['status']): void {
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

function writeLink(to: ByteWriter, link: Link): void {
  const message = to.open(13);
  writeIds(to, link.context);
  if (link.attributes !== undefined) writeAttributes(to, 4, link.attributes);
  writeCount(to, 5, link.droppedAttributesCount ?? 0);
  writeFlags(to, 6, link.context.traceFlags, link.context.isRemote === true);
  to.close(message);
}

const SHARED_SIZE = 512;

/** What all spans of a task share is written once; by identity, so those objects are never changed. */
const shared = new WeakMap<Attributes, Uint8Array>();

function writeSpanAttributes(to: ByteWriter, span: ReadableSpan): void {
  if (!(span instanceof LeanSpan)) {
    writeAttributes(to, SPAN_ATTRIBUTES, span.attributes);
    return;
  }
  let bytes = shared.get(span.sharedAttributes);
  if (bytes === undefined) {
    const once = new ByteWriter(SHARED_SIZE);
    writeAttributes(once, SPAN_ATTRIBUTES, span.sharedAttributes);
    bytes = once.written;
    shared.set(span.sharedAttributes, bytes);
  }
  to.raw(bytes);
  const { ownKeys, ownValues } = span;
  ownKeys.forEach((key, index) => writeAttribute(to, SPAN_ATTRIBUTES, key, ownValues[index]));
}

function writeAttributes(to: ByteWriter, field: number, attributes: Attributes): void {
  for (const key in attributes) writeAttribute(to, field, key, attributes[key]);
}

function writeAttribute(to: ByteWriter, field: number, key: string, value: AttributeValue | undefined): void {
  if (value === undefined) return;
  const pair = to.open(field);
  to.tag(1, 2);
  to.text(key);
  writeValue(to, 2, value);
  to.close(pair);
}

type Value = AttributeValue | null | undefined;

function writeValue(to: ByteWriter, field: number, value: Value): void {
  const message = to.open(field);
  if (typeof value === 'string') {
    to.tag(1, 2);
    to.text(value);
  } else if (typeof value === 'number') writeNumber(to, value);
  else if (typeof value === 'boolean') {
    to.tag(2, 0);
    to.varint(value ? 1 : 0);
  } else if (Array.isArray(value)) {
    const list = to.open(5);
    for (const item of value as readonly Value[]) writeValue(to, 1, item);
    to.close(list);
  }
  to.close(message);
}

function writeNumber(to: ByteWriter, value: number): void {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) {
    to.tag(3, 0);
    to.varint(value);
  } else {
    to.tag(4, 1);
    to.double(value);
  }
}

/** A `Resource` message as field 1. */
export function resourceBytes({ attributes }: Resource): Uint8Array {
  const to = new ByteWriter();
  const message = to.open(1);
  writeAttributes(to, 1, attributes);
  to.close(message);
  return to.written;
}

/** An `InstrumentationScope` message as field 1. */
export function scopeBytes({ name, version }: ReadableSpan['instrumentationScope']): Uint8Array {
  const to = new ByteWriter();
  const message = to.open(1);
  to.tag(1, 2);
  to.text(name);
  if (version !== undefined) {
    to.tag(2, 2);
    to.text(version);
  }
  to.close(message);
  return to.written;
}

/** The URL of a schema as field 3, nothing where there is none. */
export function schemaBytes(url: string | undefined): Uint8Array {
  const to = new ByteWriter(SHARED_SIZE);
  if (url !== undefined && url !== '') {
    to.tag(3, 2);
    to.text(url);
  }
  return to.written;
}
