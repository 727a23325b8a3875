/** The queues: what waits in them, for how long, and who takes it. */
import type { Queue } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { JobsLink, NameLink } from '../parts/links.tsx';
import { type ListColumn, Listing, None } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { PauseBadge } from '../parts/pausing.tsx';
import { countOf, percentOf, spanOf } from '../parts/times.ts';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';
import { PauseQueue } from './pause-queue.tsx';

type Rates = ReadonlyMap<string, { readonly perMinute: number; readonly failureRate: number | null }>;

export default function Queues() {
  const { data, error, refetch } = useApi('GET /api/queues');
  const rates = useRates();
  return (
    <Page title="Queues" actions={<CopyAs cli={['queues', 'ls']} name="GET /api/queues" />}>
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what="Queues" />}
      {data?.queues.length === 0 && (
        <Empty icon="queues" title="There is no queue yet">
          <span>
            Name some under <code>queues</code> in the manifest; a task without one uses <code>default</code>.
          </span>
        </Empty>
      )}
      {data && data.queues.length > 0 && (
        <Listing label="Queues" items={data.queues} columns={columnsWith(rates)} keyOf={({ name }) => name} />
      )}
    </Page>
  );
}

/** What ended within the last hour, by queue. */
function useRates(): Rates {
  const { data } = useApi('GET /api/stats', { query: { range: '1h', by: 'queue' } }, { every: 10_000 });
  const minutes = data === undefined ? 1 : Math.max(1, (Date.parse(data.to) - Date.parse(data.from)) / 60_000);
  return new Map(
    (data?.groups ?? []).map(({ name, total }) => [
      name,
      { perMinute: (total.completed + total.dead) / minutes, failureRate: total.failureRate },
    ]),
  );
}

function columnsWith(rates: Rates): readonly ListColumn<Queue>[] {
  return [
    { label: 'Queue', cell: nameCell },
    { label: 'State', cell: ({ pause, paused }) => <PauseBadge pause={pause} paused={paused} /> },
    { label: 'Waiting', figure: true, cell: (queue) => count(queue, 'available') },
    { label: 'Running', figure: true, cell: (queue) => count(queue, 'running') },
    { label: 'Later', figure: true, wide: true, cell: (queue) => count(queue, 'scheduled') },
    { label: 'Retry', figure: true, wide: true, cell: (queue) => count(queue, 'retryable') },
    { label: 'Dead', figure: true, cell: (queue) => count(queue, 'dead') },
    {
      label: 'Oldest',
      figure: true,
      cell: ({ oldestAgeMs }) => (oldestAgeMs === null ? <None /> : spanOf(oldestAgeMs)),
    },
    {
      label: 'A minute',
      figure: true,
      wide: true,
      cell: ({ name }) => rates.get(name)?.perMinute.toFixed(1) ?? <None />,
    },
    { label: 'Failed', figure: true, wide: true, cell: ({ name }) => share(rates.get(name)?.failureRate) },
    { label: 'Places', figure: true, wide: true, cell: ({ concurrency }) => concurrency ?? <None /> },
    { label: 'Workers', figure: true, cell: ({ workers }) => countOf(workers) },
    { label: 'Actions', role: 'operator', cell: (queue) => <PauseQueue queue={queue} small /> },
  ];
}

function nameCell({ name, declared, held }: Queue) {
  return (
    <>
      <NameLink kind="queues" name={name} />
      {!declared && <small>not in the manifest</small>}
      {held > 0 && <small>{countOf(held)} held by a limit</small>}
    </>
  );
}

function count({ name, counts }: Queue, state: string) {
  const value = counts[state] ?? 0;
  if (value === 0) return <None />;
  return <JobsLink q={`queue:${name} state:${state}`}>{countOf(value)}</JobsLink>;
}

function share(value: number | null | undefined) {
  return value === null || value === undefined ? <None /> : percentOf(value);
}
