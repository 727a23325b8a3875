/** A count that others can wait for. */
export class Tally {
  #count = 0;
  #waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  get count(): number {
    return this.#count;
  }

  add(): void {
    this.#count += 1;
    if (this.#waiting.length === 0) return;
    const due = this.#waiting.filter(({ count }) => count <= this.#count);
    if (due.length === 0) return;
    this.#waiting = this.#waiting.filter(({ count }) => count > this.#count);
    for (const { resolve } of due) resolve();
  }

  /** Resolves once the count is at least that. */
  reached(count: number): Promise<void> {
    if (this.#count >= count) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }
}

const LOOK_EVERY_MS = 2;

/** For counts that only the store knows: looks until it is at least that. */
export async function polled(count: number, read: () => Promise<number>): Promise<void> {
  while ((await read()) < count) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}
