import assert from 'node:assert/strict';
import type { Unique } from '../../src/core/index.ts';
import type { Engine, EnqueueReceipt, NewJob } from '../../src/engine/index.ts';
import { newJob } from '../support/new-job.ts';
import { rulesWith } from '../support/rules.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, INFO, runAll, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const FAR_MS = 600_000;
const PROCESSES = 20;

function keyed(rule: Partial<Unique> = {}, given: Partial<NewJob> = {}): NewJob {
  const unique: Unique = {
    ...{ key: 'test.work/"ä\\"', while: 'unfinished', forMs: null, onConflict: 'keep', maxMs: null },
    ...rule,
  };
  return newJob({ ...given, unique });
}

export function uniqueTests(harness: EngineHarness): void {
  describe('unique keys', () => {
    const at = scene(harness);
    beforeEach(() => at.engine.fleet.join(INFO));

    const enqueue = async (...jobs: readonly NewJob[]): Promise<readonly EnqueueReceipt[]> =>
      at.engine.jobs.enqueue(jobs);
    const one = async (job: NewJob): Promise<readonly [string, string, string]> => {
      const [receipt] = await enqueue(job);
      return [receipt?.status ?? '', receipt?.id ?? '', receipt?.state ?? ''];
    };
    const stored = async (): Promise<number> => (await at.engine.jobs.list({}, 100, null)).jobs.length;

    it('keep: a second job is not stored, and answered with the first', async () => {
      const first = keyed({}, { payload: 1 });
      assert.deepEqual(await one(first), ['created', first.id, 'available']);
      assert.deepEqual(await one(keyed({}, { payload: 2, delayMs: FAR_MS })), ['existing', first.id, 'available']);
      assert.deepEqual((await at.engine.jobs.get(first.id))?.unique, first.unique);
      assert.equal(await stored(), 1);
      const other = keyed({ key: 'test.work/"b"' });
      assert.deepEqual(await one(other), ['created', other.id, 'available']);
      assert.deepEqual((await one(newJob()))[0], 'created');
    });

    it(`one of ${PROCESSES} processes gets it`, async () => {
      const engines = await Promise.all(Array.from({ length: PROCESSES }, () => at.store.open()));
      for (const engine of engines) engine.govern(rulesWith({ shards: { default: 4 } }));
      for (let round = 0; round < 5; round += 1) {
        const key = `test.work/${round}`;
        const receipts = await Promise.all(engines.map((engine) => engine.jobs.enqueue([keyed({ key })])));
        const all = receipts.flat();
        assert.equal(all.filter(({ status }) => status === 'created').length, 1);
        assert.equal(new Set(all.map(({ id }) => id)).size, 1);
      }
      assert.equal(await stored(), 5);
    });

    it('reject: nothing of the call is stored, and the holder is named', async () => {
      const first = keyed({ onConflict: 'reject' });
      await enqueue(first);
      const beside = newJob();
      const attempt = enqueue(beside, keyed({ onConflict: 'reject' }));
      await assert.rejects(attempt, (error: { code?: string; details?: { id?: string } }) => {
        assert.equal(error.code, 'JOB_EXISTS');
        assert.equal(error.details?.id, first.id);
        return true;
      });
      assert.equal(await stored(), 1);
    });

    it('reject: other calls of the same moment are not concerned', async () => {
      await enqueue(keyed({ onConflict: 'reject' }));
      const calls = [newJob(), keyed({ onConflict: 'reject' }), newJob()];
      const ends = await Promise.allSettled(calls.map((job) => at.engine.jobs.enqueue([job])));
      assert.deepEqual(
        ends.map(({ status }) => status),
        ['fulfilled', 'rejected', 'fulfilled'],
      );
    });

    it('equal keys inside of a call meet as in two calls', async () => {
      const [first, last] = [
        keyed({ onConflict: 'replace' }, { payload: 1 }),
        keyed({ onConflict: 'replace' }, { payload: 3 }),
      ];
      const receipts = await enqueue(first, newJob(), keyed({ onConflict: 'replace' }, { payload: 2 }), last);
      assert.deepEqual(
        receipts.map(({ status, id }) => [status, id === first.id]),
        [
          ['created', true],
          ['created', false],
          ['existing', true],
          ['existing', true],
        ],
      );
      assert.equal((await at.engine.jobs.get(first.id))?.payload, 3);
      const key = 'test.work/"c"';
      await assert.rejects(enqueue(keyed({ key }), keyed({ key, onConflict: 'reject' })), { code: 'JOB_EXISTS' });
      assert.equal(await stored(), 2);
    });

    it('each job of a large call has its own key, whatever stands in it, with the rule and the gates of its own', async () => {
      const nasty = [
        '',
        '"',
        '\\',
        '"unique":{"key":"',
        '","while":"window"',
        '%1 %d',
        '\n \r\t',
        'é e\u0301 💥',
        '{$}',
        '-',
        'x'.repeat(2_000),
      ];
      const batch = Array.from({ length: 77 }, (_none, n) => {
        const key = `test.work/${n}${nasty[n % nasty.length] ?? ''}`;
        if (n % 13 === 5) return newJob({ payload: n });
        const given = { payload: n, ...(n % 7 === 3 && { gates: [`g/${n}`] }), ...(n % 5 === 2 && { tags: ['few'] }) };
        return keyed({ key, ...(n % 3 === 1 && { onConflict: 'replace', forMs: FAR_MS }) }, given);
      });
      const receipts = await enqueue(...batch);
      assert.deepEqual(
        receipts.map(({ status, id }) => [status, id]),
        batch.map(({ id }) => ['created', id]),
      );
      for (const { id, unique, gates, tags } of batch) {
        const found = await at.engine.jobs.get(id);
        assert.deepEqual([found?.unique, found?.gates, found?.tags], [unique, gates, tags]);
      }
      const keys = batch.filter(({ unique }) => unique !== null);
      const again = await enqueue(...keys.map(({ unique }, n) => newJob({ unique, payload: 1_000 + n })));
      assert.deepEqual(
        again.map(({ status, id }) => [status, id]),
        keys.map(({ id }) => ['existing', id]),
      );
      for (const [n, { id, unique, payload }] of keys.entries()) {
        assert.equal((await at.engine.jobs.get(id))?.payload, unique?.onConflict === 'replace' ? 1_000 + n : payload);
      }
      assert.equal(await stored(), batch.length);
      assert.deepEqual(
        (await enqueue(...keys.map(({ id, unique }) => newJob({ id, idChosen: true, unique })))).map(
          ({ status }) => status,
        ),
        keys.map(() => 'existing'),
      );
    });

    it('an id that is stored is existing, whatever its key', async () => {
      const first = keyed({ onConflict: 'reject' }, { id: 'mine', idChosen: true });
      await enqueue(first);
      assert.deepEqual(await one(first), ['existing', 'mine', 'available']);
      const again = keyed({}, { id: 'yours', idChosen: true });
      assert.deepEqual(await one(again), ['existing', 'mine', 'available']);
      await at.engine.jobs.cancel(['mine'], 'no');
      assert.deepEqual(
        await one(again),
        ['created', 'yours', 'available'],
        'the id of one that was not stored is free',
      );
    });

    it('waiting: it is free while its job runs, and taken again when that comes back, if nobody took it', async () => {
      const rule = { while: 'waiting' } as const;
      const first = keyed(rule);
      await enqueue(first);
      assert.equal((await one(keyed(rule)))[1], first.id);
      await (await takeOne(at.engine)).end({ kind: 'retry', error: FAILURE, delayMs: FAR_MS });
      assert.deepEqual(await one(keyed(rule)), ['existing', first.id, 'retryable']);
      await at.engine.jobs.retry([first.id]);
      const held = await takeOne(at.engine);
      const second = keyed(rule);
      assert.deepEqual(await one(second), ['created', second.id, 'available']);
      await held.end({ kind: 'release' });
      assert.equal((await one(keyed(rule)))[1], second.id);
      await at.engine.jobs.cancel([first.id], 'no');
      assert.equal((await one(keyed(rule)))[1], second.id, 'the end of one that has lost it frees nothing');
    });

    it('for: it is free when the time is over by the store’s clock, though its job is not', async () => {
      const first = keyed({ forMs: 300 });
      await enqueue(first);
      const { createdAt = 0 } = (await at.engine.jobs.get(first.id)) ?? {};
      if ((await at.engine.now()) < createdAt + 200) assert.equal((await one(keyed({ forMs: 300 })))[1], first.id);
      await waitFor('the time', async () => (await at.engine.now()) >= createdAt + 300);
      const second = keyed();
      assert.deepEqual(await one(second), ['created', second.id, 'available']);
      await at.engine.jobs.remove([first.id]);
      assert.equal((await one(keyed()))[1], second.id);
    });

    it('retry of a job that has ended takes its key again, or is refused', async () => {
      const first = keyed();
      await enqueue(first);
      await runAll(at.engine, 'default', () => ({ kind: 'dead', error: FAILURE }));
      assert.equal((await at.engine.jobs.retry([first.id]))[0]?.status, 'done');
      assert.equal((await one(keyed()))[1], first.id);
      await at.engine.jobs.cancel([first.id], 'no');
      const second = keyed();
      await enqueue(second);
      assert.deepEqual(await at.engine.jobs.retry([first.id]), [
        { id: first.id, task: 'test.work', queue: 'default', status: 'refused', state: 'cancelled', holder: second.id },
      ]);
      assert.equal((await at.engine.jobs.get(first.id))?.state, 'cancelled');
      await runAll(at.engine);
      assert.equal((await at.engine.jobs.retry([first.id]))[0]?.status, 'done');
      assert.equal((await one(keyed()))[1], first.id);
    });

    it('what follows from an end is not refused: the job that is there stands for it', async () => {
      const holder = keyed();
      const effect = {
        kind: 'enqueue',
        job: keyed({ onConflict: 'reject' }, { id: 'follows', idChosen: true }),
      } as const;
      await enqueue(holder);
      await enqueue(newJob({ priority: 0, consequences: [{ on: ['completed'], effect }] }));
      await (await takeOne(at.engine)).end({ kind: 'complete', result: null });
      for (let more = true; more;) ({ more } = await at.engine.keeping.deliver(100));
      assert.equal(await at.engine.jobs.get('follows'), null);
      assert.deepEqual(await findings(at.engine), []);
      assert.equal((await one(keyed()))[1], holder.id);
    });

    it('a job of a tick is not refused either', async () => {
      const holder = keyed();
      await enqueue(holder);
      await at.engine.schedules.apply({ hash: 'one', revision: 1, schedules: [{ name: 'nightly', spec: 'x' }] });
      const [row] = await at.engine.schedules.list();
      const from = row?.cursorAt ?? 0;
      const schedule = { name: 'nightly', tickAt: from + 1 };
      const job = keyed({ onConflict: 'reject' }, { id: 'nightly.1', idChosen: true, schedule });
      const [receipt] = await at.engine.schedules.claim([{ schedule: 'nightly', spec: 'x', from, to: from + 1, job }]);
      assert.equal(receipt?.status, 'claimed');
      for (let more = true; more;) ({ more } = await at.engine.keeping.deliver(100));
      assert.equal(await stored(), 1);
    });
  });
}

async function findings(engine: Engine): Promise<readonly string[]> {
  return (await engine.health.examine()).filter(({ status }) => status !== 'ok').map(({ name }) => name);
}
