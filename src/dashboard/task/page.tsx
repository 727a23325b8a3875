/** One task: how it does, what it takes, when its attempts come; and a form for a new job of it. */
import { Grid, Stack, Text } from '@mantine/core';

import { useMay } from '../api/session.ts';
import type { Errors, TaskDetail } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useName } from '../app/name.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { FactList, Section } from '../parts/fact-list.tsx';
import { JsonSection } from '../parts/json-section.tsx';
import { JobsLink } from '../parts/links.tsx';
import { type ListColumn, Listing } from '../parts/listing.tsx';
import { Outcomes } from '../parts/outcomes.tsx';
import { Page } from '../parts/page.tsx';
import { RecentJobs } from '../parts/recent-jobs.tsx';
import { PauseBadge, PauseNote } from '../parts/pausing.tsx';
import { Time } from '../parts/time.tsx';
import { countOf, spanOf } from '../parts/times.ts';
import { Loading, ProblemNote } from '../parts/told.tsx';
import { PauseTask } from '../tasks/pause-task.tsx';
import { EnqueueForm } from './enqueue.tsx';
import { taskFacts } from './facts.tsx';

const ABOVE = [{ label: 'Tasks', to: '/tasks' }];

export default function TaskPage() {
  const name = useName();
  const asked = { params: { task: name } };
  const { data, error, refetch } = useApi('GET /api/tasks/{task}', asked, { every: 5_000 });
  return (
    <Page
      title={name}
      above={ABOVE}
      beside={data && <PauseBadge pause={data.pause} paused={data.pause !== null} />}
      actions={
        <>
          {data && <PauseTask task={data} />}
          <CopyAs cli={null} name="GET /api/tasks/{task}" asked={asked} />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data ? <Known task={data} /> : error === null && <Loading what={`Task ${name}`} />}
    </Page>
  );
}

function Known({ task }: { readonly task: TaskDetail }) {
  return (
    <Stack gap="md">
      {task.description !== null && <Text size="sm">{task.description}</Text>}
      <PauseNote pause={task.pause} />
      {task.lastDay && <Outcomes ended={task.lastDay} q={`task:${task.name}`} within="24h" />}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            {useMay('operator') && (
              <Section title="Enqueue a job">
                <EnqueueForm key={task.name} task={task.name} schema={task.input} />
              </Section>
            )}
            <Section title="Recent jobs">
              <RecentJobs label="Recent jobs" q={`task:${task.name}`} />
            </Section>
            <Section title="Errors that killed its jobs">
              <Faults task={task.name} />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            <Section title="How it is set up">
              <FactList facts={taskFacts(task)} />
            </Section>
            <Section title="When its attempts come">
              <Attempts timeline={task.timeline} />
            </Section>
            <JsonSection title="Schema of the payload" value={task.input} none="It takes anything." />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

const FAULTS: readonly ListColumn<Errors['errors'][number]>[] = [
  {
    label: 'Error',
    cell: ({ fingerprint, name, message }) => (
      <JobsLink q={`fingerprint:${fingerprint}`}>
        {name}: {message}
      </JobsLink>
    ),
  },
  { label: 'Jobs', figure: true, cell: ({ count }) => countOf(count) },
  { label: 'Last', cell: ({ lastAt }) => <Time at={lastAt} /> },
];

function Faults({ task }: { readonly task: string }) {
  const { data, error } = useApi('GET /api/errors', { query: { task } }, { every: 10_000 });
  if (error !== null) return <ProblemNote error={error} />;
  if (data === undefined) return <Loading rows={2} />;
  if (data.errors.length === 0) return <Text size="sm">None of its jobs is dead.</Text>;
  return <Listing label="Errors" items={data.errors} columns={FAULTS} keyOf={({ fingerprint }) => fingerprint} />;
}

const SHOWN = 10;

/** If each failed at once. */
function Attempts({ timeline }: { readonly timeline: TaskDetail['timeline'] }) {
  if (timeline.length === 0) return <Text size="sm">There is one attempt.</Text>;
  return (
    <>
      <ol className="next-runs">
        {timeline.slice(0, SHOWN).map(({ attempt, earliestMs, latestMs }) => (
          <li key={attempt}>
            <span>Attempt {attempt}</span>
            <span className="none">
              {earliestMs === latestMs
                ? `after ${spanOf(earliestMs)}`
                : `after ${spanOf(earliestMs)} to ${spanOf(latestMs)}`}
            </span>
          </li>
        ))}
      </ol>
      {timeline.length > SHOWN && <Text size="sm">and {timeline.length - SHOWN} more</Text>}
    </>
  );
}
