/** What a plan leaves open of the jobs of hooks, since it knows neither the run nor its jobs: their ids, and the trace. */
import { createHash } from 'node:crypto';

import { DEAD_OF_HEADER } from '../dead-letter.ts';
import type { Consequence, EnqueueEffect, NewJob } from '../job.ts';
import { PROPAGATION_HEADER } from '../tracing.ts';
import type { NewRun } from './run.ts';

/** As long as any id may be, it leaves room for what comes behind it. */
const ID_MAX = 80;

/** @returns what the ids of jobs begin with that hooks of this job or run make */
export function hookPrefix(id: string): string {
  return id.length <= ID_MAX ? id : `hook-${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}

type Carried = Pick<NewRun, 'headers' | 'traceparent' | 'tracestate' | 'manifestRevision'>;

/** The job that is told of. */
type Told = Pick<NewJob, 'id' | 'task' | 'queue' | 'priority' | 'gates' | 'fairness' | 'headers'>;

/** @returns the same, of that job */
export function behind(consequences: readonly Consequence[], job: Told, run: Carried): readonly Consequence[] {
  return consequences.flatMap(({ on, effect }): Consequence[] => {
    if (effect.kind !== 'enqueue') return [{ on, effect }];
    const hooked = { ...hookedJob(effect.job, job.id, run), parentId: job.id };
    if (!Object.hasOwn(hooked.headers, DEAD_OF_HEADER)) return [{ on, effect: { ...effect, job: hooked } }];
    const letter = letterOf(hooked, job);
    return letter === null ? [] : [{ on, effect: { ...effect, job: letter } }];
  });
}

/** @returns null for one that would come where the job is already */
function letterOf(letter: EnqueueEffect['job'], job: Told): EnqueueEffect['job'] | null {
  const headers = { ...letter.headers, [DEAD_OF_HEADER]: job.id };
  if (letter.task !== job.task) return { ...letter, headers };
  if (letter.queue === job.queue) return null;
  const { priority, gates, fairness } = job;
  return { ...letter, priority, gates, fairness, headers: { ...job.headers, ...headers } };
}

export function hookedJob(job: EnqueueEffect['job'], id: string, run: Carried): EnqueueEffect['job'] {
  const { traceparent, tracestate, manifestRevision } = run;
  const headers = propagated(job.headers, run);
  return { ...job, ...{ traceparent, tracestate, manifestRevision, headers }, id: `${hookPrefix(id)}${job.id}` };
}

/** Those of the run go with its jobs. */
export function carriedHeaders(own: Carried['headers'], { headers }: Pick<Carried, 'headers'>): Carried['headers'] {
  return Object.keys(headers).length === 0 ? own : { ...headers, ...own };
}

/** Of the run's headers only how its trace goes on: a hook is no step of it. */
function propagated(own: Carried['headers'], { headers }: Carried): Carried['headers'] {
  const way = headers[PROPAGATION_HEADER];
  return way === undefined ? own : { ...own, [PROPAGATION_HEADER]: way };
}
