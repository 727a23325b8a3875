/** Requests that count once. */
import assert from 'node:assert/strict';
import { type EngineHarness, scene } from './harness.ts';

export function onceTests(harness: EngineHarness): void {
  describe('requests that count once', () => {
    const at = scene(harness);

    it('have one first, over all processes, and its answer for all others', async () => {
      const other = await at.store.open();
      const tries = await Promise.all(
        [at.engine, other, at.engine, other].map(({ once }) => once.begin('k', 'request')),
      );
      assert.equal(tries.filter((before) => before === null).length, 1);
      for (const before of tries)
        assert.deepEqual(before ?? { request: 'request', answer: null }, { request: 'request', answer: null });
      assert.deepEqual(await other.once.look('k'), { request: 'request', answer: null });
      assert.equal(await other.once.look('l'), null, 'looking takes no key');
      await at.engine.once.done('k', 'request', '{"a":1}');
      assert.deepEqual(await other.once.begin('k', 'another'), { request: 'request', answer: '{"a":1}' });
      assert.equal(await other.once.begin('l', 'request'), null, 'of another key');
    });

    it('are free again when nothing was done', async () => {
      assert.equal(await at.engine.once.begin('k', 'request'), null);
      await at.engine.once.drop('k');
      assert.equal(await at.engine.once.begin('k', 'another'), null);
    });
  });
}
