/** However large the jobs are, a call reads, writes and answers no more than src/engine/bounds.ts says. */
import assert from 'node:assert/strict';
import type { Job, JobError, LogLine } from '../../src/core/index.ts';
import { type JobPart, LISTED_PART_BYTES, type ListedJob, STEP_BYTES } from '../../src/engine/index.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, Hand, INFO, runAll, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';
import { prune, unblock } from '../support/rules.ts';

const MEGABYTE = 1024 * 1024;
const LARGE = 'x'.repeat(MEGABYTE - 2);
/** What every store has to write anew with the state: of a payload that is not so. */
const LARGE_HEADERS = { large: LARGE };
/** More than one step holds. */
const JOBS = 12;
/** What a listed job may have at most: each part, and the rest. */
const LISTED_BYTES = 8 * LISTED_PART_BYTES;

export function boundsTests(harness: EngineHarness): void {
  describe('bounds', () => {
    const at = scene(harness);

    /** All jobs as lists show them. @returns with the number of pages */
    async function listed(limit: number): Promise<{ jobs: ListedJob[]; pages: number }> {
      const jobs: ListedJob[] = [];
      let pages = 0;
      let cursor: string | null = null;
      do {
        const page = await at.engine.jobs.list({}, limit, cursor);
        assert.ok(page.jobs.length <= limit);
        jobs.push(...page.jobs);
        cursor = page.next;
        pages += 1;
      } while (cursor !== null);
      return { jobs, pages };
    }

    it('lists leave out large payloads and keep small ones', async () => {
      const large = newJobs(JOBS, { payload: LARGE, tags: ['big'] });
      const small = newJob({ payload: { text: 'é'.repeat(100) } });
      for (const job of [...large, small]) await at.engine.jobs.enqueue([job]);
      const { jobs } = await listed(5);
      assert.deepEqual(
        jobs.map(({ id }) => id),
        [...large, small].map(({ id }) => id).toReversed(),
      );
      for (const job of jobs) {
        assert.ok(JSON.stringify(job).length < LISTED_BYTES, 'a listed job is small');
        const whole = (await at.engine.jobs.get(job.id))!;
        if (job.id === small.id) assert.deepEqual(job, { ...whole, omitted: [] });
        else assert.deepEqual(job, { ...whole, payload: null, omitted: ['payload'] });
      }
      assert.equal((await at.engine.jobs.list({ tag: 'big' }, 100, null)).jobs[0]?.payload, null);
    });

    it('lists leave out every part that is large, and getJob gives all', async () => {
      await at.engine.fleet.join(INFO);
      const text = 'ä'.repeat(2_000);
      const error: JobError = { ...FAILURE, message: text, stack: text };
      const logs: LogLine[] = [{ at: 1, line: text }];
      const progress = { done: 1, total: null, message: text, at: 2 };
      const headers = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`h${index}`, 'y'.repeat(500)]));
      const failing = newJob({ headers, maxAttempts: 2 });
      await at.engine.jobs.enqueue([failing]);
      await (await takeOne(at.engine)).end({ kind: 'dead', error }, { logs, progress });
      const ending = newJob();
      await at.engine.jobs.enqueue([ending]);
      await (await takeOne(at.engine)).end({ kind: 'complete', result: text });
      const { jobs } = await listed(10);
      const expected: readonly (readonly [string, Partial<Job>, readonly JobPart[]])[] = [
        [ending.id, { result: null }, ['result']],
        [
          failing.id,
          { headers: {}, error: null, logs: [], progress: null, attempts: [] },
          ['progress', 'logs', 'error', 'attempts', 'headers'],
        ],
      ];
      for (const [index, [id, without, omitted]] of expected.entries()) {
        const whole = (await at.engine.jobs.get(id))!;
        assert.deepEqual({ ...jobs[index], omitted: [] }, { ...whole, ...without, omitted: [] });
        assert.deepEqual(new Set(jobs[index]?.omitted), new Set(omitted));
      }
    });

    it('a blocked job says in a list why it waits, whatever it has noted', async () => {
      await at.engine.fleet.join(INFO);
      await at.engine.jobs.enqueue([newJob()]);
      const logs = [{ at: 1, line: 'x'.repeat(3_000) }];
      await (await takeOne(at.engine)).end({ kind: 'hold', reason: 'task' }, { logs });
      const [job] = (await at.engine.jobs.list({ states: ['blocked'] }, 10, null)).jobs;
      assert.deepEqual([job?.blockedBy, job?.logs], ['task', []]);
    });

    /** A verb is called again while there is more, and no call does more than a step holds. */
    async function inSteps(call: () => Promise<{ readonly count: number; readonly more: boolean }>): Promise<void> {
      let done = 0;
      let calls = 0;
      for (let more = true; more; calls += 1) {
        const report = await call();
        assert.ok(report.count * MEGABYTE <= STEP_BYTES + MEGABYTE, `${report.count} jobs in one call`);
        done += report.count;
        more = report.more;
      }
      assert.equal(done, JOBS);
      assert.ok(calls >= (JOBS * MEGABYTE) / (STEP_BYTES + MEGABYTE));
    }

    it('promote, unblock, expire and prune end early where jobs are large, and get on', async () => {
      await at.engine.fleet.join(INFO);
      const [first] = await at.engine.jobs.enqueue(newJobs(JOBS, { headers: LARGE_HEADERS, delayMs: 1 }));
      await waitFor('their time', async () => (await at.engine.now()) > first!.runAt);
      await inSteps(async () => {
        const { promoted, more } = await at.engine.keeping.promote(1_000);
        return { count: promoted['default'] ?? 0, more };
      });
      await runAll(at.engine, 'default', () => ({ kind: 'hold', reason: 'task' }), 3);
      assert.equal((await at.engine.queues.counts())[0]?.counts.blocked, JOBS);
      await inSteps(() => unblock(at.engine, ['test.work'], 1_000));
      assert.deepEqual((await runAll(at.engine, 'default', undefined, JOBS)).length, JOBS);
      await waitFor('the next millisecond', async () => (await at.engine.now()) > first!.runAt + 5);
      const none = { forMs: 0, count: 0 };
      // What a call of Redis deletes is bounded by scripts, of which one call sends several.
      let deleted = 0;
      for (let more = true; more;) {
        const report = await prune(at.engine, { completed: none, cancelled: none, dead: none }, 1_000);
        deleted += report.count;
        more = report.more;
      }
      assert.equal(deleted, JOBS);
      await at.engine.jobs.enqueue(newJobs(JOBS, { headers: LARGE_HEADERS, expiresInMs: 1 }));
      const enqueued = await at.engine.now();
      await waitFor('their expiry', async () => (await at.engine.now()) > enqueued + 1);
      await inSteps(() => at.engine.keeping.expire(1_000));
    });

    it('leave gives back all that is held, however large', async () => {
      await at.engine.fleet.join(INFO);
      await at.engine.jobs.enqueue(newJobs(JOBS, { payload: LARGE }));
      const hand = new Hand(at.engine, 'default', JOBS);
      await hand.take(JOBS);
      await at.engine.fleet.leave();
      assert.equal((await at.engine.queues.counts())[0]?.counts.available, JOBS);
    });

    it('results of a megabyte are settled, many at once', async () => {
      await at.engine.fleet.join(INFO);
      await at.engine.jobs.enqueue(newJobs(JOBS));
      const hand = new Hand(at.engine, 'default', JOBS);
      const held = await hand.take(JOBS);
      const text = JSON.stringify(LARGE);
      const receipts = await Promise.all(held.map((one) => one.end({ kind: 'complete', result: LARGE, text })));
      assert.deepEqual(new Set(receipts.map(({ status }) => status)), new Set(['settled']));
      assert.equal(((await at.engine.jobs.get(held[0]!.job.id))?.result as string).length, LARGE.length);
      assert.equal((await listed(100)).jobs.length, JOBS);
    });

    it('a search goes on by its cursor where a step found nothing', async () => {
      const [rare] = await at.engine.jobs.enqueue([newJob({ task: 'rare.task' })]);
      for (let rest = 24_000; rest > 0; rest -= 4_000) await at.engine.jobs.enqueue(newJobs(4_000, { tags: ['much'] }));
      const found: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await at.engine.jobs.list({ states: ['available'], task: 'rare.task' }, 10, cursor);
        found.push(...page.jobs.map(({ id }) => id));
        cursor = page.next;
      } while (cursor !== null);
      assert.deepEqual(found, [rare?.id]);
      let steps = 0;
      do {
        const page = await at.engine.jobs.list({ task: 'no.such', tag: 'much' }, 10, cursor);
        assert.deepEqual(page.jobs, []);
        cursor = page.next;
        steps += 1;
      } while (cursor !== null);
      assert.ok(steps > 1, 'one step went through all of them');
    });
  });
}
