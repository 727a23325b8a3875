import assert from 'node:assert/strict';

import { packageVersion } from '../../../../src/foundation/index.ts';
import { Hand, INFO } from '../../../conformance/hand.ts';
import { newJob, newJobs } from '../../../support/new-job.ts';
import { leastRights } from '../../../support/least-rights.ts';
import { Rig } from './rig.ts';

const REFUSED = { code: 'STORE_REFUSED', message: /written by Skep 99\.1\.0 in format 2.*knows format 1/ };

describe('redis engine: the format of the store', () => {
  const rig = new Rig();
  const formatKey = (prefix: string): string => `${prefix}:{$}:format`;

  it('is noted by who claims the store, with its version, and stays where it is', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    const client = await rig.client();
    assert.equal(await client.get(formatKey(prefix)), null);
    await engine.claim('shop');
    assert.equal(await client.get(formatKey(prefix)), `1 ${packageVersion()}`);
    await client.set(formatKey(prefix), '1 0.0.1');
    await engine.claim('shop', true);
    assert.equal(await client.get(formatKey(prefix)), '1 0.0.1', 'the same format: who brought it stays');
    await client.set(formatKey(prefix), '0 0.0.1');
    await engine.claim('shop');
    assert.equal(await client.get(formatKey(prefix)), `1 ${packageVersion()}`, 'an older one is raised');
  });

  it('of a newer Skep is refused at the start, untouched', async () => {
    const prefix = rig.prefix();
    const client = await rig.client();
    await client.set(formatKey(prefix), '2 99.1.0');
    const engine = rig.engine(prefix);
    await assert.rejects(engine.open(), (error: Error & { code: string; hint: string }) => {
      assert.equal(error.code, REFUSED.code);
      assert.match(error.message, REFUSED.message);
      assert.match(error.hint, /Run Skep 99\.1\.0 or later/);
      return true;
    });
    assert.deepEqual(await client.keys(`${prefix}:*`), [formatKey(prefix)]);
  });

  it('raised between open and claim: refused, and nobody owns the store', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    const client = await rig.client();
    await client.set(formatKey(prefix), '2 99.1.0');
    await assert.rejects(engine.claim('shop'), REFUSED);
    assert.equal(await client.get(formatKey(prefix)), '2 99.1.0');
    assert.equal(await client.exists(`${prefix}:{$}:project`), 0);
  });

  it('raised while a process works: from its next beat it takes and stores nothing, ends what it has, and says why', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    await engine.claim('shop');
    await engine.fleet.join(INFO);
    await engine.jobs.enqueue(newJobs(2));
    const hand = new Hand(engine, 'default', 1);
    const held = await hand.next();
    const client = await rig.client();
    await client.set(formatKey(prefix), '2 99.1.0');
    await engine.fleet.beat(INFO);
    await assert.rejects(engine.jobs.enqueue([newJob()]), REFUSED);
    await assert.rejects(engine.keeping.rescue(1), REFUSED);
    const receipt = await held.end({ kind: 'complete', result: 1 });
    assert.equal(receipt.status, 'settled', 'what was begun is not done twice');
    const check = (await engine.health.check()).find(({ name }) => name === 'format');
    assert.equal(check?.status, 'fail');
    assert.match(check.message, REFUSED.message);
    assert.equal(await client.llen(`${prefix}:{default}:waiting`), 1, 'the other job waits for the newer process');
    // The store was restored: the same process works again.
    await client.set(formatKey(prefix), `1 ${packageVersion()}`);
    await engine.fleet.beat(INFO);
    assert.equal((await engine.jobs.enqueue([newJob()]))[0]?.status, 'created');
    assert.ok(!(await engine.health.check()).some(({ name }) => name === 'format'));
  });

  it('needs no more rights than the documented ones', async () => {
    const prefix = rig.prefix();
    const admin = await rig.client();
    await admin.call('ACL', 'SETUSER', 'least', 'on', '>secret', ...(await leastRights(prefix)));
    const engine = rig.engine(prefix, `redis://least:secret@127.0.0.1:${rig.server.port}`);
    await engine.open();
    assert.equal(await engine.claim('shop'), 'shop');
    await engine.fleet.join(INFO);
    await engine.fleet.beat(INFO);
    assert.equal(await admin.get(formatKey(prefix)), `1 ${packageVersion()}`);
  });
});
