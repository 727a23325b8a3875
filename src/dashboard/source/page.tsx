/** One source: how each process fares that takes from it, what it refused and where that went. */
import { Grid, Stack, Text } from '@mantine/core';

import type { Source } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useName } from '../app/name.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { type Fact, FactList, Section } from '../parts/fact-list.tsx';
import { NameLink } from '../parts/links.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { RecentJobs } from '../parts/recent-jobs.tsx';
import { Time } from '../parts/time.tsx';
import { countOf } from '../parts/times.ts';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';
import { deadLetterText, refusalsText, SourceBadge, SourceStanding, SourceTrouble } from '../sources/state.tsx';

const ABOVE = [{ label: 'Sources', to: '/sources' }];
const EVERY_MS = 3_000;

export default function SourcePage() {
  const name = useName();
  const { data, error, refetch } = useApi('GET /api/sources', {}, { every: EVERY_MS });
  const source = data?.sources.find((one) => one.name === name);
  return (
    <Page
      title={name}
      above={ABOVE}
      beside={source && <SourceBadge state={source.state} />}
      actions={<CopyAs cli={['sources', 'ls']} name="GET /api/sources" />}
    >
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what={`Source ${name}`} />}
      {data !== undefined && source === undefined && (
        <Empty icon="sources" title="The manifest has no such source, and no process takes from one" />
      )}
      {source && <Known source={source} />}
    </Page>
  );
}

function Known({ source }: { readonly source: Source }) {
  const { name, task, processes } = source;
  return (
    <Stack gap="md">
      <SourceTrouble source={source} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Section title="Processes that take from it">
              {processes.length === 0 ? <Text size="sm">None.</Text> : <Processes processes={processes} />}
            </Section>
            <Section title="Its newest jobs">
              <RecentJobs
                q={`id:${name.toLowerCase()}:*${task === null ? '' : ` task:${task}`}`}
                label="Jobs of its messages"
              />
              <Text size="xs" c="dimmed" mt="xs">
                Those of messages with an id: the ids of their jobs begin with the name of the source.
              </Text>
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            <Section title="About it">
              <FactList facts={factsOf(source)} />
            </Section>
            <Section title="What it refused">
              <Refusals source={source} />
            </Section>
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function Processes({ processes }: { readonly processes: Source['processes'] }) {
  return (
    <Listing
      label="Processes"
      items={processes}
      keyOf={({ worker }) => worker}
      columns={[
        {
          label: 'Process',
          cell: ({ worker, host, pid, trouble }) => (
            <>
              <NameLink kind="workers" name={worker}>
                {host}:{pid}
              </NameLink>
              {trouble !== null && <small>{trouble}</small>}
            </>
          ),
        },
        {
          label: 'State',
          cell: ({ state, since }) => <SourceStanding state={state} since={since} />,
        },
        { label: 'Open', figure: true, cell: ({ open }) => countOf(open) },
        { label: 'Stored', figure: true, cell: ({ stored }) => countOf(stored) },
        { label: 'Refused', figure: true, cell: ({ refused }) => countOf(refused) },
      ]}
    />
  );
}

function Refusals({ source }: { readonly source: Source }) {
  const { refused, refusals } = source;
  const codes = Object.entries(refusals);
  return (
    <Stack gap="xs">
      {refused === 0 ? (
        <Text size="sm">Nothing since the processes began.</Text>
      ) : codes.length === 0 ? (
        <Text size="sm">{refusalsText(source)}</Text>
      ) : (
        <FactList codes facts={codes.map(([code, count]): Fact => [code, countOf(count ?? 0)])} />
      )}
      <Text size="sm">They go to: {deadLetterText(source) ?? 'nobody here knows'}.</Text>
      <Text size="xs" c="dimmed">
        Each has its reason in the header <code>skep-reason</code>, where a dead letter exchange is said, and a line{' '}
        <code>message.refused</code> in the log.
      </Text>
    </Stack>
  );
}

function factsOf(source: Source): readonly Fact[] {
  const { broker, queue, task, prefetch, since, taken, open, stored } = source;
  return [
    ['Broker', broker],
    ['Queue', queue],
    ['Becomes', task === null ? null : <NameLink key="task" kind="tasks" name={task} />],
    ['Prefetch', prefetch === null ? null : `${countOf(prefetch)} a process`],
    ['Since', since === null ? null : <Time key="since" at={since} />],
    ['Taken', countOf(taken)],
    ['Open', `${countOf(open)} not confirmed`],
    ['Stored', countOf(stored)],
  ];
}
