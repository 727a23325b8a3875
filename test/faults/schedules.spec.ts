/** W16: schedules while processes die and the store is gone: the history is true, nothing is doubled, nothing overlaps (docs/reliability.md). */
import { strict as assert } from 'node:assert';
import { WHOLE } from '../support/engines.ts';
import { waitFor } from '../support/wait-for.ts';
import { lasting } from './harness/lasting.ts';
import { family } from './harness/scenario.ts';
import type { WorkerProcess } from './harness/worker.ts';
import { BASIC, type World } from './harness/world.ts';

const SECOND = 1_000;
const GONE_MS = 4 * SECOND;
/** What of ticks that nobody saw is made up for. */
const POLICIES = ['none', 'latest', 'all'] as const;
const OVERLAPS = ['skip', 'queue', 'cancelRunning'] as const;
const MANIFEST = `${BASIC}
workflows:
  slow: { chain: [{ task: work, with: { do: sleep, ms: 2500 } }] }
  bad: { chain: [{ task: work, with: { do: throw } }] }
schedules:
  p-bad: { workflow: bad, every: 1s, pauseAfterFailures: 2 }
${POLICIES.map((policy) => `  c-${policy}: { task: work, cron: '* * * * * *', payload: { do: ok }, catchUp: { policy: ${policy}, grace: 1s } }`).join('\n')}
${OVERLAPS.map((overlap) => `  o-${overlap.toLowerCase()}: { workflow: slow, every: 1s, overlap: ${overlap} }`).join('\n')}
`;
const ARGS = ['--only', 'worker,scheduler'];

family('Schedules', (scenario) => {
  scenario(
    'W16 killed between claim and enqueue, and the store or all processes gone over several ticks',
    async (world) => {
      await world.manifest(MANIFEST);
      // So many that no history is full: a store keeps 100 ticks of each.
      const rounds = WHOLE ? 3 : 1;
      for (let round = 1; ; round += 1) {
        const [point, nth] =
          world.engine === 'redis' ? (['tick.claimed', 4] as const) : (['commit.unsynced', 30] as const);
        const victim = world.spawn({ args: ARGS, faults: [{ point, nth, act: 'kill' }] });
        await victim.ended;
        const next = await world.worker({ args: ARGS });
        await ticked(world, 2);
        await gone(world, next);
        await ticked(world, 3);
        if (round === rounds) break;
        // A job that is with a dying process for the third time is dead, and so would its run be: all that were met are to end.
        for (const overlap of OVERLAPS) await ticked(world, 1, 0, `o-${overlap.toLowerCase()}`);
        for (const one of world.workers) if (one.alive) await world.exits(one);
      }
      // Jobs of killed processes are taken back once their leases have ended.
      for (const overlap of OVERLAPS) await ticked(world, 0, 2, `o-${overlap.toLowerCase()}`);
      await isSuperseded(world, 'o-cancelrunning');
      await isGivenUp(world, 'p-bad');
      for (const one of world.workers) if (one.alive) await world.exits(one);
      const last = await world.worker({ args: ['--only', 'worker'] });
      for (const policy of POLICIES) await isTrue(world, `c-${policy}`, policy);
      for (const overlap of OVERLAPS) await isAlone(world, `o-${overlap.toLowerCase()}`, overlap);
      await world.exits(last);
    },
  );
});

/** Waits until a schedule has fired so many times more, and so many in all; by default one that loses no tick. */
async function ticked(world: World, more: number, all = 0, schedule = 'c-all'): Promise<void> {
  const oracle = await world.oracle();
  const fired = async (): Promise<number> =>
    (await oracle.schedules.history(schedule, 100)).filter(({ id }) => id !== null).length;
  const enough = Math.max(all, (await fired()) + more);
  await waitFor(`${enough} ticks of ${schedule}`, async () => (await fired()) >= enough);
}

async function gone(world: World, process: WorkerProcess): Promise<void> {
  if (world.engine === 'redis') {
    await world.store.server.kill();
    await lasting(GONE_MS);
    await world.store.server.run();
    return;
  }
  await process.kill();
  await lasting(GONE_MS);
  await world.worker({ args: ARGS });
}

