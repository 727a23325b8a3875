/** One alert: of what it holds, whom it tells, and when it held before. */
import { Grid, Stack, Text } from '@mantine/core';

import type { Alert } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useName } from '../app/name.ts';
import { Silence } from '../alerts/act.tsx';
import { SilenceText } from '../alerts/silence-text.tsx';
import { AlertBadge } from '../alerts/state.tsx';
import { Subjects } from '../alerts/subjects.tsx';
import { Receivers, Untold } from '../alerts/untold.tsx';
import { CopyAs } from '../parts/copy-as.tsx';
import { type Fact, FactList, Section } from '../parts/fact-list.tsx';
import { JobsLink } from '../parts/links.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { RecentJobs } from '../parts/recent-jobs.tsx';
import { Time, useNow } from '../parts/time.tsx';
import { spanOf, timesOf } from '../parts/times.ts';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';

const ABOVE = [{ label: 'Alerts', to: '/alerts' }];
const EVERY_MS = 5_000;

export default function AlertPage() {
  const name = useName();
  const now = useNow();
  const { data, error, refetch } = useApi('GET /api/alerts', {}, { every: EVERY_MS });
  const alert = data?.alerts.find((one) => one.name === name);
  return (
    <Page
      title={name}
      above={ABOVE}
      beside={alert && <AlertBadge alert={alert} now={now} />}
      actions={
        <>
          {alert && <Silence alert={alert} />}
          <CopyAs cli={['alerts', 'ls']} name="GET /api/alerts" />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what={`Alert ${name}`} />}
      {data !== undefined && alert === undefined && (
        <Empty icon="alerts" title="The manifest has no such alert">
          <span>It may have had one: what was told of it is still among the jobs.</span>
          <JobsLink q={`tag:${name}`}>What it told</JobsLink>
        </Empty>
      )}
      {alert && <Known alert={alert} />}
    </Page>
  );
}

function Known({ alert }: { readonly alert: Alert }) {
  return (
    <Stack gap="md">
      <SilenceText silence={alert.silence} />
      <Untold alert={alert} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Section title="What it holds of">
              {alert.state === 'firing' ? <Subjects alert={alert} /> : <Quiet alert={alert} />}
            </Section>
            <Section title="When it held before">
              <Past past={alert.past} />
            </Section>
            <Section title="What it told">
              <RecentJobs q={`tag:${alert.name}`} label="What it told" tasks />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            <Section title="About it">
              <FactList facts={factsOf(alert)} />
            </Section>
            <Section title="Who hears of it">
              <Receivers alert={alert} />
            </Section>
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function Quiet({ alert: { state } }: { readonly alert: Alert }) {
  const unseen = 'Nobody has looked yet: a process with the role worker or scheduler looks every ten seconds.';
  return <Text size="sm">{state === 'unseen' ? unseen : 'Of nothing: all is well.'}</Text>;
}

function Past({ past }: { readonly past: Alert['past'] }) {
  if (past.length === 0) return <Text size="sm">It has not held since it is there, as far as the store knows.</Text>;
  return (
    <Listing
      label="Times before"
      items={past}
      keyOf={({ since, endedAt }) => `${since} ${endedAt}`}
      columns={[
        { label: 'Began', cell: ({ since }) => <Time at={since} absolute /> },
        {
          label: 'Lasted',
          figure: true,
          cell: ({ since, endedAt }) => spanOf(Date.parse(endedAt) - Date.parse(since)),
        },
        { label: 'Of', wrap: true, cell: ({ message }) => <span className="plain">{message}</span> },
        { label: 'Told', figure: true, cell: ({ told }) => (told === 0 ? 'not' : timesOf(told)) },
      ]}
    />
  );
}

function factsOf({ description, when, to, since, told, toldAt }: Alert): readonly Fact[] {
  return [
    ['Description', description],
    ['When', when],
    ['Tells', to.join(', ')],
    ['Holds since', since === null ? null : <Time key="since" at={since} />],
    ['Told', told === 0 ? null : timesOf(told)],
    ['Told last', toldAt === null ? null : <Time key="told" at={toldAt} />],
  ];
}
