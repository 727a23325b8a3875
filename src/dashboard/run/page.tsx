/** One run: where each of its steps stands, when they ran, what goes on next. */
import { Grid, Paper, Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';

import { nextRefresh, useLiveState } from '../api/live.ts';
import { requestText } from '../api/request.ts';
import type { Run } from '../api/types.generated.ts';
import { observed } from '../api/use-api.ts';
import { useView } from '../app/search.ts';
import { Failure } from '../job/parts.tsx';
import { CopyAs } from '../parts/copy-as.tsx';
import { CopyButton } from '../parts/copy.tsx';
import { type Fact, FactList, Section } from '../parts/fact-list.tsx';
import { partOf } from '../parts/json-text.ts';
import { JsonView } from '../parts/json-view.tsx';
import { JobLink, NameLink } from '../parts/links.tsx';
import { Page } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { Loading, ProblemNote } from '../parts/told.tsx';
import { RunBadge } from '../runs/state.tsx';
import { StartedBy, stepsText, Took } from '../runs/table.tsx';
import { RunActions } from './act.tsx';
import { useGroups } from './groups.ts';
import { Items } from './items.tsx';
import { StepsLook, Timeline } from './look.tsx';

const ABOVE = [{ label: 'Workflows', to: '/workflows' }];
const LIVE_MS = 1_000;

/** As text and as what it says: the text has every digit. */
function useRun(id: string) {
  useLiveState();
  return useQuery({
    queryKey: ['api', 'run-text', id],
    queryFn: ({ signal }) => observed(() => requestText('GET /api/runs/{run}', { params: { run: id } }, signal)),
    select: (text) => ({ text, run: JSON.parse(text) as Run }),
    refetchInterval: () => nextRefresh(LIVE_MS),
  });
}

export default function RunPage() {
  // The routes are made from a table, so their parameters are known to no type.
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const id = params.id ?? '';
  const { data, error, refetch } = useRun(id);
  if (data !== undefined) return <Known key={id} run={data.run} text={data.text} />;
  return (
    <Page title={`Run ${id}`} above={ABOVE}>
      {error === null ? <Loading what={`Run ${id}`} /> : <ProblemNote error={error} onRetry={() => void refetch()} />}
    </Page>
  );
}

interface KnownProps {
  readonly run: Run;
  readonly text: string;
}

function Known({ run, text }: KnownProps) {
  const { id, workflow, state, error } = run;
  const [view] = useView();
  const groups = useGroups(run);
  const [from, setFrom] = useState<string | null>(null);
  const shown = run.steps.find(({ name, many }) => many && name === view.step);
  return (
    <Page
      title={`${workflow ?? 'Run'} ${id}`}
      heading={workflow ?? 'Run'}
      crumb={id}
      above={workflow === null ? ABOVE : [...ABOVE, { label: workflow, to: `/workflows/${workflow}` }]}
      beside={
        <>
          <RunBadge state={state} />
          <span className="id-cell">
            <code>{id}</code>
            <CopyButton text={id} what="run id" />
          </span>
        </>
      }
      actions={
        <>
          <RunActions run={run} from={from} onFrom={setFrom} />
          <CopyAs cli={['runs', 'show', id]} name="GET /api/runs/{run}" asked={{ params: { run: id } }} />
        </>
      }
    >
      <Stack gap="md">
        {error !== null && <Failure error={error} />}
        <StepsLook run={run} groups={groups} onFrom={setFrom} />
        {shown && <Items run={id} step={shown.name} runs={shown.kind === 'workflow'} />}
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 8.5 }}>
            <Stack gap="md">
              <Section title="Timeline">
                <Timeline run={run} groups={groups} />
              </Section>
              <Paper withBorder p="md">
                <Details run={run} text={text} />
              </Paper>
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 3.5 }}>
            <Section title="About it">
              <FactList facts={factsOf(run)} />
            </Section>
          </Grid.Col>
        </Grid>
      </Stack>
    </Page>
  );
}

function Details({ run, text }: KnownProps) {
  const [view, change] = useView();
  return (
    <Tabs value={view.tab ?? 'input'} onChange={(tab) => change({ tab: tab ?? undefined }, { replace: true })}>
      <Tabs.List mb="sm">
        <Tabs.Tab value="input">Input</Tabs.Tab>
        <Tabs.Tab value="result">Result</Tabs.Tab>
        <Tabs.Tab value="raw">Raw</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="input">
        <JsonView text={partOf(text, 'input') ?? 'null'} label="input" />
      </Tabs.Panel>
      <Tabs.Panel value="result">
        {run.state === 'completed' ? (
          <JsonView text={partOf(text, 'result') ?? 'null'} label="result" />
        ) : (
          <span>It has none unless it completes.</span>
        )}
      </Tabs.Panel>
      <Tabs.Panel value="raw">
        <JsonView text={text} label="run" />
      </Tabs.Panel>
    </Tabs>
  );
}

function factsOf(run: Run): readonly Fact[] {
  const { workflow, createdAt, finishedAt, parentId, cancelled, tags, hidden, manifestRevision, counts } = run;
  return [
    ['Workflow', workflow === null ? 'came with the call' : <NameLink key="of" kind="workflows" name={workflow} />],
    ['Steps done', stepsText(counts)],
    ['Began', <Time key="began" at={createdAt} />],
    ['Ended', finishedAt === null ? null : <Time key="ended" at={finishedAt} />],
    ['Took', <Took key="took" run={run} />],
    ['Begun by', <StartedBy key="by" run={run} />],
    ['Its job', parentId === null ? null : <JobLink key="job" id={parentId} />],
    ['Cancelled', cancelled],
    ['Tags', tags.join(', ')],
    ['Hidden', hidden.join(', ')],
    ['Revision', manifestRevision],
    ['Trace', run.traceparent?.split('-')[1] ?? null],
  ];
}
