/** What jobs died of, grouped by fault; a group is retried or deleted as a whole. */
import { Group, Stack, Text } from '@mantine/core';

import type { Endpoints, Errors } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useView } from '../app/search.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { JobLink, JobsLink, NameLinks } from '../parts/links.tsx';
import { type ListColumn, Listing } from '../parts/listing.tsx';
import { Choice, PageTurns, Word } from '../parts/narrowing.tsx';
import { Page } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { counted, countOf } from '../parts/times.ts';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';
import { FaultActions } from './act.tsx';

type Fault = Errors['errors'][number];
type Query = Partial<Endpoints['GET /api/errors']['query']>;

const SINCE = [
  { value: '', label: 'Ever' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
];

export default function ErrorsPage() {
  const [view] = useView();
  const narrowed = narrowedBy(view);
  const query: Query = { ...narrowed, ...(view.cursor !== undefined && { cursor: view.cursor }) };
  const { data, error, refetch } = useApi('GET /api/errors', { query }, { keep: true, every: 10_000 });
  const words = Object.entries(narrowed).flatMap(([key, value]) => [`--${key}`, value]);
  return (
    <Page title="Errors" actions={<CopyAs cli={['errors', ...words]} name="GET /api/errors" asked={{ query }} />}>
      <Stack gap="sm">
        <Narrowing next={data?.next ?? null} />
        {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Loading what="Errors" />}
        {data?.errors.length === 0 && <Nothing narrowed={Object.keys(narrowed).length > 0} />}
        {data && data.errors.length > 0 && (
          <>
            <Listing
              label="Errors"
              items={data.errors}
              columns={columnsOf(narrowed)}
              keyOf={({ fingerprint }) => fingerprint}
            />
            <Text size="xs" c="dimmed" role="status">
              {counted(data.errors.length, 'fault')} of {counted(data.looked, 'dead job')}
              {data.next !== null && ', more on the next page'}
            </Text>
          </>
        )}
      </Stack>
    </Page>
  );
}

type Narrowed = Readonly<Record<string, string>>;

function narrowedBy(view: Readonly<Record<string, string | undefined>>): Narrowed {
  const given = ['queue', 'task', 'tag', 'since'].map((key) => [key, view[key] ?? ''] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

function Nothing({ narrowed }: { readonly narrowed: boolean }) {
  return (
    <Empty icon="completed" title={narrowed ? 'No dead job is among these' : 'No job is dead'}>
      <span>A job dies when its last attempt fails. Those that are tried again are not counted here.</span>
      <JobsLink q="state:retryable">Jobs that are tried again</JobsLink>
    </Empty>
  );
}

function Narrowing({ next }: { readonly next: string | null }) {
  return (
    <Group gap="xs" align="flex-end">
      <Word label="Task" word="task" />
      <Choice label="Created" word="since" data={SINCE} />
      <PageTurns next={next} />
    </Group>
  );
}

function columnsOf(narrowed: Narrowed): readonly ListColumn<Fault>[] {
  return [
    {
      label: 'Fault',
      cell: ({ name, code, message }) => (
        <>
          <span className="plain">{code === null ? name : `${name} ${code}`}</span>
          <small className="plain fault-text">{message}</small>
        </>
      ),
    },
    {
      label: 'Jobs',
      figure: true,
      cell: ({ count, fingerprint }) => (
        <JobsLink q={`state:dead fingerprint:${fingerprint}`}>{countOf(count)}</JobsLink>
      ),
    },
    {
      label: 'Actions',
      role: 'operator',
      cell: ({ fingerprint }) => <FaultActions fingerprint={fingerprint} narrowed={narrowed} />,
    },
    { label: 'Tasks', wrap: true, cell: ({ tasks }) => <NameLinks kind="tasks" names={tasks} /> },
    { label: 'First', wide: true, cell: ({ firstAt }) => <Time at={firstAt} /> },
    { label: 'Last', cell: ({ lastAt }) => <Time at={lastAt} /> },
    { label: 'Newest', wide: true, cell: ({ job }) => <JobLink id={job} /> },
  ];
}
