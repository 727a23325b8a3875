/** How figures of tasks and queues look in a terminal. */
import type { StatGroup } from '../api/index.ts';
import { formatDuration } from '../foundation/index.ts';
import type { Layout } from './printer.ts';

export const STATS: Layout<StatGroup> = {
  plural: 'groups',
  name: ({ name }) => name,
  columns: [
    { title: 'NAME', of: ({ name }) => name, yields: 'middle' },
    { title: 'COMPLETED', of: ({ total }) => total.completed },
    { title: 'FAILED', of: ({ total }) => total.failed },
    { title: 'DEAD', of: ({ total }) => total.dead },
    { title: 'FAILURE', of: ({ total }) => shareText(total.failureRate) },
    { title: 'WAIT P50', of: ({ total }) => timeText(total.waitMs?.p50), wide: true },
    { title: 'WAIT P95', of: ({ total }) => timeText(total.waitMs?.p95) },
    { title: 'RUN P50', of: ({ total }) => timeText(total.runMs?.p50), wide: true },
    { title: 'RUN P95', of: ({ total }) => timeText(total.runMs?.p95) },
    { title: 'CANCELLED', of: ({ total }) => total.cancelled, wide: true },
    { title: 'SNOOZED', of: ({ total }) => total.snoozed, wide: true },
    { title: 'RELEASED', of: ({ total }) => total.released, wide: true },
  ],
};

function shareText(share: number | null): string | null {
  return share === null ? null : `${(100 * share).toFixed(1)} %`;
}

function timeText(ms: number | undefined): string | null {
  return ms === undefined ? null : formatDuration(Math.max(1, Math.round(ms)));
}
