/** What a client sees of results that are sensitive, by each way, and who is told of it. */
import assert from 'node:assert/strict';

import { AdminServer } from '../../src/admin/index.ts';
import { connect, type Jobs } from '../../src/index.ts';
import type { LifecycleEvent } from '../../src/core/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { stage } from '../support/stage.ts';

const MANIFEST = BASIC.replace('fixture.ts }', 'fixture.ts, sensitive: [result.card] }').replace(
  'admin: { port: 0 }',
  `admin:
  port: 0
  tokens:
    - { name: ops, secret: operator-secret-operator, role: operator }
    - { name: root, secret: admin-secret-admin, role: admin }`,
);
const RESULT = { card: '4111111111111111', sent: 1 };
const HIDDEN = { card: '[hidden]', sent: 1 };

for (const harness of ANY_ENGINE) {
  describe(`sensitive results of a client, on ${harness.name}`, () => {
    const scene = stage(harness);
    const open: { close(): Promise<void> }[] = [];
    const revealed: string[] = [];
    let url = '';

    beforeEach(async () => {
      assert.ok(MANIFEST.includes('sensitive'));
      revealed.length = 0;
      await scene.project.write(MANIFEST);
      const platform = await scene.run();
      platform.subscribe((event: LifecycleEvent) => event.type === 'job.revealed' && revealed.push(event.by));
      const server = new AdminServer(platform, { port: 0 });
      platform.addDoor(server);
      await server.start();
      url = server.url;
    });
    afterEach(async () => {
      for (const one of open.splice(0)) await one.close();
    });
    const client = async (options: Parameters<typeof connect>[0]): Promise<Jobs> => {
      const jobs = await connect(options);
      open.push(jobs);
      return jobs;
    };

    it('are hidden by either way, and shown on request to an admin, which is told', async () => {
      const jobs = await client({ server: url, token: 'admin-secret-admin' });
      const job = await jobs.enqueue('work', { do: 'ok', result: RESULT });
      assert.deepEqual(await job.result(), HIDDEN);
      assert.deepEqual((await job.get()).result, HIDDEN);
      assert.deepEqual(revealed, []);
      assert.deepEqual(await job.result({ reveal: true }), RESULT);
      assert.deepEqual((await job.get({ reveal: true })).result, RESULT);
      assert.deepEqual(revealed, ['root', 'root']);
    });

    it('are refused to others, and shown to who may read the store', async () => {
      const jobs = await client({ server: url, token: 'operator-secret-operator' });
      const job = await jobs.enqueue('work', { do: 'ok', result: RESULT });
      assert.deepEqual(await job.result(), HIDDEN);
      await assert.rejects(job.result({ reveal: true }), { code: 'ROLE_DENIED' });
      const near = await (await client({ file: scene.project.file, env: {} })).get(job.id);
      assert.deepEqual([await near.result(), await near.result({ reveal: true })], [HIDDEN, RESULT]);
    });

    it('of which nothing is hidden are told to nobody', async () => {
      const jobs = await client({ server: url, token: 'operator-secret-operator' });
      const job = await jobs.enqueue('work', { do: 'ok', result: 7 });
      assert.equal(await job.result({ reveal: true }), 7);
      assert.deepEqual(revealed, []);
    });
  });
}
