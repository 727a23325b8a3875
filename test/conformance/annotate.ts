import assert from 'node:assert/strict';
import { LOG_LINES_KEPT } from '../../src/core/index.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { Hand, INFO, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

export function annotateTests(harness: EngineHarness): void {
  describe('annotate', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    it('saves progress and log lines while the attempt runs, and adds to them', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const { lease, end } = await takeOne(at.engine);
      const progress = { done: 1, total: null, message: null, at: 1 };
      await at.engine.jobs.annotate([{ lease, progress, logs: [{ at: 1, line: 'one' }] }]);
      await at.engine.jobs.annotate([{ lease, progress: null, logs: [{ at: 2, line: 'two' }] }]);
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.state, 'running');
      assert.deepEqual(stored.progress, progress);
      assert.deepEqual(
        stored.logs.map((log) => log.line),
        ['one', 'two'],
      );
      await end({ kind: 'complete', result: null }, { logs: [{ at: 3, line: 'three' }] });
      const done = await at.engine.jobs.get(job.id);
      assert.deepEqual(done?.progress, progress);
      assert.deepEqual(
        done.logs.map((log) => log.line),
        ['one', 'two', 'three'],
      );
    });

    it(`keeps the newest ${LOG_LINES_KEPT} lines`, async () => {
      await at.engine.jobs.enqueue([newJob()]);
      const { lease, job } = await takeOne(at.engine);
      for (let round = 0; round < 3; round += 1) {
        const logs = Array.from({ length: 50 }, (_, index) => ({ at: round, line: `${round}.${index}` }));
        await at.engine.jobs.annotate([{ lease, progress: null, logs }]);
      }
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.logs.length, LOG_LINES_KEPT);
      assert.equal(stored.logs[0]?.line, `${(150 - LOG_LINES_KEPT) / 50}.0`);
      assert.equal(stored.logs.at(-1)?.line, '2.49');
    });

    it('leaves out those whose lease is lost and saves the others', async () => {
      await at.engine.jobs.enqueue(newJobs(2));
      const [lost, held] = await new Hand(at.engine, 'default', 2).take(2);
      await at.engine.jobs.cancel([lost!.job.id], 'no');
      const note = { progress: { done: 1, total: 2, message: 'm', at: 5 }, logs: [{ at: 5, line: 'l' }] };
      await at.engine.jobs.annotate([
        { lease: lost!.lease, ...note },
        { lease: held!.lease, ...note },
      ]);
      assert.equal((await at.engine.jobs.get(lost!.job.id))?.progress, null);
      assert.deepEqual((await at.engine.jobs.get(lost!.job.id))?.logs, []);
      assert.deepEqual((await at.engine.jobs.get(held!.job.id))?.progress, note.progress);
    });

    it('takes an empty list', async () => {
      await at.engine.jobs.annotate([]);
    });
  });
}
