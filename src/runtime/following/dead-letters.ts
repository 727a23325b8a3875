/**
 * The letter that a job leaves when it dies and its task says `deadTo`: a consequence, so it is made with the death, and once. It
 * leaves none itself, nor has it hooks: what dies as a letter stays where it is.
 */
import {
  type Care,
  type Consequence,
  DEAD_OF_HEADER,
  type EnqueueEffect,
  hookPrefix,
  LETTER_TEMPLATE,
} from '../../core/index.ts';
import type { NewJob } from '../../engine/index.ts';
import type { TaskSpec } from '../../manifest/index.ts';
import { withPropagation } from '../enqueueing/carried.ts';
import { aboutOthers, type HookedJob } from './hook-jobs.ts';
import { keptResult } from '../attempts/kept-result.ts';
import { keyedGates } from '../rules/limits-of.ts';

/** The job that may die, without what follows from it. */
export type Mortal = Pick<
  NewJob,
  'task' | 'queue' | 'priority' | 'tags' | 'timeout' | 'maxAttempts' | 'gates' | 'fairness' | 'headers' | 'care'
>;

export function letterConsequences(task: TaskSpec, job: Mortal, about: HookedJob): readonly Consequence[] {
  const { deadTo } = task;
  if (deadTo === null) return [];
  const name = deadTo.task ?? task.name;
  const own = name === task.name;
  // It was enqueued into the last queue that there is.
  if (own && job.queue === deadTo.queue) return [];
  const receiver = own ? task : about.taskOf(name);
  if (receiver === undefined) return [];
  const letter = own ? sameAgain(task, job, about) : told(receiver, about);
  return [{ on: ['dead'], effect: { kind: 'enqueue', fill: true, job: { ...letter, queue: deadTo.queue } } }];
}

/** What all letters have in common. */
function common(
  task: TaskSpec,
  care: Care | null,
  { id, revision, carrier }: HookedJob,
): Omit<EnqueueEffect['job'], 'queue' | 'payload'> {
  return {
    id: `${hookPrefix(id)}.letter`,
    idChosen: true,
    task: task.name,
    priority: task.priority,
    tags: task.tags,
    maxAttempts: task.retry.maxAttempts,
    ...{ delayMs: 0, runAt: null, expiresInMs: null, timeout: null, retry: null, schedule: null, consequences: [] },
    gates: keyedGates(task, null),
    fairness: null,
    unique: null,
    workflow: null,
    headers: withPropagation({ [DEAD_OF_HEADER]: id }, carrier),
    traceparent: carrier.traceparent,
    tracestate: carrier.tracestate,
    manifestRevision: revision,
    resultKeepMs: keptResult(task),
    care,
    parentId: id,
  };
}

/** The job once more, under another id and in another queue. */
function sameAgain(task: TaskSpec, job: Mortal, about: HookedJob): Omit<EnqueueEffect['job'], 'queue'> {
  const { priority, tags, timeout, maxAttempts, gates, fairness } = job;
  const letter = common(task, job.care, about);
  const headers = { ...job.headers, ...letter.headers };
  return { ...letter, priority, tags, timeout, maxAttempts, gates, fairness, headers, payload: '${job.payload}' };
}

function told(task: TaskSpec, about: HookedJob): Omit<EnqueueEffect['job'], 'queue'> {
  return { ...common(task, aboutOthers(task, about.sensitive), about), payload: LETTER_TEMPLATE };
}
