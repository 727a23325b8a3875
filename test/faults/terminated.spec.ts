/** W05–W09, W12: worker processes are told to end (docs/reliability.md). */
import { strict as assert } from 'node:assert';
import type { Json } from '../../src/foundation/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { waitFor } from '../support/wait-for.ts';
import { lasting } from './harness/lasting.ts';
import { familyOn } from './harness/scenario.ts';
import { BASIC, type World } from './harness/world.ts';

/** The forty times of W07 with SKEP_FULL=1; each is a process that starts. */
const TERMINATIONS = process.env['SKEP_FULL'] === undefined ? 6 : 40;

/** Enqueues without pause, but never far ahead of the workers. @returns a function that ends it */
function feed(world: World, payload: Json): () => Promise<void> {
  const over = world.phase();
  const fed = (async () => {
    while (!over.signal.aborted) {
      await world.enqueueMany(10, payload);
      await waitFor(
        'the workers to keep up',
        async () => over.signal.aborted || (await world.count('available')) < 300,
      );
    }
  })();
  return () => {
    over.abort();
    return fed;
  };
}

familyOn(ANY_ENGINE, 'Terminated processes', (scenario) => {
  scenario('W05 SIGTERM, jobs shorter than the grace', async (world) => {
    const worker = await world.worker();
    await world.enqueueMany(50, { do: 'sleep', ms: 200 });
    await world.started(15);
    await world.exits(worker);
    assert.equal(await world.count('running'), 0, 'a job was left running');
    await world.worker();
    await world.check({ faultless: true });
  });

  scenario(
    'W06 SIGTERM, jobs longer than the grace: released, not counted, started elsewhere before any lease ends',
    { leaseMs: 600_000 },
    async (world) => {
      await world.manifest(BASIC.replace('shutdownTimeout: 5s', 'shutdownTimeout: 500ms'));
      const first = await world.worker();
      const ids = [
        ...(await world.enqueueMany(3, { do: 'hang-once' })),
        ...(await world.enqueueMany(3, { do: 'deaf-once' })),
      ];
      await world.started(6);
      const second = await world.worker();
      await world.exits(first);
      await waitFor('all six to start elsewhere', () => {
        const there = world.ledger.of('start').filter(({ pid }) => pid === second.pid);
        return new Set(there.map(({ id }) => id)).size === 6;
      });
      await world.check({ duplicates: 0 });
      for (const id of ids) {
        const job = await world.job(id);
        assert.deepEqual([job.attempt, job.rescues, job.attempts[0]?.outcome], [1, 0, 'released']);
      }
    },
  );

  scenario('W07 SIGTERM while the queue is fed at full speed: no job waits for a lease to end', async (world) => {
    const stopFeeding = feed(world, { do: 'ok' });
    for (let round = 0; round < TERMINATIONS; round += 1) {
      const worker = await world.worker();
      const seen = world.ledger.of('start').length;
      await world.started(seen + world.random.between(1, 200));
      await world.exits(worker);
      assert.equal(await world.count('running'), 0, 'a job was stranded');
    }
    await stopFeeding();
    await world.worker();
    await world.check({ faultless: true });
    assert.ok([...(await world.allJobs()).values()].every(({ rescues }) => rescues === 0));
  });

  scenario('W08 signals in every order end the process', async (world) => {
    await world.manifest(BASIC.replace('shutdownTimeout: 5s', 'shutdownTimeout: 1m'));
    await world.enqueueMany(1, { do: 'hang-once' });
    const twice = await world.worker({ args: ['--only', 'worker', '-c', '1'] });
    await world.started(1);
    const stopping = twice.logged('stopping; running jobs have 1m');
    const ended = twice.terminate();
    await stopping;
    twice.signal(world.random.pick(['SIGTERM', 'SIGINT']));
    assert.equal((await ended).code, 0);
    const early = Array.from({ length: 3 }, () => world.spawn());
    for (const one of early) {
      await lasting(world.random.between(20, 300));
      const { code, signal } = await one.terminate();
      // Before the program has begun to listen the signal's own effect is the right one.
      assert.ok(code === 0 || signal === 'SIGTERM', `I10: code ${code}, signal ${signal}`);
    }
    const reloading = await world.worker();
    reloading.signal('SIGHUP');
    await world.exits(reloading);
    await world.worker();
    await world.check();
  });

  scenario(
    'W09 SIGTERM while the store is gone: the process says so and ends',
    { engines: ['redis'] },
    async (world) => {
      await world.manifest(BASIC.replace('shutdownTimeout: 5s', 'shutdownTimeout: 500ms'));
      const worker = await world.worker();
      await world.enqueueMany(5, { do: 'sleep', ms: 800 });
      await world.started(5);
      await world.store.server.kill();
      const { stderr } = await world.exits(worker, { code: 1 });
      assert.match(stderr, /the store is gone|not every outcome could be stored/);
      await world.store.server.run();
      await world.worker();
      await world.check({ duplicates: 5 });
    },
  );

  scenario('W12 rolling restart under load with the next version of the manifest', async (world) => {
    const crew = await Promise.all([world.worker(), world.worker(), world.worker()]);
    const stopFeeding = feed(world, { do: 'sleep', ms: 10 });
    await world.started(50);
    await world.manifest(`${BASIC}queues: { default: { concurrency: 15 } }\n`);
    for (const old of crew) {
      const next = world.worker();
      await world.exits(old);
      await next;
    }
    await stopFeeding();
    await world.check({ faultless: true });
    assert.equal(await world.count('dead'), 0);
  });
});
