import assert from 'node:assert/strict';
import { Hand, INFO } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { rulesWith } from '../support/rules.ts';

export function enqueueTests(harness: EngineHarness): void {
  describe('enqueue', () => {
    const at = scene(harness);

    it('stores jobs of several tasks and queues in one call, each under its own', async () => {
      const given = [
        newJob({ task: 'emails.send', queue: 'emails' }),
        newJob({ task: 'users.log', queue: 'default' }),
        newJob({ task: 'emails.send', queue: 'default', payload: 2 }),
      ];
      const receipts = await at.engine.jobs.enqueue(given);
      assert.deepEqual(
        receipts.map(({ id, status }) => [id, status]),
        given.map(({ id }) => [id, 'created']),
      );
      for (const { id, task, queue, payload } of given) {
        const job = await at.engine.jobs.get(id);
        assert.deepEqual([job?.task, job?.queue, job?.payload], [task, queue, payload]);
      }
    });

    it('stores large payloads beside small ones, for several queues, alone and in a batch, and gives them to consumers', async () => {
      const large = (letter: string): string => letter.repeat(70_000);
      const given = ['a', 'b', 'ä'].flatMap((letter, index) => [
        newJob({ queue: `queue-${index}`, payload: large(letter) }),
        newJob({ queue: `queue-${index}`, payload: letter }),
      ]);
      await at.engine.jobs.enqueue(given);
      const later = newJob({ queue: 'queue-0', payload: large('z') });
      await at.engine.jobs.enqueue([later]);
      for (const { id, payload } of [...given, later]) assert.equal((await at.engine.jobs.get(id))?.payload, payload);
      await at.engine.fleet.join(INFO);
      const hand = new Hand(at.engine, 'queue-0', 3);
      const taken = await hand.take(3);
      assert.deepEqual(
        taken.map(({ job }) => job.payload),
        [large('a'), 'a', large('z')],
      );
      await Promise.all(taken.map(({ end }) => end({ kind: 'complete', result: null })));
      await hand.close();
    });

    it('stores a job that is due as available, with every field as given', async () => {
      const before = await at.engine.now();
      const given = newJob({
        task: 'emails.send',
        queue: 'emails',
        priority: 3,
        payload: { to: 'a@example.org', list: [1, 'zwei', null, { deep: true }], text: 'ü – "quoted" 🐝\u0000' },
        maxAttempts: 7,
        timeout: { softMs: 1000, hardMs: null },
        tags: ['mail', 'bulk: yes'],
        headers: { 'x-tenant': 'one', 'content-language': 'de' },
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        tracestate: 'vendor=1',
        manifestRevision: 12,
        gates: [],
        fairness: null,
        unique: null,
        workflow: null,
        consequences: [],
        parentId: 'parent-1',
      });
      const [receipt] = await at.engine.jobs.enqueue([given]);
      const after = await at.engine.now();
      assert.equal(receipt?.id, given.id);
      assert.equal(receipt.status, 'created');
      assert.equal(receipt.state, 'available');
      const job = await at.engine.jobs.get(given.id);
      assert.ok(job);
      assert.ok(job.createdAt >= before && job.createdAt <= after, 'createdAt is the store’s now');
      assert.equal(job.runAt, receipt.runAt);
      assert.deepEqual(job, {
        id: given.id,
        task: 'emails.send',
        queue: 'emails',
        priority: 3,
        state: 'available',
        payload: given.payload,
        attempt: 0,
        maxAttempts: 7,
        rescues: 0,
        runAt: job.createdAt,
        createdAt: job.createdAt,
        startedAt: null,
        finishedAt: null,
        expiresAt: null,
        timeout: { softMs: 1000, hardMs: null },
        tags: ['mail', 'bulk: yes'],
        headers: { 'x-tenant': 'one', 'content-language': 'de' },
        traceparent: given.traceparent,
        tracestate: 'vendor=1',
        manifestRevision: 12,
        schedule: null,
        gates: [],
        fairness: null,
        unique: null,
        workflow: null,
        retry: null,
        hold: null,
        waits: [],
        care: null,
        consequences: [],
        parentId: 'parent-1',
        blockedBy: null,
        progress: null,
        logs: [],
        result: null,
        resultGone: null,
        resultKeepMs: null,
        error: null,
        attempts: [],
      });
    });

    it('refuses an id that a job of another task has, in whatever state, and stores nothing of that call', async () => {
      const [first, other] = [newJob({ id: 'order 7', idChosen: true, task: 'orders.ship' }), newJob()];
      await at.engine.jobs.enqueue([first]);
      const late = newJob({ id: first.id, idChosen: true, task: 'orders.bill' });
      for (const queue of ['default', 'elsewhere']) {
        await assert.rejects(at.engine.jobs.enqueue([other, { ...late, queue }]), {
          code: 'JOB_ID_TAKEN',
          message: /orders\.ship/,
        });
        // On a Cluster a call that names two queues is stored queue by queue.
        if (queue === 'default') assert.equal(await at.engine.jobs.get(other.id), null);
      }
      await at.engine.jobs.cancel([first.id], 'test');
      await assert.rejects(at.engine.jobs.enqueue([late]), { code: 'JOB_ID_TAKEN' });
      assert.equal((await at.engine.jobs.enqueue([{ ...first, task: 'orders.ship' }]))[0]?.status, 'existing');
      assert.equal((await at.engine.jobs.get(first.id))?.task, 'orders.ship');
    });

    it('refuses two tasks for one id inside of a batch', async () => {
      const job = newJob({ id: 'twice', idChosen: true, task: 'one' });
      await assert.rejects(at.engine.jobs.enqueue([job, { ...job, task: 'two' }]), { code: 'JOB_ID_TAKEN' });
      assert.equal(await at.engine.jobs.get('twice'), null);
    });

    it('an id that is taken harms none of the calls that are made at once with it', async () => {
      await at.engine.jobs.enqueue([newJob({ id: 'mine', idChosen: true, task: 'one' })]);
      const calls = Array.from({ length: 20 }, (_value, index) =>
        index % 5 === 2 ? [newJob(), newJob({ id: 'mine', idChosen: true, task: 'two' })] : newJobs(2),
      );
      const results = await Promise.allSettled(calls.map((batch) => at.engine.jobs.enqueue(batch)));
      for (const [index, result] of results.entries()) {
        assert.equal(result.status, index % 5 === 2 ? 'rejected' : 'fulfilled', String(index));
        if (result.status === 'fulfilled') assert.ok(result.value.every(({ status }) => status === 'created'));
        for (const { id } of calls[index] ?? []) {
          if (id !== 'mine') assert.equal((await at.engine.jobs.get(id)) === null, index % 5 === 2, `${index} ${id}`);
        }
      }
    });

    for (const payload of [null, false, 0, '', [], {}, 'text', 1.5, -0.1, 9007199254740991]) {
      it(`keeps the payload ${JSON.stringify(payload)} as it is`, async () => {
        const job = newJob({ payload });
        await at.engine.jobs.enqueue([job]);
        assert.deepEqual((await at.engine.jobs.get(job.id))?.payload, payload);
      });
    }

    it('stores a job with a delay as scheduled until then', async () => {
      const job = newJob({ delayMs: 60_000 });
      const before = await at.engine.now();
      const [receipt] = await at.engine.jobs.enqueue([job]);
      const after = await at.engine.now();
      assert.equal(receipt?.state, 'scheduled');
      assert.ok(receipt.runAt >= before + 60_000 && receipt.runAt <= after + 60_000);
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.state, 'scheduled');
      assert.equal(stored.runAt, receipt.runAt);
    });

    it('lets runAt win over delayMs, and takes one in the past for now', async () => {
      const now = await at.engine.now();
      const later = newJob({ runAt: now + 3_600_000, delayMs: 5 });
      const past = newJob({ runAt: now - 3_600_000, delayMs: 60_000 });
      const receipts = await at.engine.jobs.enqueue([later, past]);
      assert.deepEqual(
        receipts.map((receipt) => receipt.state),
        ['scheduled', 'available'],
      );
      assert.equal(receipts[0]?.runAt, now + 3_600_000);
      assert.ok((receipts[1]?.runAt ?? 0) >= now);
    });

    it('keeps instants beyond 2^31 milliseconds from now', async () => {
      const runAt = (await at.engine.now()) + 2 ** 33;
      const [receipt] = await at.engine.jobs.enqueue([newJob({ runAt })]);
      assert.equal(receipt?.runAt, runAt);
    });

    it('counts the expiry from now', async () => {
      const job = newJob({ expiresInMs: 5_000 });
      await at.engine.jobs.enqueue([job]);
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.expiresAt, stored!.createdAt + 5_000);
    });

    it('keeps the tick that made the job', async () => {
      const job = newJob({ schedule: { name: 'nightly', tickAt: 1_700_000_000_000 } });
      await at.engine.jobs.enqueue([job]);
      assert.deepEqual((await at.engine.jobs.get(job.id))?.schedule, { name: 'nightly', tickAt: 1_700_000_000_000 });
    });

    it('answers `existing` for an id that is stored and leaves that job alone', async () => {
      const job = newJob({ id: 'order-7', idChosen: true, payload: 'first', delayMs: 60_000 });
      const [first] = await at.engine.jobs.enqueue([job]);
      const [again] = await at.engine.jobs.enqueue([{ ...job, payload: 'second', queue: 'other', delayMs: 0 }]);
      assert.deepEqual(again, { id: job.id, status: 'existing', state: 'scheduled', runAt: first?.runAt });
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.payload, 'first');
      assert.equal(stored.queue, 'default');
      const queues = await at.engine.queues.counts();
      assert.deepEqual(
        queues.map((queue) => queue.queue),
        ['default'],
      );
    });

    it('answers `existing` for a chosen id that is one of Skep’s own, in whatever queue', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const [again] = await at.engine.jobs.enqueue([{ ...job, idChosen: true, queue: 'other' }]);
      assert.equal(again?.status, 'existing');
      assert.deepEqual(
        (await at.engine.queues.counts()).map((row) => row.queue),
        ['default'],
      );
    });

    it('stores a chosen id once when many enqueue it at the same time into different queues', async () => {
      const engines = await Promise.all([at.store.open(), at.store.open(), at.store.open()]);
      const given = { id: 'invoice-1', idChosen: true };
      const receipts = await Promise.all(
        [at.engine, ...engines].map((engine, index) => engine.jobs.enqueue([newJob({ ...given, queue: `q${index}` })])),
      );
      const statuses = receipts.map(([receipt]) => receipt?.status).sort();
      assert.deepEqual(statuses, ['created', 'existing', 'existing', 'existing']);
      const rows = await at.engine.queues.counts();
      assert.deepEqual(
        rows.map((row) => row.counts.available),
        [1],
      );
    });

    it('a chosen id is free again when its job was removed', async () => {
      const job = newJob({ id: 'order-8', idChosen: true });
      await at.engine.jobs.enqueue([job]);
      await at.engine.jobs.remove([job.id]);
      const [receipt] = await at.engine.jobs.enqueue([{ ...job, queue: 'other' }]);
      assert.equal(receipt?.status, 'created');
      assert.equal((await at.engine.jobs.get(job.id))?.queue, 'other');
    });

    it('a call made again after a lost reply stores nothing twice', async () => {
      at.engine.govern(rulesWith({ shards: { default: 4 } }));
      const jobs = newJobs(20);
      await at.engine.jobs.enqueue(jobs);
      const again = await at.engine.jobs.enqueue(jobs);
      assert.ok(again.every((receipt) => receipt.status === 'existing'));
      assert.equal((await at.engine.queues.counts())[0]?.counts.available, 20);
    });

    it('answers `existing` for a finished job too', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      await at.engine.jobs.cancel([job.id], 'no more');
      const [again] = await at.engine.jobs.enqueue([job]);
      assert.equal(again?.status, 'existing');
      assert.equal(again.state, 'cancelled');
    });

    it('stores an id that comes twice in one batch once', async () => {
      const job = newJob({ payload: 1 });
      const receipts = await at.engine.jobs.enqueue([job, newJob(), { ...job, payload: 2 }]);
      assert.deepEqual(
        receipts.map((receipt) => receipt.status),
        ['created', 'created', 'existing'],
      );
      assert.equal((await at.engine.jobs.get(job.id))?.payload, 1);
      assert.equal((await at.engine.queues.counts())[0]?.counts.available, 2);
    });

    it('gives receipts in the order of a batch over several queues', async () => {
      const jobs = Array.from({ length: 300 }, (_, index) => newJob({ queue: `q${index % 7}`, delayMs: index % 3 }));
      const receipts = await at.engine.jobs.enqueue(jobs);
      assert.deepEqual(
        receipts.map((receipt) => receipt.id),
        jobs.map((job) => job.id),
      );
    });

    it('takes an empty batch', async () => {
      assert.deepEqual(await at.engine.jobs.enqueue([]), []);
    });

    it('refuses a batch with a payload that is no JSON as a whole, and nothing else with it', async () => {
      const cycle: Record<string, unknown> = {};
      cycle['self'] = cycle;
      const good = newJob();
      const bad = newJob({ payload: cycle as never });
      const neighbour = newJob();
      const [refused, accepted] = await Promise.allSettled([
        at.engine.jobs.enqueue([good, bad]),
        at.engine.jobs.enqueue([neighbour]),
      ]);
      assert.equal(refused.status, 'rejected');
      assert.equal((refused.reason as { code?: string }).code, 'PAYLOAD_NOT_JSON');
      assert.equal(accepted.status, 'fulfilled');
      assert.equal(await at.engine.jobs.get(good.id), null);
      assert.ok(await at.engine.jobs.get(neighbour.id));
    });

    it('stores a payload of a megabyte', async () => {
      const job = newJob({ payload: 'x'.repeat(1_000_000) });
      await at.engine.jobs.enqueue([job]);
      assert.equal(((await at.engine.jobs.get(job.id))?.payload as string).length, 1_000_000);
    });

    it('keeps queues apart whose names begin alike', async () => {
      await at.engine.jobs.enqueue([
        ...newJobs(2, { queue: 'a' }),
        ...newJobs(3, { queue: 'a.b' }),
        newJob({ queue: 'a-b' }),
      ]);
      const counts = new Map((await at.engine.queues.counts()).map((row) => [row.queue, row.counts.available]));
      assert.deepEqual([counts.get('a'), counts.get('a.b'), counts.get('a-b')], [2, 3, 1]);
    });
  });
}
