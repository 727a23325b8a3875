/** W01–W04, W10, W11, W13–W15: worker processes die, stand still and crash (docs/reliability.md). */
import { strict as assert } from 'node:assert';
import { openStore } from '../../src/engines/sqlite/opening.ts';
import { newId, systemClock } from '../../src/foundation/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { family } from './harness/scenario.ts';
import { childrenOf, lives, type WorkerProcess } from './harness/worker.ts';
import { BASIC, type World } from './harness/world.ts';

/** Processes, beginning with those that run `--only worker`. */
function workers(world: World, count: number): Promise<Awaited<ReturnType<World['worker']>>[]> {
  return Promise.all(Array.from({ length: count }, () => world.worker()));
}

/** More attempts than any scenario has kills. */
const PATIENT = BASIC.replace('maxAttempts: 3', 'maxAttempts: 20');
const SECOND = 1_000;

family('Worker processes', (scenario) => {
  scenario('W01 kill -9 of a worker in the middle of a job, another one alive', async (world) => {
    const [victim] = await workers(world, 2);
    await world.enqueue(
      Array.from({ length: 60 }, () => ({ payload: { do: 'sleep', ms: world.random.between(100, 500) } })),
    );
    await world.started(25);
    await victim?.kill();
    const { recoveries } = await world.check({ duplicates: 10 });
    assert.ok(recoveries.length > 0, 'no job was interrupted');
  });

  scenario('W02 kill -9 of the only worker, a new one after its lease', async (world) => {
    const only = await world.worker();
    await world.enqueueMany(30, { do: 'sleep', ms: 300 });
    await world.started(15);
    await only.kill();
    const oracle = await world.oracle();
    await waitFor('the end of the lease', async () =>
      (await oracle.fleet.processes()).every(({ pid }) => pid !== only.pid),
    );
    const next = await world.worker();
    await waitFor('a start in the new process', () => world.ledger.of('start').some(({ pid }) => pid === next.pid));
    await world.check({ duplicates: 10 });
  });

  scenario('W03 kill -9 at every step of a job: reserved, begun, before, while and after settling', async (world) => {
    await world.manifest(PATIENT);
    const stored = world.engine === 'redis' ? 'exchange.sent' : 'commit.unsynced';
    const steps = ['reserve.done', 'attempt.begin', 'settle.begin', stored, 'settle.done'] as const;
    const victims = steps.map((point) =>
      world.spawn({ faults: [{ point, nth: world.random.between(1, 12), act: 'kill' }] }),
    );
    const survivor = world.worker();
    await Promise.all(victims.map((victim) => Promise.race([victim.ready(), victim.ended])));
    while (victims.some(({ alive }) => alive)) await world.enqueueMany(20, { do: 'sleep', ms: 5 });
    await survivor;
    const { kills } = await world.check({ duplicates: 10 * steps.length });
    assert.equal(kills, steps.length);
  });

  scenario(
    'W03 kill -9 of a producer in the middle of a batch: all or nothing, and a repeat completes it',
    async (world) => {
      const batch = Array.from({ length: 100 }, () => ({ payload: { do: 'ok' }, options: { id: newId() } }));
      const ids = batch.map(({ options }) => options.id);
      for (const point of ['enqueue.midway', 'enqueue.stored'] as const) {
        const producer = world.spawn({
          args: ['--only', 'api', '--port', '0'],
          faults: [{ point, nth: 1, act: 'kill' }],
        });
        assert.equal(await world.enqueueAt(await producer.ready(), batch), false);
        await producer.ended;
        const there = (await world.allJobs()).size;
        if (point === 'enqueue.stored') assert.equal(there, 100);
        else assert.ok(there === 0 || there === 100, `I1: ${there} of a batch of 100 are stored`);
      }
      const again = await world.enqueue(batch);
      assert.deepEqual(again, ids);
      await world.worker();
      await world.check({ faultless: true });
    },
  );

  scenario('W03 kill -9 of all processes at once', async (world) => {
    await world.manifest(PATIENT);
    const all = await workers(world, 3);
    await world.enqueueMany(150, { do: 'sleep', ms: 30 });
    await world.started(50);
    await Promise.all(all.map((one) => one.kill()));
    await world.worker();
    await world.check({ duplicates: 30 });
  });

  scenario('W04 random kill -9 under load', async (world) => {
    await world.manifest(PATIENT);
    const crew = await workers(world, 3);
    await world.enqueueMany(1_500, { do: 'sleep', ms: 20 });
    for (let kill = 1; kill <= 3; kill += 1) {
      const seen = world.ledger.of('start').length;
      await world.started(Math.min(seen + world.random.between(80, 250), 1_400));
      const index = world.random.between(0, crew.length - 1);
      await crew[index]?.kill();
      crew[index] = world.spawn();
    }
    const { jobs } = await world.check({ duplicates: 40 });
    assert.equal(jobs, 1_500);
  });

  scenario('W10 SIGSTOP for three leases, then SIGCONT: the late result is refused', async (world) => {
    const frozen = await world.worker();
    // None of them is over before the process is frozen, however slow the machine.
    const ids = await world.enqueueMany(5, { do: 'sleep', ms: 4_000 });
    await world.started(5);
    await frozen.freeze();
    await world.worker();
    await world.started(10);
    await waitFor('the end elsewhere', async () => (await world.count('completed')) === 5);
    frozen.thaw();
    await waitFor('all late results', () => late(frozen.log()).length === 5);
    await world.progresses();
    await world.exits(frozen);
    await world.check({ duplicates: 5 });
    for (const id of ids) assert.equal((await world.job(id)).rescues, 1);
  });

  scenario('W17 a process that sleeps with the write lock of a file', { engines: ['sqlite'] }, async (world) => {
    const store = await openStore({ path: world.store.file, clock: systemClock });
    const said = (worker: WorkerProcess, event: string): string | undefined =>
      worker.log().find((line) => line['event'] === event)?.msg;
    const there = await world.worker();
    store.exec('BEGIN IMMEDIATE');
    const late = world.spawn();
    const others = [there, late];
    await waitFor('both to say so', () => others.every((one) => said(one, 'store.gone') !== undefined));
    for (const one of others)
      assert.match(said(one, 'store.gone') ?? '', new RegExp(`process ${process.pid} has held the write lock for`));
    // One that has not come further than that can be stopped; that it could not take its leave is its exit code.
    late.signal('SIGTERM');
    assert.equal((await late.ended).code, 1);
    store.exec('ROLLBACK');
    store.close();
    await waitFor('it to go on', () => said(there, 'store.back') !== undefined);
    await world.enqueueMany(3, { do: 'ok' });
    await world.check({ faultless: true });
  });

  scenario('W11 an event loop blocked for up to three leases keeps its jobs', async (world) => {
    const blocked = await world.worker({ args: ['--only', 'worker', '-c', '2'] });
    await world.enqueueMany(2, { do: 'block', ms: 0.4 * world.leaseMs });
    await world.enqueueMany(1, { do: 'block', ms: 0.65 * world.leaseMs });
    await world.enqueueMany(1, { do: 'block', ms: 1.1 * world.leaseMs });
    await world.enqueueMany(1, { do: 'block', ms: 3 * world.leaseMs });
    await world.started(2);
    await world.worker({ args: ['--only', 'scheduler'] });
    await world.check({ faultless: true });
    await world.exits(blocked);
  });

  scenario('W13 a worker that crashes at boot, again and again, disturbs nobody', async (world) => {
    const healthy = await world.worker();
    await world.handler('broken.ts', "throw new Error('broken at import');\n");
    await world.manifest(BASIC.replace('tasks:', 'tasks:\n  broken: { handler: ./handlers/broken.ts }'));
    for (let round = 0; round < 2; round += 1) {
      const { code, stderr } = await world.spawn().ended;
      assert.equal(code, 2);
      assert.match(stderr, /broken at import/);
    }
    const processes = await (await world.oracle()).fleet.processes();
    assert.deepEqual(
      processes.map(({ pid }) => pid),
      [healthy.pid],
    );
    await world.manifest(BASIC);
    await world.progresses();
    world.bounded(healthy);
    await world.check({ faultless: true });
  });

  scenario('W14 kill -9 leaves no process behind', async (world) => {
    const worker = await world.worker({ args: ['--port', '0'] });
    await world.enqueueMany(5, { do: 'sleep', ms: 100 });
    await world.started(5);
    const children = childrenOf(worker.pid);
    await worker.kill();
    await waitFor('the end of its child processes', () => !children.some(lives));
    await world.worker();
    await world.check({ duplicates: 5 });
  });

  scenario('W15 two schedulers, one of them killed again and again: every tick exactly once', async (world) => {
    await world.manifest(`${BASIC}schedules: { beat: { task: work, cron: "* * * * * *", payload: { do: ok } } }\n`);
    const args = ['--only', 'worker,scheduler'];
    const stays = await world.worker({ args });
    for (let kill = 0; kill < 2; kill += 1) {
      const leader = await world.worker({ args });
      const seen = world.ledger.of('start').length;
      await world.started(seen + 2);
      await leader.kill();
    }
    await world.exits(stays);
    const ticks = [...(await world.allJobs()).values()]
      .map(({ schedule }) => schedule?.tickAt ?? 0)
      .sort((a, b) => a - b);
    assert.ok(ticks.length >= 4, `${ticks.length} ticks`);
    ticks.slice(1).forEach((at, index) => {
      assert.equal(at - (ticks[index] ?? 0), SECOND, 'cron oracle: a tick is missing or doubled');
    });
  });
});

/** Results that came after the lease was lost, as the process tells. */
function late(log: readonly { readonly msg: string }[]): readonly unknown[] {
  return log.filter(({ msg }) => msg === 'outcome came too late: the lease was lost');
}
