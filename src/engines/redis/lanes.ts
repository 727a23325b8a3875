/** One bee-queue lane per physical queue, made when first asked for. */
import { BeeQueueLane } from './bee-queue-lane.ts';
import type { RedisStore } from './store.ts';

export class Lanes {
  readonly #store: RedisStore;
  readonly #lanes = new Map<string, BeeQueueLane>();

  constructor(store: RedisStore) {
    this.#store = store;
  }

  /** @throws SkepError REQUEST_INVALID for a name that no queue can have here */
  of(queue: string): BeeQueueLane {
    let lane = this.#lanes.get(queue);
    if (!lane) {
      lane = new BeeQueueLane({
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
