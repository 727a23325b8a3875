/** Who changed what, for admins: the newest first, filters in the address. */
import { Group, Stack, Text } from '@mantine/core';

import type { AuditLine, Endpoints } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useView } from '../app/search.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { JobLink, NameLink, RunLink } from '../parts/links.tsx';
import { type ListColumn, Listing } from '../parts/listing.tsx';
import { Choice, PageTurns, Word } from '../parts/narrowing.tsx';
import { Page } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { counted } from '../parts/times.ts';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';
import { Asked, Change } from './said.tsx';

type Query = Partial<Endpoints['GET /api/audit']['query']>;

const WORDS = ['by', 'operation', 'about'] as const;
const LABELS = { by: 'By', operation: 'Did', about: 'About' } as const;
const OUTCOMES = [
  { value: '', label: 'Any outcome' },
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
  { value: 'failed', label: 'Failed' },
  { value: 'begun', label: 'Begun' },
];
const SINCE = [
  { value: '', label: 'Ever' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
];

export default function AuditPage() {
  const [view] = useView();
  const narrowed = narrowedBy(view);
  const query = { ...narrowed, ...(view.cursor !== undefined && { cursor: view.cursor }) } as Query;
  const { data, error, refetch } = useApi('GET /api/audit', { query }, { keep: true, every: 10_000 });
  const words = Object.entries(narrowed).flatMap(([key, value]) => [`--${key}`, value]);
  return (
    <Page title="Audit" actions={<CopyAs cli={['audit', ...words]} name="GET /api/audit" asked={{ query }} />}>
      <Stack gap="sm">
        <Narrowing next={data?.next ?? null} />
        {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Loading what="Audit" />}
        {data?.lines.length === 0 && <Nothing narrowed={Object.keys(narrowed).length > 0} more={data.next !== null} />}
        {data && data.lines.length > 0 && (
          <>
            <Listing label="Audit" items={data.lines} columns={COLUMNS} keyOf={({ id }) => id} />
            <Text size="xs" c="dimmed" role="status">
              {counted(data.lines.length, 'line')} of {counted(data.looked, 'line')} that were looked at
              {data.next !== null && ', more on the next page'}
            </Text>
          </>
        )}
      </Stack>
    </Page>
  );
}

function Narrowing({ next }: { readonly next: string | null }) {
  return (
    <Group gap="xs" align="flex-end">
      {WORDS.map((word) => (
        <Word key={word} label={LABELS[word]} word={word} />
      ))}
      <Choice label="Outcome" word="outcome" data={OUTCOMES} />
      <Choice label="Time" word="since" data={SINCE} />
      <PageTurns next={next} />
    </Group>
  );
}

function narrowedBy(view: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const given = [...WORDS, 'outcome', 'since'].map((key) => [key, view[key] ?? ''] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

function Nothing({ narrowed, more }: { readonly narrowed: boolean; readonly more: boolean }) {
  return (
    <Empty icon="audit" title={narrowed ? 'No line is among these' : 'Nobody has changed anything yet'}>
      <span>
        {more
          ? 'So many lines were looked at; the next page goes on.'
          : 'Pauses, retries, cancels, holds, logins and the like stand here; jobs that programs enqueue do not.'}
      </span>
    </Empty>
  );
}

const COLUMNS: readonly ListColumn<AuditLine>[] = [
  { label: 'At', cell: ({ at }) => <Time at={at} /> },
  { label: 'By', cell: ({ by }) => <span className="one-line">{by}</span> },
  { label: 'Did', cell: ({ operation }) => operation },
  { label: 'To', cell: ({ subject }) => subject && <Subject {...subject} /> },
  { label: 'Outcome', cell: ({ outcome, code }) => code ?? outcome },
  { label: 'Asked', wrap: true, cell: ({ arguments: asked }) => <Asked said={asked} /> },
  { label: 'Change', wrap: true, wide: true, cell: (line) => <Change before={line.before} after={line.after} /> },
  {
    label: 'Via',
    wide: true,
    cell: ({ via, address }) => (
      <>
        {via}
        {address !== null && <small>{address}</small>}
      </>
    ),
  },
];

/** By kind; what has no page is named. */
const PLACES: Readonly<Record<string, 'queues' | 'tasks' | 'schedules' | 'workers' | 'workflows'>> = {
  queue: 'queues',
  task: 'tasks',
  schedule: 'schedules',
  worker: 'workers',
  workflow: 'workflows',
};

/** Of a name, characters: the end tells ids apart. */
const LONG = 20;

function Subject({ kind, name }: { readonly kind: string; readonly name: string }) {
  const place = PLACES[kind];
  const short = name.length > LONG ? `…${name.slice(-10)}` : name;
  if (kind === 'job') return <JobLink id={name}>{short}</JobLink>;
  if (kind === 'run') return <RunLink id={name}>{short}</RunLink>;
  return place === undefined ? (
    <span className="one-line" data-hint={name}>{`${kind} ${short}`}</span>
  ) : (
    <NameLink kind={place} name={name} />
  );
}
