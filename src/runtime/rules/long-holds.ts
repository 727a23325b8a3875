/** Queues that hold jobs for long: told once as it begins, and once as it is over. */
import { tell } from '../../core/index.ts';
import type { QueueCounts } from '../../engine/index.ts';
import type { RuntimeDeps } from '../ports.ts';

/** What a limit holds for less is its everyday work. */
const LONG_MS = 60_000;

export class LongHolds {
  readonly #deps: Pick<RuntimeDeps, 'clock' | 'logger'>;
  /** Monotonic milliseconds at which a queue was first seen to hold jobs, without a break since. */
  readonly #since = new Map<string, number>();
  readonly #told = new Set<string>();

  constructor(deps: Pick<RuntimeDeps, 'clock' | 'logger'>) {
    this.#deps = deps;
  }

  look(counts: readonly QueueCounts[]): void {
    const now = this.#deps.clock.monotonic();
    const holding = counts.filter(({ held }) => held > 0);
    for (const { queue, held } of holding) {
      const since = this.#since.get(queue) ?? now;
      this.#since.set(queue, since);
      if (now - since < LONG_MS || this.#told.has(queue)) continue;
      this.#told.add(queue);
      tell(this.#deps.logger, 'queue.holds', { queue, held });
    }
    for (const queue of this.#since.keys()) if (!holding.some((one) => one.queue === queue)) this.#over(queue);
  }

  #over(queue: string): void {
    this.#since.delete(queue);
    if (this.#told.delete(queue)) tell(this.#deps.logger, 'queue.flows', { queue });
  }
}
