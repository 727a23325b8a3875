import assert from 'node:assert/strict';

import type { Engine } from '../../../../src/engine/index.ts';
import { RedisEngine } from '../../../../src/engines/redis/index.ts';
import { newId, systemClock } from '../../../../src/foundation/index.ts';
import { Hand, INFO } from '../../../conformance/hand.ts';
import { timingsOf } from '../../../conformance/harness.ts';
import { newJob, newJobs } from '../../../support/new-job.ts';
import { RedisServer } from '../../../support/redis-server.ts';
import { waitFor } from '../../../support/wait-for.ts';
import { drain, Rig } from './rig.ts';

describe('redis engine: opening', () => {
  const rig = new Rig();
  const checkOf = async (engine: Engine, name: string) =>
    (await engine.health.check()).find((check) => check.name === name);

  it('waits for a server that is away, says so meanwhile, and opens when it comes', async function () {
    const server = await RedisServer.start();
    rig.onEnd(() => server.stop());
    await server.kill();
    const engine = rig.engine(undefined, server.url);
    assert.equal((await checkOf(engine, 'connection'))?.status, 'fail');
    const opening = engine.open();
    const trouble = await waitFor('the trouble to be told', async () => {
      const check = await checkOf(engine, 'connection');
      return check?.message.includes('cannot be reached') ? check : null;
    });
    assert.match(trouble.hint ?? '', /never connects anywhere else/);
    await server.run();
    await opening;
    assert.equal((await checkOf(engine, 'connection'))?.status, 'ok');
  });

  it('close() ends the wait', async () => {
    const engine = rig.engine(undefined, 'redis://127.0.0.1:1');
    const opening = assert.rejects(engine.open(), { code: 'STOPPING' });
    await engine.close();
    await opening;
  });

  it('refuses a server that would evict jobs, warns of one that could', async () => {
    const server = await RedisServer.start({ args: ['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru'] });
    rig.onEnd(() => server.stop());
    await assert.rejects(rig.engine(undefined, server.url).open(), { code: 'STORE_REFUSED', message: /allkeys-lru/ });
    const mild = await RedisServer.start({ args: ['--maxmemory-policy', 'volatile-ttl'] });
    rig.onEnd(() => mild.stop());
    const engine = rig.engine(undefined, mild.url);
    await engine.open();
    const check = await checkOf(engine, 'maxmemory-policy');
    assert.equal(check?.status, 'warn');
    assert.match(check.hint ?? '', /noeviction/);
  });

  it('refuses a database that the server does not have, at once', async () => {
    const url = `redis://127.0.0.1:${rig.server.port}/16`;
    await assert.rejects(rig.engine(undefined, url).open(), {
      code: 'STORE_REFUSED',
      message: /no database of that number/,
    });
  });

  it('refuses a replica and a cluster node', async () => {
    const replica = await RedisServer.start({ args: ['--replicaof', '127.0.0.1', String(rig.server.port)] });
    rig.onEnd(() => replica.stop());
    await assert.rejects(rig.engine(undefined, replica.url).open(), { code: 'STORE_REFUSED', message: /replica/ });
    const node = await RedisServer.start({ args: ['--cluster-enabled', 'yes'] });
    rig.onEnd(() => node.stop());
    await assert.rejects(rig.engine(undefined, node.url).open(), { code: 'STORE_REFUSED', message: /cluster/ });
  });

  it('warns of a server that keeps nothing on disk', async () => {
    const engine = await rig.openEngine();
    assert.equal((await checkOf(engine, 'persistence'))?.status, 'warn');
  });
});

