/** Which jobs of a store there are, in the order in which they are to be moved. */
import type { JobState } from '../core/index.ts';
import type { Engine, JobFilter } from '../engine/index.ts';

export interface Found {
  readonly id: string;
  readonly state: JobState;
  /** When it may start, or when it ended. */
  readonly at: number;
  /** It is a step of a run. */
  readonly isOfRun: boolean;
  /** A plain bee-queue program has saved it. */
  readonly isForeign: boolean;
}

const PAGE = 200;
const BATCH = 100;

/** Newest first. */
export async function* idsIn({ jobs }: Engine, filter: JobFilter): AsyncGenerator<Found> {
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await jobs.list(filter, PAGE, cursor ?? null);
    for (const { id, queue, task, state, runAt, finishedAt, workflow } of page.jobs) {
      const isForeign = task === '' || (id.startsWith(`${queue}:`) && /^\d+$/.test(id.slice(queue.length + 1)));
      yield { id, state, at: finishedAt ?? runAt, isOfRun: workflow !== null, isForeign };
    }
    cursor = page.next;
  }
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
