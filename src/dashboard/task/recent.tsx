import { Text } from '@mantine/core';

import type { Job } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { JobLink, JobsLink } from '../parts/links.tsx';
import { type ListColumn, Listing } from '../parts/listing.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { Time } from '../parts/time.tsx';
import { Loading, ProblemNote } from '../parts/told.tsx';

const COLUMNS: readonly ListColumn<Job>[] = [
  { label: 'State', cell: ({ state }) => <StateBadge state={state} /> },
  {
    label: 'Job',
    cell: ({ id }) => <JobLink id={id} />,
  },
  { label: 'Made', cell: ({ createdAt }) => <Time at={createdAt} /> },
];

/** The newest jobs of a task. */
export function Recent({ task }: { readonly task: string }) {
  const { data, error } = useApi('GET /api/jobs', { query: { q: `task:${task}`, limit: 8 } });
  if (error !== null) return <ProblemNote error={error} />;
  if (data === undefined) return <Loading rows={4} />;
  if (data.jobs.length === 0) return <Text size="sm">None yet, or they are older than they are kept.</Text>;
  return (
    <>
      <Listing label="Recent jobs" items={data.jobs} columns={COLUMNS} keyOf={({ id }) => id} />
      <Text size="sm" mt="xs">
        <JobsLink q={`task:${task}`}>All its jobs</JobsLink>
      </Text>
    </>
  );
}
