/** connect(): the same program over HTTP and straight on the store. */
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { type Context, context, type ContextManager, ROOT_CONTEXT, trace } from '@opentelemetry/api';

import { AdminServer } from '../../src/admin/index.ts';
import { connect, type Jobs, type SkepError } from '../../src/index.ts';
import { ENGINES, engineSupport } from '../support/engines.ts';
import { Proxy } from '../support/proxy.ts';
import { BASIC } from '../support/project.ts';
import { stage } from '../support/stage.ts';

const codeOf = (error: unknown): string => (error as SkepError).code;
const WAYS = ['server', 'file'] as const;

const TRACEPARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

/** A program that has registered OpenTelemetry: what `inside` runs has an active span. */
async function withSpan(program: (inside: <T>(fn: () => T) => T) => Promise<void>): Promise<void> {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (given, fn, self, ...args) => storage.run(given, () => fn.call(self!, ...args)),
    bind: (_given, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  context.setGlobalContextManager(manager);
  const [, traceId = '', spanId = ''] = TRACEPARENT.split('-');
  const caller = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1 });
  try {
    await program((fn) => context.with(caller, fn));
  } finally {
    context.disable();
  }
}

for (const { name } of ENGINES) {
  const { harness } = await engineSupport(name);
  describe(`connect() on ${name}`, () => {
    const scene = stage(harness);
    let server: AdminServer | undefined;
    let jobs: Jobs | undefined;
    let proxy: Proxy | undefined;
    beforeEach(() => scene.project.write(BASIC));
    afterEach(async () => {
      await jobs?.close();
      await server?.stop();
      await proxy?.close();
      jobs = server = proxy = undefined;
    });

    async function served(): Promise<AdminServer> {
      server = new AdminServer(await scene.run(), { port: 0 });
      await server.start();
      return server;
    }

    for (const way of WAYS) {
      describe(`by ${way}`, () => {
        beforeEach(async () => {
          const { url } = await served();
          jobs = await connect(way === 'server' ? { server: url } : { file: scene.project.file, env: {} });
        });
        const client = (): Jobs => jobs ?? assert.fail('not connected');

        it('enqueues, waits, and gives the result', async () => {
          const job = await client().enqueue('work', { do: 'ok', result: { sent: 1 } }, { id: 'one' });
          assert.deepEqual([job.id, job.existing], ['one', false]);
          assert.deepEqual(await job.result({ wait: '20s' }), { sent: 1 });
          assert.equal(await job.state(), 'completed');
          assert.equal((await client().enqueue('work', { do: 'ok' }, { id: 'one' })).existing, true);
          assert.deepEqual(
            (await client().list({ task: 'work' })).jobs.map(({ id }) => id),
            ['one'],
          );
          assert.deepEqual(await (await client().get('one')).result(), { sent: 1 });
        });

        it('enqueues many or none', async () => {
          const many = await client().enqueueMany('work', [
            { payload: { do: 'ok', result: 1 } },
            { payload: { do: 'ok', result: 2 } },
          ]);
          assert.deepEqual(await Promise.all(many.map((one) => one.result())), [1, 2]);
          assert.deepEqual(await client().enqueueMany('work', []), []);
          await assert.rejects(client().enqueueMany('work', {} as never), { code: 'USAGE' });
          await assert.rejects(client().enqueueGroup('work', {} as never), { code: 'USAGE' });
        });

        it('tells of a dead job by its code and its error', async () => {
          const job = await client().enqueue('work', { do: 'throw', message: 'no mailbox' }, { maxAttempts: 1 });
          const error: SkepError = await job.result().then(
            () => assert.fail('it has a result'),
            (thrown: unknown) => thrown as SkepError,
          );
          assert.deepEqual([error.code, (error.details?.['error'] as Error).message], ['JOB_DEAD', 'no mailbox']);
        });

        it('cancels, ends a wait by its time and by its signal', async () => {
          const job = await client().enqueue('work', { do: 'ok' }, { delay: '1h' });
          assert.equal(await job.result({ wait: 20 }).catch(codeOf), 'WAIT_TIMED_OUT');
          const aborter = new AbortController();
          const waiting = job.result({ signal: aborter.signal }).catch((error: unknown) => error);
          aborter.abort(new Error('enough'));
          assert.equal(((await waiting) as Error).message, 'enough');
          assert.equal((await job.cancel()).state, 'cancelled');
          assert.equal(await job.result().catch(codeOf), 'JOB_CANCELLED');
          assert.equal(await job.cancel().catch(codeOf), 'STATE_CONFLICT');
        });

        it('tells what becomes of a job, to its end', async () => {
          const job = await client().enqueue('work', { do: 'throw', until: 1, message: 'no mailbox' });
          const seen: unknown[] = [];
          for await (const news of job.events()) {
            if (news.type === 'attempt') seen.push([news.attempt.number, news.attempt.error?.message]);
            if (news.type === 'state' && news.job.finished) seen.push(news.state);
          }
          assert.deepEqual(seen, [[1, 'no mailbox'], [2, undefined], 'completed']);
          const lines = await client().enqueue('work', { do: 'log', lines: ['one', 'two'] });
          const told: string[] = [];
          for await (const news of lines.events()) if (news.type === 'log') told.push(news.line.line);
          assert.deepEqual(told, ['one', 'two']);
        });

        it('tells what becomes of a run, to its end', async () => {
          const run = await client().enqueueGroup('work', [{ do: 'ok' }, { do: 'ok' }]);
          let [completed, last] = [0, ''];
          for await (const news of run.events({ every: '50ms' })) {
            if (news.type === 'state') last = news.state;
            completed = news.type === 'step' ? news.step.completed : (news.run.steps[0]?.completed ?? 0);
          }
          assert.deepEqual([completed, last], [2, 'completed']);
        });

        it('ends what follows a job by its signal, and by close', async () => {
          const job = await client().enqueue('work', { do: 'ok' }, { delay: '1h' });
          const aborter = new AbortController();
          const following = job.events({ signal: aborter.signal });
          assert.equal((await following.next()).value?.type, 'state');
          const next = following.next().catch((error: unknown) => error);
          aborter.abort(new Error('enough'));
          assert.equal(((await next) as Error).message, 'enough');
          const other = job.events();
          await other.next();
          const last = other.next().catch(codeOf);
          await client().close();
          assert.equal(await last, 'STOPPING');
          assert.equal(await client().list().catch(codeOf), 'STOPPING');
        });

        it('refuses with the same codes', async () => {
          const codes = await Promise.all(
            [client().enqueue('wrok', {}), client().get('nobody'), client().enqueue('work', {}, { delay: 'soon' })].map(
              (call) => (call as Promise<unknown>).catch(codeOf),
            ),
          );
          assert.deepEqual(codes, ['TASK_UNKNOWN', 'JOB_UNKNOWN', 'REQUEST_INVALID']);
        });
      });
    }

    it('makes one job of an enqueue whose answer was lost', async () => {
      const { url } = await served();
      proxy = await Proxy.start(Number(new URL(url).port));
      jobs = await connect({ server: proxy.url.replace('redis:', 'http:') });
      const sprung = proxy.cutOn(['/api/tasks/work/jobs'], 'reply');
      const job = await jobs.enqueue('work', { do: 'ok', result: 5 });
      await sprung;
      assert.equal(job.existing, false);
      assert.equal(await job.result(), 5);
      assert.equal((await jobs.list()).jobs.length, 1);
    });

    it("lets the caller's trace go on, straight on the store", async () => {
      jobs = await connect({ file: scene.project.file, env: {} });
      const client = jobs;
      await withSpan(async (inside) => {
        const job = await inside(() => client.enqueue('work', { do: 'ok' }));
        assert.equal((await job.get()).traceparent, TRACEPARENT);
        assert.equal((await (await client.enqueue('work', { do: 'ok' })).get()).traceparent, null);
      });
    });

    it('straight on the store loads no handler', async () => {
      await writeFile(path.join(scene.project.folder, 'handlers/fixture.ts'), 'throw new Error("loaded");\n');
      jobs = await connect({ file: scene.project.file, env: {} });
      assert.equal(await (await jobs.enqueue('work', { do: 'ok' })).state(), 'available');
    });
  });
}

