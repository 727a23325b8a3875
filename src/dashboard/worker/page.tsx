/** One process: what it runs now by its own word, what it takes of its host, what it was told. */
import { Grid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { nextRefresh, useLiveState } from '../api/live.ts';
import { request } from '../api/request.ts';
import { useMay } from '../api/session.ts';
import type { Worker } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useName } from '../app/name.ts';
import { Concern } from '../parts/concern.tsx';
import { CopyAs } from '../parts/copy-as.tsx';
import { type Fact, FactList, Section } from '../parts/fact-list.tsx';
import { JobLink, JobsLink, NameLink } from '../parts/links.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { countOf, percentOf, spanOf } from '../parts/times.ts';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';
import { WorkerActions } from '../workers/act.tsx';
import { mebibytes, placesOf, WorkerBadge } from '../workers/state.tsx';

const ABOVE = [{ label: 'Workers', to: '/workers' }];
const ASK_MS = 5_000;

export default function WorkerPage() {
  const name = useName();
  const { data, error, refetch } = useApi('GET /api/workers');
  const worker = data?.workers.find(({ id }) => id === name);
  return (
    <Page
      title={name}
      above={ABOVE}
      beside={worker && <WorkerBadge state={worker.state} />}
      actions={
        <>
          {worker && <WorkerActions worker={worker} />}
          <CopyAs
            cli={['workers', 'show', name]}
            name="POST /api/workers/{worker}/ping"
            asked={{ params: { worker: name } }}
          />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what={`Process ${name}`} />}
      {data !== undefined && worker === undefined && (
        <Empty icon="workers" title="This process is gone">
          <span>It has ended, or it has not been seen for too long. A process has another id each time it starts.</span>
          <JobsLink q={`worker:${name}`}>What it ran</JobsLink>
        </Empty>
      )}
      {worker && <Known worker={worker} />}
    </Page>
  );
}

function Known({ worker }: { readonly worker: Worker }) {
  return (
    <Stack gap="md">
      {worker.troubles.map((trouble) => (
        <Concern key={trouble} severity="warn" message={trouble} />
      ))}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            {useMay('operator') && (
              <Section title="What it runs now">
                <Attempts worker={worker.id} />
              </Section>
            )}
            <Section title="Its queues">
              <Listing
                label="Queues"
                items={Object.entries(worker.queues)}
                keyOf={([name]) => name}
                columns={[
                  { label: 'Queue', cell: ([name]) => <NameLink kind="queues" name={name} /> },
                  { label: 'Places', figure: true, cell: ([, places]) => places ?? 0 },
                ]}
              />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Section title="About it">
            <FactList facts={factsOf(worker)} />
          </Section>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

/** Asks the process itself. */
function Attempts({ worker }: { readonly worker: string }) {
  useLiveState();
  const { data, error } = useQuery({
    queryKey: ['api', 'worker-asked', worker],
    queryFn: ({ signal }) => request('POST /api/workers/{worker}/ping', { params: { worker } }, signal),
    refetchInterval: () => nextRefresh(ASK_MS),
    retry: false,
  });
  if (error !== null) return <ProblemNote error={error} />;
  if (data === undefined) return <Loading rows={2} />;
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        It answered after {spanOf(data.tookMs)}.{data.attempts.length === 0 && ' It runs nothing.'}
      </Text>
      {data.attempts.length > 0 && (
        <Listing
          label="Attempts"
          items={data.attempts}
          keyOf={({ id, attempt }) => `${id} ${attempt}`}
          columns={[
            {
              label: 'Job',
              cell: ({ id }) => <JobLink id={id} />,
            },
            { label: 'Task', cell: ({ task }) => <NameLink kind="tasks" name={task} /> },
            { label: 'Queue', wide: true, cell: ({ queue }) => queue },
            { label: 'Attempt', figure: true, cell: ({ attempt }) => attempt },
            {
              label: 'Runs',
              figure: true,
              cell: ({ runningMs, aborted }) => `${spanOf(runningMs)}${aborted ? ', told to end' : ''}`,
            },
          ]}
        />
      )}
    </>
  );
}

function factsOf(worker: Worker): readonly Fact[] {
  const { id, host, pid, version, roles, load, told, running, overrunning, standstills } = worker;
  const pools = Object.entries(worker.pools).map(
    ([kind, pool]) => `${kind}: ${pool?.busy ?? 0} of ${pool?.size ?? 0} busy`,
  );
  const changed = Object.entries(told.concurrency).map(([queue, places]) => `${queue}: ${places ?? 0}`);
  return [
    ['Running', `${countOf(running)} of ${countOf(placesOf(worker))}`],
    [
      'Jobs',
      <JobsLink key="jobs" q={`worker:${id}`}>
        All that it ran
      </JobsLink>,
    ],
    ['Host', host],
    ['Process id', pid],
    ['Version', version],
    ['Roles', roles.join(', ')],
    ['Memory', load === null ? null : `${mebibytes(load.rssBytes)}, of it ${mebibytes(load.heapBytes)} JavaScript`],
    ['Loop busy', load === null ? null : percentOf(load.loopBusy)],
    ['Pools', pools.join('; ')],
    ['Overrunning', overrunning === 0 ? null : countOf(overrunning)],
    ['Standstills', standstills === 0 ? null : countOf(standstills)],
    ['Told', changed.join(', ')],
    ['Told queues', told.queues?.join(', ') ?? null],
    ['Started', <Time key="started" at={worker.startedAt} />],
    ['Seen', <Time key="seen" at={worker.seenAt} />],
    ['Manifest', <code key="hash">{worker.manifestHash.slice(0, 12)}</code>],
  ];
}
