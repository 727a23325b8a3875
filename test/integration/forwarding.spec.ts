/** While nothing is traced, the trace of a request goes on with its jobs, and with those that they enqueue. */
import assert from 'node:assert/strict';

import { AdminServer } from '../../src/admin/index.ts';
import type { Platform } from '../../src/platform/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { enqueue, finished, stage } from '../support/stage.ts';

const TRACEPARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const MANIFEST = `${BASIC}routes: { http: [{ path: /work, task: work }] }\n`;

for (const harness of ANY_ENGINE) {
  describe(`a trace that passes through, on ${harness.name}`, () => {
    const scene = stage(harness);
    let platform: Platform;
    let base = '';
    beforeEach(async () => {
      await scene.project.write(MANIFEST);
      platform = await scene.run();
      const server = new AdminServer(platform, { port: 0 });
      platform.addDoor(server);
      await server.start();
      base = server.url;
    });
    const post = async (path: string, body: unknown, headers: Record<string, string>): Promise<string> => {
      const response = await fetch(base + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      assert.equal(response.status, 202, path);
      return ((await response.json()) as { id: string }).id;
    };

    it('is carried by the job of a request, of a route too, and by its children', async () => {
      const payload = { do: 'child', task: 'work', payload: { do: 'ok' } };
      const headers = { traceparent: TRACEPARENT, tracestate: 'a=1', baggage: 'tenant=ann' };
      for (const [path, body] of [
        ['/api/tasks/work/jobs', { payload }],
        ['/work', payload],
      ] as const) {
        const parent = await finished(platform, await post(path, body, headers));
        const child = await finished(platform, parent.result as string);
        assert.deepEqual([parent.traceparent, child.traceparent], [TRACEPARENT, TRACEPARENT], path);
        assert.deepEqual([parent.attempts[0]?.traceId, child.parentId], [null, parent.id]);
        assert.deepEqual([parent.headers['baggage'], child.headers['baggage']], ['tenant=ann', 'tenant=ann']);
      }
    });

    it('is carried by what a handler in a thread enqueues', async () => {
      await scene.project.writeHandler(
        'far.mjs',
        "export const far = async (_, ctx) => (await ctx.enqueue('work', { do: 'ok' })).id;\n",
      );
      await scene.project.replace(
        MANIFEST.replace('tasks:', 'tasks:\n  far: { handler: ./handlers/far.mjs#far, executor: thread }'),
      );
      await platform.operations.reload();
      const id = await post('/api/tasks/far/jobs', { payload: null }, { traceparent: TRACEPARENT, baggage: 'a=1' });
      const child = await finished(platform, (await finished(platform, id)).result as string);
      assert.deepEqual([child.traceparent, child.headers['baggage'], child.parentId], [TRACEPARENT, 'a=1', id]);
    });

    it('is carried by no other job, whoever runs meanwhile, and not where it is none', async () => {
      const traced = await post('/work', { do: 'ok' }, { traceparent: TRACEPARENT });
      const payload = { do: 'child', task: 'work', payload: { do: 'ok' } };
      const others = [
        await enqueue(platform, payload),
        await post('/work', payload, {}),
        await post('/work', payload, { traceparent: `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01` }),
      ];
      await finished(platform, traced);
      for (const id of others) {
        const parent = await finished(platform, id);
        const child = await finished(platform, parent.result as string);
        assert.deepEqual([parent.traceparent, child.traceparent], [null, null]);
      }
    });
  });
}
