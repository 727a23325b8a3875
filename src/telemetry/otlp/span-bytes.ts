/**
 * Spans as OTLP's protocol buffers, written the moment they end
 * (https://github.com/open-telemetry/opentelemetry-proto, trace.proto; the numbers are its field numbers).
 *
 * The SDK keeps finished spans as objects and writes a batch twice, once to learn its size; with every job traced
 * that was the largest part of the cost. Bytes are smaller to keep than objects, and no work for the garbage collector.
 */
import { type Attributes, type SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

import { isSampled } from '../../propagation/index.ts';
import type { LeanSpan } from '../lean-span.ts';
import { PastSpan } from '../past-span.ts';
import type { SpanIds } from '../span-ids.ts';
import { SPAN_ATTRIBUTES, writeAttributes } from './attribute-bytes.ts';
import { ByteWriter } from './byte-writer.ts';
import { Casts } from './cast.ts';
import { isOwn, writeCount, writeHead, writeMomentAt, writeRest, writeSpanFlags, writeStatus } from './span-parts.ts';

const MOLD_SIZE = 512;

/** Adds one `Span` message to those written before it. */
export function writeSpan(to: ByteWriter, span: ReadableSpan): void {
  const mold = isOwn(span) ? moldOf(span) : undefined;
  if (mold === undefined) writeWhole(to, span);
  else writeMolded(to, span as LeanSpan | PastSpan, mold);
}

function writeWhole(to: ByteWriter, span: ReadableSpan): void {
  const message = to.open(2, 2);
  writeHead(to, span);
  if (isOwn(span)) writeShared(to, span);
  else writeAttributes(to, SPAN_ATTRIBUTES, span.attributes);
  writeRest(to, span);
  writeCount(to, 10, span.droppedAttributesCount);
  writeCount(to, 12, span.droppedEventsCount);
  writeCount(to, 14, span.droppedLinksCount);
  writeStatus(to, span.status);
  writeSpanFlags(to, span);
  to.close(message, 2);
}
/** All that spans of one kind have in common, with the ids and instants of one of them, which others write theirs over. */
interface Mold {
  readonly name: string;
  readonly kind: SpanKind;
  /** Whether it is over when it is told of. */
  readonly past: boolean;
  /** Whether its parent is in another process; undefined where it has none. */
  readonly remote: boolean | undefined;
  /** Of a past one the whole message, else without its begin and its rest. */
  readonly bytes: Uint8Array;
  /** Where the head begins in them. */
  readonly head: number;
  readonly casts: Casts;
}

const TRACE_AT = 2;
const SPAN_AT = 20;
const PARENT_AT = 30;
/** Of an id of a parent with its tag. */
const PARENT_BYTES = 10;
const START_AT = 29;
const INSTANT_BYTES = 9;

/** Names that handlers give to spans of one task; further ones are written whole. */
const MOLDS_MAX = 8;

/** By what all spans of a task share; by identity, so those objects are never changed. */
const molds = new WeakMap<Attributes, Mold[]>();

/** @returns undefined where the span says what few do */
function moldOf(span: LeanSpan | PastSpan): Mold | undefined {
  if (!isPlain(span)) return undefined;
  let known = molds.get(span.sharedAttributes);
  if (known === undefined) {
    // Those of a tick, a run or a request are said once.
    if (!Object.isFrozen(span.sharedAttributes)) return undefined;
    molds.set(span.sharedAttributes, (known = []));
  }
  const { name, kind, parentSpanContext: parent } = span;
  const remote = parent === undefined ? undefined : parent.isRemote === true;
  const past = span instanceof PastSpan;
  for (const mold of known) {
    if (mold.name === name && mold.kind === kind && mold.past === past && mold.remote === remote) return mold;
  }
  if (known.length >= MOLDS_MAX) return undefined;
  const about = { name, kind, past, remote };
  const mold = { ...writtenOf(span, past), ...about, casts: new Casts() };
  known.push(mold);
  return mold;
}

function writtenOf(span: LeanSpan | PastSpan, past: boolean): Pick<Mold, 'bytes' | 'head'> {
  const to = new ByteWriter(MOLD_SIZE);
  const message = past ? to.open(2) : undefined;
  const begin = to.length;
  writeHead(to, span);
  writeShared(to, span);
  writeStatus(to, span.status);
  writeSpanFlags(to, span);
  const length = to.length - begin;
  if (message !== undefined) to.close(message);
  return { bytes: to.written, head: to.length - length };
}

function isPlain(span: LeanSpan | PastSpan): boolean {
  if (span instanceof PastSpan) return span.isSampled && span.parentSpanContext.traceState === undefined;
  const context = span.spanContext();
  const whole = span.droppedAttributesCount + span.droppedEventsCount + span.droppedLinksCount === 0;
  return whole && isSampled(context) && context.traceState === undefined && span.status.code === SpanStatusCode.UNSET;
}

function writeMolded(to: ByteWriter, span: LeanSpan | PastSpan, mold: Mold): void {
  if (!(span instanceof PastSpan)) writeOpen(to, span, mold);
  else {
    const at = to.stamp(mold.bytes) + mold.head;
    writeHeadAt(to, at, span, mold.remote);
    writeIdAt(to, at + PARENT_AT, span.parentIds);
  }
}

/** One that was written to while it was open. */
function writeOpen(to: ByteWriter, span: LeanSpan, mold: Mold): void {
  const { casts, remote } = mold;
  const same = casts.fitting(span)?.write(to, span);
  if (same !== undefined) {
    writeParentAt(to, same + casts.head, span);
    writeHeadAt(to, same + casts.head, span, remote);
    return;
  }
  const from = to.length;
  const message = to.open(2, 2);
  const at = to.stamp(mold.bytes);
  const own = to.length;
  writeParentAt(to, at, span);
  writeHeadAt(to, at, span, remote);
  const events = writeRest(to, span);
  const length = to.length - at;
  to.close(message, 2);
  const moved = to.length - length - at;
  if (casts.wanting()) {
    casts.learn(span, to.written, { from, head: at + moved, own: own + moved, events: events + moved });
  }
}

function writeParentAt(to: ByteWriter, at: number, { parentSpanContext: parent }: LeanSpan): void {
  if (parent !== undefined) to.hexAt(at + PARENT_AT, parent.spanId);
}

function writeHeadAt(to: ByteWriter, at: number, span: LeanSpan | PastSpan, remote: boolean | undefined): void {
  writeIdsAt(to, at, span.ids);
  const start = at + START_AT + (remote === undefined ? 0 : PARENT_BYTES);
  writeMomentAt(to, start, span.startedAt);
  writeMomentAt(to, start + INSTANT_BYTES, span.endedAt);
}

function writeIdsAt(to: ByteWriter, at: number, ids: SpanIds): void {
  to.wordAt(at + TRACE_AT, ids.trace0);
  to.wordAt(at + TRACE_AT + 4, ids.trace1);
  to.wordAt(at + TRACE_AT + 8, ids.trace2);
  to.wordAt(at + TRACE_AT + 12, ids.trace3);
  writeIdAt(to, at + SPAN_AT, ids);
}

function writeIdAt(to: ByteWriter, at: number, { span0, span1 }: SpanIds): void {
  to.wordAt(at, span0);
  to.wordAt(at + 4, span1);
}

function writeShared(to: ByteWriter, { sharedAttributes }: LeanSpan | PastSpan): void {
  writeAttributes(to, SPAN_ATTRIBUTES, sharedAttributes);
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
  const to = new ByteWriter(MOLD_SIZE);
  if (url !== undefined && url !== '') {
    to.tag(3, 2);
    to.text(url);
  }
  return to.written;
}
