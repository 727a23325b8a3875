import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { FAILURE, Hand, INFO, runAll } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const DAY_MS = 86_400_000;
const KEEP = { completedMs: DAY_MS, cancelledMs: DAY_MS, deadMs: DAY_MS };

export function pruneTests(harness: EngineHarness): void {
  describe('prune', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.join(INFO);
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
      await at.engine.enqueue([newJob({ id: completed })]);
      await runAll(at.engine);
      await at.engine.enqueue([newJob({ id: dead })]);
      await runAll(at.engine, 'default', () => ({ kind: 'dead', error: FAILURE }));
      await at.engine.enqueue([newJob({ id: cancelled }), newJob({ id: scheduled, delayMs: DAY_MS })]);
      await at.engine.cancel([cancelled], 'no');
      await at.engine.enqueue([newJob({ id: available })]);
      await tick();
      return { completed, cancelled, dead, available, scheduled };
    };

    it('deletes nothing that is within retention', async () => {
      await oneOfEach();
      assert.deepEqual(await at.engine.prune(KEEP, 100), { count: 0, more: false });
    });

    for (const state of ['completed', 'cancelled', 'dead'] as const) {
      it(`deletes ${state} jobs past their retention, and only those`, async () => {
        const ids = await oneOfEach();
        assert.deepEqual(await at.engine.prune({ ...KEEP, [`${state}Ms`]: 0 }, 100), { count: 1, more: false });
        for (const [name, id] of Object.entries(ids)) {
          assert.equal((await at.engine.getJob(id)) === null, name === state, name);
        }
        const counts = (await at.engine.counts())[0]?.counts;
        assert.equal(counts?.[state], 0);
        const page = await at.engine.listJobs({ states: [state] }, 10, null);
        assert.deepEqual(page, { jobs: [], next: null });
      });
    }

    it('never deletes what is unfinished', async () => {
      await at.engine.enqueue([newJob(), newJob({ delayMs: DAY_MS })]);
      await new Hand(at.engine).next();
      await at.engine.enqueue(newJobs(2));
      await tick();
      assert.equal((await at.engine.prune({ completedMs: 0, cancelledMs: 0, deadMs: 0 }, 100)).count, 0);
    });

    it('keeps to its limit', async () => {
      await at.engine.enqueue(newJobs(5));
      await runAll(at.engine, 'default', undefined, 5);
      await tick();
      assert.deepEqual(await at.engine.prune({ ...KEEP, completedMs: 0 }, 3), { count: 3, more: true });
      assert.deepEqual(await at.engine.prune({ ...KEEP, completedMs: 0 }, 3), { count: 2, more: false });
      assert.deepEqual(await at.engine.counts(), []);
    });

    it('frees the id', async () => {
      const job = newJob({ tags: ['t'] });
      await at.engine.enqueue([job]);
      await runAll(at.engine);
      await tick();
      await at.engine.prune({ ...KEEP, completedMs: 0 }, 10);
      assert.equal((await at.engine.enqueue([job]))[0]?.status, 'created');
      assert.equal((await at.engine.listJobs({ tag: 't' }, 10, null)).jobs.length, 1);
    });
  });
}
