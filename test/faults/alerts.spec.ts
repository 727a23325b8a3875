/** Alerts decided by real processes that die in the middle, and every condition met by real processes. */
import { strict as assert } from 'node:assert';

import type { FaultPoint } from '../../src/foundation/fault-points.ts';
import { ANY_ENGINE, WHOLE } from '../support/engines.ts';
import { Receiver } from '../support/receiver.ts';
import { waitFor } from '../support/wait-for.ts';
import { familyOn } from './harness/scenario.ts';
import { BASIC, type World } from './harness/world.ts';

interface Told {
  readonly alert: string;
  readonly event: string;
  readonly message: string;
}

function toldTo(receiver: Receiver): readonly Told[] {
  return receiver.received.map(({ body }) => JSON.parse(body) as Told);
}

function deep(url: string, more = ''): string {
  return `${BASIC}
queues: { slow: { concurrency: 1 } }
alerts:
  deep: { when: { depth: 1, of: { queue: slow } }, to: [{ webhook: "${url}", allowPrivate: true }, { task: work, with: { do: ok } }]${more} }
`;
}

/** Two jobs that nobody takes. */
async function filled(world: World): Promise<void> {
  const { operations } = await world.api();
  await operations.pauseQueue('slow', true);
  await world.enqueueMany(2, { do: 'ok' }, { queue: 'slow' });
}

