/** What tasks say of their results, from the manifest to API, CLI and client, on each engine. */
import assert from 'node:assert/strict';

import { connect } from '../../src/client/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { Receiver } from '../support/receiver.ts';
import { enqueue, finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const ECHO = `export default (payload, ctx) => {
  ctx.progress(1, 2, 'halfway: ' + payload.length);
  return payload;
};
`;
/** With its quotes. */
const MOST = 16 * 1024 * 1024 - 2;
const LARGE = 3 * 1024 * 1024;
const TASKS = `
admin: { port: 0 }
tasks:
  dropped: { handler: ./handlers/echo.mjs, result: ignore }
  brief: { handler: ./handlers/echo.mjs, result: { keep: 1s } }
  small: { handler: ./handlers/echo.mjs, result: { max: 10b } }
  secret: { handler: ./handlers/echo.mjs, result: { keep: 1h }, sensitive: [result] }
`;

for (const harness of ANY_ENGINE) {
  describe(`results on ${harness.name}`, () => {
    const scene = stage(harness);

    beforeEach(async () => {
      await scene.project.writeHandler('echo.mjs', ECHO);
      await scene.project.write(TASKS);
    });

    it('one that is ignored is not stored, and the job says so', async () => {
      const platform = await scene.run({ roles: ['worker'] });
      const id = (await platform.operations.enqueue('dropped', [{ payload: 'text' }]))[0]?.id ?? '';
      const { state, result, resultGone, resultUntil } = await finished(platform, id);
      assert.deepEqual([state, result, resultGone, resultUntil], ['completed', null, 'ignored', null]);
    });

    it('one over its limit ends the job with a code and what to do', async () => {
      const platform = await scene.run({ roles: ['worker'] });
      const id = (await platform.operations.enqueue('small', [{ payload: 'x'.repeat(9) }]))[0]?.id ?? '';
      const { state, error, attempt } = await finished(platform, id);
      assert.deepEqual([state, error?.code, attempt], ['dead', 'RESULT_TOO_LARGE', 1]);
      assert.match(error?.message ?? '', /11 bytes as JSON; the limit is 10, the result\.max of small/);
    });

    it('one is as large as the task says, whatever does the work', async () => {
      const receiver = await new Receiver().start();
      receiver.answers = [{ status: 200, body: Buffer.alloc(LARGE, 'a') }];
      const say = `process.stdout.write('::skep {"result":"' + 'a'.repeat(${LARGE}) + '"}\\n')`;
      const command = JSON.stringify([process.execPath, '-e', say]);
      const max = 'result: { max: 4mb }';
      const handler = 'handler: ./handlers/large.mjs';
      await scene.project.writeHandler('large.mjs', `export default () => 'a'.repeat(${LARGE});`);
      await scene.project.write(`
admin: { port: 0 }
tasks:
  inline: { ${handler}, ${max} }
  thread: { ${handler}, executor: thread, ${max} }
  process: { ${handler}, executor: process, ${max} }
  command: { command: ${command}, ${max} }
  request: { request: { url: "${receiver.url}", allowPrivate: true }, ${max} }
  cut: { command: ${command}, result: { max: 1mb } }
`);
      try {
        const platform = await scene.run({ roles: ['worker'] });
        for (const task of ['inline', 'thread', 'process', 'command', 'request']) {
          const job = await finished(platform, await enqueue(platform, {}, {}, task));
          assert.deepEqual([task, job.state, job.error], [task, 'completed', null]);
          assert.ok(job.result === 'a'.repeat(LARGE), task);
        }
        const cut = await finished(platform, await enqueue(platform, {}, {}, 'cut'));
        assert.deepEqual([cut.state, cut.error?.code], ['dead', 'RESULT_TOO_LARGE']);
        assert.match(cut.error?.message ?? '', /more than 1mb; raise result\.max/);
      } finally {
        await receiver.stop();
      }
    });

    it('the largest that a task may have is there for the API and clients', async () => {
      await scene.project.writeHandler('large.mjs', `export default () => 'a'.repeat(${MOST});`);
      await scene.project.write(
        `admin: { port: 0 }\ntasks: { most: { handler: ./handlers/large.mjs, result: { max: 16mb } } }\n`,
      );
      const client = await connect({ server: await scene.spawn(['run']).ready() });
      try {
        const handle = await client.enqueue('most', {});
        assert.ok((await handle.result({ wait: '30s' })) === 'a'.repeat(MOST));
      } finally {
        await client.close();
      }
    });

    it('one that is hidden stays so, with its time', async () => {
      const platform = await scene.run({ roles: ['worker'] });
      const id = (await platform.operations.enqueue('secret', [{ payload: 'text' }]))[0]?.id ?? '';
      const { result, resultGone, resultUntil, finishedAt } = await finished(platform, id);
      assert.deepEqual([result, resultGone], ['[hidden]', null]);
      assert.equal(Date.parse(resultUntil ?? '') - Date.parse(finishedAt ?? ''), 3_600_000);
    });

    it('one whose time is over is told as expired by API, CLI and client, also where the worker was killed meanwhile', async () => {
      const run = scene.spawn(['run']);
      const url = await run.ready();
      const client = await connect({ server: url });
      try {
        const handle = await client.enqueue('brief', 'text');
        assert.equal(await handle.result({ wait: '30s' }), 'text');
        // Between the end and the removal: nobody is left who could have had it in mind.
        const oracle = await scene.run({ roles: [] });
        await run.kill();
        const gone = (): Promise<boolean> =>
          oracle.operations.getJob(handle.id).then(({ resultGone }) => resultGone === 'expired');
        await waitFor('its time', gone);
        const { state, result, progress } = await oracle.operations.getJob(handle.id);
        assert.deepEqual([state, result, progress?.message], ['completed', null, 'halfway: 4']);
        const shown = await scene.spawn(['jobs', 'show', handle.id]).ended;
        assert.match(shown.stdout, /result: +\(expired at 20/);
        assert.match(shown.stdout, /progress: +1 of 2 \(halfway: 4\)/);
        const again = scene.spawn(['run']);
        const other = await connect({ server: await again.ready() });
        await assert.rejects(async () => (await other.get(handle.id)).result(), { code: 'RESULT_EXPIRED' });
        await other.close();
      } finally {
        await client.close();
      }
    });
  });
}
