/**
 * Which queue the ids belong to that callers chose: such an id names one job in the whole store, whatever queue it is
 * enqueued into. Ids that Skep makes collide with none and need no entry (decisions/0019).
 *
 * On one server the script that stores a job looks into the id index and writes it. On a Cluster the index lies in
 * another slot than the queue, so an id is given to a queue first, and whoever enqueues it stores its job there: a
 * crash in between, or two at once, never make two jobs. When a job is forgotten, its entry goes away afterwards.
 */
import type { NewJob } from '../../../engine/index.ts';
import { homesOf } from '../locate.ts';
import type { CallRole, RedisStore } from '../store.ts';

/** What newId() makes. Such an id may be that of a job that Skep numbered: it is looked for in all queues. */
const OF_SKEP = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether an id that a caller chose may be that of a job which has no entry. */
export function isLookedFor(id: string): boolean {
  return OF_SKEP.test(id);
}

/** A job and the physical queue that it is meant for. */
export interface Meant {
  readonly job: NewJob;
  readonly queue: string;
}

/** @returns the physical queues that jobs must go to instead of their own, by id; most often none */
export async function placed(
  store: RedisStore,
  role: CallRole,
  chosen: readonly Meant[],
): Promise<ReadonlyMap<string, string>> {
  const like = chosen.filter(({ job }) => isLookedFor(job.id)).map(({ job }) => job.id);
  const homes = like.length === 0 ? new Map<string, string>() : await homesOf(store, role, like);
  if (!store.clustered) return homes;
  const args = chosen.flatMap(({ job, queue }) => [job.id, homes.get(job.id) ?? queue]);
  const queues = (await store.run(role, 'place', [store.keys.ids], args)) as readonly string[];
  return new Map(chosen.map(({ job, queue }, index) => [job.id, queues[index] ?? queue]));
}

/** Jobs of that queue are gone. One that was stored again in between keeps its entry. */
export async function unplace(
  store: RedisStore,
  role: CallRole,
  { queue, ids }: { readonly queue: string; readonly ids: readonly string[] },
): Promise<void> {
  if (ids.length === 0 || !store.clustered) return;
  await store.run(role, 'unplace', [store.keys.ids], [queue, ...ids]);
  const again = (await store.run(role, 'find', store.keys.of(queue), ids)) as readonly string[];
  if (again.length === 0) return;
  await store.run(
    role,
    'place',
    [store.keys.ids],
    again.flatMap((id) => [id, queue]),
  );
}