/** Each second from the first record on is in one record, and each record that made a job has that job, and no job is without one. */
async function isTrue(world: World, schedule: string, policy: (typeof POLICIES)[number]): Promise<void> {
  const records = [...(await (await world.oracle()).schedules.history(schedule, 100))].reverse();
  const [first] = records;
  assert.ok(first, schedule);
  let at = first.from ?? first.plannedAt - SECOND;
  for (const { from, plannedAt, id, why } of records) {
    const told = `${schedule}: ${JSON.stringify(records)}`;
    assert.equal(from ?? plannedAt - SECOND, at, told);
    assert.equal(id === null, why !== null, told);
    at = plannedAt;
  }
  const fired = records.flatMap(({ id }) => (id === null ? [] : [id]));
  const jobs = [...(await world.allJobs()).values()].filter((job) => job.schedule?.name === schedule);
  assert.deepEqual(jobs.map(({ id }) => id).sort(), [...fired].sort(), schedule);
  await waitFor('all of them to run', async () => {
    const ids = new Set(world.ledger.of('start').map(({ id }) => id));
    return Promise.resolve(fired.every((id) => ids.has(id)));
  });
  const missed = records.filter(({ why }) => why === 'missed').length;
  assert.equal(policy === 'all' ? missed === 0 : missed > 0, true, `${schedule}: ${missed} missed`);
}

/** No run began before the one before it was over; what it says of ticks that were left out names the run that was not. */
async function isAlone(world: World, schedule: string, overlap: (typeof OVERLAPS)[number]): Promise<void> {
  const oracle = await world.oracle();
  const records = [...(await oracle.schedules.history(schedule, 100))].reverse();
  const ids = records.flatMap(({ id }) => (id === null ? [] : [id]));
  assert.equal(new Set(ids).size, ids.length, `${schedule}: doubled`);
  assert.ok(ids.length > 1, `${schedule}: ${ids.length} runs`);
  const last = ids.at(-1) ?? '';
  await waitFor(`the end of ${last}`, async () => (await oracle.runs.stateOf(last)) !== 'running');
  const cancelled: string[] = [];
  let over = 0;
  for (const id of ids) {
    const run = await oracle.runs.get(id);
    assert.ok(run, id);
    assert.ok(run.createdAt >= over, `${schedule}: ${id} began before the one before was over`);
    over = run.finishedAt ?? Infinity;
    if (run.state === 'cancelled') cancelled.push(id);
    else assert.equal(run.state, 'completed', id);
  }
  assert.ok(overlap === 'cancelRunning' || cancelled.length === 0, `${schedule}: ${cancelled.join()} cancelled`);
  const { runs } = await oracle.runs.list({ workflow: 'slow' }, 500, null);
  const own = runs.filter((run) => run.schedule?.name === schedule).map(({ id }) => id);
  assert.deepEqual(own.sort(), [...ids].sort(), schedule);
  for (const { why, blockedBy } of records) {
    if (why !== 'overlap' || overlap !== 'skip') continue;
    assert.ok(blockedBy !== null && ids.includes(blockedBy), `${schedule}: blocked by ${blockedBy}`);
  }
}

/**
 * A run that is longer than its tick was cancelled, and the tick that did it made one of its own. (The last one may be cancelled with
 * nothing after it: the tick waits for its end, and is not decided where the scheduler is stopped meanwhile.)
 */
async function isSuperseded(world: World, schedule: string): Promise<void> {
  const oracle = await world.oracle();
  await waitFor(`a run of ${schedule} that is cancelled by the next`, async () => {
    const records = await oracle.schedules.history(schedule, 100);
    const [, ...before] = records.flatMap(({ id }) => (id === null ? [] : [id]));
    const states = await Promise.all(before.map((id) => oracle.runs.stateOf(id)));
    return states.includes('cancelled');
  });
}

/** Paused once its last two runs had failed; ticks that came before these were over may have made more. */
async function isGivenUp(world: World, schedule: string): Promise<void> {
  const oracle = await world.oracle();
  const row = await waitFor(`the pause of ${schedule}`, async () =>
    (await oracle.schedules.list()).find(({ name, paused }) => name === schedule && paused),
  );
  assert.equal(row.pause?.by, 'pauseAfterFailures');
  // One that was begun before the pause may still be under way: its process was killed, and its job is taken back.
  const runs = await waitFor(`the end of all runs of ${schedule}`, async () => {
    const { runs } = await oracle.runs.list({ workflow: 'bad' }, 500, null);
    return runs.every(({ state }) => state !== 'running') && runs;
  });
  assert.ok(runs.length >= 2 && runs.every(({ state }) => state === 'failed'), JSON.stringify(runs));
}
