/** What a reserve has cancelled on its way, as lua/_reserve.lua tells it. */
import type { JobError } from '../../../core/index.ts';
import type { EndedInPassing } from '../../../engine/index.ts';
import { queueOf } from '../lanes/shards.ts';

/** @param told id, task, '' or 'QUEUE ERROR', … @param physical where the others are @returns with the queue, as the store has it, of each */
export function endedIn(
  told: readonly string[],
  physical: string,
): readonly { readonly job: EndedInPassing; readonly physical: string }[] {
  const ended: { readonly job: EndedInPassing; readonly physical: string }[] = [];
  for (let i = 0; i < told.length; i += 3) {
    const [id = '', task = '', why = ''] = told.slice(i, i + 3);
    const blank = why.indexOf(' ');
    const at = blank < 0 ? physical : why.slice(0, blank);
    const job = { id, task, queue: queueOf(at) };
    const message = blank < 0 ? null : (JSON.parse(why.slice(blank + 1)) as JobError).message;
    ended.push({ job: message === null ? job : { ...job, why: message }, physical: at });
  }
  return ended;
}
