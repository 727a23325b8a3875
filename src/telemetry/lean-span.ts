/**
 * Skep's own spans under Skep's own SDK set-up. The SDK's span checks every attribute, copies it twice and reads
 * three clocks, which is right for spans of anybody's and too much for two of them per job.
 *
 * It is a span as the API wants it (a handler holds it as `ctx.span`) and a readable one as processors want it. Its
 * limits are the SDK's defaults; who sets others in the environment gets the SDK's spans, see sdk.ts.
 */
import {
  type Attributes,
  type AttributeValue,
  type Context,
  type Exception,
  type HrTime,
  type Link,
  type Span,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
} from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';

import type { Clock } from '../foundation/index.ts';
import { cleaned, isAttributeValue, NO_ATTRIBUTES } from './attribute-values.ts';
import { hrTime, LeanEvent } from './lean-event.ts';
import { ATTR } from './semconv.ts';
import { SpanIds } from './span-ids.ts';

/** What the spans of one tracer share. */
export interface SpanHome {
  readonly resource: Resource;
  readonly scope: ReadableSpan['instrumentationScope'];
  readonly clock: Clock;
  /** Takes the span when it has begun; absent where nobody wants to know. */
  started?(span: LeanSpan, parent: Context): void;
  /** Takes the span when it has ended. */
  ended(span: ReadableSpan): void;
}

export interface LeanSpanStart {
  readonly context: SpanContext;
  /** Those of the context, where they are at hand. */
  readonly ids?: SpanIds;
  readonly parent: SpanContext | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  /** Never changed afterwards; may be the same object for many spans. */
  readonly attributes: Attributes;
  readonly links: Link[];
  /** Epoch milliseconds, when it is not now. */
  readonly startedAt: number | undefined;
}

/** Besides the shared ones. */
const ATTRIBUTE_LIMIT = 128;
const EVENT_LIMIT = 128;
const LINK_LIMIT = 128;
const NO_EVENTS: TimedEvent[] = [];
const UNSET: SpanStatus = { code: SpanStatusCode.UNSET };

export class LeanSpan implements Span, ReadableSpan {
  readonly kind: SpanKind;
  readonly parentSpanContext?: SpanContext;
  name: string;
  links: Link[];
  events: TimedEvent[] = NO_EVENTS;
  status: SpanStatus = UNSET;
  droppedAttributesCount = 0;
  droppedEventsCount = 0;
  droppedLinksCount = 0;
  /** Of the start; written once for all spans that share it. */
  sharedAttributes: Attributes;
  /** Set since: names and values in turns, as objects of ever new shapes are slow to fill and to read. */
  readonly own: AttributeValue[] = [];
  readonly #home: SpanHome;
  readonly #context: SpanContext;
  #ids: SpanIds | undefined;
  readonly #startedAt: number;
  /** Monotonic; NaN when the start was given, as then only the wall clock tells the end. */
  readonly #begin: number;
  #endedAt = NaN;

  constructor(home: SpanHome, start: LeanSpanStart) {
    this.#home = home;
    this.#context = start.context;
    this.#ids = start.ids;
    if (start.parent !== undefined) this.parentSpanContext = start.parent;
    this.name = start.name;
    this.kind = start.kind;
    this.sharedAttributes = start.attributes;
    this.links = start.links;
    this.#startedAt = start.startedAt ?? home.clock.now();
    this.#begin = start.startedAt === undefined ? home.clock.monotonic() : NaN;
  }

  // ── the API's ──────────────────────────────────────────────────────────────────────────────────────

  spanContext(): SpanContext {
    return this.#context;
  }

