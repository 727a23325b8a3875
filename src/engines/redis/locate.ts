/** Where a job of an id lies: its physical queue, and the field in that queue's jobs hash. */
import { queueOf } from './lanes/shards.ts';
import type { CallRole, RedisStore } from './store.ts';

export interface Location {
  /** Physical (shards.ts). */
  readonly queue: string;
  readonly storedId: string;
}

/** The queue that a job is being brought to, or that which it leaves (move.ts). */
type Which = 'reached' | 'left';

interface Search {
  readonly which?: Which;
  /** `find` reads no record, and takes a job of plain bee-queue that has such an id for the one that is looked for. */
  readonly script?: 'find' | 'find-own';
}

/**
 * All queues are asked, in one go: ids that Skep makes are in no index (decisions/0019). `QUEUE:ID` names a job of plain
 * bee-queue, whose ids are unique in their queue only.
 * @param which of two queues that a job lies in for a moment, on its way from one into the other
 * @returns a place per id; undefined where no such id can be
 */
export async function locate(
  store: RedisStore,
  ids: readonly string[],
  which: Which = 'reached',
): Promise<readonly (Location | undefined)[]> {
  if (ids.length === 0) return [];
  const homes = new Map(await homesOf(store, 'producer', ids, { which }));
  const missing = store.clustered ? ids.filter((id) => !homes.has(id)) : [];
  // The masters answer one after the other: a job that is moved meanwhile may have been seen in neither queue.
  if (missing.length > 0) {
    for (const [id, home] of await homesOf(store, 'producer', missing, { which })) homes.set(id, home);
  }
  return Promise.all(
    ids.map(async (id) => {
      const queue = homes.get(id);
      return queue === undefined ? namedIn(store, id) : { queue, storedId: id };
    }),
  );
}

/** The part of a queue that a program has fed which knows of no shards; it may have been given the name of any. */
async function namedIn(store: RedisStore, id: string): Promise<Location | undefined> {
  const colon = id.indexOf(':');
  const queue = id.slice(0, Math.max(0, colon));
  if (!/^[^{}\s$:/]+$/.test(queue)) return undefined;
  const storedId = id.slice(colon + 1);
  const shards = (await store.queues('producer')).filter(
    (physical) => physical !== queue && queueOf(physical) === queue,
  );
  for (const physical of shards) {
    const found = (await store.run('producer', 'find', store.keys.of(physical), [storedId])) as readonly string[];
    if (found.length > 0) return { queue: physical, storedId };
  }
  return { queue, storedId };
}

/** @returns the physical queue of each id that is stored under that very id; see find-own.lua */
export async function homesOf(
  store: RedisStore,
  role: CallRole,
  ids: readonly string[],
  { which = 'reached', script = 'find-own' }: Search = {},
): Promise<ReadonlyMap<string, string>> {
  const queues = await store.queues(role);
  const homes = new Map<string, string>();
  const found = await Promise.all(queues.map((queue) => store.run(role, script, store.keys.of(queue), ids)));
  const twice: (readonly [id: string, queue: string])[] = [];
  queues.forEach((queue, index) => {
    for (const id of found[index] as readonly string[]) {
      if (homes.has(id)) twice.push([id, queue]);
      else homes.set(id, queue);
    }
  });
  for (const [id, queue] of twice) {
    const leaves = (await store.guard(() => store.client(role).hexists(`${store.keys.base(queue)}moving`, id))) === 1;
    if (leaves === (which === 'left')) homes.set(id, queue);
  }
  return homes;
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
