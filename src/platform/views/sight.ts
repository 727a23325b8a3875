/** Payload and result as they may be seen: the one place that every view of a job passes. */
import { hide, type Job, KeyRing, keyMissing, sensitivePaths } from '../../core/index.ts';
import type { Json } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';

export interface Sight {
  readonly payload: Json;
  readonly result: Json;
  /** Those of the two of which something is hidden. */
  readonly hidden: readonly string[];
}

type Seen = Pick<Job, 'id' | 'task' | 'payload' | 'result' | 'care'>;

/** What was sensitive when the job was enqueued is hidden, and what the manifest in force names; all of what is encrypted. */
export function hiddenSight(job: Seen, { tasks }: Pick<Manifest, 'tasks'>): Sight {
  const sealed = job.care?.sealed === true;
  const now = Object.hasOwn(tasks, job.task) ? (tasks[job.task]?.sensitive ?? NOTHING) : NOTHING;
  const written = sealed ? ['payload', 'result'] : [...(job.care?.sensitive ?? NOTHING), ...now];
  if (written.length === 0) return { payload: job.payload, result: job.result, hidden: NOTHING };
  const paths = sensitivePaths(written);
  const cover = (value: Json, at: typeof paths.payload): Json => (sealed && value === null ? null : hide(value, at));
  const [payload, result] = [cover(job.payload, paths.payload), cover(job.result, paths.result)];
  const hidden = [...(payload === job.payload ? [] : ['payload']), ...(result === job.result ? [] : ['result'])];
  return { payload, result, hidden };
}

/**
 * As it is, for those to whom it is revealed.
 * @throws SkepError KEY_MISSING, SEAL_BROKEN
 */
export function wholeSight(job: Seen, { encryption }: Manifest): Sight {
  const { id, task, payload, result } = job;
  if (job.care?.sealed !== true) return { payload, result, hidden: NOTHING };
  const ring = KeyRing.of(encryption);
  const opened = (value: Json, part: 'payload' | 'result'): Json => {
    if (value === null) return null;
    if (ring === null) throw keyMissing('', { id, task, part });
    return ring.open(value, { id, task, part });
  };
  return { payload: opened(payload, 'payload'), result: opened(result, 'result'), hidden: NOTHING };
}

const NOTHING: readonly string[] = Object.freeze([]);
