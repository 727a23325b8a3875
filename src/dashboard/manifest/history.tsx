/** What this process has read and refused, the newest first. */
import { Stack, Text } from '@mantine/core';

import type { ManifestHistory } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { Section } from '../parts/fact-list.tsx';
import { type ListColumn, Listing, None } from '../parts/listing.tsx';
import { ToneBadge } from '../parts/state-badge.tsx';
import { Time } from '../parts/time.tsx';
import { Loading, ProblemNote } from '../parts/told.tsx';

type Reload = ManifestHistory['reloads'][number];

const HASH_SHOWN = 12;

const RELOADS: readonly ListColumn<Reload>[] = [
  { label: 'Reason', cell: ({ reason }) => reason },
  { label: 'When', cell: ({ at }) => <Time at={at} /> },
  {
    label: 'Outcome',
    cell: ({ status }) =>
      status === 'applied' ? (
        <ToneBadge tone="completed" icon="completed" label="applied" />
      ) : (
        <ToneBadge tone="dead" icon="dead" label="refused" />
      ),
  },
  { label: 'Changes', wrap: true, cell: (reload) => <Told lines={toldOf(reload)} /> },
  { label: 'Revision', figure: true, wide: true, cell: ({ revision }) => revision ?? <None /> },
  { label: 'Hash', wide: true, cell: ({ hash }) => (hash === null ? <None /> : <Hash hash={hash} />) },
];

export function History() {
  const { data, error, refetch } = useApi('GET /api/manifest/history', {}, { every: 10_000 });
  if (error !== null) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what="History" />;
  return (
    <Stack gap="md">
      <Section title="Reloads of this process">
        {data.reloads.length === 0 ? (
          <Text size="sm">It has read its manifest once, when it began.</Text>
        ) : (
          <Listing
            label="Reloads"
            items={data.reloads}
            columns={RELOADS}
            keyOf={(reload) => String(data.reloads.indexOf(reload))}
          />
        )}
      </Section>
    </Stack>
  );
}

function Hash({ hash }: { readonly hash: string }) {
  return <code title={hash}>{hash.slice(0, HASH_SHOWN)}</code>;
}

function toldOf({ changes, problems }: Reload): readonly string[] {
  return [...changes, ...problems.map(({ file, line, message }) => `${file}:${line} ${message}`)];
}

function Told({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return <None />;
  return lines.map((line, index) => <div key={`${index} ${line}`}>{line}</div>);
}
