/**
 * What the engine relies on in bee-queue 2.0.0 (src/engines/redis/lanes/bee-queue-lane.ts lists it), and what programs that
 * use plain bee-queue may rely on in our queues. A failure after an update of bee-queue says what moved.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

import BeeQueue from 'bee-queue';

import { systemClock } from '../../../../src/foundation/index.ts';
import type { Lease } from '../../../../src/engine/index.ts';
import { newJob, newJobs } from '../../../support/new-job.ts';
import { INFO } from '../../../conformance/hand.ts';
import { waitFor } from '../../../support/wait-for.ts';
import { drain, Rig } from './rig.ts';
import { rulesWith } from '../../../support/rules.ts';

const PLAIN = { isWorker: false, getEvents: false, sendEvents: false, storeJobs: false } as const;

describe('bee-queue, as the engine relies on it', () => {
  const rig = new Rig();

  /** A program of somebody else: plain bee-queue with its own node_redis client. */
  async function plain(prefix: string, queue = 'emails'): Promise<BeeQueue> {
    const bee = new BeeQueue(`{${queue}}`, { ...PLAIN, prefix, redis: { port: rig.server.port } });
    rig.onEnd(() => bee.close(100));
    return bee.ready();
  }

  const keyOf = (bee: BeeQueue, suffix: string): string =>
    (bee as unknown as { toKey(text: string): string }).toKey(suffix);

  it('is the version that was looked into', () => {
    const { version } = createRequire(import.meta.url)('bee-queue/package.json') as { version: string };
    assert.equal(version, '2.0.0');
  });

  it('builds keys of prefix, name and suffix', async () => {
    const prefix = rig.prefix();
    assert.equal(keyOf(await plain(prefix), 'waiting'), `${prefix}:{emails}:waiting`);
  });

  it('stores a job as JSON in the jobs hash and pushes its id on the left of waiting', async () => {
    const bee = await plain(rig.prefix());
    for (const n of [1, 2]) await bee.createJob({ n }).save();
    const client = await rig.client();
    assert.deepEqual(await client.lrange(keyOf(bee, 'waiting'), 0, -1), ['2', '1']);
    const record = (await client.hget(keyOf(bee, 'jobs'), '1')) ?? '';
    assert.ok(record.startsWith('{"data":{"n":1},"options":{'), record);
    assert.deepEqual(Object.keys(JSON.parse(record) as object), ['data', 'options', 'status', 'progress']);
  });

  it('stores a delayed job by its due time in delayed', async () => {
    const bee = await plain(rig.prefix());
    const due = systemClock.now() + 60_000;
    await bee.createJob({}).delayUntil(due).save();
    assert.deepEqual(await (await rig.client()).zrange(keyOf(bee, 'delayed'), 0, '-1', 'WITHSCORES'), [
      '1',
      String(due),
    ]);
  });

  it('refuses an id that is in the hash', async () => {
    const bee = await plain(rig.prefix());
    assert.equal((await bee.createJob({}).setId('twice').save()).id, 'twice');
    assert.equal((await bee.createJob({}).setId('twice').save()).id, null);
  });

  describe('from plain bee-queue to Skep', () => {
    const FOREIGN = rulesWith({ foreign: { emails: { task: 'emails.send', maxAttempts: 4 } } });

    it('a saved job is run as the foreign task, its data the payload', async () => {
      const prefix = rig.prefix();
      const bee = await plain(prefix);
      const data = { to: 'a@b.c', list: [], nested: { empty: {}, text: 'ü "quoted" \n' } };
      await bee.createJob(data).save();
      const engine = await rig.openEngine(prefix);
      const [lease] = await drain(engine, 'emails', FOREIGN);
      assert.deepEqual(lease?.job.payload, data);
      assert.equal(lease.job.task, 'emails.send');
      assert.equal(lease.job.maxAttempts, 4);
      assert.equal(lease.job.id, 'emails:1');
      const job = await engine.jobs.get('emails:1');
      assert.equal(job?.state, 'completed');
      assert.deepEqual(job.result, { ran: 'emails.send' });
      assert.equal((await engine.jobs.list({ queue: 'emails' }, 10, null)).jobs[0]?.id, 'emails:1');
      assert.equal((await bee.getJob('1')).status, 'succeeded');
      assert.deepEqual((await bee.getJob('1')).data, data);
    });

    it('its `options.headers` say what trace it goes on with, also where it was held or changed; not where they are malformed', async () => {
      const prefix = rig.prefix();
      const bee = await plain(prefix);
      const trace = { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`, tracestate: 'a=1/2' };
      const save = async (headers: unknown): Promise<void> => {
        const job = bee.createJob({ text: '","options":{"headers":{"traceparent":"x"}}' });
        Object.assign(job.options, { headers });
        await job.save();
      };
      const carried = ({ job }: Lease): unknown => [job.traceparent, job.tracestate, job.headers];
      const given = { ...trace, baggage: 'tenant=acme,=bad', other: 'left out' };
      await save(given);
      const engine = await rig.openEngine(prefix);
      assert.equal((await drain(engine, 'emails')).length, 0, 'held, and written in our form');
      await save(given);
      await save({ traceparent: 'nonsense', tracestate: 'a=1', baggage: 7 });
      await save('nonsense');
      await save(given);
      await save(given);
      const changed = await engine.jobs.prioritize(['emails:5'], 3);
      assert.equal(changed[0]?.status, 'done');
      await engine.jobs.cancel(['emails:6'], 'no more');
      const leases = await drain(engine, 'emails', FOREIGN);
      const told = new Map(leases.map((lease) => [lease.job.id, carried(lease)]));
      const { traceparent, tracestate } = trace;
      for (const id of ['emails:1', 'emails:2']) {
        assert.deepEqual(told.get(id), [traceparent, tracestate, { baggage: 'tenant=acme' }]);
      }
      // A script has written it: handlers are given of the baggage what is well formed.
      assert.deepEqual(told.get('emails:5'), [traceparent, tracestate, { baggage: 'tenant=acme,=bad' }]);
      assert.deepEqual(
        [told.get('emails:3'), told.get('emails:4')],
        [
          [null, null, {}],
          [null, null, {}],
        ],
      );
      // What is stored of it after its end has it too.
      for (const id of [1, 2, 5, 6].map((n) => `emails:${n}`))
        assert.equal((await engine.jobs.get(id))?.traceparent, traceparent);
      assert.equal(await engine.jobs.get('1'), null, 'adopted, and still met by QUEUE:ID alone');
    });

    it('retries of the job itself count', async () => {
      const prefix = rig.prefix();
      await (await plain(prefix)).createJob({}).retries(2).save();
      const [lease] = await drain(await rig.openEngine(prefix), 'emails', FOREIGN);
      assert.equal(lease?.job.maxAttempts, 3);
    });

    it('a delayed job is promoted when due', async () => {
      const prefix = rig.prefix();
      await (
        await plain(prefix)
      )
        .createJob({ later: true })
        .delayUntil(systemClock.now() + 50)
        .save();
      const engine = await rig.openEngine(prefix);
      await drain(engine, 'emails', FOREIGN);
      assert.equal((await engine.queues.counts())[0]?.counts.scheduled, 1);
      await waitFor('promotion', async () => (await engine.keeping.promote(10)).promoted['emails'] === 1);
      assert.equal((await drain(engine, 'emails', FOREIGN)).length, 1);
    });

    it('without a foreign task it is held, and runs when there is one', async () => {
      const prefix = rig.prefix();
      await (await plain(prefix)).createJob({ n: 1 }).save();
      const engine = await rig.openEngine(prefix);
      assert.equal((await drain(engine, 'emails')).length, 0);
      assert.equal((await engine.queues.counts())[0]?.counts.blocked, 1);
      assert.equal((await engine.jobs.get('emails:1'))?.blockedBy, 'task');
      const [lease] = await drain(engine, 'emails', FOREIGN);
      assert.deepEqual(lease?.job.payload, { n: 1 });
      assert.equal(lease.job.task, 'emails.send');
      assert.equal((await engine.jobs.get('emails:1'))?.state, 'completed');
    });

    it('waiting, it can be cancelled and removed, and keeps its data to the letter', async () => {
      const prefix = rig.prefix();
      const bee = await plain(prefix);
      for (const n of [1, 2]) await bee.createJob({ n, none: [] }).save();
      const engine = await rig.openEngine(prefix);
      await drain(engine, 'other');
      assert.equal((await engine.jobs.get('emails:1'))?.state, 'available');
      assert.equal((await engine.jobs.cancel(['emails:1'], 'no more'))[0]?.status, 'done');
      assert.deepEqual((await engine.jobs.get('emails:1'))?.payload, { n: 1, none: [] });
      assert.equal((await engine.jobs.remove(['emails:2']))[0]?.status, 'done');
      assert.equal(await engine.jobs.get('emails:2'), null);
      assert.equal((await drain(engine, 'emails', FOREIGN)).length, 0);
    });

    it('is met by QUEUE:ID alone: its own id may stand in several queues', async () => {
      const prefix = rig.prefix();
      for (const queue of ['emails', 'reports', 'adopted'])
        await (await plain(prefix, queue)).createJob({ queue }).save();
      const engine = await rig.openEngine(prefix);
      assert.equal((await drain(engine, 'adopted')).length, 0, 'held, and written in our form');
      const named = async (queue: string): Promise<string | undefined> => (await engine.jobs.get(`${queue}:1`))?.state;
      const before = await Promise.all(['emails', 'reports', 'adopted'].map(named));
      assert.deepEqual(before, ['available', 'available', 'blocked']);
      assert.equal(await engine.jobs.get('1'), null);
      for (const receipts of [
        await engine.jobs.cancel(['1'], 'whose?'),
        await engine.jobs.retry(['1']),
        await engine.jobs.move(['1'], 'reports'),
        await engine.jobs.remove(['1']),
      ])
        assert.deepEqual(
          receipts.map(({ status }) => status),
          ['unknown'],
        );
      assert.deepEqual(await Promise.all(['emails', 'reports', 'adopted'].map(named)), before);
      assert.equal((await engine.jobs.cancel(['reports:1'], 'this one'))[0]?.status, 'done');
      assert.deepEqual(await Promise.all(['emails', 'reports'].map(named)), ['available', 'cancelled']);
      // What Skep stores is met by its id, whoever chose it.
      await engine.jobs.enqueue([newJob({ id: '1', queue: 'other' })]);
      assert.equal((await engine.jobs.get('1'))?.queue, 'other');
      assert.equal((await engine.jobs.remove(['1']))[0]?.status, 'done');
      assert.deepEqual(await Promise.all(['emails', 'reports'].map(named)), ['available', 'cancelled']);
    });

    it('a record that is no JSON is buried in readable form, and the queue goes on', async () => {
      const prefix = rig.prefix();
      const bee = await plain(prefix);
      await bee.createJob({ n: 1 }).save();
      await (await rig.client()).hset(keyOf(bee, 'jobs'), '1', 'no JSON at all');
      await bee.createJob({ n: 2 }).save();
      const engine = await rig.openEngine(prefix);
      const ran = await drain(engine, 'emails', FOREIGN);
      assert.deepEqual(
        ran.map(({ job }) => job.payload),
        [{ n: 2 }],
      );
      const job = await engine.jobs.get('emails:1');
      assert.equal(job?.state, 'dead');
      assert.equal(job.error?.code, 'PAYLOAD_NOT_JSON');
    });
  });

  describe('from Skep to plain bee-queue', () => {
    it('getJob, getJobs and checkHealth read our queues', async () => {
      const prefix = rig.prefix();
      const engine = await rig.openEngine(prefix);
      const bee = await plain(prefix);
      const payload = { text: 'hello' };
      const jobs = newJobs(3, { queue: 'emails', payload });
      const later = newJob({ queue: 'emails', delayMs: 60_000, payload });
      await engine.jobs.enqueue([...jobs, later]);
      assert.deepEqual((await bee.getJob(later.id)).data, payload);
      assert.equal((await bee.getJobs('waiting', { start: 0, end: 10 })).length, 3);
      assert.equal((await bee.getJobs('delayed', { start: 0, end: 10 }))[0]?.id, later.id);
      const { waiting, delayed } = await bee.checkHealth();
      assert.deepEqual({ waiting, delayed }, { waiting: 3, delayed: 1 });
      await drain(engine, 'emails');
      const after = await bee.checkHealth();
      assert.deepEqual([after.waiting, after.succeeded, after.failed], [0, 3, 0]);
      const [done] = await bee.getJobs('succeeded', { size: 10 });
      assert.equal(done?.status, 'succeeded');
    });

    it('a job removed by a bee-queue program is gone, and the worker goes on', async () => {
      const prefix = rig.prefix();
      const engine = await rig.openEngine(prefix);
      const [first, second] = newJobs(2, { queue: 'emails' });
      assert.ok(first && second);
      await engine.jobs.enqueue([first, second]);
      await (await plain(prefix)).removeJob(first.id);
      assert.equal(await engine.jobs.get(first.id), null);
      assert.deepEqual(
        (await drain(engine, 'emails')).map(({ job }) => job.id),
        [second.id],
      );
      assert.deepEqual((await engine.jobs.enqueue([first]))[0]?.status, 'created');
    });
  });

  it('the lane is a bee-queue Queue on our one connection', async () => {
    const engine = await rig.openEngine();
    const client = await rig.client();
    const count = async (): Promise<number> => ((await client.client('LIST')) as string).trim().split('\n').length;
    await engine.fleet.join(INFO);
    await waitFor('the lease thread', async () => (await count()) >= 5);
    const before = await count();
    for (const queue of ['a', 'b', 'c'])
      await engine.queues.consume(queue, { permit: () => 1 }, () => assert.fail('no job')).stop();
    assert.equal(await count(), before);
  });
});
