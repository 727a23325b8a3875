/** Words that nobody is to hear any more: with the last alert the task goes that tells them, and no process would take them. */
import type { JobState } from '../../core/index.ts';
import type { Engine } from '../../engine/index.ts';
import { ALERT_TASK } from '../../manifest/index.ts';
import { ALERTS_KEY } from './standing-alerts.ts';

const PAGE = 200;
const WAITING = ['scheduled', 'blocked', 'available', 'retryable'] as const satisfies readonly JobState[];

/** For a manifest without alerts. One look where there were none within a day. */
export async function giveUpWords({ jobs, once }: Pick<Engine, 'jobs' | 'once'>): Promise<void> {
  if ((await once.look(ALERTS_KEY)) === null) return;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Engine['jobs']['list']>> = await jobs.list(
      { task: ALERT_TASK, states: WAITING },
      PAGE,
      cursor,
    );
    const ids = page.jobs.map(({ id }) => id);
    if (ids.length > 0) await jobs.cancel(ids, 'the manifest has no alerts any more');
    cursor = page.next;
  } while (cursor !== null);
}
