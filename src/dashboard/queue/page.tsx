/** One queue: what is in it, how it is set up, who works on it. */
import { Grid, Group, Stack, Text } from '@mantine/core';

import type { QueueDetail } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useName } from '../app/name.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { type Fact, FactList, placeOf, Section } from '../parts/fact-list.tsx';
import { JobsLink, NameLink, NameLinks } from '../parts/links.tsx';
import { Listing } from '../parts/listing.tsx';
import { Outcomes } from '../parts/outcomes.tsx';
import { Page } from '../parts/page.tsx';
import { PauseBadge, PauseNote } from '../parts/pausing.tsx';
import { JOB_STATES, StateBadge } from '../parts/state-badge.tsx';
import { counted, countOf, percentOf, spanOf } from '../parts/times.ts';
import { Loading, ProblemNote } from '../parts/told.tsx';
import { PauseQueue } from '../queues/pause-queue.tsx';

const ABOVE = [{ label: 'Queues', to: '/queues' }];

export default function QueuePage() {
  const name = useName();
  const asked = { params: { queue: name } };
  const { data, error, refetch } = useApi('GET /api/queues/{queue}', asked);
  return (
    <Page
      title={name}
      above={ABOVE}
      beside={data && <PauseBadge pause={data.pause} paused={data.paused} />}
      actions={
        <>
          {data && <PauseQueue queue={data} />}
          <CopyAs
            cli={data?.paused ? ['queues', 'resume', name] : ['queues', 'pause', name]}
            name="GET /api/queues/{queue}"
            asked={asked}
          />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data ? <Known queue={data} /> : error === null && <Loading what={`Queue ${name}`} />}
    </Page>
  );
}

function Known({ queue }: { readonly queue: QueueDetail }) {
  return (
    <Stack gap="md">
      <PauseNote pause={queue.pause} />
      <Outcomes ended={queue.lastHour} q={`queue:${queue.name}`} within="1h" />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Section title="What is in it">
              <Counts queue={queue} />
            </Section>
            <Section title="By task, within the last hour">
              <ByTask queue={queue.name} />
            </Section>
            <Section title="Processes that work on it">
              <Consumers queue={queue.name} />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Section title="How it is set up">
            <FactList facts={factsOf(queue)} />
          </Section>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function Counts({ queue: { name, counts, oldestAgeMs, held } }: { readonly queue: QueueDetail }) {
  const there = JOB_STATES.filter((state) => (counts[state] ?? 0) > 0);
  if (there.length === 0) return <Text size="sm">No job is in it.</Text>;
  return (
    <Stack gap="xs">
      <Group gap="md">
        {there.map((state) => (
          <Group gap={6} key={state}>
            <StateBadge state={state} />
            <JobsLink q={`queue:${name} state:${state}`}>{countOf(counts[state] ?? 0)}</JobsLink>
          </Group>
        ))}
      </Group>
      <Text size="sm" c="dimmed">
        {oldestAgeMs === null ? 'Nothing waits.' : `The oldest has waited ${spanOf(oldestAgeMs)}.`}
        {held > 0 && ` A limit holds ${countOf(held)}.`}
      </Text>
    </Stack>
  );
}

function ByTask({ queue }: { readonly queue: string }) {
  const { data, error } = useApi('GET /api/stats', { query: { range: '1h', by: 'task', queue } }, { every: 5_000 });
  if (error !== null) return <ProblemNote error={error} />;
  if (data === undefined) return <Loading rows={2} />;
  if (data.groups.length === 0) return <Text size="sm">Nothing has ended in it.</Text>;
  return (
    <Listing
      label="By task"
      items={data.groups}
      keyOf={({ name }) => name}
      columns={[
        { label: 'Task', cell: ({ name }) => <NameLink kind="tasks" name={name} /> },
        { label: 'Completed', figure: true, cell: ({ total }) => countOf(total.completed) },
        { label: 'Dead', figure: true, cell: ({ total }) => countOf(total.dead) },
        {
          label: 'Failed',
          figure: true,
          cell: ({ total }) => (total.failureRate === null ? '–' : percentOf(total.failureRate)),
        },
        {
          label: 'Run, p95',
          figure: true,
          cell: ({ total }) => (total.runMs === null ? '–' : spanOf(total.runMs.p95)),
        },
      ]}
    />
  );
}

function Consumers({ queue }: { readonly queue: string }) {
  const { data } = useApi('GET /api/workers');
  const there = (data?.workers ?? []).filter(({ queues }) => queue in queues);
  if (there.length === 0) return <Text size="sm">None. Start one with skep run.</Text>;
  return (
    <Listing
      label="Processes"
      items={there}
      keyOf={({ id }) => id}
      columns={[
        { label: 'Process', cell: ({ id }) => <NameLink kind="workers" name={id} /> },
        { label: 'State', cell: ({ state }) => state },
        { label: 'Places', figure: true, cell: ({ queues }) => queues[queue] ?? 0 },
      ]}
    />
  );
}

function factsOf(queue: QueueDetail): readonly Fact[] {
  const { place, concurrency, order, capacity, workers, tasks, declared } = queue;
  return [
    ['Declared', declared ? placeOf(place) : 'not in the manifest'],
    ['Places', concurrency === null ? null : `${concurrency} in each process`],
    ['At once', `${countOf(capacity)} over ${counted(workers, 'process', 'processes')}`],
    ['Order', order],
    ...(queue.settings === null ? [] : settingsOf(queue.settings)),
    ['Tasks', tasks.length === 0 ? null : <NameLinks key="tasks" kind="tasks" names={tasks} />],
  ];
}

function settingsOf({
  globalConcurrency,
  rate,
  prefetch,
  shards,
  foreign,
}: NonNullable<QueueDetail['settings']>): readonly Fact[] {
  return [
    ['Limit of all', globalConcurrency],
    ['Rate', rate === null ? null : `${countOf(rate.limit)} in ${spanOf(rate.perMs)}, ${countOf(rate.burst)} at once`],
    ['Prefetch', prefetch],
    ['Shards', shards > 1 ? shards : null],
    ['Foreign jobs', foreign],
  ];
}
