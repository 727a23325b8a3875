import assert from 'node:assert/strict';
import type { JobFilter } from '../../src/engine/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { Hand, INFO, runAll } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

export function inspectTests(harness: EngineHarness): void {
  describe('inspect', () => {
    const at = scene(harness);

    const ids = async (filter: JobFilter, limit = 100): Promise<string[]> =>
      (await at.engine.jobs.list(filter, limit, null)).jobs.map((job) => job.id);

    it('getJob: null for an id that is not stored, whatever it looks like', async () => {
      for (const id of ['nobody', '', "'; DROP TABLE jobs --", '*', 'a'.repeat(300)]) {
        assert.equal(await at.engine.jobs.get(id), null);
      }
    });

    it('listJobs: newest first', async () => {
      const jobs = newJobs(12);
      for (const job of jobs) await at.engine.jobs.enqueue([job]);
      assert.deepEqual(await ids({}), jobs.map((job) => job.id).toReversed());
    });

    it('listJobs: a long page has the same order and leaves nothing out, however much a store reads at a time', async () => {
      const jobs = newJobs(130);
      for (let from = 0; from < jobs.length; from += 10) await at.engine.jobs.enqueue(jobs.slice(from, from + 10));
      const removed = jobs.filter((_job, index) => index % 7 === 0).map((job) => job.id);
      await at.engine.jobs.remove(removed);
      const left = jobs.map((job) => job.id).filter((id) => !removed.includes(id));
      const newest = left.toReversed();
      assert.deepEqual(await ids({}, 105), newest.slice(0, 105));
      assert.deepEqual(await ids({}, 50), newest.slice(0, 50));
      assert.deepEqual(await ids({ states: ['available'] }, 200), newest);
    });

    it('listJobs: gives whole jobs', async () => {
      const job = newJob({ payload: { a: 1 }, tags: ['x'] });
      await at.engine.jobs.enqueue([job]);
      const page = await at.engine.jobs.list({}, 10, null);
      assert.deepEqual(page.jobs, [{ ...(await at.engine.jobs.get(job.id)), omitted: [] }]);
      assert.equal(page.next, null);
    });

    it('listJobs: walks all pages, each job once, while jobs come and go', async () => {
      const jobs = newJobs(25);
      for (const job of jobs) await at.engine.jobs.enqueue([job]);
      const seen: string[] = [];
      let cursor: string | null = null;
      let pages = 0;
      do {
        const page = await at.engine.jobs.list({}, 10, cursor);
        seen.push(...page.jobs.map((job) => job.id));
        cursor = page.next;
        pages += 1;
        await at.engine.jobs.enqueue(newJobs(3));
        await at.engine.jobs.remove([jobs[24]!.id, jobs[15]!.id]);
      } while (cursor !== null);
      assert.equal(new Set(seen).size, seen.length);
      const expected = jobs.map((job) => job.id).toReversed();
      assert.deepEqual(
        expected.filter((id) => !seen.includes(id)),
        expected.filter((id) => id === jobs[15]!.id && !seen.includes(id)),
      );
      assert.ok(pages >= 3);
    });

    it('listJobs: the last page has no cursor, also when it is exactly full', async () => {
      await at.engine.jobs.enqueue(newJobs(4));
      const first = await at.engine.jobs.list({}, 2, null);
      const second = await at.engine.jobs.list({}, 2, first.next);
      assert.equal(second.jobs.length, 2);
      if (second.next !== null) assert.deepEqual((await at.engine.jobs.list({}, 2, second.next)).jobs, []);
      assert.equal((await at.engine.jobs.list({}, 10, null)).next, null);
    });

    it('listJobs: refuses a cursor that it did not give', async () => {
      await assert.rejects(at.engine.jobs.list({}, 10, 'nonsense!'), { code: 'REQUEST_INVALID' });
    });

    it('listJobs: filters by queue, task, tag, schedule and state, alone and together', async () => {
      await at.engine.fleet.join(INFO);
      const done = newJob({ queue: 'a', task: 't.one', tags: ['red', 'big'] });
      await at.engine.jobs.enqueue([done]);
      await runAll(at.engine, 'a');
      const jobs = {
        red: newJob({ queue: 'a', task: 't.one', tags: ['red'] }),
        plain: newJob({ queue: 'a', task: 't.two' }),
        other: newJob({ queue: 'a.b', task: 't.one', tags: ['reddish', 'big'] }),
        later: newJob({ queue: 'b', task: 't.two', delayMs: 60_000, tags: ['red'] }),
        ticked: newJob({ queue: 'b', task: 't.three', schedule: { name: 'nightly', tickAt: 5 } }),
      };
      for (const job of Object.values(jobs)) await at.engine.jobs.enqueue([job]);
      const names = new Map([...Object.entries(jobs), ['done', done] as const].map(([name, job]) => [job.id, name]));
      const listed = async (filter: JobFilter): Promise<(string | undefined)[]> =>
        (await ids(filter)).map((id) => names.get(id));
      assert.deepEqual(await listed({ queue: 'a' }), ['plain', 'red', 'done']);
      assert.deepEqual(await listed({ task: 't.one' }), ['other', 'red', 'done']);
      assert.deepEqual(await listed({ tag: 'red' }), ['later', 'red', 'done']);
      assert.deepEqual(await listed({ tag: 'big' }), ['other', 'done']);
      assert.deepEqual(await listed({ schedule: 'nightly' }), ['ticked']);
      assert.deepEqual(await listed({ states: ['scheduled'] }), ['later']);
      assert.deepEqual(await listed({ states: ['scheduled', 'completed'] }), ['later', 'done']);
      assert.deepEqual(await listed({ states: ['available'], queue: 'a' }), ['plain', 'red']);
      assert.deepEqual(await listed({ states: ['available'], task: 't.one', queue: 'a' }), ['red']);
      assert.deepEqual(await listed({ tag: 'red', queue: 'b' }), ['later']);
      assert.deepEqual(await listed({ tag: 'red', states: ['available'] }), ['red']);
      assert.deepEqual(await listed({ schedule: 'nightly', queue: 'a' }), []);
      assert.deepEqual(await listed({ queue: 'nowhere' }), []);
      assert.deepEqual(await listed({ states: [] }), []);
    });

    it('listJobs: follows a job through its states', async () => {
      await at.engine.fleet.join(INFO);
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      assert.deepEqual(await ids({ states: ['available'] }), [job.id]);
      const held = await new Hand(at.engine).next();
      assert.deepEqual(await ids({ states: ['available'] }), []);
      assert.deepEqual(await ids({ states: ['running'] }), [job.id]);
      await held.end({ kind: 'complete', result: null });
      assert.deepEqual(await ids({ states: ['running'] }), []);
      assert.deepEqual(await ids({ states: ['completed'] }), [job.id]);
    });

    it('listJobs: since is included, until is not', async () => {
      const created: number[] = [];
      for (const job of newJobs(3)) {
        await at.engine.jobs.enqueue([job]);
        const { createdAt } = (await at.engine.jobs.get(job.id))!;
        created.push(createdAt);
        await waitFor('the next millisecond', async () => (await at.engine.now()) > createdAt);
      }
      const all = await ids({});
      assert.deepEqual(await ids({ since: created[1]! }), all.slice(0, 2));
      assert.deepEqual(await ids({ until: created[1]! }), all.slice(2));
      assert.deepEqual(await ids({ since: created[1]!, until: created[2]! }), [all[1]]);
    });

    it('listJobs: filtered pages go on where the last one ended', async () => {
      for (let index = 0; index < 30; index += 1)
        await at.engine.jobs.enqueue([newJob({ queue: index % 3 ? 'b' : 'a' })]);
      const first = await at.engine.jobs.list({ queue: 'a' }, 6, null);
      const second = await at.engine.jobs.list({ queue: 'a' }, 6, first.next);
      assert.equal(first.jobs.length, 6);
      assert.equal(second.jobs.length, 4);
      assert.equal(second.next, null);
      assert.equal(new Set([...first.jobs, ...second.jobs].map((job) => job.id)).size, 10);
    });

    it('counts: nothing on an empty store', async () => {
      assert.deepEqual(await at.engine.queues.counts(), []);
    });

    it('counts: every state of every queue that holds a job', async () => {
      await at.engine.fleet.join(INFO);
      await at.engine.jobs.enqueue([...newJobs(3, { queue: 'a' }), newJob({ queue: 'b', delayMs: 60_000 })]);
      await new Hand(at.engine, 'a').next();
      const rows = await at.engine.queues.counts();
      const empty = {
        scheduled: 0,
        blocked: 0,
        available: 0,
        running: 0,
        retryable: 0,
        completed: 0,
        cancelled: 0,
        dead: 0,
      };
      const byName = new Map(rows.map((row) => [row.queue, row]));
      assert.equal(rows.length, 2);
      assert.deepEqual({ ...byName.get('a')?.counts }, { ...empty, available: 2, running: 1 });
      assert.deepEqual({ ...byName.get('b')?.counts }, { ...empty, scheduled: 1 });
      assert.equal(byName.get('b')?.oldestAt, null);
    });

    it('counts: oldestAt is the runAt of the job that waits longest, over all priorities', async () => {
      await at.engine.fleet.join(INFO);
      const [old, young] = [newJob({ priority: 9 }), newJob({ priority: 0 })] as const;
      const [receipt] = await at.engine.jobs.enqueue([old]);
      await waitFor('the next millisecond', async () => (await at.engine.now()) > receipt!.runAt);
      const [second] = await at.engine.jobs.enqueue([young]);
      assert.equal((await at.engine.queues.counts())[0]?.oldestAt, receipt?.runAt);
      await at.engine.jobs.cancel([old.id], 'no');
      assert.equal((await at.engine.queues.counts())[0]?.oldestAt, second?.runAt);
      await runAll(at.engine);
      assert.equal((await at.engine.queues.counts())[0]?.oldestAt, null);
    });

    it('check: says what it looked at, and finds nothing wrong', async () => {
      const checks = await at.engine.health.check();
      assert.ok(checks.length > 0);
      for (const check of checks) assert.notEqual(check.status, 'fail', check.message);
    });
  });
}