describe('connect()', () => {
  it('tells what it cannot use', async () => {
    const wrong: readonly [unknown, RegExp][] = [
      [undefined, /takes an object/],
      [{}, /a file or a server/],
      [{ file: 'a', server: 'b' }, /a file or a server/],
      [{ sevrer: 'http://127.0.0.1' }, /no option of connect "sevrer"/],
      [{ server: 'http://127.0.0.1', timeout: 'soon' }, /not a duration/],
    ];
    for (const [options, message] of wrong) await assert.rejects(connect(options as { file: string }), { message });
    await assert.rejects(connect({ file: 'nowhere.yaml' }), { code: 'MANIFEST_NOT_FOUND' });
  });

  it("lets the caller's trace go on over HTTP", async () => {
    const seen: unknown[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers['traceparent']);
      response.end('{"jobs":[],"next":null}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = await connect({ server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    await withSpan(async (inside) => {
      await inside(() => client.list());
      await client.list();
    });
    assert.deepEqual(seen, [TRACEPARENT, undefined]);
    await client.close();
    server.closeAllConnections();
    server.close();
  });

  it('gives up on a server that says nothing, and on close', async () => {
    const mute = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const server = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const hasty = await connect({ server, timeout: 50, retryFor: 0 });
    assert.equal(await hasty.list().catch(codeOf), 'SERVER_UNREACHABLE');
    const patient = await connect({ server });
    const asking = patient.list().catch(codeOf);
    await patient.close();
    assert.equal(await asking, 'STOPPING');
    mute.closeAllConnections();
    mute.close();
  });
});
