/** Bulk operations in the slot of no queue: lua/bulk.lua. */
import { BULKS_KEPT, type BulkHold, type BulkRow, type BulksFacet } from '../../engine/index.ts';
import type { ScriptArgument, ScriptReply } from './scripts.ts';
import type { RedisStore } from './store.ts';

export function bulksOf(store: RedisStore): BulksFacet {
  const { keys } = store;
  const run = (verb: string, ...args: readonly ScriptArgument[]): Promise<ScriptReply> =>
    store.run('producer', 'bulk', [keys.global, keys.signals], [verb, ...args]);
  const read = (id: string): Promise<BulkRow | null> => readBulk(store, id);
  return {
    add: async (id, body, { carrier, leaseMs }) => {
      await run('add', id, body, carrier, leaseMs, BULKS_KEPT);
    },
    save: async (id, body, { carrier, leaseMs }: BulkHold, done = false) =>
      (await run('save', id, body, carrier, leaseMs, done ? 1 : 0)) as 'held' | 'cancelled' | 'lost',
    take: async ({ carrier, leaseMs }) => {
      const id = (await run('take', carrier, leaseMs)) as string;
      return id === '' ? null : read(id);
    },
    cancel: async (id) => (await run('cancel', id)) === 1,
    get: read,
    list: async (limit) => {
      const client = store.client('producer');
      const ids = await store.guard(() => client.zrange(`${keys.global}bulks`, `${-limit}`, '-1'));
      return (await Promise.all(ids.toReversed().map(read))).filter((row) => row !== null);
    },
  };
}

async function readBulk(store: RedisStore, id: string): Promise<BulkRow | null> {
  const { global } = store.keys;
  const client = store.client('producer');
  const [[body, done, cancelled], until] = await store.guard(() =>
    Promise.all([
      client.hmget(`${global}bulk:${id}`, 'body', 'done', 'cancelled'),
      client.zscore(`${global}bulks-open`, id),
    ]),
  );
  if (body === null || body === undefined) return null;
  const over = done === '1';
  const held = !over && until !== null && Number(until) > (await store.now());
  return { id, body, done: over, cancelled: cancelled === '1', held };
}
