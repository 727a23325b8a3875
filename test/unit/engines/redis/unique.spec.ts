/** A throttle whose window began under a wrong clock of Redis: its record says so. (libfaketime does not run under redis-server.) */
import assert from 'node:assert/strict';

import { newJob } from '../../../support/new-job.ts';
import { Rig } from './rig.ts';
import { INFO, runAll } from '../../../conformance/hand.ts';

const HOUR_MS = 3_600_000;

describe('redis: the clock is set back', () => {
  const rig = new Rig();

  it('a window of a throttle that began ahead keeps nobody out for that hour', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    await engine.fleet.join(INFO);
    const unique = { key: 'work/1', while: 'window', forMs: 2 * HOUR_MS, onConflict: 'keep', maxMs: null } as const;
    const enqueue = async (): Promise<string> => (await engine.jobs.enqueue([newJob({ unique })]))[0]?.status ?? '';
    assert.equal(await enqueue(), 'created');
    const [id = ''] = await runAll(engine);
    assert.equal(await enqueue(), 'existing');
    const client = await rig.client();
    const jobs = `${prefix}:{default}:jobs`;
    const record = (await client.hget(jobs, id)) ?? '';
    const began = (await engine.jobs.get(id))?.runAt ?? 0;
    assert.ok(record.includes(String(began)));
    await client.hset(jobs, id, record.replaceAll(String(began), String(began + HOUR_MS)));
    assert.equal(await enqueue(), 'created');
    assert.equal(await enqueue(), 'existing', 'and begins one by the new clock');
  });
});
