/** When an attempt has to end, by whatever was said of it. Made for those of which something was. */
import type { TimeoutLimits } from '../../core/index.ts';

/** What has passed. */
export type Passed =
  | { readonly limit: 'soft' | 'hard'; readonly ms: number }
  /** It was told to end, and has not within the time that it was given. */
  | { readonly limit: 'grace'; readonly ms: number };

export class Limits {
  readonly #from: number;
  readonly #gapMs: number;
  #softAt: number;
  #hardAt: number;
  #graceAt = Infinity;
  #graceMs = 0;

  /** @param from monotonic milliseconds: when they begin */
  constructor({ softMs, hardMs }: TimeoutLimits, from: number) {
    this.#from = from;
    this.#softAt = softMs === null ? Infinity : from + softMs;
    this.#hardAt = hardMs === null ? Infinity : from + hardMs;
    this.#gapMs = softMs !== null && hardMs !== null ? hardMs - softMs : 0;
  }

  get dueAt(): number {
    return Math.min(this.#softAt, this.#hardAt, this.#graceAt);
  }

  /** The gravest of what has passed; a soft limit is told once. */
  passed(now: number): Passed | null {
    if (this.#hardAt <= now) return { limit: 'hard', ms: this.#hardAt - this.#from };
    if (this.#graceAt <= now) return { limit: 'grace', ms: this.#graceMs };
    if (this.#softAt > now) return null;
    const ms = this.#softAt - this.#from;
    this.#softAt = Infinity;
    return { limit: 'soft', ms };
  }

  /** Both end `ms` from now on, where there are any. A soft one that has passed is spent: its signal cannot be taken back. */
  extend(now: number, ms: number): void {
    if (this.#softAt < Infinity) this.#softAt = Math.max(this.#softAt, now + ms);
    if (this.#hardAt < Infinity) this.#hardAt = Math.max(this.#hardAt, now + ms + this.#gapMs);
  }

  /** It was told to end, and may take so long. The first time counts. */
  grace(now: number, ms: number): void {
    if (this.#graceAt < Infinity) return;
    this.#graceAt = now + ms;
    this.#graceMs = ms;
  }
}

const NONE: TimeoutLimits = { softMs: null, hardMs: null };

/** Of an attempt that nothing limits so far. */
export function noLimits(now: number): Limits {
  return new Limits(NONE, now);
}
