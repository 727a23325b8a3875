/** What somebody should look at, as the API has it: the same list as that of every other door, the gravest first. */
import { Stack, Text } from '@mantine/core';

import type { Attention as List } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { Concern } from '../parts/concern.tsx';
import { JobsLink, NameLink } from '../parts/links.tsx';
import { Words } from '../parts/words.tsx';

type Item = List['items'][number];

/** Those that have a page of their own. */
const PAGES = { queue: 'queues', task: 'tasks', schedule: 'schedules', worker: 'workers', alert: 'alerts' } as const;

/** Nothing where nothing is known to be wrong, or where the caller's scope keeps it back. */
export function Attention() {
  const { data } = useApi('GET /api/attention', {}, { every: 5_000, keep: true });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section aria-label="To be looked at">
      <Stack gap={6}>
        {data.items.map((item) => (
          <Entry key={`${item.kind} ${item.message}`} item={item} />
        ))}
      </Stack>
    </section>
  );
}

function Entry({ item: { severity, subject, message, hint } }: { readonly item: Item }) {
  return (
    <Concern severity={severity} message={message} {...(severity === 'note' && { icon: 'pause' })}>
      {hint !== null && <Words text={hint} />}
      {subject !== null && (
        <>
          {' '}
          <Way subject={subject} />
        </>
      )}
    </Concern>
  );
}

/** To the page of what it is about, and to the jobs of a queue or a task. */
function Way({ subject: { kind, name } }: { readonly subject: NonNullable<Item['subject']> }) {
  if (kind === 'bucket' || kind === 'hold') return null;
  return (
    <Text size="sm" span>
      {/* Its message names a process by host and number, which the id does not. */}
      <NameLink kind={PAGES[kind]} name={name}>
        {kind === 'worker' ? 'Show the process' : name}
      </NameLink>
      {(kind === 'queue' || kind === 'task') && (
        <>
          {' · '}
          <JobsLink q={`${kind}:${name}`}>Show the jobs</JobsLink>
        </>
      )}
    </Text>
  );
}
