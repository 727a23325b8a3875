/** Who died of what: counted with each death and each way out of it. */
import assert from 'node:assert/strict';
import { fatal, fingerprintOf, type JobError } from '../../src/core/index.ts';
import type { Fault, FaultFilter } from '../../src/engine/index.ts';
import { newJob } from '../support/new-job.ts';
import { prune } from '../support/rules.ts';
import { waitFor } from '../support/wait-for.ts';
import { INFO, runAll } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const NONE = { forMs: 0, count: null };
const NO_DISK: JobError = { name: 'Error', message: 'the disk is full', code: 'ENOSPC', stack: null };
const NO_USER: JobError = { name: 'Error', message: 'there is no such user', code: null, stack: null };

export function faultTests(harness: EngineHarness): void {
  describe('faults', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    const die = async (error: JobError, given: { queue?: string; task?: string } = {}): Promise<string> => {
      const job = newJob(given);
      await at.engine.jobs.enqueue([job]);
      await runAll(at.engine, job.queue, () => ({ kind: 'dead', error }));
      const { finishedAt } = (await at.engine.jobs.get(job.id)) ?? assert.fail('it is kept');
      await waitFor('the next millisecond', async () => (await at.engine.now()) > (finishedAt ?? 0));
      return job.id;
    };
    const faults = async (query: FaultFilter = {}): Promise<readonly Fault[]> =>
      (await at.engine.jobs.faults(query, 100)).faults;
    const counts = async (query: FaultFilter = {}): Promise<Readonly<Record<string, number>>> =>
      Object.fromEntries((await faults(query)).map(({ fingerprint, count }) => [fingerprint, count]));
    const [disk, user] = [fingerprintOf(NO_DISK), fingerprintOf(NO_USER)];

    it('are counted over queues and tasks, with the first and the last death, the newest first', async () => {
      const first = await die(NO_DISK, { task: 'a' });
      await die(NO_USER, { task: 'a' });
      const last = await die(NO_DISK, { queue: 'other', task: 'b' });
      const job = await at.engine.jobs.get(last);
      assert.deepEqual(job?.error, fatal(NO_DISK));
      assert.equal(job.attempts.at(-1)?.error?.fingerprint, undefined);
      const [one, two, ...more] = await faults();
      assert.deepEqual(more, []);
      assert.deepEqual([one?.fingerprint, two?.fingerprint], [disk, user]);
      const { firstAt, lastAt, tasks, ...others } = one!;
      assert.deepEqual(others, { fingerprint: disk, count: 2, job: last });
      assert.deepEqual(tasks.toSorted(), ['a', 'b']);
      const died = await Promise.all([first, last].map(async (id) => (await at.engine.jobs.get(id))?.finishedAt));
      assert.deepEqual([firstAt, lastAt], died);
      assert.deepEqual(await counts({ queue: 'other' }), { [disk]: 1 });
      assert.deepEqual(await counts({ task: 'a' }), { [disk]: 1, [user]: 1 });
      assert.deepEqual(await counts({ task: 'c' }), {});
    });

    it('come page by page, each once', async () => {
      const shown: string[] = [];
      const errors = [1, 2, 3, 4, 5].map((n) => ({ ...NO_DISK, code: `E${n}` }));
      for (const [index, error] of errors.entries()) await die(error, { queue: `q${index % 2}` });
      await die(errors[0]!, { queue: 'q2' });
      let before: number | undefined;
      for (let pages = 1; ; pages += 1) {
        const page = await at.engine.jobs.faults(before === undefined ? {} : { before }, 2);
        shown.push(...page.faults.map(({ fingerprint }) => fingerprint));
        if (page.next === null) break;
        before = page.next;
        assert.ok(pages < 10, 'it comes to an end');
      }
      const [first, ...others] = errors.map(fingerprintOf);
      assert.deepEqual(shown, [first, ...others.toReversed()]);
    });

    it('a list by fingerprint has the dead ones, and no others', async () => {
      const ids = [await die(NO_DISK), await die(NO_USER), await die(NO_DISK, { queue: 'other' })];
      const [oldest = '', , newest = ''] = ids;
      const listed = async (): Promise<readonly string[]> =>
        (await at.engine.jobs.list({ fingerprint: disk }, 10, null)).jobs.map(({ id }) => id);
      assert.deepEqual(await listed(), [newest, oldest]);
      const { jobs } = await at.engine.jobs.list({ fingerprint: disk, queue: 'other' }, 10, null);
      assert.deepEqual(
        jobs.map(({ id }) => id),
        [newest],
      );
      await at.engine.jobs.retry([oldest]);
      assert.deepEqual(await listed(), [newest]);
      const page = await at.engine.jobs.list({ fingerprint: '0123456789abcdef' }, 10, null);
      assert.deepEqual(page, { jobs: [], next: null });
    });

    it('whoever is dead no more is not counted: retried, removed, pruned', async () => {
      const [one, two, three] = [await die(NO_DISK), await die(NO_DISK), await die(NO_DISK)];
      await at.engine.jobs.remove([three]);
      const left = await at.engine.jobs.get(two);
      const [fault] = await faults();
      assert.deepEqual([fault?.count, fault?.job, fault?.lastAt], [2, two, left?.finishedAt]);
      await at.engine.jobs.retry([one]);
      assert.deepEqual(await counts(), { [disk]: 1 });
      assert.equal((await at.engine.jobs.get(one))?.error?.fingerprint, disk);
      await runAll(at.engine, 'default', () => ({ kind: 'dead', error: NO_USER }));
      assert.deepEqual(await counts(), { [disk]: 1, [user]: 1 });
      await prune(at.engine, { completed: NONE, cancelled: NONE, dead: NONE }, 100);
      assert.deepEqual(await counts(), {});
    });

    it('a store in which all have their fingerprint has nothing to identify', async () => {
      await die(NO_DISK);
      await at.engine.keeping.identify(100);
      assert.deepEqual(await at.engine.keeping.identify(100), { count: 0, more: false });
      assert.deepEqual(await counts(), { [disk]: 1 });
    });
  });
}
