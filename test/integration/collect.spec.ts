/** Tasks with `collect` go through the real worker, on each engine: one call for many jobs, each with a life of its own. */
import assert from 'node:assert/strict';

import type { CollectContext, CollectHandler, Handler, Job } from '../../src/core/index.ts';
import { systemClock } from '../../src/foundation/index.ts';
import { Enqueuer, waitForJob, Worker } from '../../src/runtime/index.ts';
import { INFO } from '../conformance/hand.ts';
import { scene } from '../conformance/harness.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { waitFor } from '../support/wait-for.ts';
import { depsOf, generationOf, type TaskParts, type TestDeps } from '../unit/runtime/parts.ts';

const HOUR = 3_600_000;
type Payload = { readonly n: number; readonly to?: string };

for (const harness of ANY_ENGINE) {
  describe(`tasks that collect, on ${harness.name}`, () => {
    // Before those of scene(), which close the engine.
    afterEach(async () => {
      worker.hurry();
      await worker.stop();
      await at.engine.fleet.leave();
    });

    const at = scene(harness);
    let deps: TestDeps;
    let worker: Worker;
    let calls: (readonly Payload[])[];

    const collects = (run: CollectHandler<Payload>, size: number, more: TaskParts = {}): TaskParts => {
      const handler: CollectHandler<Payload> = (payloads, ctx) => {
        calls.push(payloads);
        return run(payloads, ctx);
      };
      const collect = { size, waitMs: HOUR, key: null };
      return { collect, ...more, handler: handler as unknown as Handler };
    };

    async function start(work: TaskParts, { places = 2, other = {} } = {}): Promise<void> {
      calls = [];
      deps = depsOf(
        at.engine,
        generationOf({ tasks: { work, other }, queues: { default: places }, shutdownTimeoutMs: PATIENCE_MS }),
        systemClock,
      );
      await at.engine.fleet.join({ ...INFO });
      worker = new Worker(deps);
      await worker.start();
    }

    async function enqueue(count: number, payload: (n: number) => Payload = (n) => ({ n })): Promise<string[]> {
      const items = Array.from({ length: count }, (_, n) => ({ payload: payload(n) }));
      const receipts = await new Enqueuer(deps).enqueue('work', items);
      return receipts.map(({ id }) => id);
    }

    async function found(id: string): Promise<Job> {
      const job = await waitForJob(at.engine.jobs, id, { waitMs: 0, clock: systemClock });
      assert.ok(job);
      return job;
    }

    const settled = (ids: readonly string[]): Promise<Job[]> =>
      waitFor('the end of all attempts', async () => {
        const jobs = await Promise.all(ids.map(found));
        return jobs.every(({ state }) => state !== 'running' && state !== 'available') && jobs;
      });

    const running = (ids: readonly string[]): Promise<boolean> =>
      waitFor('all to be taken', async () => {
        const jobs = await Promise.all(ids.map(found));
        return jobs.every(({ state }) => state === 'running');
      });

    it('gives as many payloads as wait to one call, and each job its own result', async () => {
      await start(collects((payloads) => payloads.map(({ n }) => n * 2), 4));
      const jobs = await settled(await enqueue(8));
      assert.deepEqual(calls.map((payloads) => payloads.map(({ n }) => n)), [[0, 1, 2, 3], [4, 5, 6, 7]]); // prettier-ignore
      assert.deepEqual(jobs.map(({ state, result, attempt }) => [state, result, attempt]), jobs.map((_, n) => ['completed', n * 2, 1])); // prettier-ignore
    });

    it('ends each job with its answer, and fails what has none', async () => {
      const answers = (payloads: readonly Payload[], ctx: CollectContext<Payload>): readonly unknown[] => [
        'done',
        new TypeError('no good'),
        ctx.retry({ in: '1h', cause: new RangeError('later') }),
        ctx.snooze('1h'),
        ctx.dead('never'),
        ctx.cancel('not wanted'),
        ...['fulfilled', 'rejected'].map((status) => ({ status, value: 7, reason: new Error('settled') })),
        Promise.resolve('soon'),
        Promise.reject(new Error('of a promise')),
      ];
      await start(collects(answers, 11));
      const jobs = await settled(await enqueue(11));
      const told = jobs.map(({ state, result, error, attempts }) => [state, result ?? (error ?? attempts[0]?.error)?.message]); // prettier-ignore
      assert.deepEqual(told, [
        ['completed', 'done'],
        ['retryable', 'no good'],
        ['retryable', 'later'],
        ['scheduled', undefined],
        ['dead', 'never'],
        ['cancelled', 'not wanted'],
        ['completed', 7],
        ['retryable', 'settled'],
        ['completed', 'soon'],
        ['retryable', 'of a promise'],
        ['retryable', 'the handler gave no answer at 10 for 11 jobs'],
      ]);
      assert.equal(jobs[10]?.attempts[0]?.error?.code, 'COLLECT_UNANSWERED');
      assert.equal(jobs[3]?.attempt, 0);
    });

    it('fails all with what the handler throws, and with answers that are too many or no list', async () => {
      const wrong = [() => Promise.reject(new Error('all of it')), () => [1, 2, 3], () => ({})];
      await start(collects(() => wrong[calls.length - 1]?.() as never, 2));
      for (const text of [
        'all of it',
        'the handler gave 3 answers for 2 jobs',
        'the handler gave no list of answers for 2 jobs',
      ]) {
        const jobs = await settled(await enqueue(2));
        assert.deepEqual(jobs.map(({ state, attempts }) => [state, attempts[0]?.error?.message]), Array(2).fill(['retryable', text])); // prettier-ignore
      }
    });

    it('begins with those that have come when the wait of the first is over', async () => {
      await start(
        collects((payloads) => payloads.map(() => null), 100, { collect: { size: 100, waitMs: 50, key: null } }),
      );
      await settled(await enqueue(3));
      assert.deepEqual(calls.map(({ length }) => length), [3]); // prettier-ignore
    });

    it('lets others run while jobs wait for company, on the only place', async () => {
      await start(
        collects((payloads) => payloads.map(() => null), 3),
        { places: 1 },
      );
      const waiting = await enqueue(2);
      await running(waiting);
      const [other] = await new Enqueuer(deps).enqueue('other', [{ payload: null }]);
      await settled([other?.id ?? '']);
      assert.equal(calls.length, 0);
      await settled([...waiting, ...(await enqueue(1))]);
      assert.equal(calls.length, 1);
    });

    it('keeps only jobs with the same key together', async () => {
      const collect = { size: 2, waitMs: HOUR, key: 'payload.to' };
      await start(
        collects((payloads) => payloads.map(() => null), 2, { collect }),
        { places: 10 },
      );
      await settled(await enqueue(6, (n) => ({ n, to: 'abcabc'.charAt(n) })));
      for (const payloads of calls) assert.equal(new Set(payloads.map(({ to }) => to)).size, 1);
      assert.equal(calls.flat().length, 6);
    });

    it('aborts the signal of the one that is cancelled, and goes on with the others', async () => {
      let release: () => void = () => undefined;
      const aborted: boolean[][] = [];
      const run: CollectHandler<Payload> = async (payloads, ctx) => {
        const seen = new Promise((resolve) => ctx.each[1]?.signal.addEventListener('abort', resolve));
        release();
        await seen;
        aborted.push([ctx.signal.aborted, ...ctx.each.map(({ signal }) => signal.aborted)]);
        return payloads.map(() => 'done');
      };
      const begun = new Promise<void>((resolve) => (release = resolve));
      await start(collects(run, 3));
      const ids = await enqueue(3);
      await begun;
      await at.engine.jobs.cancel([ids[1] ?? ''], 'not wanted');
      const jobs = await settled(ids);
      assert.deepEqual(aborted, [[false, false, true, false]]);
      assert.deepEqual(jobs.map(({ state }) => state), ['completed', 'cancelled', 'completed']); // prettier-ignore
    });

    it('leaves out who is cancelled while it waits for company', async () => {
      await start(collects((payloads) => payloads.map(() => null), 3));
      const ids = await enqueue(2);
      await running(ids);
      await at.engine.jobs.cancel([ids[0] ?? ''], 'not wanted');
      await settled([...ids, ...(await enqueue(2, (n) => ({ n: n + 10 })))]);
      assert.deepEqual(calls, [[{ n: 1 }, { n: 10 }, { n: 11 }]]);
    });

    it('gives back who has not begun at a stop, no attempt counted', async () => {
      await start(collects((payloads) => payloads.map(() => null), 3));
      const ids = await enqueue(2);
      await running(ids);
      await worker.stop();
      const jobs = await Promise.all(ids.map(found));
      assert.deepEqual(jobs.map(({ state, attempt }) => [state, attempt]), Array(2).fill(['available', 0])); // prettier-ignore
      assert.equal(calls.length, 0);
    });

    it('ends one at its own hard limit; the call goes on for the rest, and its place is free afterwards', async () => {
      let end: () => void = () => undefined;
      const run: CollectHandler<Payload> = (payloads) =>
        new Promise((resolve) => {
          end = () => resolve(payloads.map(() => 'done'));
        });
      await start(collects(run, 2), { places: 1 });
      const receipts = await new Enqueuer(deps).enqueue('work', [{ payload: { n: 0 }, options: { timeout: '50ms' } }, { payload: { n: 1 } }]); // prettier-ignore
      const [short = '', long = ''] = receipts.map(({ id }) => id);
      const [cut] = await settled([short]);
      assert.equal(cut?.attempts[0]?.error?.code, 'ATTEMPT_TIMED_OUT');
      assert.equal((await found(long)).state, 'running');
      end();
      assert.equal((await settled([long]))[0]?.result, 'done');
      assert.ok(!deps.seen.some(({ type }) => type === 'handler.overrun'));
      const [other] = await new Enqueuer(deps).enqueue('other', [{ payload: null }]);
      await settled([other?.id ?? '']);
    });

    it('takes the manifest of when the call begins: what collects no more runs by itself', async () => {
      const single: Payload[] = [];
      await start(collects((payloads) => payloads.map(() => null), 3));
      const ids = await enqueue(2);
      await running(ids);
      const work = { handler: (payload: unknown) => single.push(payload as Payload) } as unknown as TaskParts;
      deps.use(generationOf({ tasks: { work }, queues: { default: 2 }, shutdownTimeoutMs: PATIENCE_MS }));
      worker.generationChanged();
      await settled([...ids, ...(await enqueue(1))]);
      assert.deepEqual([calls.length, single.length], [0, 3]);
    });

    it('shares a queue with others: each job runs once, no attempt is burned, no place is taken twice', async () => {
      let [running, most, others] = [0, 0, 0];
      const other: TaskParts = {
        handler: async () => {
          running += 1;
          most = Math.max(most, running);
          others += 1;
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
        },
      };
      await start(collects((payloads) => payloads.map(() => null), 50, { collect: { size: 50, waitMs: 20, key: null } }), { places: 3, other }); // prettier-ignore
      const enqueuer = new Enqueuer(deps);
      await enqueuer.enqueueTogether(Array.from({ length: 900 }, (_, n) => ({ task: n % 3 === 0 ? 'other' : 'work', payload: { n } }))); // prettier-ignore
      await worker.drained();
      assert.deepEqual([others, calls.flat().length, new Set(calls.flat().map(({ n }) => n)).size], [300, 600, 600]);
      assert.ok(most <= 3, `${most} at once`);
    });

    it('takes ten thousand jobs, each once, none in a call of more than its size', async () => {
      await start(
        collects((payloads) => payloads.map(({ n }) => n), 100, { collect: { size: 100, waitMs: 200, key: null } }),
      );
      await enqueue(10_000);
      await worker.drained();
      const seen = calls.flat().map(({ n }) => n);
      assert.deepEqual([seen.length, new Set(seen).size], [10_000, 10_000]);
      assert.ok(calls.every(({ length }) => length <= 100));
      assert.ok(calls.length < 250, `${calls.length} calls`);
      const counts = (await at.engine.queues.counts()).find(({ queue }) => queue === 'default')?.counts;
      assert.equal(counts?.completed, 10_000);
    });
  });
}
