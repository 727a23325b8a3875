import assert from 'node:assert/strict';
import { type EngineHarness, scene } from './harness.ts';

export function claimTests(harness: EngineHarness): void {
  describe('claim', () => {
    const at = scene(harness);

    it('makes a store that is nobody’s the project’s, for good', async () => {
      assert.equal(await at.engine.claim('shop'), 'shop');
      const other = await at.store.open();
      assert.equal(await other.claim('shop'), 'shop');
      assert.equal(await other.claim('billing'), 'shop');
      assert.equal(await at.engine.claim('shop'), 'shop');
    });

    it('gives a store that several claim at once to one of them', async () => {
      const names = ['a', 'b', 'c', 'd', 'e'];
      const engines = await Promise.all(names.map(() => at.store.open()));
      const owners = await Promise.all(engines.map((engine, index) => engine.claim(names[index] ?? '')));
      assert.equal(new Set(owners).size, 1, owners.join());
      assert.ok(names.includes(owners[0] ?? ''));
    });

    it('takes it over when told to adopt it, with all that it holds', async () => {
      await at.engine.claim('shop');
      await at.engine.revisions.record({ hash: 'aaa', by: 'start', cause: 'file', message: null, of: null, body: '' });
      const other = await at.store.open();
      assert.equal(await other.claim('store', true), 'store');
      assert.equal(await at.engine.claim('shop'), 'store');
      assert.equal((await other.revisions.list(1)).length, 1);
    });
  });
}
