/** The names that stand in paths. */
import type { Param } from './endpoint.ts';

/** design.md section 2: tasks are dotted, the rest kebab-case. */
const NAME_FORM = /^[a-z0-9][a-z0-9_.-]{0,63}$/;
export const NAME = NAME_FORM.source;

export function isName(text: string): boolean {
  return NAME_FORM.test(text);
}

/**
 * Any text: callers of Skep choose ids by JOB_ID_PATTERN, plain bee-queue programs as they like (`a b`, `é`, `a/b`), and
 * what is listed must be reached. How long it may be is left to the head of a request, into which it must fit, encoded.
 */
const JOB_ID = '^[\\s\\S]+$';

export const queueName: Param = { description: 'Name of a queue', pattern: NAME, unknown: 'QUEUE_UNKNOWN' };
export const bucketName: Param = { description: 'Name of a bucket', pattern: NAME, unknown: 'BUCKET_UNKNOWN' };
export const taskName: Param = { description: 'Name of a task', pattern: NAME, unknown: 'TASK_UNKNOWN' };
export const holdName: Param = { description: 'Name of a hold', pattern: NAME, unknown: 'HOLD_UNKNOWN' };
export const scheduleName: Param = { description: 'Name of a schedule', pattern: NAME, unknown: 'SCHEDULE_UNKNOWN' };
/** As a session of the store is named. */
export const workerId: Param = {
  description: 'Id of a process, as the list shows it',
  pattern: '^[A-Za-z0-9_-]{1,64}$',
  unknown: 'WORKER_UNKNOWN',
};
export const jobId: Param = { description: 'Id of a job', pattern: JOB_ID, unknown: 'JOB_UNKNOWN' };

/** As Skep numbers bulk operations. */
export const bulkId: Param = {
  description: 'Id of a bulk operation',
  pattern: '^[A-Za-z0-9_-]{1,64}$',
  unknown: 'BULK_UNKNOWN',
};

export const workflowName: Param = { description: 'Name of a workflow', pattern: NAME, unknown: 'WORKFLOW_UNKNOWN' };
export const runId: Param = { description: 'Id of a run', pattern: JOB_ID, unknown: 'RUN_UNKNOWN' };
export const stepName: Param = {
  description: 'Name of a step',
  pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$',
  unknown: 'STEP_UNKNOWN',
};

/** Where a run is found. */
export function runLocation(id: string): string {
  return `/api/runs/${encodeURIComponent(id)}`;
}

/** Where a job is found. */
export function jobLocation(id: string): string {
  return `/api/jobs/${encodeURIComponent(id)}`;
}
