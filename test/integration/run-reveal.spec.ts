/** What is sensitive in runs: hidden wherever it may stand, and shown to admins on request, which is told. */
import assert from 'node:assert/strict';

import { AdminServer } from '../../src/admin/index.ts';
import type { LifecycleEvent } from '../../src/core/index.ts';
import { connect, type Jobs } from '../../src/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { stage } from '../support/stage.ts';

const MANIFEST = `${BASIC.replace('fixture.ts }', 'fixture.ts, sensitive: [result.card] }').replace(
  'admin: { port: 0 }',
  `admin:
  port: 0
  tokens:
    - { name: ops, secret: operator-secret-operator, role: operator }
    - { name: root, secret: admin-secret-admin, role: admin }`,
)}
workflows:
  pays:
    steps:
      ask: { wait: { signal: paid } }
      pay: { task: work, needs: [ask], with: { do: ok, result: '\${steps.ask.result}' } }
`;
const CARD = { card: '4111111111111111', sent: 1 };

for (const harness of ANY_ENGINE) {
  describe(`what is sensitive in runs, on ${harness.name}`, () => {
    const scene = stage(harness);
    const open: { close(): Promise<void> }[] = [];
    const revealed: string[] = [];
    let url = '';
    let id = '';
    const client = async (options: Parameters<typeof connect>[0]): Promise<Jobs> => {
      const jobs = await connect(options);
      open.push(jobs);
      return jobs;
    };
    beforeEach(async () => {
      revealed.length = 0;
      await scene.project.write(MANIFEST);
      const platform = await scene.run();
      platform.subscribe((event: LifecycleEvent) => {
        if (event.type === 'run.revealed') revealed.push(`${event.by} ${event.runId} ${event.workflow ?? ''}`);
      });
      const server = new AdminServer(platform, { port: 0 });
      platform.addDoor(server);
      await server.start();
      url = server.url;
      const jobs = await client({ server: url, token: 'operator-secret-operator' });
      const run = await jobs.start('pays', { order: 7 });
      id = run.id;
      await run.signal('paid', CARD);
      assert.equal(await run.result({ wait: '20s' }), '[hidden]');
    });
    afterEach(async () => {
      for (const one of open.splice(0)) await one.close();
    });

    it('is hidden of input, result, items and signals, and shown to an admin, which is told', async () => {
      const run = await (await client({ server: url, token: 'admin-secret-admin' })).runs.get(id);
      const seen = await run.get();
      assert.deepEqual([seen.input, seen.result, seen.hidden], ['[hidden]', '[hidden]', ['input', 'result']]);
      const results = async (step: string, reveal = false): Promise<unknown> => {
        const found: unknown[] = [];
        for await (const { result } of run.results(step, { reveal })) found.push(result);
        return found;
      };
      assert.deepEqual(await results('pay'), [{ card: '[hidden]', sent: 1 }]);
      assert.deepEqual(await results('ask'), ['[hidden]']);
      assert.deepEqual(revealed, []);
      const whole = await run.get({ reveal: true });
      assert.deepEqual([whole.input, whole.result, whole.hidden], [{ order: 7 }, CARD, []]);
      assert.deepEqual(await run.result({ reveal: true }), CARD);
      assert.deepEqual([await results('pay', true), await results('ask', true)], [[CARD], [CARD]]);
      assert.deepEqual(revealed, Array(4).fill(`root ${id} pays`));
    });

    it('is refused to others, and shown to who may read the store', async () => {
      const run = await (await client({ server: url, token: 'operator-secret-operator' })).runs.get(id);
      await assert.rejects(run.get({ reveal: true }), { code: 'ROLE_DENIED' });
      await assert.rejects(run.results('ask', { reveal: true }).next(), { code: 'ROLE_DENIED' });
      assert.deepEqual(revealed, []);
      const near = await (await client({ file: scene.project.file, env: {} })).runs.get(id);
      assert.deepEqual([await near.result(), await near.result({ reveal: true })], ['[hidden]', CARD]);
    });
  });
}
