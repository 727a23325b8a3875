import { Text } from '@mantine/core';

import type { Job } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { JobLink, JobsLink, NameLink } from './links.tsx';
import { type ListColumn, Listing } from './listing.tsx';
import { StateBadge } from './state-badge.tsx';
import { Time } from './time.tsx';
import { Loading, ProblemNote } from './told.tsx';

const STATE: ListColumn<Job> = { label: 'State', cell: ({ state }) => <StateBadge state={state} /> };
const MADE: ListColumn<Job> = { label: 'Made', cell: ({ createdAt }) => <Time at={createdAt} /> };
/** The last: of a long one the end may stand beyond the edge, and nothing else. */
const JOB: ListColumn<Job> = { label: 'Job', cell: ({ id }) => <JobLink id={id} /> };

interface RecentJobsProps {
  /** The search that finds them. */
  readonly q: string;
  /** `Recent jobs` */
  readonly label: string;
  /** With the task of each, where they differ. */
  readonly tasks?: boolean;
}

const TASK: ListColumn<Job> = { label: 'Task', cell: ({ task }) => <NameLink kind="tasks" name={task} /> };

/** The newest jobs that a search finds. */
export function RecentJobs({ q, label, tasks = false }: RecentJobsProps) {
  const { data, error } = useApi('GET /api/jobs', { query: { q, limit: 8 } });
  if (error !== null) return <ProblemNote error={error} />;
  if (data === undefined) return <Loading rows={4} />;
  if (data.jobs.length === 0) return <Text size="sm">None yet, or they are older than they are kept.</Text>;
  const columns = tasks ? [STATE, TASK, MADE, JOB] : [STATE, MADE, JOB];
  return (
    <>
      <Listing label={label} items={data.jobs} columns={columns} keyOf={({ id }) => id} />
      <Text size="sm" mt="xs">
        <JobsLink q={q}>All of them</JobsLink>
      </Text>
    </>
  );
}
