/** One bee-queue lane per physical queue, made when first asked for. */
import { SkepError } from '../../../foundation/index.ts';
import type { BeeQueueLane } from './bee-queue-lane.ts';
import type { RedisStore } from '../store.ts';

export class Lanes {
  readonly #store: RedisStore;
  readonly #lanes = new Map<string, BeeQueueLane>();
  #Lane: typeof BeeQueueLane | undefined;

  constructor(store: RedisStore) {
    this.#store = store;
  }

  /** To be awaited before the first lane: who only enqueues has none, and loads no bee-queue. */
  async load(): Promise<void> {
    ({ BeeQueueLane: this.#Lane } = await import('./bee-queue-lane.ts'));
  }

  /** @throws SkepError REQUEST_INVALID for a name that no queue can have here */
  of(queue: string): BeeQueueLane {
    let lane = this.#lanes.get(queue);
    if (!lane) {
      if (this.#Lane === undefined) throw new SkepError('INTERNAL', 'this engine was opened to enqueue only');
      lane = new this.#Lane({
        queue,
        keys: this.#store.keys,
        client: this.#store.client('worker'),
        send: (name, keys, args) => this.#store.run('worker', name, keys, args),
      });
      this.#lanes.set(queue, lane);
    }
    return lane;
  }
}
