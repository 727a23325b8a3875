/** What tasks say of their payloads, from the manifest to the handler and the store, on each engine. */
import assert from 'node:assert/strict';

import { ENGINES } from '../support/engines.ts';
import { finished, stage } from '../support/stage.ts';

const ECHO = 'export default (payload) => payload;\n';

for (const harness of ENGINES) {
  describe(`payload care on ${harness.name}`, () => {
    const scene = stage(harness);

    beforeEach(() => scene.project.writeHandler('echo.mjs', ECHO));

    describe('defaults', () => {
      const TASKS = `
tasks:
  clean:
    handler: ./handlers/echo.mjs
    input: { type: object, default: {}, required: [days], properties: { days: { type: integer, default: 30 } } }
schedules:
  nightly: { task: clean, every: 1s }
`;
      it('are in the stored payload and reach the handler, of calls and of schedules', async () => {
        await scene.project.write(TASKS);
        const platform = await scene.run({ roles: ['worker', 'scheduler'] });
        const { operations } = platform;
        const jobs = await operations.enqueue('clean', [{ payload: {} }, { payload: { days: 7 } }, { payload: null }]);
        const payloads = [];
        for (const { id } of jobs) {
          const job = await finished(platform, id);
          payloads.push([job.payload, job.result]);
        }
        const thirty = { days: 30 };
        assert.deepEqual(payloads, [
          [thirty, thirty],
          [{ days: 7 }, { days: 7 }],
          [thirty, thirty],
        ]);
        const { id } = await operations.runSchedule('nightly');
        assert.deepEqual((await operations.getJob(id)).payload, thirty);
      });
    });

    describe('maxPayload', () => {
      const TASKS = `
tasks:
  small: { handler: ./handlers/echo.mjs, maxPayload: 1kb }
`;
      it('refuses what is larger before anything is stored', async () => {
        await scene.project.write(TASKS);
        const { operations } = await scene.run({ roles: [] });
        const large = { payload: 'x'.repeat(1_023) };
        await assert.rejects(operations.enqueue('small', [{ payload: 'x' }, large]), {
          code: 'PAYLOAD_TOO_LARGE',
          message: 'the payload of jobs[1] has 1025 bytes as JSON; the limit is 1024, the maxPayload of small',
          details: { bytes: 1_025, max: 1_024, index: 1 },
        });
        assert.deepEqual((await operations.listJobs({})).jobs, []);
        const [stored] = await operations.enqueue('small', [{ payload: 'x'.repeat(1_022) }]);
        assert.equal(stored?.state, 'available');
      });

      it('answers 413, and exit code 2', async () => {
        await scene.project.write(`admin: { port: 0 }${TASKS}`);
        const run = scene.spawn(['run']);
        const url = await run.ready();
        const body = JSON.stringify({ payload: 'x'.repeat(2_000) });
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(`${url}/api/tasks/small/jobs`, { method: 'POST', body, headers });
        assert.equal(answer.status, 413);
        assert.equal(((await answer.json()) as { code: string }).code, 'PAYLOAD_TOO_LARGE');
        const command = scene.spawn(['enqueue', 'small', JSON.stringify('x'.repeat(2_000)), '--server', url]);
        assert.equal((await command.ended).code, 2);
      });
    });
  });
}
