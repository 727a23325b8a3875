/** Every job of a store, page by page as a person would see them. */
import type { Job } from '../../src/core/index.ts';
import type { Engine } from '../../src/engine/index.ts';

export async function allJobs(engine: Engine): Promise<Job[]> {
  const all: Job[] = [];
  let cursor: string | null = null;
  do {
    const page = await engine.listJobs({}, 500, cursor);
    all.push(...page.jobs);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}
