/** Scripts as Redis functions: what a server that has them, lost them, or never had them does to callers. */
import assert from 'node:assert/strict';

import type { Redis } from 'ioredis';

import type { Engine } from '../../../../src/engine/index.ts';
import { newClient } from '../../../../src/engines/redis/connection.ts';
import { runScript } from '../../../../src/engines/redis/runs/run-script.ts';
import { library, script } from '../../../../src/engines/redis/scripts.ts';
import { INFO } from '../../../conformance/hand.ts';
import { RedisCluster } from '../../../support/cluster.ts';
import { newJob } from '../../../support/new-job.ts';
import { waitFor } from '../../../support/wait-for.ts';
import { drain, Rig } from './rig.ts';

type Listed = readonly (readonly [label: string, name: string])[];

async function libraries(redis: Redis): Promise<readonly string[]> {
  return ((await redis.call('FUNCTION', 'LIST')) as Listed).map(([, name]) => name).sort();
}

/** Calls of a command that did not fail, since the server's start. */
async function calls(redis: Redis, command: string): Promise<number> {
  const pattern = new RegExp(`^cmdstat_${command}:calls=(\\d+),.*failed_calls=(\\d+)`, 'm');
  const [, all, failed] = pattern.exec(await redis.info('commandstats')) ?? [];
  return Number(all ?? 0) - Number(failed ?? 0);
}

/** What an engine asks after it has joined goes before this, over the same connection. */
async function asked(engine: Engine): Promise<void> {
  for (let times = 0; times < 2; times += 1) await engine.fleet.processes();
}

function anotherVersion(hash: string): string {
  return library().text.replaceAll(library().hash, hash);
}

describe('redis functions: a server that has them', () => {
  const rig = new Rig();

  it('are loaded at the first call, and every script is one', async () => {
    const client = await rig.client();
    const key = rig.prefix();
    assert.equal(await runScript(client, 'notice', [key, key], ['c']), 1);
    await waitFor('the library', async () => (await libraries(client)).includes(library().name));
    const before = await calls(client, 'fcall');
    assert.equal(await runScript(client, 'notice', [key, key], ['c']), 2);
    assert.equal(await calls(client, 'fcall'), before + 1);
  });

  it('lost between two calls, with the scripts: nobody notices, and they are back', async () => {
    const client = await rig.client();
    const key = rig.prefix();
    for (let count = 1; count <= 3; count += 1) {
      await client.call('FUNCTION', 'FLUSH');
      await client.script('FLUSH');
      assert.equal(await runScript(client, 'notice', [key, key], ['c']), count);
      await waitFor('the library', async () => (await libraries(client)).includes(library().name));
    }
  });

  it('lost under many calls at once: each is run once', async () => {
    const engine = await rig.openEngine();
    const client = await rig.client();
    await engine.jobs.enqueue([newJob()]);
    const stored = Array.from({ length: 50 }, () => engine.jobs.enqueue([newJob()]));
    await client.call('FUNCTION', 'FLUSH');
    stored.push(...Array.from({ length: 50 }, () => engine.jobs.enqueue([newJob()])));
    for (const [receipt] of await Promise.all(stored)) assert.equal(receipt?.status, 'created');
    assert.equal((await engine.queues.counts())[0]?.counts.available, 101);
  });

  it('of two versions at once: each calls its own, and the other one stays', async () => {
    const client = await rig.client();
    const key = rig.prefix();
    await client.call('FUNCTION', 'FLUSH');
    const other = '0123456789abcdef';
    await client.call('FUNCTION', 'LOAD', anotherVersion(other));
    assert.equal(await runScript(client, 'notice', [key, key], ['c']), 1);
    await waitFor('both libraries', async () => (await libraries(client)).length === 2);
    const called = script('notice').called.replace(library().hash, other);
    assert.equal(await client.call('FCALL', called, '2', key, key, 'c'), 2);
    assert.equal(await runScript(client, 'notice', [key, key], ['c']), 3);
  });

  it('of a version that nobody runs any more go away when a process joins; those of other programs stay', async () => {
    const client = await rig.client();
    await client.call('FUNCTION', 'FLUSH');
    await client.call('FUNCTION', 'LOAD', anotherVersion('0123456789abcdef'));
    await client.call(
      'FUNCTION',
      'LOAD',
      "#!lua name=skepticism\nredis.register_function('doubt', function() return 1 end)",
    );
    const engine = await rig.openEngine();
    await engine.fleet.join(INFO);
    await waitFor('the removal', async () => (await libraries(client)).length === 2);
    assert.deepEqual(await libraries(client), [library().name, 'skepticism'].sort());
    await client.call('FUNCTION', 'FLUSH');
  });

  it('of another version stay as long as a process of this store runs it', async () => {
    const client = await rig.client();
    const prefix = rig.prefix();
    await client.call('FUNCTION', 'FLUSH');
    const old = await rig.openEngine(prefix);
    await old.fleet.join({ ...INFO, version: 'older' });
    await waitFor('the library', async () => (await libraries(client)).includes(library().name));
    await asked(old);
    await client.call('FUNCTION', 'LOAD', anotherVersion('0123456789abcdef'));
    const engine = await rig.openEngine(prefix);
    await engine.fleet.join(INFO);
    await asked(engine);
    assert.equal((await libraries(client)).length, 2);
  });

  it('a full server refuses functions whole: what reads goes on by its text', async () => {
    const client = await rig.client();
    const engine = await rig.openEngine();
    const [receipt] = await engine.jobs.enqueue([newJob()]);
    await waitFor('the library', async () => (await libraries(client)).includes(library().name));
    await client.config('SET', 'maxmemory', '1');
    try {
      assert.equal((await engine.jobs.get(receipt?.id ?? ''))?.state, 'available');
      await assert.rejects(engine.jobs.enqueue([newJob()]), { code: 'STORE_FULL' });
      assert.deepEqual((await engine.keeping.promote(10)).promoted, {});
    } finally {
      await client.config('SET', 'maxmemory', '0');
    }
  });
});

