/** Requests that count once: a text each, in the slot of no queue; it expires by itself. */
import { type Once, ONCE_HELD_MS, ONCE_KEPT_MS, type OnceFacet } from '../../engine/index.ts';
import type { RedisStore } from './store.ts';

export function onceOf(store: RedisStore): OnceFacet {
  const keyOf = (key: string): string => `${store.keys.global}once:${key}`;
  const begin = async (key: string, request: string): Promise<Once | null> => {
    const client = store.client('producer');
    const text = JSON.stringify({ request, answer: null } satisfies Once);
    const first = await store.guard(() => client.set(keyOf(key), text, 'PX', ONCE_HELD_MS, 'NX'));
    if (first !== null) return null;
    const standing = await store.guard(() => client.get(keyOf(key)));
    // It ran out in between.
    return standing === null ? begin(key, request) : (JSON.parse(standing) as Once);
  };
  return {
    begin,
    look: async (key) => {
      const standing = await store.guard(() => store.client('producer').get(keyOf(key)));
      return standing === null ? null : (JSON.parse(standing) as Once);
    },
    done: async (key, request, answer) => {
      const text = JSON.stringify({ request, answer } satisfies Once);
      const client = store.client('producer');
      await store.guard(() => client.set(keyOf(key), text, 'PX', ONCE_KEPT_MS));
    },
    drop: async (key) => {
      const client = store.client('producer');
      await store.guard(() => client.del(keyOf(key)));
    },
  };
}
