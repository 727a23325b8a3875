/** Queues of brokers whose messages become jobs, and tasks that send messages to exchanges. */
import { Stack } from '@mantine/core';

import type { Source, Task } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useView } from '../app/search.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { Section } from '../parts/fact-list.tsx';
import { JobsLink, NameLink } from '../parts/links.tsx';
import { type ListColumn, Listing, None } from '../parts/listing.tsx';
import { Choice } from '../parts/narrowing.tsx';
import { Page } from '../parts/page.tsx';
import { countOf } from '../parts/times.ts';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';
import { refusalsText, SourceStanding, SourceTrouble } from './state.tsx';

/** Processes tell of themselves every few seconds. */
const EVERY_MS = 3_000;

const STATES = [
  { value: '', label: 'Any state' },
  ...['consuming', 'connecting', 'waiting', 'refused', 'unserved'].map((value) => ({ value, label: value })),
];

export default function SourcesPage() {
  const { data, error, refetch } = useApi('GET /api/sources', {}, { every: EVERY_MS });
  const tasks = useApi('GET /api/tasks', {}, { every: 15_000 }).data?.tasks ?? [];
  const sends = tasks.filter(({ publish }) => publish !== null);
  return (
    <Page title="Sources" actions={<CopyAs cli={['sources', 'ls']} name="GET /api/sources" />}>
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what="Sources" />}
      {data?.sources.length === 0 && sends.length === 0 && <Nothing />}
      <Stack gap="md">
        {data && data.sources.length > 0 && <Sources sources={data.sources} />}
        {sends.length > 0 && (
          <Section title="What is sent to exchanges">
            <Listing label="Tasks that send" items={sends} columns={SENDS} keyOf={({ name }) => name} />
          </Section>
        )}
      </Stack>
    </Page>
  );
}

function Sources({ sources }: { readonly sources: readonly Source[] }) {
  const [view] = useView();
  const shown = sources.filter(({ state }) => view.state === undefined || state === view.state);
  return (
    <>
      <div className="narrow">
        <Choice label="State" word="state" data={STATES} />
      </div>
      {shown.map((source) => (
        <SourceTrouble key={source.name} source={source} />
      ))}
      {shown.length === 0 ? (
        <Empty icon="sources" title="No source is in that state" />
      ) : (
        <Listing label="Sources" items={shown} columns={COLUMNS} keyOf={({ name }) => name} />
      )}
    </>
  );
}

const COLUMNS: readonly ListColumn<Source>[] = [
  {
    label: 'Source',
    cell: ({ name, queue, broker }) => (
      <>
        <NameLink kind="sources" name={name} />
        <small>{queue === null ? 'of another manifest' : `${queue} at ${broker ?? ''}`}</small>
      </>
    ),
  },
  {
    label: 'State',
    cell: ({ state, since }) => <SourceStanding state={state} since={since} />,
  },
  { label: 'Becomes', cell: ({ task }) => (task === null ? <None /> : <NameLink kind="tasks" name={task} />) },
  {
    label: 'Not confirmed',
    figure: true,
    cell: ({ open, prefetch, processes }) =>
      prefetch === null ? countOf(open) : `${countOf(open)} of ${countOf(prefetch * Math.max(1, processes.length))}`,
  },
  { label: 'Stored', figure: true, cell: ({ stored }) => countOf(stored) },
  {
    label: 'Refused',
    wrap: true,
    cell: (source) => (source.refused === 0 ? <None /> : <span className="refusals">{refusalsText(source)}</span>),
  },
  { label: 'Processes', figure: true, wide: true, cell: ({ processes }) => processes.length },
];

const SENDS: readonly ListColumn<Task>[] = [
  {
    label: 'Task',
    cell: ({ name, description }) => (
      <>
        <NameLink kind="tasks" name={name} />
        {description !== null && <small>{description}</small>}
      </>
    ),
  },
  { label: 'Sends', wrap: true, cell: ({ publish }) => <code className="plain">{publish}</code> },
  { label: 'Jobs', cell: ({ name }) => <JobsLink q={`task:${name}`}>All</JobsLink> },
  {
    label: 'Not confirmed',
    cell: ({ name }) => <JobsLink q={`task:${name} state:retryable,dead`}>Failed and dead</JobsLink>,
  },
];

function Nothing() {
  return (
    <Empty icon="sources" title="Nothing comes from a broker">
      <span>
        Write it under <code>brokers</code> and <code>sources</code> in the manifest: a queue of RabbitMQ, and the task
        that its messages become. Tasks with <code>publish</code> are shown here too.
      </span>
    </Empty>
  );
}
