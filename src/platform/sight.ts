/** Payload and result as they may be seen: the one place that every view of a job passes. */
import { hide, type Job, sensitivePaths } from '../core/index.ts';
import type { Json } from '../foundation/index.ts';
import type { Manifest } from '../manifest/index.ts';

export interface Sight {
  readonly payload: Json;
  readonly result: Json;
  /** Those of the two of which something is hidden. */
  readonly hidden: readonly string[];
}

/** What was sensitive when the job was enqueued is hidden, and what the manifest in force names. */
export function hiddenSight(job: Pick<Job, 'task' | 'payload' | 'result' | 'care'>, { tasks }: Manifest): Sight {
  const now = Object.hasOwn(tasks, job.task) ? (tasks[job.task]?.sensitive ?? []) : [];
  const written = [...(job.care?.sensitive ?? []), ...now];
  if (written.length === 0) return wholeSight(job);
  const paths = sensitivePaths(written);
  const [payload, result] = [hide(job.payload, paths.payload), hide(job.result, paths.result)];
  const hidden = [...(payload === job.payload ? [] : ['payload']), ...(result === job.result ? [] : ['result'])];
  return { payload, result, hidden };
}

/** As it is, for those to whom it is revealed. */
export function wholeSight({ payload, result }: Pick<Job, 'payload' | 'result'>): Sight {
  return { payload, result, hidden: NOTHING };
}

const NOTHING: readonly string[] = Object.freeze([]);
