/** Those who wait for something about a loop to become true. */
export class Waiters {
  #waiting: { readonly met: () => boolean; readonly resolve: () => void }[] = [];

  /** Resolves as soon as `met()` holds: now, or at a later look(). */
  until(met: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ met, resolve });
      this.look();
    });
  }

  /** To be called whenever the answer of a `met` may have changed. */
  look(): void {
    if (this.#waiting.length === 0) return;
    const ready = this.#waiting.filter((waiter) => waiter.met());
    this.#waiting = this.#waiting.filter((waiter) => !ready.includes(waiter));
    for (const waiter of ready) waiter.resolve();
  }
}
