/** One job: what happened to it and when, what it was given, what it gave. */
import { Grid, Paper, Stack, Tabs, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';

import { nextRefresh, useLiveState } from '../api/live.ts';
import { asProblem } from '../api/problem.ts';
import { requestText } from '../api/request.ts';
import { useMay } from '../api/session.ts';
import type { Job } from '../api/types.generated.ts';
import { observed, useApi } from '../api/use-api.ts';
import { useView } from '../app/search.ts';
import { ACTIONS, actOn, type JobAction } from '../jobs/act.ts';
import { Confirm } from '../parts/confirm.tsx';
import { CopyAs } from '../parts/copy-as.tsx';
import { CopyButton } from '../parts/copy.tsx';
import { partOf } from '../parts/json-text.ts';
import { JsonView } from '../parts/json-view.tsx';
import { Page } from '../parts/page.tsx';
import { useShortcuts } from '../parts/shortcuts.ts';
import { StateBadge } from '../parts/state-badge.tsx';
import { Loading, ProblemNote } from '../parts/told.tsx';
import { Again } from './again.tsx';
import { Logs } from './logs.tsx';
import { Act, Facts, Failure, ProgressLine, Why } from './parts.tsx';
import { Waterfall } from './waterfall.tsx';

const ABOVE = [{ label: 'Jobs', to: '/jobs' }];
const LIVE_MS = 1_000;

/** As text and as what it says: the text has every digit. */
function useJob(id: string) {
  useLiveState();
  return useQuery({
    queryKey: ['api', 'job-text', id],
    queryFn: ({ signal }) => observed(() => requestText('GET /api/jobs/{job}', { params: { job: id } }, signal)),
    select: (text) => ({ text, job: JSON.parse(text) as Job }),
    refetchInterval: () => nextRefresh(LIVE_MS),
  });
}

export default function JobPage() {
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const { data, error, refetch } = useJob(id);
  if (data !== undefined) return <Known job={data.job} text={data.text} />;
  return (
    <Page title={`Job ${id}`} above={ABOVE}>
      {error === null ? <Loading /> : <Unknown error={error} onRetry={() => void refetch()} />}
    </Page>
  );
}

function Unknown({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  return (
    <Stack>
      <ProblemNote error={error} onRetry={onRetry} />
      {asProblem(error).code === 'JOB_UNKNOWN' && (
        <Text size="sm">
          It was never here, or it was removed: finished jobs stay as long as <code>keep</code> of their task says.
        </Text>
      )}
    </Stack>
  );
}

interface KnownProps {
  readonly job: Job;
  readonly text: string;
}

function Known({ job, text }: KnownProps) {
  const site = useApi('GET /', {}, { every: false });
  return (
    <Page
      title={`${job.task} ${job.id}`}
      heading={job.task}
      crumb={job.id}
      above={ABOVE}
      beside={
        <>
          <StateBadge state={job.state} />
          <span className="id-cell">
            <code>{job.id}</code>
            <CopyButton text={job.id} what="job id" />
          </span>
        </>
      }
      actions={<Actions job={job} payload={partOf(text, 'payload') ?? 'null'} />}
    >
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8.5 }}>
          <Stack gap="md">
            <Why job={job} />
            <ProgressLine progress={job.progress} />
            {job.error !== null && <Failure error={job.error} />}
            <Paper withBorder p="md">
              <h2 className="section">Timeline</h2>
              <Waterfall job={job} />
            </Paper>
            <Paper withBorder p="md">
              <Details job={job} text={text} />
            </Paper>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 3.5 }}>
          <Paper withBorder p="md">
            <h2 className="section">About it</h2>
            <Facts job={job} traceUrl={site.data?.dashboard?.traceUrl ?? null} />
          </Paper>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

const HIDDEN = 'Some of it is hidden, for it is sensitive; so it cannot be enqueued again from here.';

function Details({ job, text }: KnownProps) {
  const [view, change] = useView();
  const payload = partOf(text, 'payload') ?? 'null';
  const result = partOf(text, 'result') ?? 'null';
  return (
    <Tabs
      value={view.tab ?? 'payload'}
      onChange={(tab) => change({ tab: tab ?? undefined }, { replace: true })}
      keepMounted={false}
    >
      <Tabs.List mb="sm">
        <Tabs.Tab value="payload">Payload</Tabs.Tab>
        <Tabs.Tab value="result">Result</Tabs.Tab>
        <Tabs.Tab value="logs">Logs ({job.logs.length})</Tabs.Tab>
        <Tabs.Tab value="raw">Raw</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="payload">
        {job.hidden.includes('payload') && <Text size="sm">{HIDDEN}</Text>}
        <JsonView text={payload} label="payload" />
      </Tabs.Panel>
      <Tabs.Panel value="result">
        {job.hidden.includes('result') && <Text size="sm">{HIDDEN}</Text>}
        {job.state === 'completed' && job.resultGone === null ? (
          <JsonView text={result} label="result" />
        ) : (
          <Text size="sm">{noResult(job)}</Text>
        )}
      </Tabs.Panel>
      <Tabs.Panel value="logs">
        <Logs job={job} />
      </Tabs.Panel>
      <Tabs.Panel value="raw">
        <JsonView text={text} label="job" />
      </Tabs.Panel>
    </Tabs>
  );
}

function noResult({ state, resultGone }: Job): string {
  if (resultGone === 'ignored') return 'Its task keeps no results.';
  if (resultGone !== null) return 'It was removed: its time is over.';
  return state === 'dead' || state === 'cancelled' ? `It has none: it is ${state}.` : 'It has none yet.';
}

function Actions({ job, payload }: { readonly job: Job; readonly payload: string }) {
  const client = useQueryClient();
  const [asked, setAsked] = useState<JobAction | null>(null);
  const [again, setAgain] = useState(false);
  const may = useMay('operator');
  const can = (action: JobAction): boolean => may && ACTIONS[action].from.includes(job.state);
  const act = async (): Promise<void> => {
    if (asked === null) return;
    await actOn(asked, job.id);
    await client.invalidateQueries({ queryKey: ['api'] });
  };
  useShortcuts([
    { keys: 'r', label: 'Retry the job', run: () => can('retry') && setAsked('retry') },
    { keys: 'c', label: 'Cancel the job', run: () => can('cancel') && setAsked('cancel') },
  ]);
  return (
    <>
      {(Object.keys(ACTIONS) as JobAction[]).filter(can).map((action) => (
        <Act key={action} label={ACTIONS[action].label} busy={false} onClick={() => setAsked(action)} />
      ))}
      {may && !job.hidden.includes('payload') && (
        <Act label="Enqueue again" busy={false} onClick={() => setAgain(true)} />
      )}
      <CopyAs cli={['jobs', 'show', job.id]} name="GET /api/jobs/{job}" asked={{ params: { job: job.id } }} />
      <Again job={job} payload={payload} opened={again} onClose={() => setAgain(false)} />
      <Confirm
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={asked === null ? '' : `${ACTIONS[asked].label} 1 job`}
        destructive={asked === 'remove'}
        onConfirm={act}
      >
        <Text size="sm">
          {job.task} <code>{job.id}</code>, which is {job.state}.
        </Text>
      </Confirm>
    </>
  );
}
