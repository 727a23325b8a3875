/** kill -9 between a change and its line of who made it: that it was begun is written down before. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { ENGINES } from '../support/engines.ts';
import { stage } from '../support/stage.ts';

const FAULTS = path.join(import.meta.dirname, 'harness', 'fixture-faults.mjs');

for (const harness of ENGINES) {
  describe(`a change whose process is killed before its line says what became of it, on ${harness.name}`, () => {
    const scene = stage(harness);

    it('has its line, of how it was', async () => {
      await scene.project.write('queues: { mail: {} }\nreload: { watch: false }\n');
      const { operations } = await scene.run({ roles: ['scheduler'] });
      const killed = scene.spawn(['queues', 'pause', 'mail'], {
        NODE_OPTIONS: `--import=${FAULTS}`,
        SKEP_FAULTS: JSON.stringify([{ point: 'change.made', nth: 1, act: 'kill' }]),
        SKEP_LEDGER: path.join(scene.project.folder, 'ledger'),
      });
      assert.equal((await killed.ended).signal, 'SIGKILL');
      assert.notEqual((await operations.queue('mail')).pause, null);
      const { lines } = await operations.audit({ about: 'mail' });
      assert.deepEqual(
        lines.map(({ operation, via, before, after, outcome }) => [operation, via, before, after, outcome]),
        [['pauseQueue', 'cli', { pause: null }, null, 'begun']],
      );
    });
  });
}
