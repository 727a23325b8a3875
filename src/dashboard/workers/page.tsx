/** The processes that work on the store. */
import { Stack } from '@mantine/core';

import type { Worker } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { DifferentManifests } from '../manifest/who-runs.tsx';
import { Concern } from '../parts/concern.tsx';
import { CopyAs } from '../parts/copy-as.tsx';
import { JobsLink, NameLink, NameLinks } from '../parts/links.tsx';
import { type ListColumn, Listing, None } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { Since, Time } from '../parts/time.tsx';
import { countOf, percentOf } from '../parts/times.ts';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';
import { WorkerActions } from './act.tsx';
import { mebibytes, placesOf, WorkerBadge } from './state.tsx';

export default function Workers() {
  const { data, error, refetch } = useApi('GET /api/workers');
  const manifest = useApi('GET /api/manifest', {}, { every: 10_000 });
  return (
    <Page title="Workers" actions={<CopyAs cli={['workers', 'ls']} name="GET /api/workers" />}>
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what="Workers" />}
      {data?.workers.length === 0 && (
        <Empty icon="workers" title="No process works on this store">
          <span>
            Jobs wait until one is there: <code>skep run</code>
          </span>
        </Empty>
      )}
      {data && data.workers.length > 0 && (
        <Stack gap="sm">
          <DifferentManifests />
          {data.workers.flatMap(({ id, host, pid, troubles }) =>
            troubles.map((trouble) => (
              <Concern key={`${id} ${trouble}`} severity="warn" message={`${host}:${pid} says: ${trouble}`} />
            )),
          )}
          <Listing
            label="Workers"
            items={data.workers}
            columns={columnsFor(manifest.data?.hash ?? null)}
            keyOf={({ id }) => id}
          />
        </Stack>
      )}
    </Page>
  );
}

function columnsFor(hash: string | null): readonly ListColumn<Worker>[] {
  return [
    {
      label: 'Process',
      cell: ({ id, host, pid, manifestHash }) => (
        <>
          <NameLink kind="workers" name={id} />
          <small>
            {host}:{pid}
          </small>
          {hash !== null && manifestHash !== hash && <small>another manifest than the one here</small>}
        </>
      ),
    },
    { label: 'State', cell: ({ state }) => <WorkerBadge state={state} /> },
    {
      label: 'Running',
      figure: true,
      cell: (worker) => (
        <JobsLink q={`state:running worker:${worker.id}`}>
          {countOf(worker.running)} of {countOf(placesOf(worker))}
        </JobsLink>
      ),
    },
    {
      label: 'Queues',
      wide: true,
      wrap: true,
      cell: ({ queues }) => <NameLinks kind="queues" names={Object.keys(queues)} />,
    },
    {
      label: 'Memory',
      figure: true,
      wide: true,
      cell: ({ load }) => (load === null ? <None /> : mebibytes(load.rssBytes)),
    },
    {
      label: 'Loop busy',
      figure: true,
      wide: true,
      cell: ({ load }) => (load === null ? <None /> : percentOf(load.loopBusy)),
    },
    {
      label: 'Runs',
      cell: ({ manifestRevision: revision, version }) => (
        <>
          {revision === null ? (
            'no revision'
          ) : (
            <NameLink kind="revisions" name={String(revision)}>{`revision ${revision}`}</NameLink>
          )}
          <small>Skep {version}</small>
        </>
      ),
    },
    { label: 'Up', figure: true, wide: true, cell: ({ startedAt }) => <Since at={startedAt} /> },
    { label: 'Seen', cell: ({ seenAt }) => <Time at={seenAt} /> },
    { label: 'Actions', role: 'admin', cell: (worker) => <WorkerActions worker={worker} small /> },
  ];
}
