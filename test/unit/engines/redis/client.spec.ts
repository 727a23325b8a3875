import assert from 'node:assert/strict';

import BeeQueue from 'bee-queue';

import { RedisClient } from '../../../../src/engines/redis/client.ts';
import { connectionOptions } from '../../../../src/engines/redis/connection.ts';
import { messageOf } from '../../../../src/foundation/index.ts';
import { Proxy } from '../../../support/proxy.ts';
import { waitFor } from '../../../support/wait-for.ts';
import { Rig } from './rig.ts';

/** Settings of a queue that only stores, over our client. */
const STORE_ONLY = { isWorker: false, getEvents: false, sendEvents: false, storeJobs: false } as const;

describe('redis client: what bee-queue needs of it', () => {
  const rig = new Rig();

  async function queueOn(client: RedisClient): Promise<BeeQueue> {
    const queue = new BeeQueue('q', { ...STORE_ONLY, prefix: rig.prefix(), redis: client });
    queue.on('error', () => undefined);
    return queue.ready();
  }

  it('is named as bee-queue wants it, its duplicates too', async () => {
    const client = await rig.client();
    assert.equal(client.constructor.name, 'RedisClient');
    const other = client.duplicate({ lazyConnect: true });
    assert.equal(other.constructor.name, 'RedisClient');
    assert.ok(other instanceof RedisClient);
    assert.equal(other.options.port, client.options.port);
  });

  it('is taken by a queue as it is: no connection of its own', async () => {
    const client = await rig.client();
    const queue = await queueOn(client);
    assert.equal((queue as unknown as { client: unknown }).client, client);
    assert.equal((queue as unknown as { bclient: unknown }).bclient, null);
  });

  it('gives replies of a transaction flat: checkHealth counts', async () => {
    const queue = await queueOn(await rig.client());
    await queue.createJob({ n: 1 }).save();
    const health = await queue.checkHealth();
    assert.equal(health.waiting, 1);
    assert.equal(health.newestJob, 1);
  });

  it('throws the error inside of a transaction', async () => {
    const client = await rig.client();
    const key = rig.prefix();
    await client.set(key, 'text');
    await assert.rejects(client.multi().ping().llen(key).exec(), /WRONGTYPE/);
    const seen = await new Promise<unknown>((resolve) => {
      void client
        .multi()
        .llen(key)
        .exec((error) => {
          resolve(error);
        });
    });
    assert.match(String(seen), /WRONGTYPE/);
  });

  it('has batch(): saveAll stores all', async () => {
    const queue = await queueOn(await rig.client());
    const errors = await queue.saveAll([1, 2, 3].map((n) => queue.createJob({ n })));
    assert.equal(errors.size, 0);
    assert.equal((await queue.checkHealth()).waiting, 3);
  });

  it('goes on when Redis has forgotten the scripts, in batches too', async () => {
    const client = await rig.client();
    const queue = await queueOn(client);
    await client.script('FLUSH');
    await queue.createJob({ n: 1 }).save();
    await client.script('FLUSH');
    assert.equal((await queue.saveAll([queue.createJob({ n: 2 })])).size, 0);
    assert.equal((await queue.checkHealth()).waiting, 2);
  });

  it('speaks RESP2 and RESP3 with the same replies', async () => {
    for (const protocol of [2, 3]) {
      const client = await rig.client(`${rig.server.url}?protocol=${protocol}`);
      const queue = await queueOn(client);
      await queue.createJob({ protocol }).save();
      assert.deepEqual((await queue.getJob('1')).data, { protocol });
      const key = rig.prefix();
      await client.hset(key, { a: '1' });
      assert.deepEqual(await client.hgetall(key), { a: '1' });
    }
  });
});

