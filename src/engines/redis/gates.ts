/** Gates: the rules are written where scripts find them, and what they held is looked for in each queue. */
import { flawOfGates, type GateRules, type GatesFacet, type SweepReport } from '../../engine/index.ts';
import type { RedisStore } from './store.ts';

/** The name of a gate as the scripts have it: as it stands in the record. */
function gateText(name: string): string {
  return JSON.stringify(name).slice(1, -1);
}

export class Gates implements GatesFacet {
  readonly #store: RedisStore;

  constructor(store: RedisStore) {
    this.#store = store;
  }

  readonly apply = async (rules: GateRules): Promise<void> => {
    const flaw = flawOfGates(Object.keys(rules));
    if (flaw !== null) throw flaw;
    const store = this.#store;
    const named = Object.entries(rules).flatMap(([name, { reason, limit }]) => [gateText(name), `${reason} ${limit}`]);
    const version = await store.run('worker', 'apply-gates', [store.keys.global], ['', ...named]);
    if (!store.clustered) return;
    // A queue that is registered meanwhile finds them by itself.
    for (const queue of await store.queues('worker')) {
      await store.run('worker', 'apply-gates', [store.keys.base(queue)], [String(version), ...named]);
    }
  };

  readonly release = async (limit: number): Promise<SweepReport> => {
    const store = this.#store;
    let count = 0;
    for (const queue of await store.queues('worker')) {
      const reply = await store.run('worker', 'release', store.keys.of(queue), [limit - count]);
      const [released, more] = reply as readonly number[];
      count += released ?? 0;
      if (more === 1) return { count, more: true };
    }
    return { count, more: false };
  };
}
