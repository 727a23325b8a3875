import assert from 'node:assert/strict';
import type { Job, NewRun, Outcome, Run } from '../../src/core/index.ts';
import type { Engine, Lease } from '../../src/engine/index.ts';
import type { Json } from '../../src/foundation/index.ts';
import { rulesWith } from '../support/rules.ts';
import { newJob } from '../support/new-job.ts';
import { newRun, plan, step, task } from '../support/run-model.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, Hand, INFO, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const chain = plan(
  [
    step('a'),
    step('b', { needs: [0], work: task('b', { got: '${results}' }) }),
    step('c', { needs: [1], work: task('c', '${results}') }),
  ],
  '${steps.c.result}',
);
const many = plan(
  [step('each', { forEach: '${input}' }), step('sum', { needs: [0], work: task('sum', '${results}') })],
  '${steps.sum.result}',
);

const done = (result: Json = null): Outcome => ({ kind: 'complete', result });
const dead: Outcome = { kind: 'dead', error: FAILURE };

export function runTests(harness: EngineHarness): void {
  describe('runs', () => {
    const at = scene(harness);
    let hand: Hand;
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
      hand = new Hand(at.engine, 'default', 1_000);
    });
    afterEach(() => void hand.close());

    const start = async (run: NewRun): Promise<void> => {
      const [receipt] = await at.engine.runs.start([run]);
      assert.equal(receipt?.status, 'created');
    };
    const get = async (id = 'r'): Promise<Run> => {
      const run = await at.engine.runs.get(id);
      assert.ok(run);
      return run;
    };
    const states = ({ plan: { steps }, steps: now }: Run): Readonly<Record<string, string | undefined>> =>
      Object.fromEntries(steps.map(({ name }, number) => [name, now[number]?.state]));
    const until = (state: string, id = 'r', engine: Engine = at.engine): Promise<Run> =>
      waitFor(`the run ${id} ${state}`, async () => {
        const run = await engine.runs.get(id);
        return run?.state === state ? run : null;
      });
    const endNext = async (outcome: Outcome = done()): Promise<Job> => {
      const held = await hand.next();
      await held.end(outcome);
      return held.job;
    };

    it('goes through a chain, and keeps what it was given', async () => {
      const given = newRun(chain, { input: { n: 1 }, tags: ['x'], headers: { tenant: 'acme' }, parentId: 'somebody' });
      await start(given);
      const first = await endNext(done('one'));
      assert.deepEqual([first.task, first.payload, first.workflow], ['a', { n: 1 }, { run: 'r', step: 'a', index: 0 }]);
      assert.deepEqual((await endNext(done('two'))).payload, { got: 'one' });
      assert.deepEqual((await endNext(done({ end: true }))).payload, 'two');
      const run = await until('completed');
      assert.deepEqual(run.result, { end: true });
      assert.deepEqual(states(run), { a: 'completed', b: 'completed', c: 'completed' });
      assert.deepEqual({ ...run, ...given }, run);
      const { createdAt, finishedAt, error, cancelled } = run;
      assert.ok(finishedAt !== null && finishedAt >= createdAt);
      assert.deepEqual([error, cancelled], [null, null]);
    });

    it('is one run however often it is started', async () => {
      await start(newRun(chain));
      const [again] = await at.engine.runs.start([newRun(many, { input: [1] })]);
      assert.deepEqual(again, { id: 'r', status: 'existing', state: 'running' });
      assert.equal((await hand.next()).job.task, 'a');
      assert.equal(hand.held.length, 1);
    });

    it('is over at once where it has nothing to do', async () => {
      await start(newRun(plan([], '${input}'), { input: 3 }));
      assert.equal((await until('completed')).result, 3);
    });

    it('gathers the results of many items in order, and shows them in pages', async () => {
      await start(newRun(many, { input: ['x', 'y', 'z'] }));
      const held = await hand.take(3);
      for (const { job, end } of held.reverse()) await end(done({ was: job.payload }));
      const sum = await hand.next();
      assert.deepEqual(sum.job.payload, [{ was: 'x' }, { was: 'y' }, { was: 'z' }]);
      const page = await at.engine.runs.items('r', 0, 1, 1);
      assert.deepEqual(page, {
        items: [{ index: 1, id: 'r.each.1', end: { state: 'completed', result: { was: 'y' } } }],
        next: 2,
      });
      assert.deepEqual(await at.engine.runs.items('r', 1, 0, 10), {
        items: [{ index: 0, id: 'r.sum', end: null }],
        next: null,
      });
      assert.equal(await at.engine.runs.items('r', 2, 0, 10), null);
      assert.equal(await at.engine.runs.items('none', 0, 0, 10), null);
    });

    it('has no more items under way than it may', async () => {
      const steps = [step('each', { forEach: '${input}', concurrency: 2 })];
      await start(newRun(plan(steps), { input: [1, 2, 3, 4, 5] }));
      for (let ended = 0; ended < 5; ended += 1) {
        const held = await hand.next();
        const running = hand.held.length - ended;
        assert.ok(running <= 2, `${running} at once`);
        await held.end(done());
      }
      await until('completed');
    });

    it('begins a thousand items and more in turns', async () => {
      const input = Array.from({ length: 1_234 }, (_none, index) => index);
      await hand.close();
      await start(newRun(many, { input }));
      const seen = new Set<Json>();
      const worked = work(at.engine, ({ job }) => {
        if (job.task === 'each') seen.add(job.payload);
        return job.task === 'sum' ? done((job.payload as readonly Json[]).length) : done(job.payload);
      });
      assert.equal((await until('completed')).result, 1_234);
      assert.equal(seen.size, 1_234);
      await worked.stop();
    });

    it('fails with the error of what failed; what waits for a failure begins', async () => {
      const steps = [step('a'), step('b', { needs: [0] }), step('alarm', { needs: [1], when: 'failure' })];
      await start(newRun(plan(steps)));
      await endNext(dead);
      assert.equal((await endNext()).task, 'alarm');
      const run = await until('failed');
      assert.deepEqual(states(run), { a: 'failed', b: 'skipped', alarm: 'completed' });
      assert.equal(run.error?.message, FAILURE.message);
    });

    for (const [name, end] of [
      ['cancelled', (id: string, engine: Engine) => engine.jobs.cancel([id], 'no')],
      ['cancelled while it waits', null],
    ] as const) {
      it(`a job that is ${name} ends its step`, async () => {
        if (end === null) await hand.close();
        await start(newRun(chain));
        if (end !== null) await hand.next();
        await at.engine.jobs.cancel(['r.a'], 'no');
        const run = await until('failed');
        assert.deepEqual(states(run), { a: 'cancelled', b: 'skipped', c: 'skipped' });
        assert.deepEqual([run.error?.name, run.error?.message], ['Cancelled', 'no']);
      });
    }

    it('waits for a signal, before or after it came; the first one counts', async () => {
      const wait = { kind: 'wait', wait: { signal: 'go', forMs: null, until: null } } as const;
      const steps = [step('a'), step('ask', { needs: [0], work: wait })];
      await start(newRun(plan(steps, '${steps.ask.result}')));
      assert.equal((await at.engine.runs.signal('r', 'go', { by: 'ann' })).status, 'done');
      assert.equal((await at.engine.runs.signal('r', 'go', { by: 'bob' })).status, 'done');
      await endNext();
      assert.deepEqual((await until('completed')).result, { by: 'ann' });
      assert.deepEqual(await at.engine.runs.signal('r', 'go', 1), { id: 'r', status: 'refused', state: 'completed' });
      assert.deepEqual(await at.engine.runs.signal('none', 'go', 1), { id: 'none', status: 'unknown', state: null });
      await start(newRun(plan([step('ask', { work: wait })], '${steps.ask.result}'), { id: 's' }));
      assert.equal((await get('s')).state, 'running');
      await at.engine.runs.signal('s', 'go', 5);
      assert.equal((await until('completed', 's')).result, 5);
    });

    it('waits for a time, which whoever keeps house lets pass', async () => {
      const wait = { kind: 'wait', wait: { signal: null, forMs: 500, until: null } } as const;
      await start(newRun(plan([step('rest', { work: wait })])));
      const first = await at.engine.runs.advance(10);
      assert.ok(first.nextDueAt !== null);
      await waitFor('the time', async () => {
        const { nextDueAt } = await at.engine.runs.advance(10);
        return nextDueAt === null ? true : null;
      });
      assert.equal((await get()).state, 'completed');
    });

    it('is cancelled with all that runs and waits of it', async () => {
      const steps = [step('each', { forEach: '${input}' }), step('last', { needs: [0] })];
      await start(newRun(plan(steps), { input: [1, 2] }));
      const held = await hand.take(2);
      await held[0]?.end(done());
      assert.equal((await at.engine.runs.cancel(['r', 'none'], 'enough'))[1]?.status, 'unknown');
      const run = await until('cancelled');
      assert.deepEqual(states(run), { each: 'cancelled', last: 'cancelled' });
      assert.equal(run.cancelled, 'enough');
      assert.equal((await at.engine.jobs.get('r.each.1'))?.state, 'cancelled');
      assert.equal((await at.engine.runs.cancel(['r'], 'again'))[0]?.status, 'refused');
    });

    it('goes on from what failed: its jobs are retried, what was passed over begins', async () => {
      await start(newRun(chain, { input: 1 }));
      await endNext(done(1));
      await endNext(dead);
      await until('failed');
      assert.deepEqual(await at.engine.runs.resume('r'), { id: 'r', status: 'done', state: 'running' });
      assert.equal((await endNext(done(2))).attempt, 2);
      await endNext(done(3));
      const run = await until('completed');
      assert.deepEqual([run.result, run.error], [3, null]);
      assert.equal((await at.engine.runs.resume('r')).status, 'refused');
      assert.equal((await at.engine.runs.resume('none')).status, 'unknown');
    });

    it('goes on from items that failed, and makes jobs anew that are gone', async () => {
      const steps = [step('each', { forEach: '${input}', onFailure: 'fail' })];
      await start(newRun(plan(steps, '${steps.each.results}'), { input: [1, 2, 3] }));
      const held = await hand.take(3);
      await held[0]?.end(dead);
      await held[1]?.end(done('kept'));
      await held[2]?.end(dead);
      await until('failed');
      await at.engine.jobs.remove(['r.each.2']);
      await at.engine.runs.resume('r');
      for (let ended = 0; ended < 2; ended += 1) {
        const again = await hand.next();
        await again.end(done(again.job.payload));
      }
      assert.deepEqual((await until('completed')).result, [1, 'kept', 3]);
    });

    it('goes on where a person retries a job of a run that has failed', async () => {
      await start(newRun(chain));
      await endNext(dead);
      await until('failed');
      await at.engine.jobs.retry(['r.a']);
      await endNext(done('late'));
      assert.deepEqual((await endNext()).payload, { got: 'late' });
      await endNext();
      await until('completed');
    });

    it('begins anew from a step on; what comes of an earlier round counts no more', async () => {
      await start(newRun(chain));
      await endNext(done(1));
      await endNext(dead);
      await until('failed');
      assert.equal((await at.engine.runs.resume('r', ['b'])).status, 'done');
      const second = await hand.next();
      assert.deepEqual([second.job.id, second.job.payload], ['r.b:1', { got: 1 }]);
      await at.engine.jobs.retry(['r.b']);
      await endNext(done('old'));
      assert.equal(states(await get())['b'], 'running');
      await second.end(done('new'));
      assert.equal((await endNext()).payload, 'new');
      await until('completed');
    });

    it('has runs as steps: their results, their failure, their cancelling', async () => {
      const inner = plan([step('x', { work: task('x', '${input}') })], '${steps.x.result}');
      const work = { kind: 'workflow', workflow: 'inner', plan: inner, input: { item: '${item}' } } as const;
      const outer = plan([step('sub', { forEach: '${input}', work })], '${steps.sub.results}');
      await start(newRun(outer, { input: [1, 2] }));
      for (let ended = 0; ended < 2; ended += 1) {
        const held = await hand.next();
        await held.end(done((held.job.payload as { readonly item: Json }).item));
      }
      assert.deepEqual((await until('completed')).result, [1, 2]);
      const children = await at.engine.runs.list({ parent: 'r' }, 10, null);
      assert.deepEqual(children.runs.map(({ id }) => id).sort(), ['r.sub.0', 'r.sub.1']);
      await start(newRun(outer, { id: 'f', input: [1] }));
      await endNext(dead);
      assert.equal((await until('failed', 'f')).error?.message, FAILURE.message);
      await start(newRun(outer, { id: 'c', input: [1] }));
      await hand.next();
      await at.engine.runs.cancel(['c'], 'no');
      await until('cancelled', 'c');
      assert.equal((await get('c.sub.0')).state, 'cancelled');
    });

    it('is listed newest first, by workflow, state and parent, page by page', async () => {
      await hand.close();
      for (const id of ['one', 'two', 'three']) await start(newRun(chain, { id, workflow: id === 'two' ? 'w' : 'v' }));
      await at.engine.runs.cancel(['one'], 'no');
      await until('cancelled', 'one');
      const ids = async (filter: object, limit = 10, cursor: string | null = null): Promise<readonly string[]> =>
        (await at.engine.runs.list(filter, limit, cursor)).runs.map(({ id }) => id);
      assert.deepEqual(await ids({}), ['three', 'two', 'one']);
      assert.deepEqual(await ids({ workflow: 'v' }), ['three', 'one']);
      assert.deepEqual(await ids({ workflow: 'v', states: ['running'] }), ['three']);
      assert.deepEqual(await ids({ states: ['cancelled', 'failed'] }), ['one']);
      assert.deepEqual(await ids({ parent: 'one' }), []);
      const { createdAt } = await get('one');
      assert.deepEqual(await ids({ until: createdAt }), []);
      const first = await at.engine.runs.list({}, 2, null);
      assert.deepEqual(first.runs[0]?.counts, { running: 1, waiting: 2 });
      assert.deepEqual(await ids({}, 2, first.next), ['one']);
      await assert.rejects(at.engine.runs.list({}, 2, 'nonsense'), { code: 'REQUEST_INVALID' });
    });

    it('goes with its child runs when it is removed or past its retention; not while it runs', async () => {
      const work = { kind: 'workflow', workflow: 'inner', plan: plan([]), input: null } as const;
      await start(newRun(plan([step('sub', { work })])));
      await until('completed');
      await start(newRun(chain, { id: 'live' }));
      assert.equal((await at.engine.runs.remove(['live']))[0]?.status, 'refused');
      assert.equal((await at.engine.runs.remove(['r', 'none']))[0]?.status, 'done');
      assert.equal(await at.engine.runs.get('r'), null);
      assert.equal(await at.engine.runs.get('r.sub'), null);
      await start(newRun(plan([]), { id: 'old' }));
      await until('completed', 'old');
      const none = { forMs: 0, count: null };
      at.engine.govern(rulesWith({ retention: { completed: none, dead: none, cancelled: none } }));
      await waitFor('the retention', async () => {
        await at.engine.runs.prune(10);
        return (await at.engine.runs.get('old')) === null ? true : null;
      });
      assert.ok(await at.engine.runs.get('live'));
    });

    it('has what follows from its end: filled in with the run, once', async () => {
      const payload = { id: '${run.id}', state: '${run.state}', got: '${result}', error: '${error.message}' };
      const job = newJob({ id: 'hook', queue: 'hooks', idChosen: true, payload });
      const told = {
        ...chain,
        consequences: [{ on: ['dead', 'completed'], effect: { kind: 'enqueue', fill: true, job } }],
      };
      await start(newRun(told as typeof chain));
      await endNext(dead);
      const hook = await takeOne(at.engine, 'hooks');
      assert.deepEqual(hook.job.payload, { id: 'r', state: 'failed', got: null, error: FAILURE.message });
    });

    it('fails where another task has the id of one of its jobs, and where a payload would be too large', async () => {
      await at.engine.jobs.enqueue([newJob({ id: 'r.a', idChosen: true, queue: 'other', task: 'stranger' })]);
      await start(newRun(chain));
      assert.equal((await until('failed')).error?.code, 'JOB_ID_TAKEN');
      const large = plan([step('a', { work: { ...task('a', '${input}'), maxBytes: 10 } as ReturnType<typeof task> })]);
      await start(newRun(large, { id: 'l', input: 'more than ten bytes' }));
      assert.match((await until('failed', 'l')).error?.message ?? '', /more than 10 bytes/);
    });

    it('several processes move it on together', async () => {
      const second = await at.store.open();
      await second.fleet.join(INFO);
      await hand.close();
      const steps = [
        step('one', { forEach: '${input}' }),
        step('two', { needs: [0], forEach: '${results}', concurrency: 7, work: task('two', '${item}') }),
        step('sum', { needs: [1], work: task('sum', '${results}') }),
      ];
      const input = Array.from({ length: 300 }, (_none, index) => index);
      const seen: string[] = [];
      const act = ({ job }: Lease): Outcome => {
        seen.push(job.id);
        return done(job.payload);
      };
      const workers = [work(at.engine, act), work(second, act)];
      await start(newRun(plan(steps, '${steps.sum.result}'), { input }));
      assert.deepEqual((await until('completed')).result, input);
      assert.equal(new Set(seen).size, 601);
      assert.equal(seen.length, 601);
      for (const worker of workers) await worker.stop();
    });
  });
}

/** Runs what there is of the queue as `act` says. */
function work(engine: Engine, act: (lease: Lease) => Outcome): { stop(): Promise<void> } {
  let active = 0;
  const consumer = engine.queues.consume('default', { permit: () => 20 - active }, async (lease) => {
    active += 1;
    await new Promise((resolve) => setImmediate(resolve));
    active -= 1;
    return { outcome: act(lease), traceId: null, spanId: null, progress: null, logs: [] };
  });
  return { stop: () => consumer.stop() };
}
