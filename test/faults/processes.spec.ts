import { family } from './harness/scenario.ts';

family('Worker processes', (scenario) => {
  scenario('W01 kill -9 of a worker in the middle of a job, another one alive', async (world) => {
    const [victim] = await Promise.all([world.worker(), world.worker()]);
    await world.enqueueMany(60, { do: 'sleep', ms: 150 });
    await world.started(25);
    await victim.kill();
    await world.check({ duplicates: 10 });
  });
});
