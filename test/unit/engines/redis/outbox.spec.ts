/** What the outbox owes to those who deliver late, twice, or something that nobody can read. */
import assert from 'node:assert/strict';
import type { Engine } from '../../../../src/engine/index.ts';
import { newJob } from '../../../support/new-job.ts';
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

  it('a job without consequences writes and reads nothing for them', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    const client = await rig.client();
    await engine.jobs.enqueue([newJob({ queue: 'from' }), newJob({ id: 'other', queue: 'from' })]);
    await engine.jobs.cancel(['other'], 'no');
    await drain(engine, 'from');
    const record = (await client.hvals(`${prefix}:{from}:jobs`)).join();
    assert.ok(!record.includes('consequences'));
    assert.equal(await client.exists(`${prefix}:{from}:outbox`, `${prefix}:{from}:undelivered`), 0);
  });
});
