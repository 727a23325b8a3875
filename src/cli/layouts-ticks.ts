/** How ticks of schedules look in a terminal. */
import type { BackfilledView, TickRecordView } from '../api/index.ts';
import { formatDuration } from '../foundation/index.ts';
import type { Layout } from './printer.ts';

export const TICKS: Layout<TickRecordView> = {
  plural: 'ticks',
  name: (tick) => tick.plannedAt,
  columns: [
    { title: 'PLANNED', of: (tick) => tick.plannedAt, instant: true },
    { title: 'BECAME', of: becameText, yields: 'end' },
    { title: 'LAG', of: ({ lagMs }) => (lagMs === null ? null : formatDuration(lagMs)) },
    { title: 'JOB', of: (tick) => tick.id, yields: 'middle' },
    { title: 'DECIDED', of: (tick) => tick.decidedAt, instant: true, wide: true },
  ],
};

export const BACKFILLED: Layout<BackfilledView> = {
  plural: 'ticks',
  name: (tick) => tick.id,
  columns: [
    { title: 'PLANNED', of: (tick) => tick.plannedAt, instant: true },
    { title: 'JOB', of: (tick) => tick.id, yields: 'middle' },
    { title: 'EXISTING', of: (tick) => tick.existing },
  ],
};

function becameText({ id, by, why, blockedBy, from }: TickRecordView): string {
  if (id !== null) return by === 'tick' ? 'fired' : (by ?? 'fired');
  const since = from === null ? '' : ` since ${from}`;
  return `${why ?? 'skipped'}${blockedBy === null ? '' : ` by ${blockedBy}`}${since}`;
}
