/** What job a message becomes: its id, its payload, its priority, and the trace that it belongs to. */
import { createHash } from 'node:crypto';

import type { ConsumeMessage } from '../../amqp/index.ts';
import {
  BAGGAGE_HEADER,
  carriedBaggage,
  type EnqueueOptions,
  fillTemplate,
  type ForeignCarrier,
} from '../../core/index.ts';
import { type Json, type JsonObject, SkepError } from '../../foundation/index.ts';
import type { SourceSpec } from '../../manifest/index.ts';
import type { EnqueueItem } from '../enqueueing/enqueue-item.ts';

/** As the schema of options has it. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$/;
/** Longer text is not even read: no payload may have a sixteenth of it. */
const MAX_BODY_BYTES = 16_777_216;
/** Longer ones are not carried into jobs. */
const MAX_TRACE_TEXT = 512;

/**
 * @param priority of the task
 * @throws SkepError PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE
 */
export function jobOfMessage(message: ConsumeMessage, source: SourceSpec, priority: number): EnqueueItem {
  const body = bodyOf(message);
  const payload = source.with === null ? body : fillTemplate(source.with, scopeOf(message, body));
  const id = jobIdOf(message, source.name);
  const urgent = priorityOf(message, priority);
  const options: EnqueueOptions = {
    ...(id === null ? {} : { id }),
    ...(urgent === null ? {} : { priority: urgent }),
  };
  return { payload, options };
}

/** @returns the same for the same source and message id; null where the message has none */
export function jobIdOf({ properties }: Pick<ConsumeMessage, 'properties'>, source: string): string | null {
  const messageId: unknown = properties.messageId;
  if (typeof messageId !== 'string' || messageId === '') return null;
  const id = `${source}:${messageId}`;
  // Of letters that an id cannot have, or too long.
  return ID.test(id) ? id : `${source}:sha256-${createHash('sha256').update(messageId).digest('hex').slice(0, 40)}`;
}

/** AMQP has no message without a priority: 0 says nothing, and each step above makes the job a step more urgent than its task. */
function priorityOf({ properties }: ConsumeMessage, own: number): number | null {
  const said: unknown = properties.priority;
  return typeof said === 'number' && said > 0 ? Math.max(0, own - said) : null;
}

/** The W3C trace context and baggage that the producer has put into the headers. */
export function carrierOf({ properties }: Pick<ConsumeMessage, 'properties'>): ForeignCarrier {
  const headers = (properties.headers ?? {}) as Readonly<Record<string, unknown>>;
  const baggage = carriedBaggage(textOf(headers[BAGGAGE_HEADER], Infinity));
  const { traceparent, tracestate } = headers;
  return {
    traceparent: textOf(traceparent),
    tracestate: textOf(tracestate),
    ...(baggage !== undefined && { baggage }),
  };
}

function textOf(value: unknown, max = MAX_TRACE_TEXT): string | null {
  const text = Buffer.isBuffer(value) ? value.toString('latin1') : value;
  return typeof text === 'string' && text.length <= max ? text : null;
}

function bodyOf({ content, properties }: ConsumeMessage): Json {
  if (content.length === 0) return null;
  if (content.length > MAX_BODY_BYTES) {
    throw new SkepError('PAYLOAD_TOO_LARGE', `the message has ${content.length} bytes`);
  }
  const encoding: unknown = properties.contentEncoding;
  if (typeof encoding === 'string' && !/^(?:|utf-?8|identity)$/i.test(encoding)) {
    throw new SkepError(
      'PAYLOAD_NOT_JSON',
      `the message is of the encoding ${encoding.slice(0, 40)}, which is not read`,
    );
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content)) as Json;
  } catch {
    // What the parser says holds a piece of the message, which may be secret.
    throw new SkepError('PAYLOAD_NOT_JSON', 'the message is no JSON in UTF-8');
  }
}

function scopeOf({ fields, properties }: ConsumeMessage, body: Json): JsonObject {
  const { exchange, routingKey, redelivered } = fields;
  const { messageId, type, correlationId } = properties as unknown as Readonly<Record<string, unknown>>;
  const message = { exchange, routingKey, redelivered };
  const told = { id: messageId ?? null, type: type ?? null, correlationId: correlationId ?? null };
  return { body, headers: plain(properties.headers ?? {}), message: plain({ ...told, ...message }) };
}

/** Tables of AMQP hold more than JSON: bytes, instants, numbers of 64 bits. */
function plain(table: unknown): Json {
  const written = JSON.stringify(table, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : bytesAsText(value),
  );
  return JSON.parse(written) as Json;
}

/** `toJSON` of a Buffer has been there before a replacer sees it. */
function bytesAsText(value: unknown): unknown {
  const { type, data } = (typeof value === 'object' && value !== null ? value : {}) as {
    readonly type?: unknown;
    readonly data?: unknown;
  };
  return type === 'Buffer' && Array.isArray(data) ? Buffer.from(data as number[]).toString('utf8') : value;
}
