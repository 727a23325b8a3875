import assert from 'node:assert/strict';
import { JOB_STATES, type JobState, mayLeave } from '../../src/core/index.ts';
import type { JobFilter, MoveReceipt, NewJob } from '../../src/engine/index.ts';
import { Random, seedOfRun } from '../faults/harness/random.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, Hand, INFO, runAll, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';
import { prune, rulesWith, unblock } from '../support/rules.ts';

const TO = 'new';
/** Long beside the way to its move, on a busy machine too. */
const SOON_MS = 1_000;
const WAITING = ['scheduled', 'blocked', 'available', 'retryable'] as const satisfies readonly JobState[];
const STAYING = ['running', 'completed', 'cancelled', 'dead'] as const satisfies readonly JobState[];

export function moveTests(harness: EngineHarness): void {
  describe('move', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    const store = async (given: Partial<NewJob>): Promise<string> => {
      const job = newJob({ queue: 'old', ...given });
      await at.engine.jobs.enqueue([job]);
      return job.id;
    };
    const taken = async (given: Partial<NewJob>): ReturnType<typeof takeOne> => {
      await store(given);
      return takeOne(at.engine, 'old');
    };

    /** A job of the queue `old` in each state. */
    const put: Readonly<Record<JobState, (given?: Partial<NewJob>) => Promise<string>>> = {
      scheduled: (given = {}) => store({ delayMs: 60_000, ...given }),
      available: (given = {}) => store(given),
      running: async (given = {}) => (await taken(given)).job.id,
      blocked: async (given = {}) => {
        const held = await taken(given);
        await held.end({ kind: 'hold', reason: 'task' });
        return held.job.id;
      },
      retryable: async (given = {}) => {
        const held = await taken(given);
        await held.end({ kind: 'retry', error: FAILURE, delayMs: 60_000 }, { logs: [{ at: 1, line: 'tried' }] });
        return held.job.id;
      },
      completed: async (given = {}) => {
        const held = await taken(given);
        await held.end({ kind: 'complete', result: 7 });
        return held.job.id;
      },
      dead: async (given = {}) => {
        const held = await taken(given);
        await held.end({ kind: 'dead', error: FAILURE });
        return held.job.id;
      },
      cancelled: async (given = {}) => {
        const id = await store(given);
        await at.engine.jobs.cancel([id], 'no');
        return id;
      },
    };

    const listed = async (filter: JobFilter): Promise<string[]> =>
      (await at.engine.jobs.list(filter, 200, null)).jobs.map(({ id }) => id);
    const counted = async (): Promise<Record<string, Partial<Record<JobState, number>>>> =>
      Object.fromEntries(
        (await at.engine.queues.counts()).map(({ queue, counts }) => [
          queue,
          Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
        ]),
      );
    const well = async (): Promise<void> => {
      for (const { status, name, message } of await at.engine.health.examine()) {
        assert.equal(status, 'ok', `${name}: ${message}`);
      }
    };

    const ABOUT: Partial<NewJob> = {
      priority: 2,
      payload: { text: 'é\n"x"' },
      maxAttempts: 7,
      tags: ['red', 'big'],
      headers: { a: 'b' },
      timeout: { softMs: 5, hardMs: 10 },
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      manifestRevision: 3,
      schedule: { name: 'nightly', tickAt: 5 },
      parentId: 'mother',
    };

    for (const state of WAITING) {
      for (const idChosen of [false, true]) {
        it(`${state}: the same job in the other queue${idChosen ? ', with an id that its caller chose' : ''}`, async () => {
          const id = await put[state]({ ...ABOUT, idChosen, ...(idChosen ? { id: `chosen-${state}` } : {}) });
          const before = (await at.engine.jobs.get(id))!;
          assert.deepEqual(await at.engine.jobs.move([id], TO), [
            { id, task: 'test.work', queue: 'new', status: 'done', state, from: 'old' },
          ]);
          const after = (await at.engine.jobs.get(id))!;
          const runAt = state === 'available' ? after.runAt : before.runAt;
          assert.deepEqual(after, { ...before, queue: 'new', runAt });
          assert.ok(after.runAt >= before.runAt);
          assert.deepEqual(await counted(), { new: { [state]: 1 } });
          for (const filter of [
            {},
            { states: [state] },
            { task: 'test.work' },
            { tag: 'big' },
            { schedule: 'nightly' },
          ]) {
            assert.deepEqual(await listed({ ...filter, queue: 'new' }), [id]);
            assert.deepEqual(await listed({ ...filter, queue: 'old' }), []);
            assert.deepEqual(await listed(filter), [id]);
          }
          await well();
          assert.deepEqual(await runAll(at.engine, 'old'), []);
          // It lives on there as if it had always been there.
          if (state === 'blocked') await unblock(at.engine, ['test.work'], 10);
          else if (state !== 'available') await at.engine.jobs.retry([id]);
          assert.deepEqual(await runAll(at.engine, 'new'), [id]);
          assert.equal((await at.engine.jobs.get(id))?.state, 'completed');
          await at.engine.jobs.remove([id]);
          assert.deepEqual(await at.engine.queues.counts(), []);
          await well();
        });
      }
    }

    for (const state of STAYING) {
      it(`${state}: refused, and nothing is changed`, async () => {
        const id = await put[state]();
        const before = await at.engine.jobs.get(id);
        assert.deepEqual(await at.engine.jobs.move([id], TO), [
          { id, task: 'test.work', queue: 'old', status: 'refused', state, from: null },
        ]);
        assert.deepEqual(await at.engine.jobs.get(id), before);
        await well();
      });
    }

    it('speaks of every state as the table of states does', () => {
      assert.deepEqual([...WAITING, ...STAYING].toSorted(), JOB_STATES.toSorted());
      for (const state of JOB_STATES)
        assert.equal(mayLeave('move', state), (WAITING as readonly string[]).includes(state));
    });

    it('a job that is there already is done, whatever its state; one that is nowhere is unknown', async () => {
      for (const state of JOB_STATES) {
        const id = await put[state]();
        const before = await at.engine.jobs.get(id);
        const [receipt] = await at.engine.jobs.move([id], 'old');
        assert.deepEqual(receipt, { id, task: 'test.work', queue: 'old', status: 'done', state, from: null });
        assert.deepEqual(await at.engine.jobs.get(id), before);
      }
      const nobody = { id: 'nobody', task: null, queue: null, status: 'unknown', state: null, from: null };
      assert.deepEqual(await at.engine.jobs.move(['nobody'], TO), [nobody]);
      assert.deepEqual(await at.engine.jobs.move([], TO), []);
    });

    it('answers each id in order, one that is named twice too, and the same call again changes nothing', async () => {
      const running = await put.running();
      const [waiting, later] = [await put.available(), await put.scheduled()];
      const ids = [later, running, 'nobody', waiting, later];
      const told = (receipts: readonly MoveReceipt[]): unknown[] =>
        receipts.map(({ id, status, queue }) => [id, status, queue]);
      const expected = [
        [later, 'done', 'new'],
        [running, 'refused', 'old'],
        ['nobody', 'unknown', null],
        [waiting, 'done', 'new'],
        [later, 'done', 'new'],
      ];
      assert.deepEqual(told(await at.engine.jobs.move(ids, TO)), expected);
      const between = await Promise.all([waiting, later].map((id) => at.engine.jobs.get(id)));
      const again = await at.engine.jobs.move(ids, TO);
      assert.deepEqual(told(again), expected);
      assert.ok(again.every(({ from }) => from === null));
      assert.deepEqual(await Promise.all([waiting, later].map((id) => at.engine.jobs.get(id))), between);
    });

    it('available jobs wait behind those of their priority, in the order in which they were named', async () => {
      const there = newJobs(3, { queue: 'new' });
      const moved = newJobs(4, { queue: 'old' });
      const urgent = newJob({ queue: 'old', priority: 0 });
      for (const job of [moved[0]!, there[0]!, moved[1]!, there[1]!, moved[2]!, moved[3]!, urgent, there[2]!]) {
        await at.engine.jobs.enqueue([job]);
      }
      await at.engine.jobs.move(
        [...moved, urgent].map(({ id }) => id),
        TO,
      );
      const last = newJob({ queue: 'new' });
      await at.engine.jobs.enqueue([last]);
      const expected = [urgent, ...there, ...moved, last].map(({ id }) => id);
      assert.deepEqual(await runAll(at.engine, 'new'), expected);
    });

    it('wakes a consumer that waits there', async () => {
      const hand = new Hand(at.engine, 'new');
      await hand.consumer.idle();
      const id = await put.available();
      await at.engine.jobs.move([id], TO);
      assert.equal((await hand.next()).job.id, id);
    });

    it('what falls due, expires or is unblocked does so there', async () => {
      const due = await put.scheduled({ delayMs: SOON_MS });
      const mortal = await put.scheduled({ delayMs: 60_000, expiresInMs: SOON_MS });
      const held = await put.blocked();
      await at.engine.jobs.move([due, mortal, held], TO);
      assert.equal(
        (await at.engine.jobs.get(mortal))?.expiresAt,
        (await at.engine.jobs.get(mortal))!.createdAt + SOON_MS,
      );
      await waitFor('the due time', async () => (await at.engine.keeping.promote(10)).promoted['new'] === 1);
      await waitFor('the expiry', async () =>
        (await at.engine.keeping.expire(10)).expired.some(({ id }) => id === mortal),
      );
      assert.deepEqual(await unblock(at.engine, ['test.work'], 10), { count: 1, more: false });
      assert.deepEqual((await runAll(at.engine, 'new')).toSorted(), [due, held].toSorted());
      assert.deepEqual(await counted(), { new: { completed: 2, cancelled: 1 } });
    });

    it('an id that its caller chose names the job in its new queue too', async () => {
      const id = await put.available({ id: 'order-7', idChosen: true });
      await at.engine.jobs.move([id], TO);
      for (const queue of ['old', 'new', 'third']) {
        const [receipt] = await at.engine.jobs.enqueue([newJob({ id, idChosen: true, queue })]);
        assert.deepEqual([receipt?.status, receipt?.state], ['existing', 'available']);
      }
      assert.deepEqual(await counted(), { new: { available: 1 } });
      assert.deepEqual(await runAll(at.engine, 'new'), [id]);
      const none = { forMs: 0, count: 0 };
      await prune(at.engine, { completed: none, cancelled: none, dead: none }, 10);
      const [fresh] = await at.engine.jobs.enqueue([newJob({ id, idChosen: true, queue: 'third' })]);
      assert.equal(fresh?.status, 'created');
      assert.deepEqual(await counted(), { third: { available: 1 } });
      await well();
    });

    it('there and back again: nothing is left behind, nothing runs twice', async () => {
      const ids = [await put.blocked(), await put.retryable(), await put.scheduled(), await put.available()];
      const before = await Promise.all(ids.map((id) => at.engine.jobs.get(id)));
      for (const queue of ['new', 'third', 'old']) {
        const receipts = await at.engine.jobs.move(ids, queue);
        assert.ok(receipts.every(({ status, from }) => status === 'done' && from !== null));
      }
      const after = await Promise.all(ids.map((id) => at.engine.jobs.get(id)));
      assert.deepEqual(
        after.map((job) => ({ ...job, runAt: 0 })),
        before.map((job) => ({ ...job, runAt: 0 })),
      );
      await well();
      assert.deepEqual(await runAll(at.engine, 'new'), []);
      assert.deepEqual(await runAll(at.engine, 'third'), []);
      assert.deepEqual(await runAll(at.engine, 'old'), [ids[3]]);
      assert.deepEqual(await counted(), { old: { scheduled: 1, blocked: 1, retryable: 1, completed: 1 } });
    });

    it('out of the shards of one queue into those of another', async () => {
      at.engine.govern(rulesWith({ shards: { old: 4, new: 8 } }));
      const jobs = newJobs(60, { queue: 'old' });
      await Promise.all(jobs.map((job) => at.engine.jobs.enqueue([job])));
      const ids = jobs.map(({ id }) => id);
      const receipts = await at.engine.jobs.move(ids, 'new');
      assert.ok(receipts.every(({ status, queue, from }) => status === 'done' && queue === 'new' && from === 'old'));
      assert.deepEqual(await counted(), { new: { available: 60 } });
      assert.deepEqual((await runAll(at.engine, 'new', undefined, 5)).toSorted(), ids.toSorted());
      assert.deepEqual(await runAll(at.engine, 'old'), []);
    });

    it('a paused queue takes them and hands none out', async () => {
      const id = await put.available();
      await at.engine.queues.pause('new', true);
      await at.engine.jobs.move([id], TO);
      assert.deepEqual(await runAll(at.engine, 'new'), []);
      await at.engine.queues.pause('new', false);
      assert.deepEqual(await runAll(at.engine, 'new'), [id]);
    });

    it('many large ones: all of them, in steps', async () => {
      const payload = 'x'.repeat(1024 * 1024 - 2);
      const jobs = newJobs(12, { queue: 'old', payload });
      for (const job of jobs) await at.engine.jobs.enqueue([job]);
      const ids = jobs.map(({ id }) => id);
      const receipts = await at.engine.jobs.move(ids, TO);
      assert.ok(receipts.every(({ status }) => status === 'done'));
      assert.deepEqual(await runAll(at.engine, 'new'), ids);
      assert.equal((await at.engine.jobs.get(ids[11]!))?.payload, payload);
    });

    it('ten thousand in one call, in their order', async () => {
      const jobs = newJobs(10_000, { queue: 'old' });
      for (let from = 0; from < jobs.length; from += 2_000)
        await at.engine.jobs.enqueue(jobs.slice(from, from + 2_000));
      const ids = jobs.map(({ id }) => id);
      const receipts = await at.engine.jobs.move(ids, TO);
      assert.equal(receipts.filter(({ status, from }) => status === 'done' && from === 'old').length, jobs.length);
      assert.deepEqual(await counted(), { new: { available: jobs.length } });
      assert.deepEqual(await runAll(at.engine, 'new', undefined, 500), ids);
    });

    it('two callers at once, to one queue and to two: every job ends in one of them, once', async () => {
      const ids = [];
      for (let count = 0; count < 40; count += 1) ids.push(await put.available());
      const other = await at.store.open();
      const both = await Promise.all([at.engine.jobs.move(ids, TO), other.jobs.move(ids, TO)]);
      for (const receipts of both)
        assert.ok(receipts.every(({ status, queue }) => status === 'done' && queue === 'new'));
      assert.deepEqual(await counted(), { new: { available: 40 } });
      const ways = await Promise.all([at.engine.jobs.move(ids, 'a'), other.jobs.move(ids.toReversed(), 'b')]);
      for (const receipts of ways) assert.ok(receipts.every(({ status }) => status === 'done'));
      const ran = [...(await runAll(at.engine, 'a')), ...(await runAll(at.engine, 'b'))];
      assert.deepEqual(ran.toSorted(), ids.toSorted());
      assert.equal((await runAll(at.engine, 'new')).length, 0);
      await well();
    });

    it('beside a worker that takes them: each job either ran there or was moved', async () => {
      const ids = [];
      for (let count = 0; count < 200; count += 1) ids.push(await put.available());
      const mover = await at.store.open();
      const [ranThere, receipts] = await Promise.all([
        runAll(at.engine, 'old', undefined, 3),
        (async () => {
          const all: MoveReceipt[] = [];
          for (let from = 0; from < ids.length; from += 10) {
            all.push(...(await mover.jobs.move(ids.slice(from, from + 10).toReversed(), TO)));
          }
          return all;
        })(),
      ]);
      const moved = receipts.filter(({ from }) => from !== null).map(({ id }) => id);
      assert.deepEqual([...ranThere, ...moved].toSorted(), ids.toSorted());
      assert.deepEqual((await runAll(at.engine, 'new')).toSorted(), moved.toSorted());
      await well();
    });

    it('a random life in three queues, held against a model', async () => {
      const seed = seedOfRun();
      const random = new Random(seed);
      const queues = ['a', 'b', 'c'] as const;
      const model = new Map<string, { queue: string; state: JobState }>();
      const pick = (): string => random.pick([...model.keys()]);
      for (let step = 0; step < 150; step += 1) {
        const act = random.pick([
          'enqueue',
          'enqueue',
          'move',
          'move',
          'move',
          'cancel',
          'retry',
          'run',
          'remove',
        ] as const);
        const about = `seed ${seed}, step ${step}: ${act}`;
        if (act === 'enqueue' || model.size === 0) {
          const queue = random.pick(queues);
          const delayMs = random.pick([0, 600_000]);
          const chosen = random.pick([true, false]);
          const job = newJob({ queue, delayMs, ...(chosen ? { id: `own-${step}`, idChosen: true } : {}) });
          await at.engine.jobs.enqueue([job]);
          model.set(job.id, { queue, state: delayMs > 0 ? 'scheduled' : 'available' });
        } else if (act === 'move') {
          const queue = random.pick(queues);
          const ids = [...new Set([pick(), pick(), pick()])];
          for (const receipt of await at.engine.jobs.move(ids, queue)) {
            const job = model.get(receipt.id)!;
            const may = job.queue === queue || mayLeave('move', job.state);
            assert.equal(receipt.status, may ? 'done' : 'refused', about);
            assert.equal(receipt.from, may && job.queue !== queue ? job.queue : null, about);
            if (may) job.queue = queue;
          }
        } else if (act === 'run') {
          const queue = random.pick(queues);
          const expected = [...model].filter(([, job]) => job.queue === queue && job.state === 'available');
          assert.deepEqual((await runAll(at.engine, queue)).toSorted(), expected.map(([id]) => id).toSorted(), about);
          for (const [, job] of expected) job.state = 'completed';
        } else {
          const id = pick();
          const job = model.get(id)!;
          const receipts = act === 'cancel' ? await at.engine.jobs.cancel([id], 'x') : await at.engine.jobs[act]([id]);
          assert.equal(receipts[0]?.status, mayLeave(act, job.state) ? 'done' : 'refused', about);
          if (!mayLeave(act, job.state)) continue;
          if (act === 'remove') model.delete(id);
          else job.state = act === 'cancel' ? 'cancelled' : 'available';
        }
      }
      for (const [id, { queue, state }] of model) {
        const job = await at.engine.jobs.get(id);
        assert.deepEqual([job?.queue, job?.state], [queue, state], `seed ${seed}: ${id}`);
      }
      assert.equal((await listed({})).length, model.size, `seed ${seed}`);
      await well();
    });
  });
}
