import type { Json } from '../../foundation/index.ts';
import { holdsWhere } from './conditions.ts';
import type { Job } from '../job.ts';

/** What a condition of a hold can ask about. */
export const HOLD_ROOTS = ['payload', 'task', 'queue', 'tags'] as const;

/** Whether the condition of a hold means that job. @param payload as its handler gets it */
export function conditionMeans(
  where: string,
  { task, queue, tags }: Pick<Job, 'task' | 'queue' | 'tags'>,
  payload: Json,
): boolean {
  const scope = { payload, task, queue, tags: [...tags] } satisfies Record<(typeof HOLD_ROOTS)[number], Json>;
  return holdsWhere(where, scope);
}
