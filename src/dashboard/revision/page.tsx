/** One revision: what it said, how it came, who runs it. */
import { Stack, Text } from '@mantine/core';

import type { RevisionDetail } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useName } from '../app/name.ts';
import { Cause, RollBack } from '../manifest/revisions.tsx';
import { Lines } from '../manifest/source.tsx';
import { Processes, useWorkers } from '../manifest/who-runs.tsx';
import { CopyAs } from '../parts/copy-as.tsx';
import { type Fact, FactList, Section } from '../parts/fact-list.tsx';
import { Page } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { Loading, ProblemNote } from '../parts/told.tsx';

const ABOVE = [
  { label: 'Manifest', to: '/manifest' },
  { label: 'Revisions', to: '/manifest?tab=revisions' },
];

export default function RevisionPage() {
  const number = useName();
  const asked = { params: { revision: number } };
  const { data, error, refetch } = useApi('GET /api/revisions/{revision}', asked, { every: false });
  const newest = useApi('GET /api/revisions', {}, { every: 5_000 }).data?.revisions[0]?.revision;
  return (
    <Page
      title={`Revision ${number}`}
      above={ABOVE}
      beside={data && <Cause revision={data} />}
      actions={
        <>
          {data?.files && newest !== undefined && data.revision !== newest && <RollBack revision={data} />}
          <CopyAs cli={['revisions', 'show', number]} name="GET /api/revisions/{revision}" asked={asked} />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what={`Revision ${number}`} />}
      {data && <Known revision={data} inForce={data.revision === newest} />}
    </Page>
  );
}

function Known({ revision, inForce }: { readonly revision: RevisionDetail; readonly inForce: boolean }) {
  const runs = useWorkers().filter(({ manifestRevision }) => manifestRevision === revision.revision);
  const { hash, appliedAt, by, message, files, handlers } = revision;
  const facts: readonly Fact[] = [
    ['In force', inForce ? 'yes' : null],
    ['Applied', <Time key="at" at={appliedAt} absolute />],
    ['By', by],
    ['Why', message],
    ['Hash', <code key="hash">{hash}</code>],
    ['Runs in', runs.length === 0 ? null : <Processes key="runs" workers={runs} />],
    ['Handler modules', Object.keys(handlers).join(', ')],
  ];
  return (
    <Stack gap="md">
      <Section title="About it">
        <FactList facts={facts} />
      </Section>
      {files === null && <Text size="sm">What it said is not kept any more: the texts of the newest hundred are.</Text>}
      {files?.map(({ path, text }) => (
        <Section key={path} title={path}>
          <Lines file={path} text={text} problems={[]} />
        </Section>
      ))}
    </Stack>
  );
}
