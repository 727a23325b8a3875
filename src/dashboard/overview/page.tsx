/** Is anything wrong? What should be looked at comes first, then figures, each a link to what it counts. */
import { Button, Code, Paper, SegmentedControl, SimpleGrid, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

import type { Queue, Stats } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useView } from '../app/search.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { Page } from '../parts/page.tsx';
import { countOf, percentOf, spanOf } from '../parts/times.ts';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';
import { Attention } from './attention.tsx';

const Charts = lazy(() => import('./charts.tsx'));
const RANGES = ['15m', '1h', '6h', '24h', '7d'];

export default function Overview() {
  const [view, change] = useView();
  const range = view.range ?? '1h';
  const queues = useApi('GET /api/queues');
  const workers = useApi('GET /api/workers');
  const stats = useApi('GET /api/stats', { query: { range } }, { every: 5_000, keep: true });
  const error = queues.error ?? workers.error ?? stats.error;
  const actions = (
    <>
      <SegmentedControl
        size="xs"
        aria-label="Range"
        value={range}
        onChange={(next) => change({ range: next })}
        data={RANGES}
      />
      <CopyAs cli={null} name="GET /api/stats" asked={{ query: { range } }} />
    </>
  );
  const processes = workers.data?.workers ?? [];
  return (
    <Page title="Overview" actions={actions}>
      <Stack gap="md">
        {error !== null && <ProblemNote error={error} />}
        <Attention />
        {queues.data && stats.data ? (
          <>
            <Tiles
              queues={queues.data.queues}
              stats={stats.data}
              range={range}
              running={processes.reduce((sum, { running }) => sum + running, 0)}
              workers={processes.length}
            />
            <Body stats={stats.data} queues={queues.data.queues} />
          </>
        ) : (
          <Loading />
        )}
      </Stack>
    </Page>
  );
}

interface TilesProps {
  readonly queues: readonly Queue[];
  readonly stats: Stats;
  readonly range: string;
  readonly running: number;
  readonly workers: number;
}

function Tiles({ queues, stats, range, running, workers }: TilesProps) {
  const { completed, failed, dead, failureRate, waitMs } = stats.total;
  const minutes = Math.max(1, (Date.parse(stats.to) - Date.parse(stats.from)) / 60_000);
  const waiting = queues.reduce((sum, { counts }) => sum + (counts.available ?? 0), 0);
  const oldest = Math.max(0, ...queues.map(({ oldestAgeMs }) => oldestAgeMs ?? 0));
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm">
      <Tile
        label="Ended"
        value={countOf(completed + failed + dead)}
        note={`${((completed + dead) / minutes).toFixed(1)} a minute`}
        q={`finished:<${range}`}
      />
      <Tile
        label="Failed"
        value={failureRate === null ? '–' : percentOf(failureRate)}
        note={`${countOf(failed)} tried again, ${countOf(dead)} dead`}
        q={`state:dead finished:<${range}`}
      />
      <Tile label="Waiting" value={countOf(waiting)} note="to be taken by a worker" q="state:available" />
      <Tile label="Oldest" value={oldest === 0 ? '–' : spanOf(oldest)} note="of those that wait" q="state:available" />
      <Tile
        label="Running"
        value={countOf(running)}
        note={`in ${countOf(workers)} ${workers === 1 ? 'process' : 'processes'}`}
        q="state:running"
      />
      <Tile
        label="Wait, p95"
        value={waitMs === null ? '–' : spanOf(waitMs.p95)}
        note="before they start"
        q="wait:>1s"
      />
    </SimpleGrid>
  );
}

interface TileProps {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly q: string;
}

function Tile({ label, value, note, q }: TileProps) {
  return (
    <Link to="/jobs" search={{ q }} className="tile">
      <span className="tile-label">{label}</span>
      <span className="tile-value">{value}</span>
      <span className="tile-note">{note}</span>
    </Link>
  );
}

function Body({ stats, queues }: { readonly stats: Stats; readonly queues: readonly Queue[] }) {
  const jobs = queues.reduce(
    (sum, { counts }) => sum + Object.values(counts).reduce<number>((a, b) => a + (b ?? 0), 0),
    0,
  );
  if (jobs === 0 && stats.groups.length === 0) return <Nothing />;
  return (
    <Paper withBorder p="md">
      {stats.groups.length === 0 ? (
        <Empty icon="overview" title="Nothing has ended in this time">
          <span>Figures come every ten seconds. Choose a longer range to see what was before.</span>
        </Empty>
      ) : (
        <Suspense fallback={<Loading rows={8} />}>
          <Charts stats={stats} />
        </Suspense>
      )}
    </Paper>
  );
}

function Nothing() {
  const tasks = useApi('GET /api/tasks', {}, { every: false });
  const first = tasks.data?.tasks[0]?.name ?? 'TASK';
  return (
    <Empty icon="jobs" title="No job has run yet">
      <span>Enqueue the first one:</span>
      <Code block>{`skep enqueue ${first} '{}'`}</Code>
      <Button component={Link} to="/jobs" size="xs" variant="default">
        All jobs
      </Button>
    </Empty>
  );
}
