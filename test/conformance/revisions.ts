import assert from 'node:assert/strict';
import { type NewRevision, REVISION_BODIES_KEPT } from '../../src/engine/index.ts';
import { type EngineHarness, scene } from './harness.ts';

function of(hash: string, by: string): NewRevision {
  return { hash, by, cause: 'file', message: null, of: null, body: `what ${hash} says` };
}

export function revisionTests(harness: EngineHarness): void {
  describe('revisions', () => {
    const at = scene(harness);

    it('numbers manifests from 1 on', async () => {
      const before = await at.engine.now();
      const first = await at.engine.revisions.record(of('aaa', 'start'));
      const second = await at.engine.revisions.record(of('bbb', 'reload'));
      assert.equal(first.revision, 1);
      assert.equal(second.revision, 2);
      assert.equal(first.hash, 'aaa');
      assert.equal(second.by, 'reload');
      assert.ok(first.appliedAt >= before);
      assert.deepEqual(await at.engine.revisions.list(10), [second, first]);
      assert.deepEqual(await at.engine.revisions.list(1), [second]);
    });

    it('gives the current number for the current hash, and a new one when an older hash comes back', async () => {
      const first = await at.engine.revisions.record(of('aaa', 'one'));
      assert.deepEqual(await at.engine.revisions.record(of('aaa', 'two')), first);
      await at.engine.revisions.record(of('bbb', 'one'));
      assert.equal((await at.engine.revisions.record(of('aaa', 'rollback'))).revision, 3);
    });

    it('gives several processes that apply the same manifest one number', async () => {
      const engines = [at.engine, await at.store.open(), await at.store.open()];
      const revisions = await Promise.all(engines.map((engine) => engine.revisions.record(of('same', 'start'))));
      assert.deepEqual(
        revisions.map((revision) => revision.revision),
        [1, 1, 1],
      );
      assert.equal((await at.engine.revisions.list(10)).length, 1);
    });

    it('keeps who said so, why and whose text it has, and what it says', async () => {
      await at.engine.revisions.record(of('aaa', 'one'));
      await at.engine.revisions.record(of('bbb', 'two'));
      const back = { ...of('aaa', 'ann'), cause: 'rollback', message: 'bbb "was" bad', of: 1 } as const;
      const recorded = await at.engine.revisions.record(back);
      const { body, ...told } = back;
      assert.deepEqual(recorded, { revision: 3, appliedAt: recorded.appliedAt, ...told });
      assert.deepEqual(await at.engine.revisions.list(1), [recorded]);
      assert.equal(await at.engine.revisions.body(3), body);
      assert.equal(await at.engine.revisions.body(2), 'what bbb says');
      assert.equal(await at.engine.revisions.body(4), null);
    });

    it('writes nothing where another revision is in force than the one that is expected', async () => {
      assert.equal(await at.engine.revisions.recordAfter(1, of('aaa', 'one')), null);
      assert.equal((await at.engine.revisions.recordAfter(0, of('aaa', 'one')))?.revision, 1);
      assert.equal(await at.engine.revisions.recordAfter(0, of('bbb', 'two')), null);
      const both = ['bbb', 'ccc'].map((hash) => at.engine.revisions.recordAfter(1, of(hash, 'both')));
      assert.equal((await Promise.all(both)).filter((one) => one !== null).length, 1);
      assert.equal((await at.engine.revisions.list(10)).length, 2);
    });

    it('keeps what the newest hundred said', async () => {
      for (let number = 1; number <= REVISION_BODIES_KEPT + 1; number += 1) {
        await at.engine.revisions.record(of(`hash ${number}`, 'one'));
      }
      assert.equal(await at.engine.revisions.body(1), null);
      assert.equal(await at.engine.revisions.body(2), 'what hash 2 says');
      assert.equal((await at.engine.revisions.list(200)).length, REVISION_BODIES_KEPT + 1);
    });

    it('starts with none', async () => {
      assert.deepEqual(await at.engine.revisions.list(10), []);
    });
  });
}
