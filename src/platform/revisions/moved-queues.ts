/** Jobs that wait in a queue that is no more, into the one that the manifest says has taken its place. */
import type { JobState } from '../../core/index.ts';
import type { Engine } from '../../engine/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { throughPages } from '../local/through-pages.ts';

/** Jobs of one step. */
const STEP = 200;
const WAITING = ['scheduled', 'blocked', 'available', 'retryable'] as const satisfies readonly JobState[];

/** Several processes may do it at once: a job that is moved already is left as it is. @returns how many were moved */
export async function moveOn(engine: Pick<Engine, 'jobs' | 'queues'>, { queues }: Manifest['moved']): Promise<number> {
  if (Object.keys(queues).length === 0) return 0;
  let moved = 0;
  for (const { queue, counts } of await engine.queues.counts()) {
    const to = Object.hasOwn(queues, queue) ? queues[queue]?.movedTo : undefined;
    if (to === undefined || WAITING.every((state) => counts[state] === 0)) continue;
    moved += await moveStep(engine, queue, to);
  }
  return moved;
}

/** The newest come first in a list: they are given in the order in which they are to wait. */
async function moveStep(engine: Pick<Engine, 'jobs'>, queue: string, to: string): Promise<number> {
  const all = throughPages(
    (cursor) => engine.jobs.list({ queue, states: WAITING }, STEP, cursor),
    (page) => page.jobs,
  );
  const ids: string[] = [];
  for await (const { id } of all) ids.push(id);
  ids.reverse();
  let moved = 0;
  for (let from = 0; from < ids.length; from += STEP) {
    const receipts = await engine.jobs.move(ids.slice(from, from + STEP), to);
    moved += receipts.filter((receipt) => receipt.from !== null).length;
  }
  return moved;
}
