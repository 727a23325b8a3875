/** Large payloads of new jobs: written ahead of the script, in one transaction with it, and with it only. */
import assert from 'node:assert/strict';

import type { Unique } from '../../../../src/core/index.ts';
import type { Engine } from '../../../../src/engine/index.ts';
import type { RedisClient } from '../../../../src/engines/redis/client.ts';
import { newJob } from '../../../support/new-job.ts';
import { RedisServer } from '../../../support/redis-server.ts';
import { Rig } from './rig.ts';

const LARGE = { text: 'ä'.repeat(70_000) };

/** Fields of all hashes of payloads below a prefix. */
async function apart(client: RedisClient, prefix: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const key of await client.keys(`${prefix}:*:data`)) found.push(...(await client.hkeys(key)));
  return found.sort();
}

async function payloads(engine: Engine, ids: readonly string[]): Promise<readonly unknown[]> {
  return Promise.all(ids.map(async (id) => (await engine.jobs.get(id))?.payload));
}

describe('redis: large payloads go ahead', () => {
  const rig = new Rig();

  it('alone, beside small ones, and where a chosen id or a key takes the other way', async () => {
    const prefix = rig.prefix();
    const [engine, client] = [await rig.openEngine(prefix), await rig.client()];
    const unique: Unique = { key: 'k', while: 'waiting', onConflict: 'keep', forMs: null, maxMs: null };
    const jobs = [
      newJob({ payload: LARGE }),
      newJob({ payload: 1 }),
      newJob({ payload: LARGE, delayMs: 60_000 }),
      newJob({ id: 'chosen', idChosen: true, payload: LARGE }),
      newJob({ payload: LARGE, unique }),
    ];
    const [first] = jobs;
    assert.ok(first);
    // The first job of a queue takes another way than those after it.
    for (const round of [[first], [newJob({ payload: LARGE })], jobs.slice(1)]) {
      await engine.jobs.enqueue(round);
      assert.deepEqual(
        await payloads(
          engine,
          round.map(({ id }) => id),
        ),
        round.map(({ payload }) => payload),
      );
    }
    const other = newJob({ payload: { text: 'b'.repeat(70_000) }, unique });
    const [receipt] = await engine.jobs.enqueue([other, newJob({ id: 'chosen', idChosen: true, payload: null })]);
    assert.notEqual(receipt?.status, 'created');
    assert.deepEqual(await payloads(engine, ['chosen', jobs[4]?.id ?? '']), [LARGE, LARGE]);
    assert.equal((await apart(client, prefix)).length, 5);
  });

  it('where the server has lost library and scripts, and where it has no functions', async () => {
    const prefix = rig.prefix();
    const [engine, client] = [await rig.openEngine(prefix), await rig.client()];
    await client.call('FUNCTION', 'FLUSH');
    await client.script('FLUSH');
    const jobs = [newJob({ payload: LARGE }), newJob({ payload: LARGE })];
    for (const job of jobs) await engine.jobs.enqueue([job]);
    const found = await payloads(
      engine,
      jobs.map(({ id }) => id),
    );
    assert.deepEqual(found, [LARGE, LARGE]);
  });

  it('of a batch that is refused: nothing of it stays', async () => {
    const prefix = rig.prefix();
    const [engine, client] = [await rig.openEngine(prefix), await rig.client()];
    await engine.jobs.enqueue([newJob({ id: 'theirs', idChosen: true, task: 'other' })]);
    const stranger = newJob({ id: 'theirs', idChosen: true, task: 'work' });
    await assert.rejects(engine.jobs.enqueue([newJob({ payload: LARGE }), stranger]), { code: 'JOB_ID_TAKEN' });
    assert.deepEqual(await apart(client, prefix), []);
  });

  it('to a Redis that is full: told so, and nothing of it stays', async () => {
    const prefix = rig.prefix();
    const [engine, client] = [await rig.openEngine(prefix), await rig.client()];
    await engine.jobs.enqueue([newJob()]);
    await client.config('SET', 'maxmemory', '1');
    try {
      await assert.rejects(engine.jobs.enqueue([newJob({ payload: LARGE })]), { code: 'STORE_FULL' });
    } finally {
      await client.config('SET', 'maxmemory', '0');
    }
    assert.deepEqual(await apart(client, prefix), []);
  });

  it('once more where Redis is killed and comes back under them: stored, each with its payload', async () => {
    const server = await RedisServer.start({ appendonly: true, args: ['--appendfsync', 'always'] });
    rig.onEnd(() => server.stop());
    const engine = rig.engine(rig.prefix(), server.url);
    await engine.open();
    await engine.jobs.enqueue([newJob()]);
    for (let round = 0; round < 4; round += 1) {
      const jobs = Array.from({ length: 5 }, () => newJob({ payload: LARGE }));
      const stored = Promise.all(jobs.map((job) => engine.jobs.enqueue([job])));
      // Sent: the calls of one turn leave together at its end.
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      await server.kill();
      await server.run();
      await stored;
      const found = await payloads(
        engine,
        jobs.map(({ id }) => id),
      );
      assert.deepEqual(
        found,
        jobs.map(() => LARGE),
      );
    }
  });
});
