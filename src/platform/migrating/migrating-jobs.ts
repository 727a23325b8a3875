/** Which jobs of a store there are, in the order in which they are to be moved. */
import type { Job, JobState } from '../../core/index.ts';
import type { Engine, JobFilter, ListedJob } from '../../engine/index.ts';
import { throughPages } from '../local/through-pages.ts';

export interface Migration {
  readonly source: Engine;
  readonly target: Engine;
  readonly dryRun: boolean;
  /** Told after each batch. @param total what was found at first, about */
  readonly onProgress: (done: number, total: number) => void;
  /** How long jobs of runs that run at the source are waited for, in milliseconds. */
  readonly waitMs: number;
}

export interface Found {
  readonly id: string;
  readonly state: JobState;
  /** When it may start, or when it ended. */
  readonly at: number;
  readonly queue: string;
  readonly task: string;
  /** The run that it is a step of. */
  readonly run: string | null;
  /** A plain bee-queue program has saved it. */
  readonly isForeign: boolean;
}

const PAGE = 200;
const BATCH = 100;
const RESCUED = 500;

/** Newest first. */
export function idsIn({ jobs }: Engine, filter: JobFilter): AsyncIterable<Found> {
  return throughPages(
    (cursor) => jobs.list(filter, PAGE, cursor),
    (page) => page.jobs.map(foundOf),
  );
}

function foundOf({ id, queue, task, state, runAt, finishedAt, workflow }: ListedJob): Found {
  const isForeign = task === '' || (id.startsWith(`${queue}:`) && /^\d+$/.test(id.slice(queue.length + 1)));
  return { id, state, queue, task, at: finishedAt ?? runAt, run: workflow?.run ?? null, isForeign };
}

/** Oldest first, so that those of one priority keep their order. */
export function inBatches(found: readonly Found[]): readonly (readonly string[])[] {
  // Newest first by creation: turned round, those of one instant are in order too.
  const ids = [...found]
    .reverse()
    .sort((a, b) => a.at - b.at)
    .map(({ id }) => id);
  return Array.from({ length: Math.ceil(ids.length / BATCH) }, (_one, index) =>
    ids.slice(index * BATCH, (index + 1) * BATCH),
  );
}

/** What an iteration yields, in memory: ids alone, some hundred bytes each. */
export async function allOf<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/**
 * Jobs whose processes are dead, and their leases over, wait again: nobody else may be left who does that at a store that is given up.
 * @returns whether there were any
 */
export async function takeBack({ keeping }: Engine): Promise<boolean> {
  for (let any = false; ;) {
    const { rescued, more } = await keeping.rescue(RESCUED);
    any ||= rescued.length > 0;
    if (!more || rescued.length === 0) return any;
  }
}

export const WAITING: readonly JobState[] = ['scheduled', 'available', 'retryable', 'blocked'];
/** Queues that nobody works on: no queue of a manifest has a capital letter. */
export const ON_THE_WAY = 'MIGRATING.';

/** Revisions of the manifest are counted by each store for itself. */
export async function wholeJobs(
  source: Engine,
  ids: readonly string[],
  states: readonly JobState[],
): Promise<readonly Job[]> {
  const jobs = await Promise.all(ids.map((id) => source.jobs.get(id)));
  return jobs.flatMap((job) =>
    job !== null && states.includes(job.state) ? [{ ...job, hold: null, manifestRevision: null }] : [],
  );
}
