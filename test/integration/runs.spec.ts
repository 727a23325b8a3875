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

    const WORKFLOWS = `
workflows:
  greet:
    description: Greets.
    input: { type: object, required: [who], properties: { who: { type: string }, loud: { type: boolean, default: false } } }
    chain:
      - { task: work, with: { do: ok, result: '\${input.who}' } }
      - { task: work, with: { do: ok, result: { hello: '\${results}', loud: '\${input.loud}' } } }
schedules:
  always: { workflow: greet, every: 1s, payload: { who: clock } }
routes:
  http:
    - { method: POST, path: /greet/:who, workflow: greet, with: { who: '\${params.who}' }, respond: { body: { task_id: '\${run.id}' } } }
`;

    it('begins runs of the manifest by its name, by a request and by the clock', async () => {
      await scene.project.write(`${BASIC}${WORKFLOWS}`);
      const platform = await scene.run();
      server = new AdminServer(platform, { port: 0 });
      await server.start();
      client = await connect({ server: server.url });
      const run = await client.start('greet', { who: 'ann' });
      assert.deepEqual(await run.result({ wait: '20s' }), { hello: 'ann', loud: false });
      const refused = await client.start('greet', { who: 1 }).catch((error: unknown) => error as SkepError);
      assert.ok(refused instanceof Error);
      assert.equal(refused.code, 'INPUT_INVALID');

      const answer = await fetch(new URL('/greet/bea', server.url), { method: 'POST' });
      const { task_id: id, ...rest } = (await answer.json()) as { task_id: string };
      assert.deepEqual([answer.status, rest], [202, {}]);
      assert.equal(answer.headers.get('location'), `/api/runs/${id}`);
      assert.deepEqual(await (await client.runs.get(id)).result({ wait: '20s' }), { hello: 'bea', loud: false });

      const ticked = await waitFor('a tick', async () => {
        const { runs } = (await client?.runs.list({ workflow: 'greet', state: ['completed'] })) ?? { runs: [] };
        return runs.find(({ schedule }) => schedule !== null) ?? null;
      });
      assert.equal(ticked.id, `always@${ticked.schedule?.tickAt ?? ''}`);
      const { operations } = platform;
      const schedule = await operations.schedule('always');
      assert.deepEqual([schedule.workflow, schedule.task], ['greet', null]);
      assert.equal((await operations.getRun((await operations.runSchedule('always')).id)).workflow, 'greet');
      const shown = await operations.workflow('greet');
      assert.deepEqual([shown.size, shown.steps.length], [2, 2]);
      assert.match(shown.drawings.dot, /^digraph/);
    });

    it('are begun by handlers, in the trace and as children of their job, and their ends are told', async () => {
      await scene.project.writeHandler(
        'starts.ts',
        `export const start = async (_payload, ctx) =>
          (await ctx.start({ chain: [{ task: 'work', with: { do: 'ok', result: '\${input.n}' } }] }, { n: 7 }, { id: 'of-' + ctx.job.id })).id;`,
      );
      const starters = ['inline', 'thread', 'process'].map(
        (executor) => `  start.${executor}: { handler: ./handlers/starts.ts#start, executor: ${executor} }\n`,
      );
      await scene.project.write(BASIC.replace('tasks:\n', `tasks:\n${starters.join('')}`));
      const platform = await scene.run();
      const told: string[] = [];
      platform.subscribe((event) => {
        if (event.type.startsWith('run.') && 'runId' in event) told.push(`${event.type} ${event.runId}`);
      });
      client = await connect({ file: scene.project.file, env: {} });
      for (const executor of ['inline', 'thread', 'process']) {
        const job = await client.enqueue(`start.${executor}`, null, { id: executor });
        const run: RunHandle<unknown> = await client.runs.get((await job.result({ wait: '60s' })) as string);
        assert.equal(await run.result({ wait: '20s' }), 7);
        assert.equal((await run.get()).parentId, executor);
        await waitFor('the news of its end', () => told.includes(`run.completed of-${executor}`));
        assert.ok(told.includes(`run.started of-${executor}`));
      }
    });

    it('tell of their steps: what begins, what waits, how it ended', async () => {
      const platform = await scene.run();
      const told: string[] = [];
      platform.subscribe((event) => {
        if (event.type === 'step.started') told.push(`${event.step} ${event.kind} of ${event.total}`);
        if (event.type === 'step.ended') told.push(`${event.step} ${event.state} ${event.error?.message ?? ''}`.trim());
        if (event.type === 'run.failed') told.push('over');
      });
      server = new AdminServer(platform, { port: 0 });
      await server.start();
      client = await connect({ server: server.url });
      const steps = {
        list: ok([1, 2]),
        each: { ...ok('${item}'), needs: ['list'], forEach: '${results}' },
        ask: { wait: { signal: 'go' }, needs: ['each'] },
        fails: { task: 'work', needs: ['ask'], with: { do: 'throw', message: 'secret?' } },
        behind: { ...ok(1), needs: ['fails'] },
      };
      const run = await client.start({ steps }, null, { id: 'told' });
      await waitFor('the wait', () => told.includes('ask wait of 1'));
      await run.signal('go');
      await waitFor('the end', () => told.includes('over'));
      assert.deepEqual(told, [
        'list task of 1',
        'list completed',
        'each task of 2',
        'each completed',
        'ask wait of 1',
        'ask completed',
        'fails task of 1',
        'fails failed secret?',
        'behind skipped',
        'over',
      ]);
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
          // What is told is how it is a moment later: it may have ended again.
          assert.match((await run.resume()).state, /^(running|failed)$/);
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
          assert.equal(await run.signal('late').catch(codeOf), 'STEP_UNKNOWN');
          const asJob = await jobs.get(run.id).catch((error: unknown) => error as SkepError);
          assert.match((asJob as SkepError).hint ?? '', /^it is the id of a run: `skep runs show /);
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
