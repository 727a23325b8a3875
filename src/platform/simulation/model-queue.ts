import { Shares } from '../../engine/index.ts';
import type { QueueSpec } from '../../manifest/index.ts';
import { Line } from './line.ts';
import type { ModelJob } from './model-job.ts';

/** One queue: its places in all processes, and who is next. Turns of tenants are not told apart. */
export class ModelQueue {
  readonly places: number;
  readonly #weighted: boolean;
  readonly #lines: readonly Line<ModelJob>[] = Array.from({ length: 10 }, () => new Line<ModelJob>());
  readonly #shares = new Shares(null);
  #taken = 0;

  constructor({ concurrency, order }: Pick<QueueSpec, 'concurrency' | 'order'>, processes: number) {
    this.places = concurrency * processes;
    this.#weighted = order === 'weighted';
  }

  push(job: ModelJob): void {
    this.#lines[job.spec.priority]?.push(job);
  }

  pushFront(job: ModelJob): void {
    this.#lines[job.spec.priority]?.unshift(job);
  }

  /** @returns the one whose turn it is, which has a place from now on; undefined: no place, or nobody */
  take(): ModelJob | undefined {
    if (this.#taken >= this.places) return undefined;
    const job = this.#lines[this.#next()]?.shift();
    if (job !== undefined) this.#taken += 1;
    return job;
  }

  /** Its place is free again. */
  leave(): void {
    this.#taken -= 1;
  }

  #next(): number {
    if (!this.#weighted) return this.#lines.findIndex(({ length }) => length > 0);
    const waiting = this.#lines.flatMap(({ length }, priority) => (length > 0 ? [priority] : []));
    const [next = -1] = this.#shares.divide(waiting, 1).keys();
    if (next >= 0) this.#shares.charge(next, 1);
    return next;
  }
}