describe('redis engine: what may go wrong while it works', () => {
  const rig = new Rig({ appendonly: true });

  it('goes on over a kill -9 of Redis: nothing acknowledged is lost, nothing runs twice to an end', async function () {
    const engine = await rig.openEngine();
    await engine.fleet.join(INFO);
    const jobs = newJobs(200);
    await engine.jobs.enqueue(jobs);
    let active = 0;
    let settled = 0;
    const options = {
      permit: () => 10 - active,
      onSettled: () => {
        active -= 1;
        settled += 1;
      },
    };
    const consumer = engine.queues.consume('default', options, async () => {
      active += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { outcome: { kind: 'complete', result: null }, traceId: null, spanId: null, progress: null, logs: [] };
    });
    await waitFor('some', () => settled > 20);
    await rig.server.kill();
    await rig.server.run();
    await waitFor('all', async () => (await engine.queues.counts().catch(() => []))[0]?.counts.completed === 200);
    await consumer.stop();
    for (const { id } of jobs)
      assert.equal((await engine.jobs.get(id))?.attempts.filter((one) => one.outcome === 'completed').length, 1);
  });

  it('takes up what a lost reply left on its account', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    const session = await engine.fleet.join(INFO);
    const [lost, other] = newJobs(2);
    assert.ok(lost && other);
    await engine.jobs.enqueue([lost]);
    // What a reserve does whose reply never arrives.
    const client = await rig.client();
    await client.lpop(`${prefix}:{default}:waiting`);
    await client.hset(`${prefix}:{default}:active:${session}`, lost.id, '1795360873029.123');
    await client.sadd(`${prefix}:{default}:owners`, session);
    await engine.jobs.enqueue([other]);
    const hand = new Hand(engine, 'default', 5);
    assert.equal((await hand.next()).job.id, other.id);
    await engine.fleet.beat(INFO);
    hand.consumer.poke();
    const found = await hand.next();
    assert.equal(found.job.id, lost.id);
    assert.equal((await found.end({ kind: 'complete', result: null })).status, 'settled');
  });

  it('tells of leases that ended while the signal was lost', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    const session = await engine.fleet.join(INFO);
    const [job] = newJobs(1);
    assert.ok(job);
    await engine.jobs.enqueue([job]);
    const hand = new Hand(engine, 'default', 2);
    await hand.next();
    const ended: string[] = [];
    engine.fleet.onSignal((signal) => {
      if (signal.type === 'leases-ended') ended.push(...signal.ids);
    });
    await (await rig.client()).hdel(`${prefix}:{default}:active:${session}`, job.id);
    await engine.fleet.beat(INFO);
    hand.consumer.poke();
    await waitFor('the news', () => ended.includes(job.id));
  });

  it('a process whose lease is gone reserves nothing under it, and begins a new session', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    const session = await engine.fleet.join(INFO);
    const lost: string[] = [];
    engine.fleet.onSignal((signal) => {
      if (signal.type === 'session-lost') lost.push(signal.session);
    });
    await engine.jobs.enqueue(newJobs(1));
    const hand = new Hand(engine);
    await (await hand.next()).end({ kind: 'complete', result: null });
    await (await rig.client()).del(`${prefix}:{default}:lease:${session}`);
    await engine.jobs.enqueue(newJobs(1));
    const held = await hand.next();
    assert.deepEqual(lost, [session]);
    assert.notEqual(held.lease.session, session);
  });

  it('begins the new session at a beat when it could not at once', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    const session = await engine.fleet.join(INFO);
    const client = await rig.client();
    // A key of the wrong type where the sessions are: the new session cannot be written down.
    await client.rename(`${prefix}:{$}:sessions`, `${prefix}:{$}:aside`);
    await client.set(`${prefix}:{$}:sessions`, 'in the way');
    await client.del(`${prefix}:{$}:lease:${session}`);
    await assert.rejects(engine.fleet.beat(INFO));
    await client.rename(`${prefix}:{$}:aside`, `${prefix}:{$}:sessions`);
    await engine.fleet.beat(INFO);
    await engine.jobs.enqueue(newJobs(1));
    const held = await new Hand(engine).next();
    assert.notEqual(held.lease.session, session);
  });

  it('survives nonsense on its channel', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    await engine.fleet.join(INFO);
    const client = await rig.client();
    for (const text of ['', 'l {', 'l null', 'c x', 'zzz', 'w nowhere'])
      await client.publish(`${prefix}:{$}:signals`, text);
    await engine.jobs.enqueue(newJobs(1));
    assert.equal((await drain(engine, 'default')).length, 1);
  });

  it('a store of the same prefix in another database of the server is told nothing of this one', async () => {
    const [one, other] = [0, 1].map((database) => rig.engine('shop', `${rig.server.url}/${database}`));
    assert.ok(one && other);
    const heard: string[] = [];
    for (const engine of [one, other]) await engine.open();
    await other.fleet.join(INFO);
    other.fleet.onSignal(({ type }) => heard.push(type));
    for (let times = 0; times < 3; times += 1) await one.fleet.requestReload();
    await one.queues.pause('default', true, { text: null, until: null, by: null });
    await one.fleet.tell(null, 'topic', 'of another store');
    // What the counts of the other store are is no measure for these.
    await other.queues.pause('default', true, { text: null, until: null, by: null });
    await waitFor('its own signal', () => Promise.resolve(heard.includes('controls-changed')));
    assert.deepEqual(heard, ['controls-changed']);
  });

  it('nothing of a queue a:b touches a queue a', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    await engine.jobs.enqueue([newJob({ queue: 'a' }), ...newJobs(2, { queue: 'a:b' })]);
    await engine.queues.pause('a:b', true);
    assert.equal((await drain(engine, 'a:b')).length, 0);
    assert.equal((await drain(engine, 'a')).length, 1);
    assert.equal((await engine.queues.counts()).find(({ queue }) => queue === 'a:b')?.counts.available, 2);
  });

  it('keeps what dozens of jobs run under as a table, without a trace of how', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    await engine.fleet.join(INFO);
    await engine.jobs.enqueue(newJobs(40));
    const hand = new Hand(engine, 'default', 40);
    const held = await hand.take(40);
    const key = `${prefix}:{default}:active:${held[0]?.lease.session}`;
    const client = await rig.client();
    assert.equal(await client.object('ENCODING', key), 'hashtable');
    assert.deepEqual((await client.hkeys(key)).sort(), held.map(({ job }) => job.id).sort());
    await Promise.all(held.map(({ end }) => end({ kind: 'complete', result: null })));
    await hand.close();
  });

  it('keeps counts right when many jobs are cancelled in the list', async () => {
    const engine = await rig.openEngine();
    const jobs = newJobs(2_500);
    await engine.jobs.enqueue(jobs);
    const gone = jobs.slice(0, 2_400).map(({ id }) => id);
    for (let from = 0; from < gone.length; from += 500) await engine.jobs.cancel(gone.slice(from, from + 500), 'no');
    assert.equal((await engine.queues.counts())[0]?.counts.available, 100);
    await engine.jobs.retry([gone[7] ?? '']);
    assert.equal((await drain(engine, 'default')).length, 101);
    const [row] = await engine.queues.counts();
    assert.equal(row?.counts.available, 0);
    assert.equal(row.counts.cancelled, 2_399);
  });

  it('a payload over the wire limit of the fast path comes back unchanged after every outcome', async () => {
    const engine = await rig.openEngine();
    const payload = { text: 'ü\n"\\'.repeat(5_000) };
    const job = newJob({ payload });
    await engine.jobs.enqueue([job]);
    await engine.fleet.join(INFO);
    const hand = new Hand(engine);
    const error = { name: 'E', message: 'x\ny', code: null, stack: 'a\n"b"' };
    await (await hand.next()).end({ kind: 'retry', error, delayMs: 0 });
    await waitFor('promotion', async () => (await engine.keeping.promote(5)).promoted['default'] === 1);
    await (await hand.next()).end({ kind: 'complete', result: [] });
    const stored = await engine.jobs.get(job.id);
    assert.deepEqual(stored?.payload, payload);
    assert.deepEqual(stored.result, []);
    assert.deepEqual(stored.attempts[0]?.error, error);
    await hand.close();
  });
});

describe('redis engine: a full server', () => {
  const rig = new Rig({ args: ['--maxmemory', '6mb'] });

  it('refuses what it cannot keep, half-writes nothing, and goes on when there is room', async function () {
    const engine = new RedisEngine({
      url: rig.server.url,
      prefix: 'f',
      timings: timingsOf(),
      clock: systemClock,
      newId,
    });
    rig.onEnd(() => engine.close());
    await engine.open();
    let stored = 0;
    const payload = 'x'.repeat(20_000);
    const refused = await waitFor('a refusal', async () => {
      try {
        await engine.jobs.enqueue(newJobs(10, { payload }));
        stored += 10;
        return null;
      } catch (error) {
        return error as { code: string };
      }
    });
    assert.equal(refused.code, 'STORE_FULL');
    assert.equal((await engine.queues.counts())[0]?.counts.available, stored);
    await (await rig.client()).config('SET', 'maxmemory', '0');
    assert.equal((await drain(engine, 'default')).length, stored);
    assert.equal((await engine.queues.counts())[0]?.counts.completed, stored);
  });
});
