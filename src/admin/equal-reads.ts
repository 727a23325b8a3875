/**
 * Equal reads share one look. A dashboard that many have open asks for the same things again and again: one that comes while an equal
 * one is under way waits for the next, and looks at one thing begin `gapMs` apart, and further apart the more have shared the last
 * one: a crowd waits a little longer, and costs little more than one who asks. No answer is older than its request: who waits gets
 * what was looked up after he asked. A read that is alone waits for nothing.
 */
import { type Clock, pause } from '../foundation/index.ts';

interface Looks {
  /** When the last one began, by the monotonic clock. */
  begun: number;
  running: Promise<unknown> | null;
  /** Not begun yet: whoever asks now may have its answer. */
  next: Promise<unknown> | null;
  /** Reads that have, or will have, the answer of the last one that has begun. */
  shared: number;
  /** Reads that wait for the next one. */
  waiting: number;
}

/** Looks are at most so many gaps apart. */
const CROWD = 4;

/** Things that are remembered beyond those that are looked at just now. */
const REMEMBERED = 256;

export class EqualReads {
  readonly #clock: Clock;
  readonly #gapMs: number;
  readonly #looks = new Map<string, Looks>();

  constructor(clock: Clock, gapMs: number) {
    this.#clock = clock;
    this.#gapMs = gapMs;
  }

  /** @param key equal for reads that are answered alike @param look what one of them does */
  ask<Answer>(key: string, look: () => Promise<Answer>): Promise<Answer> {
    const looks = this.#looksOf(key);
    looks.waiting += 1;
    if (looks.next !== null) return looks.next as Promise<Answer>;
    const waitMs = looks.begun + this.#gapMs * Math.min(looks.shared, CROWD) - this.#clock.monotonic();
    if (looks.running === null && waitMs <= 0) return this.#begin(looks, look);
    const next = Promise.all([
      looks.running?.catch(() => undefined),
      waitMs > 0 ? pause(this.#clock, waitMs) : undefined,
    ]).then(() => {
      looks.next = null;
      return this.#begin(looks, look);
    });
    looks.next = next;
    return next;
  }

  #begin<Answer>(looks: Looks, look: () => Promise<Answer>): Promise<Answer> {
    looks.begun = this.#clock.monotonic();
    looks.shared = looks.waiting;
    looks.waiting = 0;
    const running = look().finally(() => {
      looks.running = null;
    });
    looks.running = running;
    return running;
  }

  #looksOf(key: string): Looks {
    const known = this.#looks.get(key);
    if (known !== undefined) return known;
    if (this.#looks.size >= REMEMBERED) this.#forget();
    const looks: Looks = { begun: -Infinity, running: null, next: null, shared: 1, waiting: 0 };
    this.#looks.set(key, looks);
    return looks;
  }

  /** Those that nobody waits for and that might begin at once anyway. */
  #forget(): void {
    const before = this.#clock.monotonic() - this.#gapMs * CROWD;
    for (const [key, { begun, running, next }] of this.#looks) {
      if (running === null && next === null && begun < before) this.#looks.delete(key);
    }
  }
}