familyOn(ANY_ENGINE, 'Alerts', (scenario) => {
  const heard = async (play: (receiver: Receiver) => Promise<void>): Promise<void> => {
    const receiver = await new Receiver().start();
    try {
      await play(receiver);
    } finally {
      await receiver.stop();
    }
  };
  const killedAt = (world: World, point: FaultPoint): Promise<void> =>
    heard(async (receiver) => {
      await world.manifest(deep(receiver.url));
      await filled(world);
      const victim = await world.worker({ faults: [{ point, nth: 1, act: 'kill' }] });
      await waitFor('its end', () => !victim.alive);
      await world.worker();
      if (WHOLE) await world.worker();
      await waitFor('the word', () => receiver.received.length > 0);
      const { operations } = await world.api();
      await waitFor('its mark', async () => (await operations.alerts())[0]?.told === 1);
      await world.finished((await operations.listJobs({ task: 'work', tag: 'deep' })).jobs[0]!.id);
      // A request of the process that was killed is made again, by the same job.
      const most = point === 'alert.told' ? 2 : 1;
      assert.ok(receiver.received.length <= most, `${receiver.received.length} requests`);
      for (const { event, message } of toldTo(receiver)) {
        assert.deepEqual([event, message], ['firing', 'queue slow: 2 jobs wait']);
      }
      assert.equal((await operations.listJobs({ tag: 'deep' })).jobs.length, 2);
    });

  scenario('A01 the process that decides is killed before anybody is told: told once by the next', (world) =>
    killedAt(world, 'alert.decided'),
  );
  if (!WHOLE) return;
  scenario('A02 it is killed after the jobs are stored: told once', (world) => killedAt(world, 'alert.told'));

  scenario('A03 a receiver that is down gets it when it is back; a reload meanwhile, silence, and the end', (world) =>
    heard(async (receiver) => {
      receiver.answers = [{ status: 503 }, 'reset', { status: 200 }];
      await world.manifest(deep(receiver.url));
      await filled(world);
      const workers = [await world.worker(), await world.worker()];
      await waitFor('tries', () => receiver.received.length > 0);
      const { operations } = await world.api();
      await world.manifest(deep(receiver.url, ', description: changed'));
      await operations.reload();
      const all = async () => (await operations.listJobs({ tag: 'deep' })).jobs;
      await waitFor('the end of the telling', async () => (await all()).some((job) => job.task === 'skep.alert'));
      const [telling] = (await all()).filter(({ task }) => task === 'skep.alert');
      await waitFor('a next try', async () => {
        await operations.retryJob(telling!.id).catch(() => undefined);
        return (await operations.getJob(telling!.id)).state === 'completed';
      });
      await operations.addHold({ name: 'quiet', task: 'skep.alert', tag: 'deep' }, 'ann');
      for (const { id } of (await operations.listJobs({ queue: 'slow' })).jobs) await operations.cancelJob(id);
      const quiet = await waitFor('its end', async () => {
        const [view] = await operations.alerts();
        return view?.state === 'quiet' && view;
      });
      assert.equal(quiet.silence?.by, 'ann');
      assert.equal((await all()).length, 2, 'the end of what is silenced is not told');
      for (const worker of workers) await world.exits(worker);
    }),
  );

  scenario('A04 every condition is met by real processes', { leaseMs: 4_000 }, (world) =>
    heard(async (receiver) => {
      const to = `to: [{ webhook: "${receiver.url}", allowPrivate: true }]`;
      await world.manifest(`
defaults: { shutdownTimeout: 5s }
tasks:
  work: { handler: ./handlers/fixture-handler.ts }
  bad: { handler: ./handlers/fixture-handler.ts, retry: { maxAttempts: 1 } }
  held: { handler: ./handlers/fixture-handler.ts, retry: { maxAttempts: 1 }, uses: [frail] }
buckets: { frail: { concurrency: 5, breaker: { openWhen: 50% of 2 in 1m, openFor: 5m } } }
queues: { slow: { concurrency: 1 } }
schedules: { often: { every: 10s, task: work, payload: { do: ok } } }
alerts:
  failures: { when: { failures: 3, of: { task: bad }, in: 1m }, ${to} }
  rate: { when: { failureRate: 0.5, least: 3, of: { task: bad }, in: 1m }, ${to} }
  oldest: { when: { oldest: 1s, of: { queue: slow } }, ${to} }
  depth: { when: { depth: 1, of: { queue: slow } }, ${to} }
  missed: { when: { missed: 10s, of: { schedule: often } }, ${to} }
  below: { when: { workersBelow: 2 }, ${to} }
  lost: { when: { workerLost: 1m }, ${to} }
  breaker: { when: { breaker: open }, ${to} }
admin: { port: 0 }
reload: { watch: false }
`);
      const scheduler = await world.worker({ args: ['--only', 'scheduler'] });
      const other = await world.worker();
      await world.worker({ args: ['--only', 'worker', '-q', 'default'] });
      await world.enqueueMany(20, { do: 'sleep', ms: 5_000 }, { queue: 'slow' });
      const { operations } = await world.api();
      await waitFor('all to be there', async () =>
        (await operations.alerts()).every(({ state }) => state !== 'unseen'),
      );
      await scheduler.kill();
      await other.kill();
      // Not before: figures of the last seconds die with the process that has them.
      for (const task of ['bad', 'held']) await world.enqueueMany(4, { do: 'throw' }, {}, task);
      const wanted = ['below', 'breaker', 'depth', 'failures', 'lost', 'missed', 'oldest', 'rate'];
      await waitFor(`all of ${wanted.join()}`, () =>
        wanted.every((name) => toldTo(receiver).some(({ alert, event }) => alert === name && event === 'firing')),
      );
      const told = toldTo(receiver).filter(({ event }) => event === 'firing');
      assert.deepEqual(told.map(({ alert }) => alert).toSorted(), wanted, 'each once');
      await world.worker();
      await waitFor('who was missing', () =>
        toldTo(receiver).some(({ alert, event }) => alert === 'below' && event === 'recovered'),
      );
      await waitFor('the minute of the lost one', () =>
        toldTo(receiver).some(({ alert, event }) => alert === 'lost' && event === 'recovered'),
      );
    }),
  );

  scenario('A05 nothing has ended well for a day, by a clock that is a day on', { engines: ['sqlite'] }, (world) =>
    heard(async (receiver) => {
      await world.manifest(`${BASIC}
alerts: { idle: { when: { noSuccess: 24h, of: { task: work } }, to: [{ webhook: "${receiver.url}", allowPrivate: true }] } }
`);
      const early = await world.worker();
      const { operations } = await world.api();
      await waitFor('a first look', async () => (await operations.alerts())[0]?.state === 'quiet');
      await world.exits(early);
      await world.worker({ clock: { offsetMs: 23 * 3_600_000 } });
      await world.worker({ clock: { offsetMs: 24 * 3_600_000 + 60_000 } });
      await waitFor('the word', () => receiver.received.length > 0);
      assert.match(toldTo(receiver)[0]?.message ?? '', /^task work: nothing has ended well for /);
    }),
  );
});
