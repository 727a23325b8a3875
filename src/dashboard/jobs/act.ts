/** What can be done with jobs: with those that were picked one by one, with all of a search as one bulk operation. */
import { notifications } from '@mantine/notifications';

import { asProblem } from '../api/problem.ts';
import { request } from '../api/request.ts';
import type { Bulk } from '../api/types.generated.ts';
import type { JobState } from '../parts/state-badge.tsx';
import { counted } from '../parts/times.ts';
import type { BulkFilter } from './query.ts';

export type JobAction = 'retry' | 'cancel' | 'remove';

export const ACTIONS: Readonly<Record<JobAction, { readonly label: string; readonly from: readonly JobState[] }>> = {
  retry: { label: 'Retry', from: ['dead', 'cancelled', 'retryable', 'scheduled', 'blocked', 'available'] },
  cancel: { label: 'Cancel', from: ['scheduled', 'blocked', 'available', 'running', 'retryable'] },
  remove: {
    label: 'Delete',
    from: ['scheduled', 'blocked', 'available', 'retryable', 'completed', 'cancelled', 'dead'],
  },
};

/** @throws ApiProblem */
export async function actOn(action: JobAction, id: string): Promise<void> {
  const params = { params: { job: id } };
  if (action === 'retry') await request('POST /api/jobs/{job}/retry', params);
  else if (action === 'cancel') await request('POST /api/jobs/{job}/cancel', params);
  else await request('DELETE /api/jobs/{job}', params);
}

const AT_ONCE = 6;

/** A few at a time; those that refuse are told of at the end. */
export async function actOnEach(action: JobAction, ids: readonly string[]): Promise<void> {
  const left = [...ids];
  const refused: string[] = [];
  const lane = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const one = id;
      await actOn(action, one).catch((error: unknown) => refused.push(`${one}: ${asProblem(error).message}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const done = ids.length - refused.length;
  notifications.show({
    title: `${ACTIONS[action].label}: ${counted(done, 'job')}`,
    message: refused.length === 0 ? 'All of them.' : `${refused.length} stayed as they were. ${refused[0] ?? ''}`,
    color: refused.length === 0 ? 'green' : 'orange',
  });
}

/** How many there are now. @throws ApiProblem */
export async function countOfFilter(action: JobAction, filter: BulkFilter): Promise<Bulk> {
  const begun = await request('POST /api/bulk', { body: { action, filter, dryRun: true } });
  return ended(begun.id);
}

/** Begins it, and tells how it goes until it is over. @throws ApiProblem */
export async function actOnFilter(action: JobAction, filter: BulkFilter): Promise<void> {
  const begun = await request('POST /api/bulk', { body: { action, filter } });
  const note = notifications.show({ ...noteOf(begun), loading: true, autoClose: false, withCloseButton: false });
  const last = await ended(begun.id, (bulk) => notifications.update({ id: note, ...noteOf(bulk), loading: true }));
  notifications.update({
    id: note,
    ...noteOf(last),
    loading: false,
    autoClose: 8_000,
    withCloseButton: true,
    color: last.state === 'completed' ? 'green' : 'orange',
  });
}

function noteOf({ id, action, changed, matched, met, state, stayed, error }: Bulk) {
  const of = matched === null ? '' : ` of ${matched}`;
  const stays = stayed === 0 ? '' : `, ${stayed} stayed as they were`;
  return {
    title: `${ACTIONS[action as JobAction].label}: ${counted(changed, 'job')}`,
    message: error ?? `${state}, ${met}${of} looked at${stays} · operation ${id}`,
  };
}

const STEP_MS = 400;

async function ended(id: string, onStep: (bulk: Bulk) => void = () => undefined): Promise<Bulk> {
  for (;;) {
    const bulk = await request('GET /api/bulk/{bulk}', { params: { bulk: id } });
    if (bulk.state !== 'running') return bulk;
    onStep(bulk);
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
}
