/** The columns of the list of jobs. Which are shown stands in the address, and is kept by the browser. */
import type { ReactNode } from 'react';

import type { Job } from '../api/types.generated.ts';
import { faultText } from '../parts/fault-text.ts';
import { StateBadge } from '../parts/state-badge.tsx';
import { Since, Time } from '../parts/time.tsx';
import { spanOf } from '../parts/times.ts';
import { CopyId, RowLink } from './cells.tsx';

export interface Column {
  readonly key: string;
  readonly label: string;
  /** Of the grid, as CSS has it. */
  readonly width: string;
  readonly cell: (job: Job) => ReactNode;
}

const quiet = (text: string | null): ReactNode =>
  text === null || text === '' ? <span className="none">–</span> : text;

export const COLUMNS: readonly Column[] = [
  { key: 'state', label: 'State', width: '122px', cell: ({ state }) => <StateBadge state={state} /> },
  {
    key: 'task',
    label: 'Task',
    width: 'minmax(150px, 2fr)',
    cell: ({ task, id }) => <RowLink id={id} label={task} />,
  },
  {
    key: 'id',
    label: 'Job',
    width: '132px',
    cell: ({ id }) => (
      <span className="id-cell">
        <code title={id}>{id.length > 12 ? `…${id.slice(-10)}` : id}</code>
        <CopyId id={id} />
      </span>
    ),
  },
  { key: 'queue', label: 'Queue', width: 'minmax(72px, .5fr)', cell: ({ queue }) => queue },
  {
    key: 'attempt',
    label: 'Attempt',
    width: '72px',
    cell: ({ attempt, maxAttempts }) => `${attempt} / ${maxAttempts}`,
  },
  { key: 'priority', label: 'Priority', width: '70px', cell: ({ priority }) => priority },
  { key: 'created', label: 'Created', width: '104px', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { key: 'wait', label: 'Waited', width: '86px', cell: waited },
  { key: 'duration', label: 'Ran', width: '86px', cell: ran },
  { key: 'finished', label: 'Finished', width: '104px', cell: ({ finishedAt }) => <Time at={finishedAt} /> },
  { key: 'worker', label: 'Worker', width: '110px', cell: ({ attempts }) => quiet(attempts.at(-1)?.worker ?? null) },
  {
    key: 'error',
    label: 'Error',
    width: 'minmax(120px, 1.6fr)',
    cell: ({ error }) => quiet(error && faultText(error)),
  },
  { key: 'by', label: 'By', width: 'minmax(90px, .7fr)', cell: madeBy },
  { key: 'tags', label: 'Tags', width: 'minmax(80px, .6fr)', cell: ({ tags }) => quiet(tags.join(', ')) },
];

export const USUAL = ['state', 'task', 'id', 'queue', 'attempt', 'created', 'wait', 'duration', 'error'] as const;

function waited({ startedAt, createdAt, runAt, finished }: Job): ReactNode {
  const from = Math.max(Date.parse(createdAt), Math.min(Date.parse(runAt), Date.parse(startedAt ?? runAt)));
  if (startedAt !== null) return spanOf(Math.max(0, Date.parse(startedAt) - from));
  return finished || from > Date.now() ? quiet(null) : <Since at={new Date(from).toISOString()} />;
}

function ran({ state, startedAt, attempts }: Job): ReactNode {
  if (state === 'running' && startedAt !== null) return <Since at={startedAt} />;
  const last = attempts.at(-1);
  return last ? spanOf(last.durationMs) : quiet(null);
}

function madeBy({ schedule, workflow, parentId }: Job): ReactNode {
  if (schedule) return `schedule ${schedule.name}`;
  if (workflow) return `workflow, ${workflow.step}`;
  return parentId === null ? 'a request' : 'another job';
}
