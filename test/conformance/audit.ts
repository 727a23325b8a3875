/** What was changed by whom. */
import assert from 'node:assert/strict';
import { type Engine } from '../../src/engine/index.ts';
import { rulesWith } from '../support/rules.ts';
import { type EngineHarness, scene } from './harness.ts';

const ALL = { from: null, to: null };
const DAY = 86_400_000;

export function auditTests(harness: EngineHarness): void {
  describe('what was changed by whom', () => {
    const at = scene(harness);

    const lines = async ({ audit }: Engine): Promise<readonly string[]> =>
      (await audit.list(ALL, 100, null)).map(({ body }) => body);

    it('is read by all processes, the newest first, a page at a time', async () => {
      const other = await at.store.open();
      for (const index of [1, 2, 3, 4, 5]) await at.engine.audit.append(`i${index}`, `{"line": ${index} é "\\n"}`);
      const first = await other.audit.list(ALL, 2, null);
      assert.deepEqual(
        first.map(({ id, body }) => [id, body]),
        [5, 4].map((index) => [`i${index}`, `{"line": ${index} é "\\n"}`]),
      );
      const second = await other.audit.list(ALL, 10, first[1]?.position ?? '');
      assert.deepEqual(
        second.map(({ id }) => id),
        ['i3', 'i2', 'i1'],
      );
      assert.deepEqual(await other.audit.list(ALL, 10, second.at(-1)?.position ?? ''), []);
      const now = await other.now();
      for (const row of [...first, ...second]) assert.ok(Math.abs(row.at - now) < 60_000);
    });

    it('is written once, whoever tries it again', async () => {
      await at.engine.audit.append('a', 'first');
      await at.engine.audit.append('b', 'second');
      await at.engine.audit.append('a', 'first');
      assert.deepEqual(await lines(at.engine), ['second', 'first']);
    });

    it('gets its end in the place where it began, once', async () => {
      const { audit } = at.engine;
      await audit.append('a', 'begun');
      const [stood] = await audit.list(ALL, 1, null);
      await audit.append('b', 'second');
      for (let time = 0; time < 2; time += 1) await audit.append('a', 'ended', 'begun');
      assert.deepEqual(await lines(at.engine), ['second', 'ended']);
      assert.deepEqual((await audit.list(ALL, 2, null))[1], { ...stood, body: 'ended' });
      // One whose beginning has gone stands anew.
      await audit.append('c', 'ended too', 'begun');
      assert.deepEqual(await lines(at.engine), ['ended too', 'second', 'ended']);
    });

    it('is found by time', async () => {
      await at.engine.audit.append('a', 'first');
      const [row] = await at.engine.audit.list(ALL, 1, null);
      assert.ok(row);
      const found = async (from: number | null, to: number | null): Promise<number> =>
        (await at.engine.audit.list({ from, to }, 10, null)).length;
      assert.equal(await found(row.at, row.at + 1), 1);
      assert.equal(await found(row.at + 1, null), 0);
      assert.equal(await found(null, row.at), 0);
    });

    it('is bounded in number, by each line and by whoever keeps house', async () => {
      at.engine.govern(rulesWith({ audit: { keepMs: DAY, max: 3 } }));
      for (const index of [1, 2, 3, 4, 5]) await at.engine.audit.append(`i${index}`, String(index));
      assert.ok((await lines(at.engine)).length <= 4);
      while ((await at.engine.audit.prune(1)).more);
      assert.deepEqual(await lines(at.engine), ['5', '4', '3']);
    });

    it('is bounded in time', async () => {
      for (const index of [1, 2, 3]) await at.engine.audit.append(`i${index}`, String(index));
      assert.deepEqual(await at.engine.audit.prune(10), { count: 0, more: false });
      at.engine.govern(rulesWith({ audit: { keepMs: -60_000, max: 100 } }));
      assert.deepEqual(await at.engine.audit.prune(2), { count: 2, more: true });
      assert.deepEqual(await lines(at.engine), ['3']);
      assert.deepEqual(await at.engine.audit.prune(2), { count: 1, more: false });
    });
  });
}