describe('redis client: where and who', () => {
  describe('a unix socket', () => {
    const rig = new Rig({ unixsocket: true });

    it('by URL, with and without slashes', async () => {
      assert.equal(await (await rig.client()).ping(), 'PONG');
      assert.equal(await (await rig.client(`unix:${rig.server.socket}`)).ping(), 'PONG');
    });
  });

  describe('a password', () => {
    const secret = 'p@ss:w/rd#1';
    const rig = new Rig({ requirepass: secret });
    const wrong = (text: string): string => rig.server.url.replace(/:\/\/.*@/, `://${text}@`);

    it('from the URL, percent-encoded', async () => {
      assert.equal(await (await rig.client()).ping(), 'PONG');
    });

    it('of an ACL user', async () => {
      await (await rig.client()).acl('SETUSER', 'skep', 'on', '>s3cret', '~t-*', '&t-*', '+@all');
      const client = await rig.client(wrong('skep:s3cret'));
      assert.equal(await client.acl('WHOAMI'), 'skep');
    });

    it('wrong, or none: open() says so, with a hint and without the password', async () => {
      for (const credentials of [':wr0ng-secret', 'nobody:wr0ng-secret']) {
        const error = await rejection(rig.engine(rig.prefix(), wrong(credentials)).open());
        assert.equal(error.code, 'STORE_REFUSED');
        assert.match(error.message, /user name or password/);
        assert.ok(error.hint);
        assert.ok(!everything(error).includes('wr0ng-secret'));
      }
      const none = await rejection(rig.engine(rig.prefix(), `redis://127.0.0.1:${rig.server.port}`).open());
      assert.equal(none.code, 'STORE_REFUSED');
      assert.match(none.message, /asks for a password/);
    });

    it('shows in no check', async () => {
      const engine = await rig.openEngine();
      assert.ok(!JSON.stringify(await engine.health.check()).includes(secret));
    });
  });

  interface Refusal extends Error {
    readonly code: string;
    readonly hint?: string;
  }

  async function rejection(promise: Promise<unknown>): Promise<Refusal> {
    return promise.then(
      () => assert.fail('it did not reject'),
      (error: unknown) => error as Refusal,
    );
  }

  /** All that a logger could print of an error, its own properties and causes included. */
  function everything(error: Refusal): string {
    return `${error.stack ?? ''} ${JSON.stringify(error)} ${JSON.stringify(error.cause ?? null)} ${String(error.hint)}`;
  }
});

describe('redis client: a server that goes and comes', () => {
  const rig = new Rig({ appendonly: true });

  it('commands of a worker wait for it, those of a producer fail soon', async function () {
    const worker = await rig.client();
    const producer = new RedisClient(connectionOptions(rig.server.url, 'producer'));
    producer.on('error', () => undefined);
    rig.onEnd(() => {
      producer.disconnect();
    });
    await producer.connect();
    await rig.server.kill();
    const waiting = worker.ping();
    await assert.rejects(producer.ping(), /max retries/);
    await rig.server.run();
    assert.equal(await waiting, 'PONG');
    await waitFor('the producer', () => producer.status === 'ready');
  });
});

describe('redis client: a connection that breaks while it is being made', () => {
  const rig = new Rig();
  let proxy: Proxy;

  before(async () => {
    proxy = await Proxy.start(() => rig.server.port);
  });

  after(() => proxy.close());

  it('leaves no call without an answer, those that go ahead of the queue neither', async () => {
    const client = await rig.client(proxy.url);
    const asked = new Promise<unknown>((resolve) => {
      client.once('connect', () => {
        resolve(client.info().catch(messageOf));
      });
    });
    const broken = proxy.cutOn('info', 'request');
    proxy.cut();
    await broken;
    assert.match(String(await asked), /Connection is closed|redis_version/);
    assert.equal(await client.ping(), 'PONG');
  });

  it('an engine whose server goes away while it is asked what it is opens all the same', async () => {
    const broken = proxy.cutOn('time', 'request');
    const engine = rig.engine(rig.prefix(), proxy.url);
    const opening = engine.open();
    await broken;
    proxy.mode = 'refuse';
    // Longer than a producer's call lives: three connections, four attempts each.
    const { accepted } = proxy;
    await waitFor('the attempts', () => proxy.accepted >= accepted + 15);
    proxy.mode = 'pass';
    await opening;
    assert.equal((await engine.health.check())[0]?.status, 'ok');
  });

  it('closed while it subscribes anew, it leaves no rejection of nobody', async () => {
    const client = await rig.client(proxy.url);
    await client.subscribe('news');
    const swallowed = proxy.cutOn('subscribe', 'silence');
    proxy.cut();
    await swallowed;
    client.disconnect();
    proxy.mode = 'pass';
    await waitFor('the end', () => client.status === 'end');
  });
});
