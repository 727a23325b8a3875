/** Who is told of what: which alerts hold, which are silenced, which have recovered. */
import { Group, Stack, Text } from '@mantine/core';

import type { Alert } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useView } from '../app/search.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { Section } from '../parts/fact-list.tsx';
import { NameLink } from '../parts/links.tsx';
import { type ListColumn, Listing, None } from '../parts/listing.tsx';
import { Choice, Word } from '../parts/narrowing.tsx';
import { Page } from '../parts/page.tsx';
import { Time, useNow } from '../parts/time.tsx';
import { counted, timesOf } from '../parts/times.ts';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';
import { Silence } from './act.tsx';
import { SilenceText } from './silence-text.tsx';
import { AlertBadge, stateOf } from './state.tsx';
import { Subjects } from './subjects.tsx';
import { isUntold, Untold } from './untold.tsx';

/** They are looked at every ten seconds. */
const EVERY_MS = 5_000;

const STATES = [
  { value: '', label: 'Any state' },
  { value: 'firing', label: 'Firing' },
  { value: 'silenced', label: 'Silenced' },
  { value: 'recovered', label: 'Recovered' },
  { value: 'quiet', label: 'Quiet' },
];

export default function AlertsPage() {
  const [view] = useView();
  const now = useNow();
  const { data, error, refetch } = useApi('GET /api/alerts', {}, { every: EVERY_MS });
  const word = (view.name ?? '').toLowerCase();
  const shown = (data?.alerts ?? []).filter(
    (alert) =>
      alert.name.toLowerCase().includes(word) && (view.state === undefined || stateOf(alert, now) === view.state),
  );
  return (
    <Page title="Alerts" actions={<CopyAs cli={['alerts', 'ls']} name="GET /api/alerts" />}>
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what="Alerts" />}
      {data?.alerts.length === 0 && <Nothing />}
      {data && data.alerts.length > 0 && (
        <Stack gap="md">
          <Group gap="xs" align="flex-end">
            <Word label="Name" word="name" />
            <Choice label="State" word="state" data={STATES} />
          </Group>
          {shown.length === 0 && (
            <Empty icon="alerts" title="No alert is like that">
              <span>{counted(data.alerts.length, 'alert')} are there; ask for another name or state.</span>
            </Empty>
          )}
          <Alerts alerts={shown} now={now} />
        </Stack>
      )}
    </Page>
  );
}

/** What holds comes first, each with all that it is about; the others are a list. */
function Alerts({ alerts, now }: { readonly alerts: readonly Alert[]; readonly now: number }) {
  const holding = alerts.filter(({ state }) => state === 'firing');
  const others = alerts.filter(({ state }) => state !== 'firing');
  const loudFirst = [...holding].sort((one, other) => Number(one.silence !== null) - Number(other.silence !== null));
  return (
    <>
      {loudFirst.map((alert) => (
        <Holding key={alert.name} alert={alert} now={now} />
      ))}
      {others.length > 0 && (
        <Section title="They do not hold">
          <Listing label="Alerts" items={others} columns={columnsAt(now)} keyOf={({ name }) => name} />
        </Section>
      )}
    </>
  );
}

function Holding({ alert, now }: { readonly alert: Alert; readonly now: number }) {
  const { name, description, since, told, toldAt, to, when } = alert;
  return (
    <section className="alert" data-tone={alert.silence === null ? 'dead' : 'retryable'} aria-label={`Alert ${name}`}>
      <Group justify="space-between" gap="xs">
        <Group gap="sm">
          <h2 className="alert-name">
            <NameLink kind="alerts" name={name} />
          </h2>
          <AlertBadge alert={alert} now={now} />
          <Text size="sm" c="dimmed" component="span">
            since <Time at={since} />
          </Text>
        </Group>
        <Silence alert={alert} small />
      </Group>
      {description !== null && (
        <Text size="sm" className="plain">
          {description}
        </Text>
      )}
      <Subjects alert={alert} />
      <Text size="sm" c="dimmed" component="div">
        {when}.{' '}
        {told === 0 ? (
          `To be told: ${to.join(', ')}`
        ) : (
          <>
            Told {timesOf(told)}, last <Time at={toldAt} />, to {to.join(', ')}
          </>
        )}
      </Text>
      <SilenceText silence={alert.silence} />
      <Untold alert={alert} />
    </section>
  );
}

function columnsAt(now: number): readonly ListColumn<Alert>[] {
  return [
    {
      label: 'Alert',
      cell: ({ name, description }) => (
        <>
          <NameLink kind="alerts" name={name} />
          {description !== null && <small>{description}</small>}
        </>
      ),
    },
    {
      label: 'State',
      cell: (alert) => (
        <>
          <AlertBadge alert={alert} now={now} />
          {alert.silence?.reason && <small>{alert.silence.reason}</small>}
          {isUntold(alert) && <small>does not reach everybody</small>}
        </>
      ),
    },
    { label: 'When', wrap: true, cell: ({ when }) => when },
    { label: 'Tells', wide: true, wrap: true, cell: ({ to }) => to.join(', ') },
    { label: 'Held last', cell: ({ past: [last] }) => (last === undefined ? <None /> : <Time at={last.endedAt} />) },
    { label: 'Actions', role: 'operator', cell: (alert) => <Silence alert={alert} small /> },
  ];
}

function Nothing() {
  return (
    <Empty icon="alerts" title="Nobody is told of anything">
      <span>
        Write it under <code>alerts</code> in the manifest: <code>when</code> it is, and <code>to</code> whom it goes.
      </span>
    </Empty>
  );
}
