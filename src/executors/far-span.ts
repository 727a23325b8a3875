/** The attempt's span on the far side: what is said of it there is said to it here. */
import { type HandlerSpan, isError, NOWHERE, type SpanPlace, type SpanTime, toJobError } from '../core/index.ts';
import type { Clock, Json } from '../foundation/index.ts';
import type { FarCarrier, FarNews, SpanCall } from './messages.ts';

export interface FarSpanParts {
  readonly port: { post(news: FarNews): void };
  readonly clock: Clock;
}

/** As many events as a span keeps. */
const EVENTS_MAX = 128;

/** Follows the interface of OpenTelemetry, so that it is what asks for the active span gets. */
export class FarSpan implements HandlerSpan {
  readonly #parts: FarSpanParts;
  #place: SpanPlace;
  readonly #recorded: boolean;
  #events = 0;

  constructor(parts: FarSpanParts, { traceparent, recorded = false }: FarCarrier) {
    this.#parts = parts;
    this.#recorded = recorded;
    const [, traceId, spanId, flags] = traceparent?.split('-') ?? [];
    const found = traceId !== undefined && spanId !== undefined;
    this.#place = found ? { traceId, spanId, traceFlags: Number.parseInt(flags ?? '0', 16) } : NOWHERE;
  }

  /** @param place the same, with what else it carries */
  at(place: SpanPlace): this {
    this.#place = place;
    return this;
  }

  spanContext(): SpanPlace {
    return this.#place;
  }

  isRecording(): boolean {
    return this.#recorded || (this.#place.traceFlags & 1) === 1;
  }

  setAttribute(key: string, value: unknown): this {
    return this.#say('setAttribute', key, across(value));
  }

  setAttributes(attributes: unknown): this {
    return this.#say('setAttributes', allAcross(attributes));
  }

  addEvent(name: string, attributesOrTime?: unknown, time?: SpanTime): this {
    const timed = timeOf(attributesOrTime);
    // Its place in time is that of the call, whenever it arrives.
    const at = timed ?? timeOf(time) ?? this.#parts.clock.now();
    if ((this.#events += 1) > EVENTS_MAX) return this;
    return this.#say('addEvent', name, timed === undefined ? allAcross(attributesOrTime) : {}, at);
  }

  addLink(link: unknown): this {
    return this.addLinks([link]);
  }

  addLinks(links: readonly unknown[]): this {
    return this.#say('addLinks', links.flatMap(linkAcross));
  }

  setStatus(status: { readonly code: number; readonly message?: string }): this {
    const { code, message } = status;
    return this.#say('setStatus', typeof message === 'string' ? { code, message } : { code });
  }

  updateName(name: string): this {
    return this.#say('updateName', name);
  }

  recordException(error: unknown, time?: SpanTime): void {
    this.#say('recordException', exceptionAcross(error), timeOf(time) ?? this.#parts.clock.now());
  }

  /** Its end is the attempt's. */
  end(): void {
    // Nothing to say.
  }

  #say(method: SpanCall, ...given: readonly Json[]): this {
    if (this.isRecording()) this.#parts.port.post({ kind: 'span', method, given });
    return this;
  }
}

function timeOf(value: unknown): number | [number, number] | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof Date) return value.getTime();
  return Array.isArray(value) && value.length === 2 ? [Number(value[0]), Number(value[1])] : undefined;
}

/** @returns null for what no attribute is: a span leaves it out */
function across(value: unknown): Json {
  if (Array.isArray(value)) return value.map((one) => (isPlain(one) ? one : null));
  return isPlain(value) ? value : null;
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function allAcross(attributes: unknown): Record<string, Json> {
  if (typeof attributes !== 'object' || attributes === null) return {};
  const all = Object.entries(attributes).map(([key, value]) => [key, across(value)] as const);
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}

function linkAcross(link: unknown): Json[] {
  const { context, attributes } = (link ?? {}) as { context?: Partial<SpanPlace>; attributes?: unknown };
  const { traceId, spanId, traceFlags } = context ?? {};
  if (typeof traceId !== 'string' || typeof spanId !== 'string') return [];
  return [{ context: { traceId, spanId, traceFlags: traceFlags ?? 0 }, attributes: allAcross(attributes) }];
}

function exceptionAcross(error: unknown): Json {
  if (!isError(error)) return typeof error === 'string' ? error : toJobError(error).message;
  const { name, message, stack, code } = toJobError(error);
  return { name, message, ...(stack !== null && { stack }), ...(code !== null && { code }) };
}
