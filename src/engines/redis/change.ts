/** cancel, retry, remove by id; pause of queues. */
import type { ChangeReceipt } from '../../engine/index.ts';
import { cancelled } from './job-errors.ts';
import { byQueue, locate } from './locate.ts';
import { unplace } from './placements.ts';
import { stateOf } from './record-text.ts';
import type { ScriptArgument } from './scripts.ts';
import { queueOf } from './shards.ts';
import type { RedisStore } from './store.ts';

interface Change {
  readonly script: 'cancel' | 'retry' | 'remove';
  readonly head: readonly ScriptArgument[];
}

export class Changes {
  readonly #store: RedisStore;

  constructor(store: RedisStore) {
    this.#store = store;
  }

  async cancel(ids: readonly string[], reason: string): Promise<readonly ChangeReceipt[]> {
    return this.#each(ids, { script: 'cancel', head: [cancelled(reason)] });
  }

  async retry(ids: readonly string[]): Promise<readonly ChangeReceipt[]> {
    return this.#each(ids, { script: 'retry', head: [] });
  }

  async remove(ids: readonly string[]): Promise<readonly ChangeReceipt[]> {
    return this.#each(ids, { script: 'remove', head: [this.#store.idsHere] });
  }

  async pauseQueue(queue: string, paused: boolean): Promise<void> {
    const store = this.#store;
    const set = (physical: string): Promise<unknown> =>
      store.run('producer', 'pause-queue', store.keys.of(physical), [paused ? 1 : 0]);
    await store.register('producer', [queue]);
    // The queue itself first: a shard that is new meanwhile looks there (sharded-lane.ts).
    await set(queue);
    const shards = (await store.queues('producer')).filter((one) => one !== queue && queueOf(one) === queue);
    await Promise.all(shards.map(set));
    await this.notice('c');
  }

  /** Tells every process: c controls changed, r reload. */
  async notice(what: 'c' | 'r'): Promise<void> {
    const { keys } = this.#store;
    await this.#store.run('producer', 'notice', [keys.notices, keys.signals], [what]);
  }

  async #each(ids: readonly string[], change: Change): Promise<readonly ChangeReceipt[]> {
    const places = await locate(this.#store, ids);
    const receipts = ids.map((id): ChangeReceipt => unknown(id));
    for (const [queue, group] of byQueue(places)) {
      const keys = this.#store.keys.of(queue);
      const stored = group.map((index) => places[index]?.storedId ?? '');
      const replies = await this.#store.run('producer', change.script, keys, [...change.head, ...stored]);
      (replies as readonly string[]).forEach((reply, at) => {
        const index = group[at] ?? 0;
        receipts[index] = receiptOf(ids[index] ?? '', queueOf(queue), reply, change.script);
      });
      if (change.script === 'remove') await unplace(this.#store, 'producer', { queue, ids: stored });
    }
    return receipts;
  }
}

const AFTER = { cancel: 'cancelled', retry: 'available', remove: null } as const;

/** 'd TASK' done, 'r STATE TASK' refused, 'u' unknown. */
function receiptOf(id: string, queue: string, reply: string, script: Change['script']): ChangeReceipt {
  if (reply === 'u') return unknown(id);
  if (reply.startsWith('r')) {
    return { id, task: reply.slice(4), queue, status: 'refused', state: stateOf(reply.charAt(2)) };
  }
  return { id, task: reply.slice(2), queue, status: 'done', state: AFTER[script] };
}

function unknown(id: string): ChangeReceipt {
  return { id, task: null, queue: null, status: 'unknown', state: null };
}
