import assert from 'node:assert/strict';
import { type EngineHarness, scene } from './harness.ts';

export function revisionTests(harness: EngineHarness): void {
  describe('revisions', () => {
    const at = scene(harness);

    it('numbers manifests from 1 on', async () => {
      const before = await at.engine.now();
      const first = await at.engine.revisions.record('aaa', 'start');
      const second = await at.engine.revisions.record('bbb', 'reload');
      assert.equal(first.revision, 1);
      assert.equal(second.revision, 2);
      assert.equal(first.hash, 'aaa');
      assert.equal(second.by, 'reload');
      assert.ok(first.appliedAt >= before);
      assert.deepEqual(await at.engine.revisions.list(10), [second, first]);
      assert.deepEqual(await at.engine.revisions.list(1), [second]);
    });

    it('gives the current number for the current hash, and a new one when an older hash comes back', async () => {
      const first = await at.engine.revisions.record('aaa', 'one');
      assert.deepEqual(await at.engine.revisions.record('aaa', 'two'), first);
      await at.engine.revisions.record('bbb', 'one');
      assert.equal((await at.engine.revisions.record('aaa', 'rollback')).revision, 3);
    });

    it('gives several processes that apply the same manifest one number', async () => {
      const engines = [at.engine, await at.store.open(), await at.store.open()];
      const revisions = await Promise.all(engines.map((engine) => engine.revisions.record('same', 'start')));
      assert.deepEqual(
        revisions.map((revision) => revision.revision),
        [1, 1, 1],
      );
      assert.equal((await at.engine.revisions.list(10)).length, 1);
    });

    it('starts with none', async () => {
      assert.deepEqual(await at.engine.revisions.list(10), []);
    });
  });
}
