/** The feed as a sorted set in the slot of no queue: `NUMBER EVENT` by numbers that only grow. */
import { FEED_KEPT, FEED_KEPT_MS, type FeedNews, type FeedStore } from '../../engine/index.ts';
import type { Json } from '../../foundation/index.ts';
import type { RedisStore } from './store.ts';

export function feedStoreOn(store: RedisStore): FeedStore {
  const { global } = store.keys;
  /** Of the newest that there ever was, or of the newest that is gone. */
  const number = async (field: 'last' | 'gone'): Promise<string> => {
    return (await store.guard(() => store.client('producer').hget(`${global}fed`, field))) ?? '0';
  };
  return {
    append: async (events) => {
      await store.run('producer', 'feed', [global], [FEED_KEPT, FEED_KEPT_MS, ...events]);
    },
    present: async (rememberedMs) => {
      await store.run('producer', 'feed-follow', [global], [rememberedMs]);
    },
    followed: async (rememberedMs) => {
      return (await store.run('producer', 'feed-followed', [global], [rememberedMs])) === 1;
    },
    after: async (position, limit): Promise<FeedNews> => {
      const found = await store.guard(() =>
        store.client('producer').zrangebyscore(`${global}feed`, `(${position}`, '+inf', 'LIMIT', 0, limit),
      );
      // Asked afterwards: what goes in between is told as a gap too much, not too little.
      const gap = Number(await number('gone')) > Number(position);
      return { entries: found.map(entryOf), gap };
    },
    last: () => number('last'),
  };
}

function entryOf(text: string): FeedNews['entries'][number] {
  const space = text.indexOf(' ');
  return { position: text.slice(0, space), event: JSON.parse(text.slice(space + 1)) as Json };
}
