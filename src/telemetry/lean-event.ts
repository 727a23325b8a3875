/** Instants and events of Skep's own spans: numbers, made into the SDK's pairs for those only that ask for them. */
import type { Attributes, HrTime } from '@opentelemetry/api';
import type { TimedEvent } from '@opentelemetry/sdk-trace';

export class LeanEvent implements TimedEvent {
  readonly name: string;
  readonly attributes: Attributes;
  readonly droppedAttributesCount = 0;
  /** Epoch milliseconds with fractions. */
  readonly at: number;

  constructor(name: string, attributes: Attributes, at: number) {
    this.name = name;
    this.attributes = attributes;
    this.at = at;
  }

  get time(): HrTime {
    return hrTime(this.at);
  }
}

/** @param ms epoch milliseconds with fractions */
export function hrTime(ms: number): HrTime {
  const seconds = secondsOf(ms);
  return [seconds, nanosOf(ms, seconds)];
}

/** Whole seconds of epoch milliseconds. */
export function secondsOf(ms: number): number {
  return Math.floor(ms / 1_000);
}

/** Nanoseconds of epoch milliseconds beyond their whole seconds, 0 to 999 999 999. */
export function nanosOf(ms: number, seconds: number): number {
  return Math.min(Math.round((ms - seconds * 1_000) * 1e6), 999_999_999);
}