  isRecording(): boolean {
    return Number.isNaN(this.#endedAt);
  }

  setAttribute(key: string, value: AttributeValue): this {
    if (!this.isRecording() || key === '' || !isAttributeValue(value)) return this;
    if (this.sharedAttributes[key] !== undefined) this.#unshare();
    const { own } = this;
    for (let index = 0; index < own.length; index += 2) {
      if (own[index] !== key) continue;
      own[index + 1] = value;
      return this;
    }
    if (own.length >= ATTRIBUTE_LIMIT * 2) this.droppedAttributesCount += 1;
    else own.push(key, value);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    for (const key in attributes) {
      const value = attributes[key];
      if (value !== undefined) this.setAttribute(key, value);
    }
    return this;
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (!this.isRecording()) return this;
    const timed = isTime(attributesOrTime);
    const attributes = timed ? undefined : attributesOrTime;
    this.#tell(new LeanEvent(name, cleaned(attributes), this.#instant(timed ? attributesOrTime : time)));
    return this;
  }

  addLink(link: Link): this {
    if (!this.isRecording()) return this;
    if (this.links.length >= LINK_LIMIT) this.droppedLinksCount += 1;
    const attributes = cleaned(link.attributes);
    this.links = [...this.links.slice(1 - LINK_LIMIT), { context: link.context, attributes }];
    return this;
  }

  addLinks(links: Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }

  setStatus(status: SpanStatus): this {
    const final = this.status.code === SpanStatusCode.OK;
    if (!this.isRecording() || final || status.code === SpanStatusCode.UNSET) return this;
    const { code, message } = status;
    this.status = code === SpanStatusCode.ERROR && typeof message === 'string' ? { code, message } : { code };
    return this;
  }

  updateName(name: string): this {
    if (this.isRecording()) this.name = name;
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    const { code, name, message, stack } = typeof exception === 'string' ? { message: exception } : partsOf(exception);
    const attributes = {
      ...(code !== undefined || name !== undefined ? { [ATTR.exceptionType]: String(code ?? name) } : {}),
      ...(message === undefined ? {} : { [ATTR.exceptionMessage]: message }),
      ...(stack === undefined ? {} : { [ATTR.exceptionStack]: stack }),
    };
    this.addEvent('exception', attributes, time);
  }

  end(time?: TimeInput): void {
    if (this.isRecording()) this.#end(this.#instant(time));
  }

  /** Ends now, with an event that says how: both at one instant. */
  endAs(event: string, attributes: Attributes = NO_ATTRIBUTES): void {
    if (!this.isRecording()) return;
    const now = this.#instant(undefined);
    this.#tell(new LeanEvent(event, attributes, now));
    this.#end(now);
  }

  // ── for processors ─────────────────────────────────────────────────────────────────────────────────

  get attributes(): Attributes {
    const attributes = { ...this.sharedAttributes };
    const { own } = this;
    for (let index = 0; index < own.length; index += 2) attributes[own[index] as string] = own[index + 1];
    return attributes;
  }

  get ids(): SpanIds {
    return (this.#ids ??= SpanIds.of(this.#context));
  }

  get startTime(): HrTime {
    return hrTime(this.startedAt);
  }

  get endTime(): HrTime {
    return hrTime(this.endedAt);
  }

  /** Epoch milliseconds with fractions. */
  get startedAt(): number {
    return this.#startedAt;
  }

  /** Likewise; the start while it is open. */
  get endedAt(): number {
    return this.isRecording() ? this.#startedAt : this.#endedAt;
  }

  get duration(): HrTime {
    return hrTime(this.isRecording() ? 0 : this.#endedAt - this.#startedAt);
  }

  get ended(): boolean {
    return !this.isRecording();
  }

  get resource(): Resource {
    return this.#home.resource;
  }

  get instrumentationScope(): ReadableSpan['instrumentationScope'] {
    return this.#home.scope;
  }

  #tell(event: LeanEvent): void {
    // A list that grows by its first entry takes room for sixteen.
    if (this.events.length === 0) this.events = [event];
    else {
      if (this.events.length >= EVENT_LIMIT) {
        this.events.shift();
        this.droppedEventsCount += 1;
      }
      this.events.push(event);
    }
  }

  #end(at: number): void {
    this.#endedAt = Math.max(this.#startedAt, at);
    this.#home.ended(this);
  }

  /** One of the shared attributes gets a value of this span's own. */
  #unshare(): void {
    const shared = this.sharedAttributes;
    this.sharedAttributes = NO_ATTRIBUTES;
    this.setAttributes(shared);
  }

  /** Epoch milliseconds with fractions. Times of the performance clock are told by their size, as in the SDK. */
  #instant(time: TimeInput | undefined): number {
    if (time === undefined) {
      const { clock } = this.#home;
      return Number.isNaN(this.#begin) ? clock.now() : this.#startedAt + clock.monotonic() - this.#begin;
    }
    if (time instanceof Date) return time.getTime();
    if (Array.isArray(time)) return time[0] * 1_000 + time[1] / 1e6;
    const { clock } = this.#home;
    return time <= clock.monotonic() ? time + clock.now() - clock.monotonic() : time;
  }
}

function isTime(value: Attributes | TimeInput | undefined): value is TimeInput {
  return typeof value === 'number' || value instanceof Date || Array.isArray(value);
}

interface ExceptionParts {
  readonly code?: string | number | undefined;
  readonly name?: string | undefined;
  readonly message?: string | undefined;
  readonly stack?: string | undefined;
}

function partsOf(exception: Exclude<Exception, string>): ExceptionParts {
  return exception;
}
