/** What the outbox owes to those who deliver late, twice, or something that nobody can read. */
import assert from 'node:assert/strict';
import type { Engine } from '../../../../src/engine/index.ts';
import { newJob } from '../../../support/new-job.ts';
import { prune } from '../../../support/rules.ts';
import { drain, Rig } from './rig.ts';

describe('the outbox', () => {
  const rig = new Rig();

  /** A job of `from` is cancelled, from which the job `id` of `next` follows. */
  const end = async (engine: Engine, id: string): Promise<void> => {
    const job = newJob({ id, idChosen: true, queue: 'next' });
    const given = newJob({ queue: 'from', consequences: [{ on: ['cancelled'], effect: { kind: 'enqueue', job } }] });
    await engine.jobs.enqueue([given]);
    await engine.jobs.cancel([given.id], 'no more');
    for (let left = true; left;) left = (await engine.keeping.deliver(10)).more;
  };
  /** Entries as they stand there when one who delivers has read them. */
  const entryOf = (number: number, id: string): string =>
    `${number} cancelled ${JSON.stringify([{ on: ['cancelled'], effect: { kind: 'enqueue', job: newJob({ id, idChosen: true, queue: 'next' }) } }])}`;

  it('an entry that is delivered again makes nothing, though its job has run and is gone', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    const client = await rig.client();
    const outbox = `${prefix}:{from}:outbox`;
    const add = async (number: number, id: string): Promise<void> => {
      await client.sadd(`${prefix}:{$}:queues`, 'from');
      await client.zadd(outbox, number, entryOf(number, id));
    };
    const deliver = (): Promise<unknown> => engine.keeping.deliver(10);
    await add(1_000, 'first');
    await deliver();
    assert.equal((await drain(engine, 'next')).length, 1);
    await engine.jobs.remove(['first']);
    await add(1_000, 'first');
    await deliver();
    assert.equal(await engine.jobs.get('first'), null, 'its number is known');
    await add(2_000, 'second');
    await deliver();
    await add(3_000, 'third');
    await deliver();
    assert.ok((await client.zcard(`${prefix}:{next}:received:from`)) <= 3, 'what the outbox is past is forgotten');
    await add(1_000, 'first');
    await deliver();
    assert.equal(await engine.jobs.get('first'), null, 'its number is below the lowest');
    assert.equal(await client.zcard(outbox), 0);
    assert.ok((await engine.jobs.get('third')) !== null);
  });

  it('what cannot be read, or made, is put aside and told of; the others go on', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    const client = await rig.client();
    await client.sadd(`${prefix}:{$}:queues`, 'from');
    await client.zadd(`${prefix}:{from}:outbox`, 1, '1 cancelled [{"on":');
    const impossible = { on: ['cancelled'], effect: { kind: 'enqueue', job: newJob({ queue: 'no{queue' }) } };
    await client.zadd(`${prefix}:{from}:outbox`, 2, `2 cancelled ${JSON.stringify([impossible])}`);
    await end(engine, 'sound');
    assert.equal((await engine.jobs.get('sound'))?.state, 'available');
    assert.equal(await client.zcard(`${prefix}:{from}:outbox`), 0);
    const check = async (): Promise<string> =>
      (await engine.health.examine()).find(({ name }) => name === 'consequences')?.message ?? '';
    assert.match(
      await check(),
      /^2 effects of jobs that ended could not be made, one of them since .*cannot name a queue/,
    );
    assert.deepEqual(
      (await engine.health.repair()).map(({ message }) => message),
      ['effects made: 0, given up: 2'],
    );
    assert.equal(await check(), 'none is put aside');
  });

  it('ticks that a process of a former version has claimed and not stored have their job', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    const client = await rig.client();
    const job = newJob({ id: 'nightly@1', idChosen: true, queue: 'next', schedule: { name: 'nightly', tickAt: 1 } });
    await client.hset(`${prefix}:{$}:intents`, 'nightly', `1700000000000000 ${JSON.stringify(job)}`);
    await engine.keeping.deliver(10);
    assert.equal((await engine.jobs.get('nightly@1'))?.schedule?.name, 'nightly');
    assert.equal(await client.exists(`${prefix}:{$}:intents`, `${prefix}:{$}:outbox`), 0);
  });

  it('a job that is read by what follows from it stays until that is delivered', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    const client = await rig.client();
    const at = (name: string): string => `${prefix}:{from}:${name}`;
    const ended = newJob({ id: 'ended', idChosen: true, queue: 'from', payload: { to: 'ann' }, resultKeepMs: 0 });
    const others = Array.from({ length: 3 }, (_none, n) => newJob({ id: `other-${n}`, idChosen: true, queue: 'from' }));
    await engine.jobs.enqueue([ended, ...others]);
    await engine.jobs.cancel(['ended', 'other-0', 'other-1'], 'no more');
    // As the script that ends it leaves it behind, and nobody has come to deliver it.
    const job = newJob({ id: 'next', queue: 'next', parentId: 'ended', payload: { about: '${job.payload}' } });
    const effect = { kind: 'enqueue', job, fill: true };
    const number = 2_000_000_000_000_000;
    await client.zadd(at('outbox'), number, `${number} cancelled#0 ${JSON.stringify([{ on: ['cancelled'], effect }])}`);
    await client.zadd(at('following'), number, 'ended');
    // An entry that a process of a former version has delivered.
    await client.zadd(at('following'), 1, 'other-1');
    const none = { forMs: 0, count: 0 };
    assert.equal((await prune(engine, { completed: none, cancelled: none, dead: none }, 10)).count, 0);
    const [removed] = await engine.jobs.remove(['ended']);
    assert.deepEqual([removed?.status, removed?.task], ['done', ended.task]);
    assert.equal(await engine.jobs.get('ended'), null);
    assert.deepEqual((await engine.jobs.get('next.0'))?.payload, { about: { to: 'ann' } });
    assert.equal((await engine.jobs.remove(['other-1']))[0]?.status, 'done');
    assert.equal((await prune(engine, { completed: none, cancelled: none, dead: none }, 10)).count, 1);
    assert.equal(await client.exists(at('following'), at('outbox')), 0);
  });

  it('a job whose effects cannot be delivered now is not removed, and says its state', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    const client = await rig.client();
    await engine.jobs.enqueue([newJob({ id: 'ended', idChosen: true, queue: 'from' })]);
    await engine.jobs.cancel(['ended'], 'no more');
    // The outbox goes on behind this one as soon as somebody has read it.
    const effect = { kind: 'start', run: null };
    const text = (number: number): string => `${number} cancelled#0 ${JSON.stringify([{ on: ['cancelled'], effect }])}`;
    await client.zadd(`${prefix}:{from}:outbox`, 2, text(2));
    await client.zadd(`${prefix}:{from}:following`, 2, 'ended');
    const [receipt] = await engine.jobs.remove(['ended']);
    assert.deepEqual([receipt?.status, receipt?.state], ['refused', 'cancelled']);
  });

  it('a job without consequences writes and reads nothing for them', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    const client = await rig.client();
    await engine.jobs.enqueue([newJob({ queue: 'from' }), newJob({ id: 'other', queue: 'from' })]);
    await engine.jobs.cancel(['other'], 'no');
    await drain(engine, 'from');
    const record = (await client.hvals(`${prefix}:{from}:jobs`)).join();
    assert.ok(!record.includes('consequences'));
    assert.equal(
      await client.exists(`${prefix}:{from}:outbox`, `${prefix}:{from}:undelivered`, `${prefix}:{from}:following`),
      0,
    );
  });
});
