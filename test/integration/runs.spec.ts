/** Runs of workflows as people use them: the same program over HTTP and straight on the store. */
import assert from 'node:assert/strict';

import { AdminServer } from '../../src/admin/index.ts';
import { connect, type Jobs, type RunHandle, type SkepError } from '../../src/index.ts';
import { ENGINES, engineSupport } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const codeOf = (error: unknown): string => (error as SkepError).code;
const ok = (result: unknown): object => ({ task: 'work', with: { do: 'ok', result } });

for (const { name } of ENGINES) {
  const { harness } = await engineSupport(name);
  describe(`runs of workflows on ${name}`, () => {
    const scene = stage(harness);
    let server: AdminServer | undefined;
    let client: Jobs | undefined;
    beforeEach(() => scene.project.write(BASIC));
    afterEach(async () => {
      await client?.close();
      await server?.stop();
      client = server = undefined;
    });

    for (const way of ['server', 'file'] as const) {
      describe(`by ${way}`, () => {
        let jobs: Jobs;
        beforeEach(async () => {
          server = new AdminServer(await scene.run(), { port: 0 });
          await server.start();
          const { url } = server;
          client = await connect(way === 'server' ? { server: url } : { file: scene.project.file, env: {} });
          jobs = client;
        });

        it('starts one that comes with the call, and waits for its result', async () => {
          const chain = { chain: [ok('one'), { task: 'work', with: { do: 'ok', result: { was: '${results}' } } }] };
          const run = await jobs.start(chain, { n: 1 }, { id: 'own', tags: ['nightly'], headers: { tenant: 'acme' } });
          assert.deepEqual([run.id, run.existing], ['own', false]);
          assert.deepEqual(await run.result({ wait: '20s' }), { was: 'one' });
          assert.equal((await jobs.start(chain, { n: 1 }, { id: 'own' })).existing, true);
          const view = await run.get();
          assert.deepEqual(
            [view.state, view.input, view.tags, view.workflow],
            ['completed', { n: 1 }, ['nightly'], null],
          );
          assert.deepEqual(
            view.steps.map(({ state, does, needs, ids }) => [state, does, needs.length, ids.length]),
            [
              ['completed', 'work', 0, 1],
              ['completed', 'work', 1, 1],
            ],
          );
          const job = await (await jobs.get(view.steps[1]?.ids[0] ?? '')).get();
          assert.deepEqual([job.workflow?.run, job.workflow?.index, job.headers['tenant']], ['own', 0, 'acme']);
        });

        it('is one of a page, newest first', async () => {
          for (const id of ['a', 'b', 'c']) await (await jobs.start({ chain: [ok(id)] }, null, { id })).result();
          const first = await jobs.runs.list({ state: ['completed'], limit: 2 });
          assert.deepEqual([first.runs.map(({ id }) => id), first.runs[0]?.counts.completed], [['c', 'b'], 1]);
          const rest = await jobs.runs.list({ state: ['completed'], limit: 2, cursor: first.next ?? '' });
          assert.deepEqual([rest.runs.map(({ id }) => id), rest.next], [['a'], null]);
          assert.deepEqual((await jobs.runs.list({ state: ['failed'] })).runs, []);
        });

        it('tells why it failed, goes on from there, and is removed', async () => {
          const failing = { task: 'work', with: { do: 'throw', message: 'no mailbox' } };
          const run = await jobs.start({ chain: [ok(1), failing, ok(3)] });
          const error = await run.result({ wait: '20s' }).catch((thrown: unknown) => thrown as SkepError);
          assert.ok(error instanceof Error);
          assert.deepEqual([codeOf(error), (error.details?.['error'] as Error).message], ['RUN_FAILED', 'no mailbox']);
          const states = async (): Promise<string[]> => (await run.steps()).map(({ state }) => state);
          assert.deepEqual(await states(), ['completed', 'failed', 'skipped']);
          assert.equal((await run.resume()).state, 'running');
          await waitFor('its second end', async () => (await run.state()) === 'failed');
          const [first = { name: '' }] = await run.steps();
          const [again] = (await run.resume({ from: [first.name] })).steps;
          assert.match(again?.ids[0] ?? 'its job has a new id', /:1$|a new id/);
          await waitFor('its third end', async () => (await run.state()) === 'failed');
          assert.match((await run.steps())[0]?.ids[0] ?? '', /:1$/);
          assert.equal(await run.resume({ from: ['nope'] }).catch(codeOf), 'STEP_UNKNOWN');
          await run.remove();
          assert.equal(await run.get().catch(codeOf), 'RUN_UNKNOWN');
          assert.equal(await jobs.runs.get(run.id).catch(codeOf), 'RUN_UNKNOWN');
        });

        it('is cancelled as a whole, and waits end by their time', async () => {
          const run = await jobs.start({ chain: [{ task: 'work', with: { do: 'hang' } }, ok(1)] });
          assert.equal(await run.result({ wait: 20 }).catch(codeOf), 'WAIT_TIMED_OUT');
          assert.equal(await run.resume().catch(codeOf), 'STATE_CONFLICT');
          assert.equal(await run.remove().catch(codeOf), 'STATE_CONFLICT');
          assert.match((await run.cancel()).cancelled ?? '', /request/);
          assert.equal(await run.result({ wait: '20s' }).catch(codeOf), 'RUN_CANCELLED');
          assert.equal(await run.cancel().catch(codeOf), 'STATE_CONFLICT');
          assert.equal(await run.signal('late').catch(codeOf), 'STATE_CONFLICT');
        });

        it('is a group of jobs: one id, counts, results in order, whatever their payloads hold', async () => {
          const results = ['${item}', '$${x}', 3, null, { deep: ['${input.a}'] }];
          const payloads = results.map((result) => ({ do: 'ok', result }));
          const run = await jobs.enqueueGroup('work', payloads, { id: 'bulk', tags: ['mail'], priority: 2 });
          assert.deepEqual(await run.result({ wait: '20s' }), results);
          const seen = [];
          for await (const item of run.results('jobs')) seen.push([item.index, item.state, item.result]);
          assert.deepEqual(
            seen,
            results.map((result, index) => [index, 'completed', result]),
          );
          const [step] = await run.steps();
          assert.deepEqual([step?.total, step?.completed, step?.ids.length], [5, 5, 5]);
          const job = await (await jobs.get(step?.ids[3] ?? '')).get();
          assert.deepEqual([job.priority, job.tags, job.payload], [2, ['mail'], { do: 'ok', result: null }]);
          const refused = await jobs.enqueueGroup('work', payloads, { nope: 1 } as object).catch(codeOf);
          assert.equal(refused, 'REQUEST_INVALID');
        });

        it('refuses what cannot be', async () => {
          const codes = await Promise.all([
            jobs.start('nope', null).catch(codeOf),
            jobs.start({ chain: [] }).catch(codeOf),
            jobs.start({ chain: [ok(1)] }, null, { delay: 1 } as object).catch(codeOf),
            jobs.runs.get('nope').catch(codeOf),
          ]);
          assert.deepEqual(codes, ['WORKFLOW_UNKNOWN', 'WORKFLOW_INVALID', 'REQUEST_INVALID', 'RUN_UNKNOWN']);
        });

        it('reads results of many items in pages', async () => {
          const over = Array.from({ length: 1_200 }, (_none, index) => ({ do: 'ok', result: index }));
          const run: RunHandle = await jobs.start({ map: { task: 'work', over: '${input}' } }, over);
          await run.result({ wait: '60s' });
          const [step] = await run.steps();
          let next = 0;
          for await (const { index, result } of run.results(step?.name ?? '')) {
            assert.deepEqual([index, result], [next, next]);
            next += 1;
          }
          assert.equal(next, 1_200);
        });
      });
    }
  });
}
