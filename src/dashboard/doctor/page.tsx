/** What `skep doctor` finds: each with its code, where it stands, what to write, and where to read of it. */
import { Code, Group, Stack, Text } from '@mantine/core';

import type { Doctor } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { useView } from '../app/search.ts';
import { CopyAs } from '../parts/copy-as.tsx';
import { CopyButton } from '../parts/copy.tsx';
import { placeOf } from '../parts/fact-list.tsx';
import { NameLink } from '../parts/links.tsx';
import { Choice, Word } from '../parts/narrowing.tsx';
import { Page } from '../parts/page.tsx';
import { ToneBadge } from '../parts/state-badge.tsx';
import { Time } from '../parts/time.tsx';
import { counted } from '../parts/times.ts';
import { Empty, Loading, ProblemNote } from '../parts/told.tsx';
import { Words } from '../parts/words.tsx';

export type Finding = Doctor['findings'][number];

const BADGES = {
  fail: { tone: 'dead', icon: 'errors', title: 'Nothing works until it is mended' },
  warn: { tone: 'retryable', icon: 'errors', title: 'Work may be lost, done twice, late or stuck' },
  note: { tone: 'scheduled', icon: 'info', title: 'Worth a look once' },
} as const;

const GRAVITIES = [
  { value: '', label: 'Any' },
  { value: 'fail', label: 'Fails' },
  { value: 'warn', label: 'Warnings' },
  { value: 'note', label: 'Notes' },
];

const SECTIONS = ['tasks', 'queues', 'schedules'] as const;
const EVERY_MS = 15_000;

export default function DoctorPage() {
  const [view] = useView();
  const { data, error, refetch } = useApi('GET /api/doctor', {}, { every: EVERY_MS });
  const word = (view.about ?? '').toLowerCase();
  const all = data?.findings ?? [];
  const shown = all.filter(
    ({ severity, code, about, message }) =>
      (view.severity === undefined || severity === view.severity) &&
      `${code} ${about} ${message}`.toLowerCase().includes(word),
  );
  return (
    <Page title="Doctor" actions={<CopyAs cli={['doctor']} name="GET /api/doctor" />}>
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what="Findings" />}
      {data && (
        <Stack gap="sm">
          <Group gap="xs" align="flex-end">
            <Word label="About" word="about" />
            <Choice label="Gravity" word="severity" data={GRAVITIES} />
          </Group>
          <Text size="sm" c="dimmed" role="status" component="div">
            {shown.length === all.length
              ? counted(all.length, 'finding')
              : `${shown.length} of ${counted(all.length, 'finding')}`}
            , looked at <Time at={data.at} />. <Code>skep doctor</Code> looks at the whole store and the files on disk
            too, which takes longer.
          </Text>
          {shown.length === 0 && <Nothing any={all.length > 0} />}
          <ul className="findings">
            {shown.map((finding, index) => (
              <FindingEntry key={`${finding.code} ${finding.about} ${index}`} finding={finding} />
            ))}
          </ul>
        </Stack>
      )}
    </Page>
  );
}

function Nothing({ any }: { readonly any: boolean }) {
  return any ? (
    <Empty icon="doctor" title="No finding is like that">
      <span>Ask for another word or gravity.</span>
    </Empty>
  ) : (
    <Empty icon="doctor" title="Nothing was found">
      <span>The manifest, its settings beside each other, and the store are well.</span>
    </Empty>
  );
}

export function FindingEntry({ finding }: { readonly finding: Finding }) {
  const { code, severity, message, about, place, edit, page } = finding;
  const { tone, icon, title } = BADGES[severity];
  return (
    <li className="finding">
      <Group gap="xs">
        <ToneBadge tone={tone} icon={icon} label={severity} title={title} />
        <Text component="h2" size="sm" fw={600} className="finding-code">
          {code}
        </Text>
        {about !== code && (
          <Text size="sm" component="span">
            <About about={about} />
          </Text>
        )}
        {place !== null && (
          <Text size="sm" c="dimmed" component="span">
            {placeOf(place)}
          </Text>
        )}
      </Group>
      <Text size="sm" className="plain" mt={4}>
        <Words text={message} />
      </Text>
      {edit !== null && <Edit edit={edit} about={`${code}, ${about}`} />}
      <Text size="xs" c="dimmed" mt={4}>
        {page}
      </Text>
    </li>
  );
}

function Edit({ edit, about }: { readonly edit: string; readonly about: string }) {
  return (
    <div className="edit">
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          To be merged into the manifest
        </Text>
        <CopyButton text={edit} what={`the edit for ${about}`} />
      </Group>
      <pre tabIndex={0} role="region" aria-label={`Edit for ${about}`}>
        {edit.trimEnd()}
      </pre>
    </div>
  );
}

/** To the page of what has one. */
function About({ about }: { readonly about: string }) {
  const section = SECTIONS.find((one) => about.startsWith(`${one}.`));
  if (section === undefined) return about;
  return <NameLink kind={section} name={about.slice(section.length + 1)} />;
}
