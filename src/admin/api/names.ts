/** The names that stand in paths. */
import type { Param } from '../endpoint.ts';

/** design.md section 2: tasks are dotted, the rest kebab-case. */
const NAME = '^[a-z0-9][a-z0-9_.-]{0,63}$';

/** As JOB_ID_PATTERN, but digits alone too: such ids have the jobs of plain bee-queue programs. */
const JOB_ID = '^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$';

export const queueName: Param = { description: 'Name of a queue', pattern: NAME, unknown: 'QUEUE_UNKNOWN' };
export const taskName: Param = { description: 'Name of a task', pattern: NAME, unknown: 'TASK_UNKNOWN' };
export const scheduleName: Param = { description: 'Name of a schedule', pattern: NAME, unknown: 'SCHEDULE_UNKNOWN' };
export const jobId: Param = { description: 'Id of a job', pattern: JOB_ID, unknown: 'JOB_UNKNOWN' };

/** Where a job is found. */
export function jobLocation(id: string): string {
  return `/api/jobs/${encodeURIComponent(id)}`;
}
