/**
 * How priorities share a queue where each of them gets something: stride scheduling (Waldspurger and Weihl, MIT 1995).
 *
 * Of each priority a number grows with what it was given, by less the more it weighs; the lowest one is next. A priority
 * where nothing waited takes up where the others are: it saves up nothing.
 */

/** 10 for priority 0, 5 for the default, 1 for priority 9: linear, so that the last one gets one job in 55 at least. */
export function weightOf(priority: number): number {
  return PRIORITIES - priority;
}

const PRIORITIES = 10;
/** Divided by every weight it stays whole. */
const WHOLE = 2_520;

function strideOf(priority: number): number {
  return WHOLE / weightOf(priority);
}

export class Shares {
  /** Where the one stood that was given something last, then where each priority stands. */
  readonly #numbers: number[];
  /** The first of them when it was divided last. */
  #floor = 0;

  /** @param text as `text` gave it; null = nothing was given so far */
  constructor(text: string | null) {
    const numbers = text === null ? [] : text.split(' ').map(Number);
    this.#numbers = Array.from({ length: PRIORITIES + 1 }, (_none, index) => numbers[index] ?? 0);
  }

  get text(): string {
    return this.#numbers.join(' ');
  }

  /**
   * @param waiting priorities with jobs that wait
   * @returns of which priority how many of the next `count` are, as far as it has that many
   */
  divide(waiting: readonly number[], count: number): ReadonlyMap<number, number> {
    this.#floor = this.#numbers[0] ?? 0;
    const at = new Map(waiting.map((priority) => [priority, this.#at(priority)]));
    const given = new Map<number, number>();
    for (let left = at.size === 0 ? 0 : count; left > 0; left -= 1) {
      const next = lowest(at);
      at.set(next, (at.get(next) ?? 0) + strideOf(next));
      given.set(next, (given.get(next) ?? 0) + 1);
    }
    return given;
  }

  /** So many of them were given. */
  charge(priority: number, count: number): void {
    if (count === 0) return;
    const end = this.#at(priority) + count * strideOf(priority);
    this.#numbers[priority + 1] = end;
    this.#numbers[0] = Math.max(this.#numbers[0] ?? 0, end - strideOf(priority));
  }

  #at(priority: number): number {
    return Math.max(this.#floor, this.#numbers[priority + 1] ?? 0);
  }
}

/** Of equal ones the most urgent. */
function lowest(at: ReadonlyMap<number, number>): number {
  let [best = 0] = at.keys();
  for (const [priority, number] of at) {
    const least = at.get(best) ?? 0;
    if (number < least || (number === least && priority < best)) best = priority;
  }
  return best;
}
