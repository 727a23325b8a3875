/** Progress and log lines of an attempt that the store does not take: whoever has them brings them again. */
import assert from 'node:assert/strict';

import type { Progress } from '../../../../src/core/index.ts';
import { newJob } from '../../../support/new-job.ts';
import { INFO, takeOne } from '../../../conformance/hand.ts';
import { Rig } from './rig.ts';

describe('redis engine: notes that are refused', () => {
  const rig = new Rig();
  const lines = (...texts: string[]) => texts.map((line, at) => ({ at, line }));
  const progressOf = (done: number): Progress => ({ done, total: null, message: null, at: done });

  it('stand in the record once when they are brought again, by a note or with the end', async () => {
    const [engine, client] = [await rig.openEngine(), await rig.client()];
    const job = newJob();
    const noted = async (): Promise<readonly [number | undefined, ...string[]]> => {
      const found = await engine.jobs.get(job.id);
      return [found?.progress?.done, ...(found?.logs ?? []).map(({ line }) => line)];
    };
    const whileFull = async (work: () => Promise<unknown>): Promise<void> => {
      await client.config('SET', 'maxmemory', '1');
      await assert.rejects(work(), { code: 'STORE_FULL' });
      await client.config('SET', 'maxmemory', '0');
    };
    await engine.fleet.join(INFO);
    await engine.jobs.enqueue([job]);
    const { lease, end } = await takeOne(engine);

    await engine.jobs.annotate([{ lease, progress: progressOf(1), logs: lines('one') }]);
    await whileFull(() => engine.jobs.annotate([{ lease, progress: progressOf(2), logs: lines('two') }]));
    await engine.jobs.annotate([{ lease, progress: null, logs: lines('two', 'three') }]);
    assert.deepEqual(await noted(), [1, 'one', 'two', 'three']);
    await whileFull(() => engine.jobs.annotate([{ lease, progress: progressOf(4), logs: lines('four') }]));
    await end({ kind: 'complete', result: null }, { progress: progressOf(5), logs: lines('four', 'five') });
    assert.deepEqual(await noted(), [5, 'one', 'two', 'three', 'four', 'five']);
  });
});
