/** The tasks of the manifest: how they have done within a day. */
import type { Stats, Task } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { JobsLink, NameLink } from '../parts/links.tsx';
import { type ListColumn, Listing, None } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { PauseBadge } from '../parts/pausing.tsx';
import { countOf, percentOf, spanOf } from '../parts/times.ts';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';
import { PauseTask } from './pause-task.tsx';

type Totals = ReadonlyMap<string, Stats['total']>;

export default function Tasks() {
  const { data, error, refetch } = useApi('GET /api/tasks', {}, { every: 5_000 });
  const stats = useApi('GET /api/stats', { query: { range: '24h', by: 'task' } }, { every: 10_000 });
  const totals: Totals = new Map((stats.data?.groups ?? []).map(({ name, total }) => [name, total]));
  return (
    <Page title="Tasks" actions={<CopyAs cli={['tasks', 'ls']} name="GET /api/tasks" />}>
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what="Tasks" />}
      {data?.tasks.length === 0 && (
        <Empty icon="tasks" title="The manifest has no task">
          <span>
            Write one under <code>tasks</code>: a name and a handler.
          </span>
        </Empty>
      )}
      {data && data.tasks.length > 0 && (
        <Listing label="Tasks" items={data.tasks} columns={columnsWith(totals)} keyOf={({ name }) => name} />
      )}
    </Page>
  );
}

function columnsWith(totals: Totals): readonly ListColumn<Task>[] {
  const figure = (task: Task, write: (total: Stats['total']) => string | null) => {
    const total = totals.get(task.name);
    return (total === undefined ? null : write(total)) ?? <None />;
  };
  return [
    {
      label: 'Task',
      cell: ({ name, description }) => (
        <>
          <NameLink kind="tasks" name={name} />
          {description !== null && <small>{description}</small>}
        </>
      ),
    },
    { label: 'State', cell: ({ pause }) => <PauseBadge pause={pause} paused={pause !== null} /> },
    { label: 'Queue', wide: true, cell: ({ queue }) => <NameLink kind="queues" name={queue} /> },
    {
      label: 'Ended, 24 h',
      figure: true,
      cell: (task) => (
        <JobsLink q={`task:${task.name} finished:<24h`}>
          {figure(task, ({ completed, dead, cancelled }) => countOf(completed + dead + cancelled))}
        </JobsLink>
      ),
    },
    {
      label: 'Failed',
      figure: true,
      cell: (task) => figure(task, ({ failureRate }) => (failureRate === null ? null : percentOf(failureRate))),
    },
    {
      label: 'Run, p50',
      figure: true,
      wide: true,
      cell: (task) => figure(task, ({ runMs }) => runMs && spanOf(runMs.p50)),
    },
    {
      label: 'Run, p95',
      figure: true,
      wide: true,
      cell: (task) => figure(task, ({ runMs }) => runMs && spanOf(runMs.p95)),
    },
    { label: 'Attempts', figure: true, wide: true, cell: ({ retry }) => retry.maxAttempts },
    {
      label: 'Timeout',
      figure: true,
      wide: true,
      cell: ({ timeout }) => (timeout.hardMs === null ? <None /> : spanOf(timeout.hardMs)),
    },
    { label: 'Actions', role: 'operator', cell: (task) => <PauseTask task={task} small /> },
  ];
}