const WITHOUT: Readonly<Record<string, readonly string[]>> = {
  'a server that has none': ['--rename-command', 'FCALL', '', '--rename-command', 'FUNCTION', ''],
  'a server that takes no library': ['--rename-command', 'FUNCTION', ''],
};

for (const [what, args] of Object.entries(WITHOUT)) {
  describe(`redis functions: ${what}`, () => {
    const rig = new Rig({ args });

    it('is sent the texts, and jobs run', async () => {
      const engine = await rig.openEngine();
      await engine.jobs.enqueue([newJob(), newJob()]);
      assert.equal((await drain(engine, 'default')).length, 2);
      const client = await rig.client();
      assert.ok((await calls(client, 'eval')) > 0);
      assert.equal(await calls(client, 'fcall'), 0);
    });

    it('is asked once, not at every call', async () => {
      const client = await rig.client();
      const key = rig.prefix();
      await runScript(client, 'notice', [key, key], ['c']);
      await waitFor('the refusal', () => !client.functions.usable);
      assert.equal(await runScript(client, 'notice', [key, key], ['c']), 2);
    });
  });
}

describe('redis functions: a server that refuses the library', () => {
  const rig = new Rig();

  it('is sent the texts; check and examine say what it has against it', async () => {
    const client = await rig.client();
    const taken = script('notice').called;
    const text = `#!lua name=other\nredis.register_function('${taken}', function() return 0 end)`;
    await client.call('FUNCTION', 'LOAD', text);
    const engine = await rig.openEngine();
    await engine.jobs.enqueue([newJob()]);
    for (const checks of [await engine.health.check(), await engine.health.examine()]) {
      const found = checks.filter(({ name }) => name === 'functions');
      assert.equal(found.length, 1);
      assert.deepEqual([found[0]?.status, found[0]?.message.includes(taken)], ['warn', true]);
    }
    assert.equal((await drain(engine, 'default')).length, 1);
    await client.call('FUNCTION', 'FLUSH');
  });
});

describe('redis functions: a user who may not use them', () => {
  const rig = new Rig();

  for (const rights of [['-fcall'], ['-function'], ['-fcall', '-function']]) {
    it(`${rights.join(' ')}: is served by the texts`, async () => {
      const admin = await rig.client();
      await admin.call('FUNCTION', 'FLUSH');
      await admin.call('ACL', 'SETUSER', 'few', 'reset', 'on', 'nopass', '~*', '&*', '+@all', ...rights);
      const client = await rig.client(rig.server.url.replace('://', '://few:none@'));
      const key = rig.prefix();
      assert.equal(await runScript(client, 'notice', [key, key], ['c']), 1);
      await waitFor('the refusal', () => !client.functions.usable);
      assert.equal(await runScript(client, 'notice', [key, key], ['c']), 2);
      assert.deepEqual(await libraries(admin), []);
    });
  }
});

describe('redis functions: a Cluster', function () {
  let cluster: RedisCluster;
  before(async () => {
    cluster = await RedisCluster.start();
  });
  after(() => cluster.stop());

  it('a master that comes back with nothing is given the library', async () => {
    const client = newClient(cluster.urlOf(cluster.masters), 'worker');
    client.on('error', () => undefined);
    await client.connect();
    try {
      const keyOf = (queue: string): string => `t:{${queue}}:x`;
      const queues = Array.from({ length: 20 }, (_unused, index) => `q${index}`);
      const everywhere = async (): Promise<unknown[]> =>
        Promise.all(queues.map((queue) => runScript(client, 'notice', [keyOf(queue), keyOf(queue)], ['c'])));
      assert.deepEqual(new Set(await everywhere()), new Set([1]));
      const present = (): Promise<boolean> =>
        Promise.all(client.masters().map(libraries)).then((all) =>
          all.every((names) => names.includes(library().name)),
        );
      await waitFor('the library on every master', present);
      const [fresh] = client.masters();
      await fresh?.call('FUNCTION', 'FLUSH');
      await fresh?.script('FLUSH');
      assert.deepEqual(new Set(await everywhere()), new Set([2]));
      await waitFor('the library on every master', present);
    } finally {
      client.disconnect();
    }
  });
});
