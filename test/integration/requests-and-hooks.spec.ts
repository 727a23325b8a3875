/** Tasks that are requests, and hooks, through the whole platform; whoever is told by HTTP is a real server. */
import { strict as assert } from 'node:assert';

import type { JobView } from '../../src/api/index.ts';
import type { LifecycleEvent } from '../../src/core/index.ts';
import type { Platform } from '../../src/platform/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { Receiver } from '../support/receiver.ts';
import { enqueue, finished, inState, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const HANDLERS = `
const seen = (globalThis.skepHooksSeen ??= []);
export async function work({ how }, ctx) {
  if (how === 'fail') throw new Error('no');
  if (how === 'dead') throw ctx.dead('enough');
  if (how === 'cancel') throw ctx.cancel('not wanted');
  if (how === 'wait') await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve));
  return { done: how };
}
export const note = () => null;
export async function told(what, ctx) {
  const { event, job, result, error, nextAt } = what;
  seen.push({ event, id: job.id, result, error: error?.message ?? null, next: nextAt !== null, attempt: ctx.attempt });
  if (job.payload.child) await ctx.enqueue('note', { of: event }, { id: job.id + '-child-' + event });
}
export function throws() { throw new Error('a hook fell over'); }
`;

interface Seen {
  readonly event: string;
  readonly id: string;
}

const functionsSaw = (id: string): readonly Seen[] =>
  ((globalThis as unknown as { skepHooksSeen?: Seen[] }).skepHooksSeen ?? []).filter((seen) => seen.id === id);

for (const harness of ANY_ENGINE) {
  describe(`requests and hooks on ${harness.name}`, () => {
    const scene = stage(harness);
    let receiver: Receiver;
    beforeEach(async () => {
      receiver = await new Receiver().start();
      await scene.project.writeHandler('hooks.mjs', HANDLERS);
    });
    afterEach(() => receiver.stop());

    const write = (tasks: string): Promise<void> =>
      scene.project.write(`defaults: { retry: quick }
retryPolicies: { quick: { maxAttempts: 2, backoff: { type: fixed, base: 1ms } } }
tasks:
  note: ./handlers/hooks.mjs#note
${tasks}
admin: { port: 0 }
reload: { debounce: 30ms }`);
    const run = async (tasks: string): Promise<Platform> => {
      await write(tasks);
      return scene.run();
    };
    const jobsOf = async (platform: Platform, task: string): Promise<readonly JobView[]> => {
      const { jobs } = await platform.operations.listJobs({ task, limit: 100 });
      return Promise.all(jobs.map(({ id }) => platform.operations.getJob(id)));
    };

    it('a request completes with its answer, is tried again when it fails, at the time that is asked for, and dies of a 4xx', async () => {
      const platform = await run(`
  sync: { request: { url: "${receiver.url}/\${payload.id}", sign: { secret: shared }, allowPrivate: true } }`);
      receiver.answers = [{ status: 500 }, { status: 200, body: '{"ok":true}' }];
      const first = await finished(platform, await enqueue(platform, { id: 1 }, {}, 'sync'));
      assert.deepEqual([first.state, first.result, first.attempt], ['completed', { ok: true }, 2]);
      assert.equal(first.attempts[0]?.error?.code, 'REQUEST_FAILED');
      assert.deepEqual(
        receiver.received.map(({ url, headers }) => [url, headers['skep-attempt']]),
        [
          ['/1', '1'],
          ['/1', '2'],
        ],
      );
      receiver.answers = [{ status: 429, headers: { 'retry-after': '3600' } }];
      const id = await enqueue(platform, { id: 2 }, {}, 'sync');
      const waiting = await inState(platform, id, 'retryable');
      assert.ok(Date.parse(waiting.runAt) - Date.parse(waiting.attempts[0]!.finishedAt) > 3_500_000);
      receiver.answers = [{ status: 404, body: 'gone' }];
      const dead = await finished(platform, await enqueue(platform, { id: 3 }, {}, 'sync'));
      assert.deepEqual([dead.state, dead.error?.code, dead.attempt], ['dead', 'REQUEST_REJECTED', 1]);
      const view = await platform.operations.task('sync');
      assert.deepEqual([view.handler, view.request], [null, `POST ${receiver.url}`]);
    });

    it('a request to this machine is refused where it is not allowed, and a cancel ends one under way', async () => {
      const platform = await run(`
  out: { request: { url: "\${payload.url}" } }
  slow: { request: { url: "${receiver.url}", allowPrivate: true } }`);
      const dead = await finished(platform, await enqueue(platform, { url: receiver.url }, {}, 'out'));
      assert.deepEqual([dead.state, dead.error?.code], ['dead', 'REQUEST_REFUSED']);
      assert.equal(receiver.received.length, 0);
      receiver.answers = ['hang'];
      const id = await enqueue(platform, {}, {}, 'slow');
      await waitFor('the request', () => receiver.received.length === 1);
      await platform.operations.cancelJob(id);
      await waitFor('its end', () => receiver.broken === 1);
    });

    it('functions are told of each event, once, in this process', async () => {
      const each = ['start', 'success', 'retry', 'failure', 'cancel'].map(
        (event) => `${event}: ./handlers/hooks.mjs#told`,
      );
      const platform = await run(`
  work: { handler: ./handlers/hooks.mjs#work, on: { ${each.join(', ')} } }`);
      const events = async (how: string, extra: object = {}): Promise<readonly unknown[]> => {
        const id = await enqueue(platform, { how, ...extra }, {}, 'work');
        const { state } = await finished(platform, id);
        const last = { completed: 'success', dead: 'failure', cancelled: 'cancel' }[state as 'dead'];
        await waitFor(`the last hook of ${how}`, () => functionsSaw(id).some(({ event }) => event === last));
        return functionsSaw(id).map((seen) => Object.values<unknown>({ ...seen }).filter((value) => value !== id));
      };
      assert.deepEqual(await events('ok', { child: true }), [
        ['start', null, null, false, 1],
        ['success', { done: 'ok' }, null, false, 1],
      ]);
      assert.deepEqual(await events('fail'), [
        ['start', null, null, false, 1],
        ['retry', null, 'no', true, 1],
        ['start', null, null, false, 2],
        ['failure', null, 'no', false, 2],
      ]);
      assert.deepEqual((await events('cancel')).at(-1), ['cancel', null, 'not wanted', false, 1]);
      const children = await waitFor('its children', async () => {
        const jobs = await jobsOf(platform, 'note');
        return jobs.length === 2 && jobs;
      });
      assert.deepEqual(children.map(({ payload }) => (payload as { of: string }).of).toSorted(), ['start', 'success']);
      const id = await enqueue(platform, { how: 'wait' }, {}, 'work');
      await inState(platform, id, 'running');
      await platform.operations.cancelJob(id);
      await waitFor('the cancel hook', () => functionsSaw(id).some(({ event }) => event === 'cancel'));
    });

    it('a function that fails is told, and changes nothing', async () => {
      const platform = await run(`
  work: { handler: ./handlers/hooks.mjs#work, on: { success: [./handlers/hooks.mjs#throws, ./handlers/hooks.mjs#told] } }`);
      const events: LifecycleEvent[] = [];
      platform.subscribe((event) => event.type === 'hook.failed' && events.push(event));
      const id = await enqueue(platform, { how: 'ok' }, {}, 'work');
      assert.equal((await finished(platform, id)).state, 'completed');
      const [failed] = await waitFor('the failure', () => events.length > 0 && functionsSaw(id).length > 0 && events);
      assert.ok(failed?.type === 'hook.failed');
      const { on, hook, error, job } = failed;
      assert.deepEqual(
        [on, hook, error.message, job.id],
        ['success', './handlers/hooks.mjs#throws', 'a hook fell over', id],
      );
    });

    it('a reload brings another function, and takes hooks away', async () => {
      const platform = await run(`
  work: { handler: ./handlers/hooks.mjs#work, on: { success: ./handlers/hooks.mjs#told } }`);
      await scene.project.writeHandler(
        'hooks.mjs',
        HANDLERS.replace('seen.push({ event,', "seen.push({ event: event + '!',"),
      );
      await waitFor('the other function', async () => {
        const id = await enqueue(platform, { how: 'ok' }, {}, 'work');
        await finished(platform, id);
        return functionsSaw(id).some(({ event }) => event === 'success!');
      });
    });

    it('tasks get a job for each event with what is known of it, and a hook of a hook makes none', async () => {
      const hook = (event: string): string =>
        `${event}: { task: alert, with: { on: ${event}, id: "\${job.id}", n: "\${job.attempt}", how: "\${job.payload.how}", why: "\${error.message}", got: "\${result}" } }`;
      const platform = await run(`
  alert: { handler: ./handlers/hooks.mjs#note, on: { success: { task: note }, start: { task: note } } }
  work: { handler: ./handlers/hooks.mjs#work, on: { ${['start', 'success', 'retry', 'failure', 'cancel'].map(hook).join(', ')} } }`);
      const told = async (how: string, count: number): Promise<readonly unknown[]> => {
        const id = await enqueue(platform, { how }, {}, 'work');
        await finished(platform, id);
        const jobs = await waitFor(`what follows from ${how}`, async () => {
          const all = await jobsOf(platform, 'alert');
          const own = all.filter(({ parentId, state }) => parentId === id && state === 'completed');
          return own.length >= count && own;
        });
        assert.equal(new Set(jobs.map((job) => job.id)).size, count);
        assert.ok(jobs.every((job) => job.id.startsWith(`${id}.`) && job.headers['skep-hook'] !== undefined));
        return jobs
          .map(({ payload }) => {
            const { on, n, how: was, why, got } = payload as Record<string, unknown>;
            assert.equal(was, how);
            return `${String(on)} ${String(n)} ${String(why)} ${JSON.stringify(got)}`;
          })
          .toSorted();
      };
      assert.deepEqual(await told('ok', 2), ['start 1 null null', 'success 1 null {"done":"ok"}']);
      assert.deepEqual(await told('fail', 4), [
        'failure 2 no null',
        'retry 1 no null',
        'start 1 null null',
        'start 2 null null',
      ]);
      assert.deepEqual(await told('dead', 2), ['failure 1 enough null', 'start 1 null null']);
      assert.deepEqual(await told('cancel', 2), ['cancel 1 not wanted null', 'start 1 null null']);
      const later = await enqueue(platform, { how: 'ok' }, { delay: '1h' }, 'work');
      await platform.operations.cancelJob(later);
      const cancelled = await waitFor('the hook of a job that never ran', async () => {
        return (await jobsOf(platform, 'alert')).find(({ parentId }) => parentId === later);
      });
      assert.equal(cancelled.id.replace(/\.[0-9a-f]{12}\./, '.KEY.'), `${later}.cancel.KEY.0`);
      assert.equal((await jobsOf(platform, 'note')).length, 0, 'hooks of hooks');
    });

    it('a URL is told, signed, again when it fails; what is secret is in no job', async () => {
      const other = await new Receiver().start('127.0.0.2');
      const hook = `{ webhook: "${receiver.url}/in?key=canary-url", secret: canary-secret, headers: { authorization: canary-header }, allowPrivate: true }`;
      const platform = await run(`
  work: { handler: ./handlers/hooks.mjs#work, on: { failure: ${hook}, success: [${hook}, { webhook: "http://127.0.0.2:${other.port}", allowPrivate: true }] } }`);
      const id = await enqueue(platform, { how: 'ok', card: 'canary-payload' }, {}, 'work');
      await finished(platform, id);
      await waitFor('both', () => receiver.received.length + other.received.length === 2);
      const [{ method, url, headers, body } = assert.fail()] = receiver.received;
      assert.deepEqual([method, url, headers.authorization], ['POST', '/in?key=canary-url', 'canary-header']);
      assert.match(String(headers['skep-signature']), /^t=\d+,v1=[0-9a-f]{64}$/);
      assert.equal(other.received[0]?.headers['skep-signature'], undefined);
      const { event, job, result, error, nextAt, ...rest } = JSON.parse(body) as Record<string, unknown>;
      assert.deepEqual([event, result, error, nextAt, rest], ['success', { done: 'ok' }, null, null, {}]);
      const { createdAt, startedAt, finishedAt, ...about } = job as Record<string, unknown>;
      assert.ok(createdAt && startedAt && finishedAt);
      assert.deepEqual(about, {
        id,
        task: 'work',
        queue: 'default',
        state: 'completed',
        attempt: 1,
        maxAttempts: 2,
        tags: [],
      });
      const webhooks = await jobsOf(platform, 'skep.webhook');
      assert.equal(webhooks.length, 2);
      assert.ok(!JSON.stringify(webhooks).includes('canary'));
      for (const one of webhooks) assert.deepEqual((await finished(platform, one.id)).result, { status: 200 });
      receiver.answers = ['reset'];
      const dead = await enqueue(platform, { how: 'dead' }, {}, 'work');
      await finished(platform, dead);
      const retried = await waitFor('the webhook to be tried again later', async () => {
        const all = await jobsOf(platform, 'skep.webhook');
        return all.find(({ parentId, state }) => parentId === dead && state === 'retryable');
      });
      assert.deepEqual([retried.attempts[0]?.error?.code, retried.maxAttempts], ['REQUEST_UNREACHABLE', 10]);
      receiver.answers = [{ status: 204 }];
      await platform.operations.retryJob(retried.id);
      assert.equal((await finished(platform, retried.id)).state, 'completed');
      assert.equal(
        (JSON.parse(receiver.received.at(-1)!.body) as { error: { message: string } }).error.message,
        'enough',
      );
      await other.stop();
    });

    it('a URL is told of the end of a run, also of one whose workflow has another name by then', async () => {
      const flow = (name: string): string => `
workflows:
  ${name}: { steps: { ask: { wait: { signal: go } } }, on: { success: { webhook: "${receiver.url}/runs", allowPrivate: true } } }`;
      const { operations } = await run(flow('digest'));
      const first = await operations.startRun({ workflow: 'digest', input: null });
      const second = await operations.startRun({ workflow: 'digest', input: null });
      const end = async ({ id }: { readonly id: string }, nth: number): Promise<void> => {
        await operations.signalRun(id, 'go', { said: nth });
        await waitFor('a word of it', () => receiver.received.length >= nth);
        const { event, run, result, error, ...rest } = JSON.parse(receiver.received.at(-1)!.body) as {
          readonly [key: string]: unknown;
          readonly run: object;
        };
        assert.deepEqual([event, result, error, rest], ['success', { said: nth }, null, {}]);
        const { createdAt, finishedAt, ...about } = run as Record<string, unknown>;
        assert.ok(createdAt && finishedAt);
        assert.deepEqual(about, { id, workflow: 'digest', state: 'completed' });
      };
      await end(first, 1);
      await write(`${flow('news')}\nmoved: { workflows: { digest: { movedTo: news } } }`);
      await operations.reload();
      await end(second, 2);
    });
  });
}
