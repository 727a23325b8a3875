/** The manifest in force: its text with what is wrong with it, and what was loaded when. */
import { Button, Stack, Tabs, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';

import { useMay } from '../api/session.ts';
import type { Manifest } from '../api/types.generated.ts';
import { useAct, useApi } from '../api/use-api.ts';
import { useView } from '../app/search.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Words } from '../parts/words.tsx';
import { Concern } from '../parts/concern.tsx';
import { CopyAs } from '../parts/copy-as.tsx';
import { CopyButton } from '../parts/copy.tsx';
import { type Fact, FactList, Section } from '../parts/fact-list.tsx';
import { Page } from '../parts/page.tsx';
import { ToneBadge } from '../parts/state-badge.tsx';
import { Time } from '../parts/time.tsx';
import { counted } from '../parts/times.ts';
import { Loading, ProblemNote } from '../parts/told.tsx';
import { Draft } from './draft.tsx';
import { History } from './history.tsx';
import { Revisions } from './revisions.tsx';
import { Source } from './source.tsx';
import { DifferentManifests } from './who-runs.tsx';

export default function ManifestPage() {
  const [view, change] = useView();
  const { data, error, refetch } = useApi('GET /api/manifest');
  const may = useMay('admin');
  return (
    <Page
      title="Manifest"
      beside={data && <InForce manifest={data} />}
      actions={
        <>
          {may && <Reload />}
          <CopyAs cli={['check']} name="GET /api/manifest" />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what="Manifest" />}
      {data && (
        <Stack gap="md">
          <DifferentManifests />
          <Told />
          <Section title="About it">
            <FactList facts={factsOf(data)} />
          </Section>
          <Tabs
            value={view.tab ?? 'source'}
            onChange={(tab) => change({ tab: tab ?? undefined }, { replace: true })}
            keepMounted={false}
          >
            <Tabs.List mb="sm">
              <Tabs.Tab value="source">Source</Tabs.Tab>
              <Tabs.Tab value="revisions">Revisions</Tabs.Tab>
              <Tabs.Tab value="history">Reloads</Tabs.Tab>
              {may && <Tabs.Tab value="draft">Try a change</Tabs.Tab>}
            </Tabs.List>
            <Tabs.Panel value="source">
              <Source />
            </Tabs.Panel>
            <Tabs.Panel value="revisions">
              <Revisions />
            </Tabs.Panel>
            <Tabs.Panel value="history">
              <History />
            </Tabs.Panel>
            <Tabs.Panel value="draft">{may ? <Draft /> : <Text size="sm">It needs the role admin.</Text>}</Tabs.Panel>
          </Tabs>
        </Stack>
      )}
    </Page>
  );
}

/** Of it among what should be looked at: files on disk that are not in force, and the like. */
const KINDS: ReadonlySet<string> = new Set(['manifest', 'manifests', 'superseded', 'process']);

function Told() {
  const { data } = useApi('GET /api/attention', {}, { every: 5_000, keep: true });
  const items = (data?.items ?? []).filter(
    ({ kind, message }) => KINDS.has(kind) && (kind !== 'process' || /\b(manifest|superseded):/.test(message)),
  );
  return items.map(({ severity, message, hint }) => (
    <Concern key={message} severity={severity} message={message}>
      {hint !== null && <Words text={hint} />}
    </Concern>
  ));
}

function InForce({ manifest: { problems, refusedAt } }: { readonly manifest: Manifest }) {
  if (refusedAt === null) return <ToneBadge tone="completed" icon="completed" label="in force" />;
  return <ToneBadge tone="dead" icon="errors" label={`newer file refused: ${counted(problems.length, 'problem')}`} />;
}

function Reload() {
  const [opened, setOpened] = useState(false);
  const reload = useAct('POST /api/reload');
  const act = async (): Promise<void> => {
    const { problems, hash } = await reload.mutateAsync({});
    notifications.show({
      title: problems.length === 0 ? 'Read anew' : 'Refused: the one before stays in force',
      message: problems[0]?.message ?? hash.slice(0, 12),
      color: problems.length === 0 ? 'green' : 'orange',
    });
  };
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpened(true)}>
        Reload
      </Button>
      <Confirm opened={opened} onClose={() => setOpened(false)} title="Reload the manifest" onConfirm={act}>
        <Text size="sm">
          It is read anew from its file, with the handlers. Where something is wrong with it, the one before stays.
        </Text>
      </Confirm>
    </>
  );
}

function factsOf({ name, file, hash, revision, loadedAt, engine, counts, refusedAt }: Manifest): readonly Fact[] {
  return [
    ['Name', name],
    ['File', file],
    [
      'Hash',
      <span className="id-cell" key="hash">
        <code>{hash}</code>
        <CopyButton text={hash} what="hash" />
      </span>,
    ],
    ['Revision', revision],
    ['Loaded', <Time key="loaded" at={loadedAt} />],
    ['Refused', refusedAt === null ? null : <Time key="refused" at={refusedAt} />],
    ['Engine', `${engine.type} at ${engine.location}`],
    [
      'It has',
      [
        counted(counts.queues, 'queue'),
        counted(counts.tasks, 'task'),
        ...(counts.workflows === 0 ? [] : [counted(counts.workflows, 'workflow')]),
        counted(counts.schedules, 'schedule'),
        counted(counts.httpRoutes, 'route of requests', 'routes of requests'),
      ].join(', '),
    ],
  ];
}
