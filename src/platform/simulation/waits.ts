/** Lengths of time that can be read as percentiles: classes that are each a twentieth wider than the one before. */

const GROWTH = Math.log(1.05);
/** The classes end at about a year; zero is one of its own. */
const CLASSES = 500;

export class Waits {
  #counts: Uint32Array | undefined;
  #count = 0;
  #max = 0;

  get count(): number {
    return this.#count;
  }

  /** Exact. */
  get max(): number {
    return this.#max;
  }

  /** @param ms 0 or more */
  add(ms: number): void {
    this.#counts ??= new Uint32Array(CLASSES);
    const at = ms < 1 ? 0 : Math.min(CLASSES - 1, 1 + Math.floor(Math.log(ms) / GROWTH));
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#count += 1;
    if (ms > this.#max) this.#max = ms;
  }

  /** @param share 0..1 @returns milliseconds, to within a twentieth; null where there are none */
  percentile(share: number): number | null {
    if (this.#count === 0) return null;
    let below = 0;
    for (const [at, count] of (this.#counts ?? []).entries()) {
      below += count;
      if (below >= share * this.#count) return Math.min(this.#max, at === 0 ? 0 : Math.round(Math.exp(at * GROWTH)));
    }
    return this.#max;
  }
}
