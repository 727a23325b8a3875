/** What was in force, the newest first: who runs it, and the way back to it. */
import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';

import { useMay } from '../api/session.ts';
import type { Revision } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { Concern } from '../parts/concern.tsx';
import { NameLink } from '../parts/links.tsx';
import { type ListColumn, Listing, None } from '../parts/listing.tsx';
import { Choice } from '../parts/narrowing.tsx';
import { ToneBadge } from '../parts/state-badge.tsx';
import { Time } from '../parts/time.tsx';
import { Loading, ProblemNote } from '../parts/told.tsx';
import { useView } from '../app/search.ts';
import { Apply } from './apply.tsx';
import { Processes, useWorkers } from './who-runs.tsx';

const EVERY_MS = 5_000;

const CAUSES = {
  file: { tone: 'cancelled', icon: 'manifest', label: 'file' },
  apply: { tone: 'running', icon: 'check', label: 'apply' },
  rollback: { tone: 'retryable', icon: 'retryable', label: 'rollback' },
  revert: { tone: 'dead', icon: 'retryable', label: 'revert' },
} as const;

const HOW = [{ value: '', label: 'Any way' }, ...Object.keys(CAUSES).map((value) => ({ value, label: value }))];

export function Revisions() {
  const [view] = useView();
  const { data, error, refetch } = useApi('GET /api/revisions', {}, { every: EVERY_MS });
  const workers = useWorkers();
  if (error !== null) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what="Revisions" />;
  const [current] = data.revisions;
  if (current === undefined) return <Text size="sm">None is recorded yet: the first process that starts does.</Text>;
  const shown = data.revisions.filter(({ cause }) => view.cause === undefined || cause === view.cause);
  return (
    <Stack gap="sm">
      <Standing current={current} />
      <div className="narrow">
        <Choice label="How it came" word="cause" data={HOW} />
      </div>
      {shown.length === 0 ? (
        <Text size="sm">No revision came that way.</Text>
      ) : (
        <Listing
          label="Revisions"
          items={shown}
          columns={[
            ...COLUMNS,
            {
              label: 'Runs in',
              wrap: true,
              cell: (one) => (
                <Processes
                  workers={workers.filter(({ manifestHash, manifestRevision }) =>
                    manifestRevision === null ? manifestHash === one.hash : manifestRevision === one.revision,
                  )}
                />
              ),
            },
            {
              label: 'Actions',
              role: 'admin',
              cell: (one) => (one.revision === current.revision ? 'in force' : <RollBack revision={one} small />),
            },
          ]}
          keyOf={({ revision }) => String(revision)}
        />
      )}
    </Stack>
  );
}

const COLUMNS: readonly ListColumn<Revision>[] = [
  {
    label: 'Revision',
    cell: ({ revision }) => <NameLink kind="revisions" name={String(revision)} />,
  },
  { label: 'How', cell: (one) => <Cause revision={one} /> },
  { label: 'Applied', cell: ({ appliedAt }) => <Time at={appliedAt} /> },
  { label: 'By', wide: true, cell: ({ by }) => <span className="plain">{by}</span> },
  {
    label: 'Why',
    wrap: true,
    cell: ({ message }) => (message === null ? <None /> : <span className="plain">{message}</span>),
  },
  { label: 'Hash', wide: true, cell: ({ hash }) => <code title={hash}>{hash.slice(0, 12)}</code> },
];

export function Cause({ revision: { cause, of } }: { readonly revision: Pick<Revision, 'cause' | 'of'> }) {
  const badge = CAUSES[cause];
  return <ToneBadge {...badge} label={of === null ? badge.label : `${badge.label} to ${of}`} />;
}

/** What was taken back by itself, and what may be. */
function Standing({ current: { cause, message, of, triedUntil } }: { readonly current: Revision }) {
  return (
    <>
      {cause === 'revert' && (
        <Concern severity="warn" message={message ?? 'The revision before made things worse'}>
          What revision {of ?? '?'} said is in force again, in every process.
        </Concern>
      )}
      {triedUntil !== null && (
        <Concern severity="note" message="On probation">
          What makes things worse is taken back by itself; it ends <Time at={triedUntil} />.
        </Concern>
      )}
    </>
  );
}

interface RollBackProps {
  readonly revision: Pick<Revision, 'revision'>;
  readonly small?: boolean;
}

export function RollBack({ revision: { revision }, small = false }: RollBackProps) {
  const [opened, setOpened] = useState(false);
  if (!useMay('admin')) return null;
  return (
    <>
      <Button
        size={small ? 'compact-xs' : 'xs'}
        variant="default"
        aria-label={`Roll back to ${revision}`}
        onClick={() => setOpened(true)}
      >
        Roll back
      </Button>
      <Apply
        opened={opened}
        onClose={() => setOpened(false)}
        title={`Roll back to revision ${revision}`}
        what={{ revision }}
      />
    </>
  );
}
