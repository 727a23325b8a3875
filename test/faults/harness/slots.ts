/** I7 in its strictest form: not only does work go on, every slot does. */
import { waitFor } from '../../support/wait-for.ts';
import type { WorkerProcess } from './worker.ts';
import type { World } from './world.ts';

/** Every slot of that process (of all, each of which has so many) runs a job at one moment, once all is healed. */
export async function allSlots(world: World, worker: WorkerProcess, slots = 10): Promise<void> {
  const ids = await world.enqueueMany(slots * world.workers.filter(({ alive }) => alive).length, { do: 'hang-once' });
  const wanted = new Set(ids);
  const mine = (): number =>
    world.ledger.of('start').filter(({ id, pid }) => pid === worker.pid && wanted.has(id)).length;
  await waitFor('I7 (progress): all slots busy', () => mine() === slots);
  const { operations } = await world.api();
  await Promise.all(ids.map((id) => operations.cancelJob(id)));
}
