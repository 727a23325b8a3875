/** The feed as a table: rows that everybody reads from where he stopped. Old ones are swept away as new ones come. */
import { FEED_FOLLOWED, FEED_KEPT, FEED_KEPT_MS, type FeedNews, type FeedStore } from '../../engine/index.ts';
import type { Json } from '../../foundation/index.ts';
import type { Access } from './access.ts';
import type { Store } from './store.ts';

export function feedStoreOn(access: Access): FeedStore {
  return {
    append: (events) =>
      access.write(({ store, now }) => {
        store.run('INSERT INTO feed (at, event) SELECT ?, value FROM json_each(?)', now, JSON.stringify(events));
        store.run('DELETE FROM feed WHERE number <= ?', lastNumber(store) - FEED_KEPT);
        store.run('DELETE FROM feed WHERE number < (SELECT min(number) FROM feed WHERE at >= ?)', now - FEED_KEPT_MS);
      }),
    present: (rememberedMs) => access.write(({ store, now }) => followedAgain(store, now - rememberedMs)),
    followed: (rememberedMs) => access.read((store) => told(store, access.moment.now - rememberedMs)),
    after: (position, limit) => access.read((store) => newsAfter(store, Number(position), limit)),
    last: () => access.read((store) => String(lastNumber(store))),
  };
}

/** The tells of followers are rows that are kept for longer than publishers remember them. A number without an entry is a gap. */
function followedAgain(store: Store, since: number): void {
  if (told(store, since)) return;
  const last = lastNumber(store);
  if (last === 0) store.run("INSERT INTO sqlite_sequence (name, seq) SELECT 'feed', 1");
  else store.run("UPDATE sqlite_sequence SET seq = ? WHERE name = 'feed'", last + 1);
}

/** Whether somebody has told that he follows. */
function told(store: Store, since: number): boolean {
  const sql = "SELECT 1 FROM signals WHERE at >= ? AND type = 'told' AND ids ->> 0 = ? LIMIT 1";
  return store.get(sql, since, FEED_FOLLOWED) !== undefined;
}

function newsAfter(store: Store, position: number, limit: number): FeedNews {
  const rows = store.all('SELECT number, event FROM feed WHERE number > ? ORDER BY number LIMIT ?', position, limit);
  const next = rows.length > 0 ? Number(rows[0]?.[0]) : lastNumber(store) + 1;
  return {
    entries: rows.map(([number, event]) => ({ position: String(number), event: JSON.parse(String(event)) as Json })),
    // Numbers are dense: one that is not there was swept away.
    gap: next > position + 1,
  };
}

function lastNumber(store: Store): number {
  const [number] = store.get("SELECT seq FROM sqlite_sequence WHERE name = 'feed'") ?? [];
  return Number(number ?? 0);
}
