/** A stream of somebody who sees some queues ends where what it tells of is his no more. */
import assert from 'node:assert/strict';

import type { Batch, RunNews } from '../../../src/api/index.ts';
import { scopedOperations } from '../../../src/platform/callers/scoped-operations.ts';
import type { ServedOperations } from '../../../src/platform/served.ts';

describe('platform: the stream of a run, within a scope', () => {
  it('tells no more of it once a reload has brought its task to a queue that is not seen', async () => {
    let queue = 'mail';
    const batch = { news: [{ type: 'state', state: 'running', run: {} }], position: '1' } as unknown as Batch<RunNews>;
    const all = {
      task: async (name: string) => ({ name, queue, routes: [] }),
      getRun: async (id: string) => ({ id, workflow: null, steps: [{ name: 's1', kind: 'task', does: 'send' }] }),
      watchRun: async function* () {
        yield batch;
        yield { news: [], position: '1' };
        queue = 'payments';
        yield batch;
      },
    } as unknown as ServedOperations;
    const told: unknown[] = [];
    const mine = scopedOperations(all, { scope: { queues: ['mail'], tasks: null }, name: 'ann' });
    const reading = (async () => {
      for await (const { news } of mine.watchRun('r-1')) told.push(...news);
    })();
    await assert.rejects(reading, { code: 'RUN_UNKNOWN' });
    assert.equal(told.length, 1);
  });
});
