/** Which job goes into which queue, and what requests become. */
import { Stack, Text } from '@mantine/core';

import type { Routes } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { placeOf, Section } from '../parts/fact-list.tsx';
import { NameLink, NameLinks } from '../parts/links.tsx';
import { type ListColumn, Listing, None } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { Loading, ProblemNote } from '../parts/told.tsx';
import { TestRoute } from './test.tsx';

type TaskRoute = Routes['tasks'][number];
type HttpRoute = Routes['http'][number];

export default function RoutesPage() {
  const { data, error, refetch } = useApi('GET /api/routes', {}, { every: 30_000 });
  return (
    <Page title="Routes" actions={<CopyAs cli={null} name="GET /api/routes" />}>
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what="Routes" />}
      {data && (
        <Stack gap="md">
          <Section title="Jobs to queues">
            {data.tasks.length === 0 ? (
              <Text size="sm">
                There is none: each job goes into the queue of its task. Rules stand under <code>routes.tasks</code> in
                the manifest.
              </Text>
            ) : (
              <Listing
                label="Routes of jobs"
                items={data.tasks}
                columns={TASK_COLUMNS}
                keyOf={(route) => String(data.tasks.indexOf(route))}
              />
            )}
          </Section>
          <Section title="Test a payload">
            <TestRoute />
          </Section>
          <Section title="Requests to work">
            {data.http.length === 0 ? (
              <Text size="sm">
                There is none: they stand under <code>routes.http</code> in the manifest.
              </Text>
            ) : (
              <Listing
                label="Routes of requests"
                items={data.http}
                columns={HTTP_COLUMNS}
                keyOf={({ method, path }) => `${method} ${path}`}
              />
            )}
          </Section>
        </Stack>
      )}
    </Page>
  );
}

const TASK_COLUMNS: readonly ListColumn<TaskRoute>[] = [
  { label: 'Tasks', cell: ({ match }) => <code>{match}</code> },
  { label: 'If', wrap: true, cell: ({ where }) => (where === null ? 'always' : <code>{where}</code>) },
  { label: 'Queue', cell: ({ queue }) => <NameLink kind="queues" name={queue} /> },
  { label: 'Priority', figure: true, wide: true, cell: ({ priority }) => priority ?? <None /> },
  {
    label: 'Decides on',
    wrap: true,
    wide: true,
    cell: ({ tasks }) => (tasks.length === 0 ? <None /> : <NameLinks kind="tasks" names={tasks} />),
  },
  { label: 'Declared', wide: true, cell: ({ place }) => placeOf(place) ?? <None /> },
];

const HTTP_COLUMNS: readonly ListColumn<HttpRoute>[] = [
  {
    label: 'Request',
    cell: ({ method, path, description }) => (
      <>
        <code>{`${method} ${path}`}</code>
        {description !== null && <small>{description}</small>}
      </>
    ),
  },
  { label: 'Becomes', cell: (route) => <Becomes route={route} /> },
  {
    label: 'Afterwards',
    wide: true,
    wrap: true,
    cell: ({ after }) =>
      after.length === 0 ? <None /> : <NameLinks kind="tasks" names={after.map(({ task }) => task)} />,
  },
  { label: 'Answers', figure: true, wide: true, cell: ({ status }) => status },
  { label: 'Token', wide: true, cell: ({ public: open }) => (open ? 'none needed' : 'needed') },
  { label: 'Declared', wide: true, cell: ({ place }) => placeOf(place) ?? <None /> },
];

const KINDS: Readonly<Record<HttpRoute['kind'], string>> = {
  enqueue: 'a job of',
  start: 'a run of',
  job: 'the answer of a job of',
  run: 'the answer of a run of',
  after: 'an answer at once',
};

function Becomes({ route: { kind, does } }: { readonly route: HttpRoute }) {
  const named = kind === 'start' || kind === 'run' ? 'workflows' : 'tasks';
  return (
    <span className="words">
      {KINDS[kind]} <NameLinks kind={named} names={does} />
    </span>
  );
}
