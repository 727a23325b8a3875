/** cancel, retry, remove, another priority by id; pause of queues. */
import type { ChangeReceipt, PauseWhy } from '../../engine/index.ts';
import { cancelled } from './job-errors.ts';
import { byQueue, locate } from './locate.ts';
import { unplace } from './lanes/placements.ts';
import { stateOf } from './layout.ts';
import { pauseArguments } from './pause.ts';
import type { ScriptArgument } from './scripts.ts';
import { queueOf } from './lanes/shards.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { RedisStore } from './store.ts';

interface Change {
  readonly script: 'cancel' | 'retry' | 'remove' | 'prioritize';
  readonly head: readonly ScriptArgument[];
}

/** So often what follows from a job is delivered before it is removed; then it cannot be now. */
const DELIVERIES = 3;

export class Changes {
  readonly #store: RedisStore;
  readonly #outbox: Pick<Outbox, 'soon' | 'through'>;

  constructor(store: RedisStore, outbox: Pick<Outbox, 'soon' | 'through'>) {
    this.#store = store;
    this.#outbox = outbox;
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

  async prioritize(ids: readonly string[], priority: number): Promise<readonly ChangeReceipt[]> {
    return this.#each(ids, { script: 'prioritize', head: [priority] });
  }

  async pauseQueue(queue: string, paused: boolean, why: PauseWhy): Promise<void> {
    const store = this.#store;
    const set = (physical: string): Promise<unknown> =>
      store.run('producer', 'pause-queue', store.keys.of(physical), [paused ? 1 : 0, ...pauseArguments(why)]);
    await store.register('producer', [queue]);
    // The queue itself first: a shard that is new meanwhile looks there (sharded-lane.ts).
    await set(queue);
    const shards = (await store.queues('producer')).filter((one) => one !== queue && queueOf(one) === queue);
    await Promise.all(shards.map(set));
    await this.notice('c');
  }

  /** Tells every process: c controls changed, r reload. @returns how many such notices there were */
  async notice(what: 'c' | 'r'): Promise<number> {
    const { keys } = this.#store;
    return Number(await this.#store.run('producer', 'notice', [keys.notices, keys.signals], [what]));
  }

  async #each(ids: readonly string[], change: Change): Promise<readonly ChangeReceipt[]> {
    const receipts = ids.map((id): ChangeReceipt => unknown(id));
    // Where a job was found and then not met: it was moved in between, or there is none.
    const missed = new Map<number, string>();
    let open: readonly number[] = [...ids.keys()];
    while (open.length > 0) {
      const places = await locate(
        this.#store,
        open.map((index) => ids[index] ?? ''),
      );
      const again: number[] = [];
      for (const [queue, group] of byQueue(places)) {
        const those = group.map((at) => open[at] ?? 0).filter((index) => missed.get(index) !== queue);
        const stored = group
          .filter((at) => missed.get(open[at] ?? 0) !== queue)
          .map((at) => places[at]?.storedId ?? '');
        const replies = await this.#change(queue, stored, change);
        replies.forEach((reply, at) => {
          const index = those[at] ?? 0;
          receipts[index] = receiptOf(ids[index] ?? '', queueOf(queue), reply, change.script);
          if (reply !== 'u') return;
          missed.set(index, queue);
          again.push(index);
        });
      }
      open = again;
    }
    return receipts;
  }

  async #change(queue: string, stored: readonly string[], { script, head }: Change): Promise<readonly string[]> {
    if (stored.length === 0) return [];
    const run = async (some: readonly string[]): Promise<readonly string[]> =>
      (await this.#store.run('producer', script, this.#store.keys.of(queue), [...head, ...some])) as readonly string[];
    if (script === 'remove') return this.#removed(queue, stored, run);
    const replies = await run(stored);
    if (script === 'cancel') this.#outbox.soon(queue);
    return replies;
  }

  /** What follows from a job reads it: that is delivered first. */
  async #removed(
    queue: string,
    stored: readonly string[],
    run: (ids: readonly string[]) => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    const replies = [...(await run(stored))];
    for (let delivered = 0; delivered < DELIVERIES; delivered += 1) {
      const waiting = [...replies.keys()].filter((at) => replies[at]?.startsWith('w'));
      if (waiting.length === 0) break;
      await this.#outbox.through(queue);
      const again = await run(waiting.map((at) => stored[at] ?? ''));
      waiting.forEach((at, index) => (replies[at] = again[index] ?? 'u'));
    }
    const gone = stored.filter((_id, at) => !replies[at]?.startsWith('w'));
    await unplace(this.#store, 'producer', { queue, ids: gone });
    return replies;
  }
}

const AFTER = { cancel: 'cancelled', retry: 'available', remove: null } as const;

/** 'd TASK' done, of prioritize 'd STATE TASK'; 'r STATE TASK' refused, 'w STATE TASK' likewise for now, 'k STATE ID TASK' refused: that job has its key, 'u' unknown. */
function receiptOf(id: string, queue: string, reply: string, script: Change['script']): ChangeReceipt {
  if (reply === 'u') return unknown(id);
  if (reply.startsWith('r') || reply.startsWith('w')) {
    return { id, task: reply.slice(4), queue, status: 'refused', state: stateOf(reply.charAt(2)) };
  }
  if (reply.startsWith('k')) {
    const [, state = '', holder = '', task = ''] = reply.split(' ');
    return { id, task, queue, status: 'refused', state: stateOf(state), holder };
  }
  if (script === 'prioritize') {
    return { id, task: reply.slice(4), queue, status: 'done', state: stateOf(reply.charAt(2)) };
  }
  return { id, task: reply.slice(2), queue, status: 'done', state: AFTER[script] };
}

function unknown(id: string): ChangeReceipt {
  return { id, task: null, queue: null, status: 'unknown', state: null };
}
