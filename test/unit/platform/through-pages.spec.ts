/** Work under way is gone through to its end, and others have their turn meanwhile. */
import assert from 'node:assert/strict';

import { DEFAULT_TIMINGS } from '../../../src/engine/index.ts';
import { SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { newId, systemClock } from '../../../src/foundation/index.ts';
import { throughPages } from '../../../src/platform/local/through-pages.ts';
import { liveCounts } from '../../../src/platform/revisions/live-work.ts';
import { newJobs } from '../../support/new-job.ts';

describe('platform: going through all pages of a list', () => {
  it('yields what all have, empty ones among them, in their order', async () => {
    const pages = [[1, 2], [], [3]];
    const pageAt = async (cursor: string | null) => {
      const at = Number(cursor);
      return Promise.resolve({ items: pages[at] ?? [], next: at + 1 < pages.length ? String(at + 1) : null });
    };
    const seen: number[] = [];
    for await (const item of throughPages(pageAt, ({ items }) => items)) seen.push(item);
    assert.deepEqual(seen, [1, 2, 3]);
  });

  it('leaves others their turn where the store answers at once', async () => {
    const engine = new SqliteEngine({ path: ':memory:', timings: DEFAULT_TIMINGS, clock: systemClock, newId });
    await engine.open();
    try {
      const jobs = newJobs(4_000, { task: 'work' });
      while (jobs.length > 0) await engine.jobs.enqueue(jobs.splice(0, 500));
      let turns = 0;
      let done = false;
      const count = (): void => {
        turns += 1;
        if (!done) setImmediate(count);
      };
      setImmediate(count);
      const counts = await liveCounts(engine);
      done = true;
      assert.deepEqual([...counts], [['work', { waiting: 4_000, scheduled: 0, running: 0 }]]);
      assert.ok(turns > 5, `${turns.toString()} turns`);
    } finally {
      await engine.close();
    }
  });
});
