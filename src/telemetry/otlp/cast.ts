/**
 * A whole span, with its own attributes, its event and its links, over whose bytes the next ones are written that say the same:
 * of attempts that end alike nothing differs but ids, instants and the id of the job, which is the first attribute of their own.
 */
import type { AttributeValue, Link } from '@opentelemetry/api';
import type { TimedEvent } from '@opentelemetry/sdk-trace';

import { NO_ATTRIBUTES } from '../attribute-values.ts';
import { LeanEvent } from '../lean-event.ts';
import type { LeanSpan } from '../lean-span.ts';
import type { ByteWriter } from './byte-writer.ts';
import { writeMomentAt } from './span-parts.ts';

/** A text that is longer is written anew, and so are a message and an attribute whose length takes more than a byte. */
const TEXT_MAX = 64;
const ONE_BYTE = 128;
/** Tags and lengths of an attribute before its value, but for its name; where the length of the name stands among them. */
const BEFORE_VALUE = 8;
const NAME_LENGTH = 3;
/** Tags and the length of an event before its instant. */
const BEFORE_INSTANT = 3;
/** Of a `fixed64` in the first field. */
const INSTANT_TAG = 0x09;

/** So many others in a row, and the newest of them takes its place: twice as many each time that none came again. */
const PATIENCE = 2;
const PATIENCE_MAX = 65_536;

/** Of spans that share a mold, the one that is mostly said again. */
export class Casts {
  #cast: Cast | undefined;
  #misses = 0;
  #patience = PATIENCE;

  /** Where the head begins in what it has written. */
  get head(): number {
    return this.#cast?.head ?? 0;
  }

  fitting(span: LeanSpan): Cast | undefined {
    if (this.#cast?.fits(span) !== true) return undefined;
    this.#misses = 0;
    this.#patience = PATIENCE;
    return this.#cast;
  }

  /** @returns whether one that did not fit is to be learnt */
  wanting(): boolean {
    this.#misses += 1;
    if (this.#misses < this.#patience) return false;
    this.#misses = 0;
    this.#patience = Math.min(this.#patience * 2, PATIENCE_MAX);
    return true;
  }

  /** @param written up to the end of the span */
  learn(span: LeanSpan, written: Uint8Array, places: Places): void {
    this.#cast = Cast.of(span, written, places) ?? this.#cast;
  }
}

/** Where things stand in what was written of a span. */
export interface Places {
  /** The message with its tag and length. */
  readonly from: number;
  /** What it says of its head. */
  readonly head: number;
  /** Its own attributes. */
  readonly own: number;
  readonly events: number;
}

interface About {
  readonly bytes: Uint8Array;
  readonly event: string;
  readonly length: number;
  readonly head: number;
  readonly textAt: number;
  readonly eventAt: number;
}

class Cast {
  readonly #bytes: Uint8Array;
  readonly #own: readonly AttributeValue[];
  /** Of its text. */
  readonly #length: number;
  readonly #event: string;
  readonly #links: readonly Link[];
  /** From the begin of the bytes. */
  readonly head: number;
  readonly #textAt: number;
  readonly #eventAt: number;

  /** @returns undefined where the span says what is hardly said again, or not so that it can be written over */
  static of(span: LeanSpan, written: Uint8Array, { from, head, own, events }: Places): Cast | undefined {
    const [key, text] = span.own;
    const end = endOf(span.events);
    if (typeof key !== 'string' || typeof text !== 'string' || end === undefined) return undefined;
    if (text.length > TEXT_MAX || !span.own.every(isWord) || !span.links.every(Object.isFrozen)) return undefined;
    const textAt = own - from + BEFORE_VALUE + key.length;
    const eventAt = events - from + BEFORE_INSTANT;
    const bytes = new Uint8Array(written.subarray(from));
    const [atOwn, atEvent] = [own - from, events - from];
    if (!isShort(bytes, atOwn) || !isShort(bytes, atEvent) || bytes[eventAt - 1] !== INSTANT_TAG) return undefined;
    // What is not ASCII has more bytes than letters, and would put the places elsewhere.
    if (bytes[atOwn + NAME_LENGTH] !== key.length || bytes[textAt - 1] !== text.length) return undefined;
    return new Cast(span, { bytes, event: end.name, length: text.length, head: head - from, textAt, eventAt });
  }

  private constructor({ own, links }: LeanSpan, about: About) {
    this.#own = [...own];
    this.#links = links;
    this.#bytes = about.bytes;
    this.#event = about.event;
    this.#length = about.length;
    this.head = about.head;
    this.#textAt = about.textAt;
    this.#eventAt = about.eventAt;
  }

  /** Whether a span of the same mold says the same. */
  fits({ own, events, links }: LeanSpan): boolean {
    const ours = this.#own;
    if (own.length !== ours.length || own[0] !== ours[0] || endOf(events)?.name !== this.#event) return false;
    if (links !== this.#links && links.length + this.#links.length > 0) return false;
    const text = own[1];
    if (typeof text !== 'string' || text.length !== this.#length) return false;
    for (let index = 2; index < own.length; index += 1) if (own[index] !== ours[index]) return false;
    return true;
  }

  /** @returns where it begins, with everything but its head written; undefined, and nothing written, where its text is not plain */
  write(to: ByteWriter, { own, events }: LeanSpan): number | undefined {
    const from = to.stamp(this.#bytes);
    if (!to.asciiAt(from + this.#textAt, own[1] as string)) {
      to.cut(from);
      return undefined;
    }
    writeMomentAt(to, from + this.#eventAt, (events[0] as LeanEvent).at);
    return from;
  }
}

/** @returns the event that says how it ended, where there is no other and it says nothing more */
function endOf(events: readonly TimedEvent[]): LeanEvent | undefined {
  const [event] = events;
  if (events.length !== 1 || !(event instanceof LeanEvent)) return undefined;
  return event.attributes === NO_ATTRIBUTES ? event : undefined;
}

/** Whether the length of the message that begins there takes one byte. */
function isShort(bytes: Uint8Array, at: number): boolean {
  return (bytes[at + 1] ?? ONE_BYTE) < ONE_BYTE;
}

/** Lists may be changed by who has set them. */
function isWord(value: AttributeValue): boolean {
  return typeof value !== 'object';
}
