import assert from 'node:assert/strict';
import type { Manifest } from '../../../src/manifest/index.ts';
import { strandedQueues } from '../../../src/platform/lookout/stranded-queues.ts';
import { INFO, runAll } from '../../conformance/hand.ts';
import { scene } from '../../conformance/harness.ts';
import { ENGINES } from '../../support/engines.ts';
import { newJob, newJobs } from '../../support/new-job.ts';

function declaring(...names: readonly string[]): Pick<Manifest, 'queues'> {
  return { queues: Object.fromEntries(names.map((name) => [name, { name }])) as unknown as Manifest['queues'] };
}

for (const harness of ENGINES) {
  describe(`strandedQueues on ${harness.name}`, () => {
    const at = scene(harness);
    const names = async (manifest: Pick<Manifest, 'queues'>): Promise<string[]> =>
      (await strandedQueues(at.engine, manifest)).map(({ queue }) => queue);

    it('tells the queues that hold waiting jobs and that nobody declares', async () => {
      await at.engine.jobs.enqueue([...newJobs(2, { queue: 'old' }), newJob({ queue: 'old', delayMs: 60_000 })]);
      await at.engine.jobs.enqueue([newJob({ queue: 'kept' })]);
      const [stranded, ...others] = await strandedQueues(at.engine, declaring('kept'));
      assert.deepEqual(others, []);
      assert.equal(stranded?.queue, 'old');
      assert.equal(stranded.waiting, 3);
      assert.deepEqual([stranded.counts.available, stranded.counts.scheduled], [2, 1]);
      assert.ok(stranded.oldestAt !== null && stranded.oldestAt <= (await at.engine.now()));
    });

    it('leaves out what another living process consumes, until it is gone', async () => {
      await at.engine.jobs.enqueue([newJob({ queue: 'old' })]);
      const other = await at.store.open();
      await other.fleet.join({ ...INFO, queues: { old: 1 } });
      assert.deepEqual(await names(declaring('kept')), []);
      await other.fleet.leave();
      assert.deepEqual(await names(declaring('kept')), ['old']);
    });

    it('leaves out queues that are only paused, and those whose jobs are all over', async () => {
      await at.engine.fleet.join({ ...INFO, queues: {} });
      await at.engine.jobs.enqueue([newJob({ queue: 'done' })]);
      await runAll(at.engine, 'done');
      await at.engine.queues.pause('asleep', true);
      assert.deepEqual(await names(declaring()), []);
    });

    it('takes no name for another: __proto__ and constructor are queues like any other', async () => {
      await at.engine.jobs.enqueue([newJob({ queue: 'constructor' })]);
      assert.deepEqual(await names(declaring()), ['constructor']);
    });
  });
}
