/** What somebody should look at, as the API has it: the same list as that of every other door, the gravest first. */
import { Stack, Text } from '@mantine/core';

import type { Attention as List } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { Icon } from '../parts/icons.tsx';
import { JobsLink, NameLink } from '../parts/links.tsx';

type Item = List['items'][number];

const TONES = { fail: 'dead', warn: 'retryable', note: 'scheduled' } as const;
/** Those that have a page of their own. */
const PAGES = { queue: 'queues', task: 'tasks', schedule: 'schedules', worker: 'workers' } as const;

/** Nothing where nothing is known to be wrong, or where the caller's scope keeps it back. */
export function Attention() {
  const { data } = useApi('GET /api/attention', {}, { every: 5_000, keep: true });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section aria-label="To be looked at">
      <Stack gap={6}>
        {data.items.map((item) => (
          <Concern key={`${item.kind} ${item.message}`} item={item} />
        ))}
      </Stack>
    </section>
  );
}

function Concern({ item: { severity, subject, message, hint } }: { readonly item: Item }) {
  return (
    <div className="concern" data-tone={TONES[severity]}>
      <Icon name={severity === 'note' ? 'pause' : 'errors'} size={18} />
      <Text size="sm" fw={550} className="plain">
        {message}
      </Text>
      {hint !== null && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
      {subject !== null && <Way subject={subject} />}
    </div>
  );
}

/** To the page of what it is about, and to the jobs of a queue or a task. */
function Way({ subject: { kind, name } }: { readonly subject: NonNullable<Item['subject']> }) {
  if (kind === 'bucket' || kind === 'hold') return null;
  return (
    <Text size="sm" span>
      <NameLink kind={PAGES[kind]} name={name} />
      {(kind === 'queue' || kind === 'task') && (
        <>
          {' · '}
          <JobsLink q={`${kind}:${name}`}>Show the jobs</JobsLink>
        </>
      )}
    </Text>
  );
}
