import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { FAILURE, Hand, INFO, runAll } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';
import { prune } from '../support/rules.ts';

const DAY_MS = 86_400_000;
const DAY = { forMs: DAY_MS, count: null };
const NONE = { forMs: 0, count: null };
const KEEP = { completed: DAY, cancelled: DAY, dead: DAY };

export function pruneTests(harness: EngineHarness): void {
  describe('prune', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    const tick = async (): Promise<void> => {
      const now = await at.engine.now();
      await waitFor('the next millisecond', async () => (await at.engine.now()) > now + 1);
    };

    /** One completed, one cancelled, one dead, one of each waiting kind. */
    const oneOfEach = async (): Promise<Record<string, string>> => {
      const [completed, cancelled, dead, available, scheduled] = newJobs(5).map((job) => job.id) as [
        string,
        string,
        string,
        string,
        string,
      ];
      await at.engine.jobs.enqueue([newJob({ id: completed })]);
      await runAll(at.engine);
      await at.engine.jobs.enqueue([newJob({ id: dead })]);
      await runAll(at.engine, 'default', () => ({ kind: 'dead', error: FAILURE }));
      await at.engine.jobs.enqueue([newJob({ id: cancelled }), newJob({ id: scheduled, delayMs: DAY_MS })]);
      await at.engine.jobs.cancel([cancelled], 'no');
      await at.engine.jobs.enqueue([newJob({ id: available })]);
      await tick();
      return { completed, cancelled, dead, available, scheduled };
    };

    it('deletes nothing that is within retention', async () => {
      await oneOfEach();
      assert.deepEqual(await prune(at.engine, KEEP, 100), { count: 0, more: false });
    });

    for (const state of ['completed', 'cancelled', 'dead'] as const) {
      it(`deletes ${state} jobs past their retention, and only those`, async () => {
        const ids = await oneOfEach();
        assert.deepEqual(await prune(at.engine, { ...KEEP, [state]: NONE }, 100), { count: 1, more: false });
        for (const [name, id] of Object.entries(ids)) {
          assert.equal((await at.engine.jobs.get(id)) === null, name === state, name);
        }
        const counts = (await at.engine.queues.counts())[0]?.counts;
        assert.equal(counts?.[state], 0);
        const page = await at.engine.jobs.list({ states: [state] }, 10, null);
        assert.deepEqual(page, { jobs: [], next: null });
      });
    }

    it('never deletes what is unfinished', async () => {
      await at.engine.jobs.enqueue([newJob(), newJob({ delayMs: DAY_MS })]);
      await new Hand(at.engine).next();
      await at.engine.jobs.enqueue(newJobs(2));
      await tick();
      assert.equal((await prune(at.engine, { completed: NONE, cancelled: NONE, dead: NONE }, 100)).count, 0);
    });

    it('keeps to its limit', async () => {
      await at.engine.jobs.enqueue(newJobs(5));
      await runAll(at.engine, 'default', undefined, 5);
      await tick();
      assert.deepEqual(await prune(at.engine, { ...KEEP, completed: NONE }, 3), { count: 3, more: true });
      assert.deepEqual(await prune(at.engine, { ...KEEP, completed: NONE }, 3), { count: 2, more: false });
      assert.deepEqual(await at.engine.queues.counts(), []);
    });

    it('keeps of each queue so many as it may, those that finished last, whatever their age', async () => {
      const [first, second] = [newJobs(6), newJobs(3, { queue: 'other' })];
      for (const job of [...first, ...second]) {
        await at.engine.jobs.enqueue([job]);
        await runAll(at.engine, job.queue);
        await tick();
      }
      await at.engine.jobs.enqueue([newJob()]);
      const keep = { ...KEEP, completed: { forMs: DAY_MS, count: 2 } };
      assert.deepEqual(await prune(at.engine, keep, 3), { count: 3, more: true });
      const rest = await prune(at.engine, keep, 3);
      assert.equal(rest.count, 2);
      assert.deepEqual(await prune(at.engine, keep, 100), { count: 0, more: false });
      const left = (await at.engine.jobs.list({ states: ['completed'] }, 10, null)).jobs.map(({ id }) => id);
      assert.deepEqual(new Set(left), new Set([...first.slice(4), ...second.slice(1)].map(({ id }) => id)));
      assert.deepEqual(await prune(at.engine, { ...KEEP, completed: { forMs: DAY_MS, count: 0 } }, 100), {
        count: 4,
        more: false,
      });
      assert.equal((await at.engine.jobs.list({}, 10, null)).jobs.length, 1, 'the job that waits stays');
    });

    it('keeps for a time also those that are within their number', async () => {
      await at.engine.jobs.enqueue(newJobs(2));
      await runAll(at.engine, 'default', undefined, 2);
      await tick();
      assert.equal((await prune(at.engine, { ...KEEP, completed: { forMs: 0, count: 100 } }, 10)).count, 2);
    });

    it('frees the id', async () => {
      const job = newJob({ tags: ['t'] });
      await at.engine.jobs.enqueue([job]);
      await runAll(at.engine);
      await tick();
      await prune(at.engine, { ...KEEP, completed: NONE }, 10);
      assert.equal((await at.engine.jobs.enqueue([job]))[0]?.status, 'created');
      assert.equal((await at.engine.jobs.list({ tag: 't' }, 10, null)).jobs.length, 1);
    });
  });
}
