import type { TaskSpec } from '../../manifest/index.ts';

/** What a job of the task is given of `result`: milliseconds after its end, 0 where it is not stored, null: as long as the job. */
export function keptResult({ result }: Pick<TaskSpec, 'result'>): number | null {
  if (result === null) return null;
  return result.ignore ? 0 : result.keepMs;
}
