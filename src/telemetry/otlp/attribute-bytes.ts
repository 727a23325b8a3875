/** Attributes of spans, events and links, and what they may be, as protocol buffers: common.proto. */
import type { Attributes, AttributeValue } from '@opentelemetry/api';

import { Again } from './again.ts';
import type { ByteWriter } from './byte-writer.ts';

/** Field of a span that has them. */
export const SPAN_ATTRIBUTES = 9;

/** Bounds the names that are remembered: handlers have theirs. */
const NAMES_MAX = 256;
/** Longer texts are not compared. */
const SHORT_VALUE = 64;

/** By name: most attributes say the same again and again, as an outcome or a revision does. */
const values = new Map<string, Again>();

/** One of a span's own. */
export function writeOwn(to: ByteWriter, key: string, value: AttributeValue | undefined): void {
  if (typeof value === 'object' || (typeof value === 'string' && value.length > SHORT_VALUE)) {
    writeAttribute(to, SPAN_ATTRIBUTES, key, value);
    return;
  }
  let again = values.get(key);
  if (again === undefined) {
    if (values.size >= NAMES_MAX) values.clear();
    values.set(key, (again = new Again()));
  }
  const bytes = again.bytesOf(value);
  if (bytes !== undefined) {
    to.raw(bytes);
    return;
  }
  const from = to.length;
  writeAttribute(to, SPAN_ATTRIBUTES, key, value);
  again.missed(value, to, from);
}

export function writeAttributes(to: ByteWriter, field: number, attributes: Attributes): void {
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
