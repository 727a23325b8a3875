import assert from 'node:assert/strict';

import { Keys } from '../../../../src/engines/redis/keys.ts';
import { script } from '../../../../src/engines/redis/scripts.ts';
import { TickJudge } from '../../../../src/runtime/scheduling/tick-judge.ts';
import { newJob } from '../../../support/new-job.ts';
import { onRedis } from '../../../support/on-redis.ts';
import { generationOf } from '../../runtime/parts.ts';
import { Rig } from './rig.ts';

describe('redis: a tick whose process was killed between the claim and its job', () => {
  const rig = new Rig();

  it('is one that is not over: the next one does not fire beside it, and its job is stored', async () => {
    const prefix = rig.prefix();
    const engine = await rig.openEngine(prefix);
    const schedules = [{ name: 'poll', spec: 'every:1000' }];
    const { rows } = await engine.schedules.apply({ hash: 'one', revision: 1, schedules });
    const [row] = rows;
    assert.ok(row);
    // What the claim of that process has done, and no more.
    const keys = new Keys(prefix);
    const job = newJob({ id: 'poll@then', task: 'work' });
    const consequences = JSON.stringify([{ on: ['completed'], effect: { kind: 'enqueue', job } }]);
    const to = row.cursorAt + 1_000;
    await onRedis(rig.server.url, (client) =>
      client.eval(
        script('claim-tick').text,
        ...[3, keys.schedules, keys.global, keys.ticks('poll')],
        ...['poll', row.spec, row.cursorAt, to, job.id, consequences, '{}', 10],
      ),
    );
    assert.equal(await engine.jobs.get(job.id), null);
    const { manifest } = generationOf({
      tasks: { work: {} },
      schedules: { poll: { task: 'work', timing: { kind: 'every', everyMs: 1_000 }, overlap: 'skip' } },
    });
    const schedule = manifest.schedules['poll'];
    const [claimed] = await engine.schedules.list();
    assert.ok(schedule && claimed);
    const judge = new TickJudge({ engine, logger: { log: () => undefined } as never });
    const entry = { schedule, task: null, row: claimed, nextAt: 0 };
    const { decisions } = await judge.judge(entry, [{ from: to, to: to + 1_000, run: true }]);
    assert.deepEqual(decisions, [{ from: to, to: to + 1_000, run: false, why: 'overlap', blockedBy: job.id }]);
    assert.equal((await engine.jobs.get(job.id))?.state, 'available');
  });
});
