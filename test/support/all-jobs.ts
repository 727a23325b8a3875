/** Every job of a store, page by page as a person would see them; what a list leaves out is asked for. */
import type { Job } from '../../src/core/index.ts';
import type { Engine } from '../../src/engine/index.ts';

export async function allJobs(engine: Engine): Promise<Job[]> {
  const all: Job[] = [];
  let cursor: string | null = null;
  do {
    const page = await engine.jobs.list({}, 500, cursor);
    for (const { omitted, ...job } of page.jobs) {
      const whole = omitted.length > 0 ? await engine.jobs.get(job.id) : job;
      // It was pruned or removed meanwhile.
      if (whole !== null) all.push(whole);
    }
    cursor = page.next;
  } while (cursor !== null);
  return all;
}
