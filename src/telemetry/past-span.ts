/** A span of what is over when it is told of: nobody writes to it, so it is little more than a name and two instants. */
import {
  type Attributes,
  type HrTime,
  type Link,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
} from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';

import { isSampled } from '../propagation/index.ts';
import { hrTime } from './lean-event.ts';
import type { LeanSpan, SpanHome } from './lean-span.ts';
import { SpanIds } from './span-ids.ts';

const NO_EVENTS: TimedEvent[] = [];
const NO_LINKS: Link[] = [];
const OVER = true;
const NONE = 0;
const UNSET = Object.freeze({ code: SpanStatusCode.UNSET });

/** Of a wait before an attempt, below the attempt's span. */
export interface PastWork {
  readonly name: string;
  /** Never changed afterwards. */
  readonly attributes: Attributes;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

export class PastSpan implements ReadableSpan {
  readonly name: string;
  readonly parentSpanContext: SpanContext;
  readonly sharedAttributes: Attributes;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly ids: SpanIds;
  readonly parentIds: SpanIds;
  readonly #home: SpanHome;
  #context: SpanContext | undefined;

  /** @param parent whose sampling it shares */
  constructor(home: SpanHome, parent: LeanSpan, { name, attributes, from, to }: PastWork) {
    this.#home = home;
    this.name = name;
    this.parentSpanContext = parent.spanContext();
    this.parentIds = parent.ids;
    this.ids = SpanIds.below(parent.ids);
    this.sharedAttributes = attributes;
    this.startedAt = from;
    this.endedAt = to;
  }

  /** Made when it is asked for: what writes it needs the numbers alone. */
  spanContext(): SpanContext {
    return (this.#context ??= { ...this.parentSpanContext, spanId: this.ids.spanId });
  }

  get isSampled(): boolean {
    return isSampled(this.parentSpanContext);
  }

  get kind(): SpanKind {
    return SpanKind.INTERNAL;
  }

  get attributes(): Attributes {
    return this.sharedAttributes;
  }

  get startTime(): HrTime {
    return hrTime(this.startedAt);
  }

  get endTime(): HrTime {
    return hrTime(this.endedAt);
  }

  get duration(): HrTime {
    return hrTime(this.endedAt - this.startedAt);
  }

  get ended(): boolean {
    return OVER;
  }

  get status(): ReadableSpan['status'] {
    return UNSET;
  }

  get links(): Link[] {
    return NO_LINKS;
  }

  get events(): TimedEvent[] {
    return NO_EVENTS;
  }

  get droppedAttributesCount(): number {
    return NONE;
  }

  get droppedEventsCount(): number {
    return NONE;
  }

  get droppedLinksCount(): number {
    return NONE;
  }

  get resource(): Resource {
    return this.#home.resource;
  }

  get instrumentationScope(): ReadableSpan['instrumentationScope'] {
    return this.#home.scope;
  }
}
