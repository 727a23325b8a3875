/** Results that are there for a shorter time than their jobs, or not at all. */
import assert from 'node:assert/strict';
import type { Job, Outcome } from '../../src/core/index.ts';
import { STEP_BYTES } from '../../src/engine/index.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, Hand, INFO, runAll, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const SHORT_MS = 20;
const LONG_MS = 600_000;
const RESULT = { rows: [1, 2, 3] };
const MEGABYTE = 1024 * 1024;
const JOBS = 12;

export function resultTests(harness: EngineHarness): void {
  describe('results', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    const ended = async (resultKeepMs: number | null, given: Partial<Job> = {}): Promise<Job> => {
      const [receipt] = await at.engine.jobs.enqueue([newJob({ resultKeepMs, ...given })]);
      await runAll(at.engine, 'default', () => ({ kind: 'complete', result: RESULT }));
      return jobOf(receipt!.id);
    };
    const jobOf = async (id: string): Promise<Job> => (await at.engine.jobs.get(id)) ?? assert.fail('the job is kept');
    const past = (job: Job): Promise<unknown> =>
      waitFor('its time', async () => (await at.engine.now()) >= (job.finishedAt ?? 0) + (job.resultKeepMs ?? 0));

    it('is there as long as its job where nothing is said', async () => {
      const { id } = await ended(null);
      await at.engine.keeping.forgetResults(100);
      const { result, resultGone } = await jobOf(id);
      assert.deepEqual([result, resultGone], [RESULT, null]);
    });

    it('is out of sight at its time, and gone once house is kept; the job stays', async () => {
      const early = await ended(LONG_MS);
      assert.deepEqual([early.result, early.resultGone], [RESULT, null]);
      const late = await ended(SHORT_MS, { tags: ['late'] });
      await past(late);
      const hidden = await jobOf(late.id);
      assert.deepEqual([hidden.state, hidden.result, hidden.resultGone], ['completed', null, 'expired']);
      const [listed] = (await at.engine.jobs.list({ tag: 'late' }, 10, null)).jobs;
      assert.deepEqual([listed?.result, listed?.resultGone, listed?.omitted], [null, 'expired', []]);
      assert.deepEqual(await at.engine.keeping.forgetResults(100), { count: 1, more: false });
      assert.deepEqual(await at.engine.keeping.forgetResults(100), { count: 0, more: false });
      assert.deepEqual(await jobOf(late.id), hidden);
      assert.deepEqual(await jobOf(early.id), early);
    });

    it('one that is large and expired is not told as left out of a list', async () => {
      const [receipt] = await at.engine.jobs.enqueue([newJob({ resultKeepMs: SHORT_MS })]);
      await runAll(at.engine, 'default', () => ({ kind: 'complete', result: 'x'.repeat(5_000) }));
      await past(await jobOf(receipt!.id));
      const [listed] = (await at.engine.jobs.list({}, 10, null)).jobs;
      assert.deepEqual([listed?.resultGone, listed?.omitted], ['expired', []]);
    });

    it('a job of which it is not stored says so, and only once it has completed', async () => {
      const [receipt] = await at.engine.jobs.enqueue([newJob({ resultKeepMs: 0, maxAttempts: 2 })]);
      await (await takeOne(at.engine)).end({ kind: 'retry', error: FAILURE, delayMs: 0 });
      assert.equal((await jobOf(receipt!.id)).resultGone, null);
      await waitFor('its time', async () => Object.keys((await at.engine.keeping.promote(10)).promoted).length > 0);
      await (await takeOne(at.engine)).end({ kind: 'complete', result: null });
      const { state, result, resultGone } = await jobOf(receipt!.id);
      assert.deepEqual([state, result, resultGone], ['completed', null, 'ignored']);
      assert.deepEqual(await at.engine.keeping.forgetResults(100), { count: 0, more: false });
    });

    for (const [name, outcome] of Object.entries<Outcome>({
      dead: { kind: 'dead', error: FAILURE },
      cancelled: { kind: 'cancel', error: FAILURE },
    })) {
      it(`a job that ends ${name} has none that could expire`, async () => {
        const [receipt] = await at.engine.jobs.enqueue([newJob({ resultKeepMs: 1 })]);
        await runAll(at.engine, 'default', () => outcome);
        await past(await jobOf(receipt!.id));
        assert.equal((await jobOf(receipt!.id)).resultGone, null);
        assert.deepEqual(await at.engine.keeping.forgetResults(100), { count: 0, more: false });
      });
    }

    it('one settled too late leaves nothing behind', async () => {
      const [receipt] = await at.engine.jobs.enqueue([newJob({ resultKeepMs: 1 })]);
      const held = await takeOne(at.engine);
      await at.engine.jobs.cancel([receipt!.id], 'no');
      assert.equal((await held.end({ kind: 'complete', result: RESULT })).status, 'lost');
      const before = await jobOf(receipt!.id);
      await waitFor('its time', async () => (await at.engine.now()) > (before.finishedAt ?? 0) + SHORT_MS);
      await at.engine.keeping.forgetResults(100);
      assert.deepEqual(await jobOf(receipt!.id), before);
    });

    it('a job that was removed meanwhile is in nobody’s way', async () => {
      const job = await ended(SHORT_MS);
      await at.engine.jobs.remove([job.id]);
      const again = await ended(null);
      await past(job);
      await at.engine.keeping.forgetResults(100);
      assert.equal(await at.engine.jobs.get(job.id), null);
      assert.deepEqual((await jobOf(again.id)).result, RESULT);
    });

    it('what follows from the job reads it, however short its time is', async () => {
      const payload = { told: '${result}' };
      const follower = newJob({ id: 'follower', idChosen: true, queue: 'other', payload, parentId: 'followed' });
      const effect = { kind: 'enqueue', fill: true, job: follower } as const;
      await ended(1, { id: 'followed', consequences: [{ on: ['completed'], effect }] });
      await past(await jobOf('followed'));
      await at.engine.keeping.forgetResults(100);
      for (let more = true; more;) ({ more } = await at.engine.keeping.deliver(100));
      assert.deepEqual((await jobOf('follower.1')).payload, { told: RESULT });
    });

    it('many are removed in bounded steps, those of large ones sooner ended', async () => {
      const text = JSON.stringify('x'.repeat(MEGABYTE));
      await at.engine.jobs.enqueue(newJobs(JOBS, { resultKeepMs: 1 }));
      const hand = new Hand(at.engine, 'default', JOBS);
      const held = await hand.take(JOBS);
      await Promise.all(held.map((one) => one.end({ kind: 'complete', result: JSON.parse(text) as string, text })));
      void hand.close();
      const now = await at.engine.now();
      await waitFor('their time', async () => (await at.engine.now()) > now + SHORT_MS);
      let done = 0;
      for (let more = true; more;) {
        const report = await at.engine.keeping.forgetResults(1_000);
        assert.ok(report.count * MEGABYTE <= STEP_BYTES + MEGABYTE, `${report.count} in one call`);
        ({ more } = report);
        done += report.count;
      }
      assert.equal(done, JOBS);
      await at.engine.jobs.enqueue(newJobs(5, { resultKeepMs: 1 }));
      await runAll(at.engine, 'default', () => ({ kind: 'complete', result: 1 }), 5);
      const then = await at.engine.now();
      await waitFor('their time', async () => (await at.engine.now()) > then + SHORT_MS);
      assert.deepEqual(await at.engine.keeping.forgetResults(3), { count: 3, more: true });
      assert.deepEqual(await at.engine.keeping.forgetResults(3), { count: 2, more: false });
    });
  });
}
