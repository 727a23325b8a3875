/**
 * What a live worker was told by people and was not started with. It holds until the process ends: through reloads, and
 * through sessions that it loses and begins.
 */
import type { QueueChange } from '../../api/index.ts';
import type { ToldSettings } from '../../engine/index.ts';

/** Stands for each queue that has no number of its own. */
const EVERY = '*';

export class WorkerSettings {
  #paused = false;
  #queues: ReadonlySet<string> | null = null;
  readonly #concurrency = new Map<string, number>();

  get paused(): boolean {
    return this.#paused;
  }

  pause(paused: boolean): void {
    this.#paused = paused;
  }

  /** @param queue undefined = each. @param concurrency null = as the worker was started */
  limit(queue: string | undefined, concurrency: number | null): void {
    if (queue === undefined) this.#concurrency.clear();
    if (concurrency === null) this.#concurrency.delete(queue ?? EVERY);
    else this.#concurrency.set(queue ?? EVERY, concurrency);
  }

  /** What holds for each queue that has no number of its own. */
  get everywhere(): number | undefined {
    return this.#concurrency.get(EVERY);
  }

  concurrencyOf(queue: string): number | undefined {
    return this.#concurrency.get(queue) ?? this.#concurrency.get(EVERY);
  }

  /** @param consumed the queues that it consumes now, to which `add` and `drop` are meant */
  choose({ queues, add = [], drop = [] }: QueueChange, consumed: readonly string[]): void {
    if (queues === null) this.#queues = null;
    if (queues !== null && queues !== undefined) this.#queues = new Set(queues);
    if (add.length === 0 && drop.length === 0) return;
    const chosen = new Set([...(this.#queues ?? consumed), ...add]);
    for (const queue of drop) chosen.delete(queue);
    this.#queues = chosen;
  }

  /** @returns undefined where nobody said anything of it */
  consumes(queue: string): boolean | undefined {
    return this.#queues?.has(queue);
  }

  /** @returns null while the worker does what it was started for */
  get told(): ToldSettings | null {
    if (!this.#paused && this.#queues === null && this.#concurrency.size === 0) return null;
    return {
      state: this.#paused ? 'paused' : 'working',
      concurrency: Object.fromEntries(this.#concurrency),
      queues: this.#queues && [...this.#queues],
    };
  }
}
