/** Where a job of an id lies: its queue, and the field in that queue's jobs hash. */
import type { RedisStore } from './store.ts';

export interface Location {
  readonly queue: string;
  readonly storedId: string;
}

/**
 * Our ids are in the id index. `QUEUE:ID` names a job of plain bee-queue, whose ids are unique in their queue only.
 * @returns a place per id; undefined where no such id can be
 */
export async function locate(store: RedisStore, ids: readonly string[]): Promise<readonly (Location | undefined)[]> {
  if (ids.length === 0) return [];
  const queues = await store.guard(() => store.client('producer').hmget(store.keys.ids, ...ids));
  return ids.map((id, index) => {
    const queue = queues[index];
    if (queue) return { queue, storedId: id };
    const colon = id.indexOf(':');
    const named = /^[^{}\s$:]+$/.test(id.slice(0, Math.max(0, colon)));
    return named ? { queue: id.slice(0, colon), storedId: id.slice(colon + 1) } : undefined;
  });
}

/** Indexes of the located ids by queue. */
export function byQueue(places: readonly (Location | undefined)[]): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  places.forEach((place, index) => {
    if (!place) return;
    const group = groups.get(place.queue);
    if (group) group.push(index);
    else groups.set(place.queue, [index]);
  });
  return groups;
}
