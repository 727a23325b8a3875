/** T01, T02, T05 and T06: clocks that differ and jump, far dates, many jobs due at once (docs/reliability.md). */
import { strict as assert } from 'node:assert';
import { newId } from '../../src/foundation/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { family } from './harness/scenario.ts';
import { BASIC, type World } from './harness/world.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const YEAR = 365 * 24 * HOUR;
/** The least by which the clocks of a scenario differ: who went by a wrong one would be late by that. */
const LEAST_SHIFT_MS = 5 * 60 * SECOND;

/** Each job started when it was due by the store's clock, whatever the processes' own clocks say. */
async function startedOnTime(world: World, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const { startedAt, runAt, createdAt } = await world.job(id);
    const late = (startedAt ?? 0) - runAt;
    assert.ok(
      late >= 0 && late < LEAST_SHIFT_MS,
      `${id} started ${late} ms after it was due, created ${runAt - createdAt} before`,
    );
  }
}

function delayed(count: number, ms: number): { payload: { do: string }; options: { id: string; delay: number } }[] {
  return Array.from({ length: count }, () => ({ payload: { do: 'ok' }, options: { id: newId(), delay: ms } }));
}

/** Enqueues jobs of three priorities, all due at one instant that has not come when the last is stored. */
async function dueTogether(world: World, count: number): Promise<string[]> {
  const oracle = await world.oracle();
  for (let lead = 4 * SECOND; ; lead *= 2) {
    const dueAt = (await oracle.now()) + lead;
    const items = Array.from({ length: count }, (_, index) => ({
      payload: { do: 'ok' },
      options: { runAt: new Date(dueAt).toISOString(), priority: [5, 1, 9][index % 3] ?? 5 },
    }));
    const ids = await world.enqueue(items);
    if ((await oracle.now()) < dueAt) return ids;
  }
}

family('Time', (scenario) => {
  // On SQLite due times follow the host's clock, which all its processes share: T01 there is the jump below.
  scenario(
    'T01, T02 workers and producers whose clocks are hours and years apart',
    { engines: ['redis'] },
    async (world) => {
      const producer = world.spawn({ args: ['--only', 'api', '--port', '0'], clock: { offsetMs: HOUR } });
      const shifts = [-HOUR, LEAST_SHIFT_MS, 10 * YEAR];
      await Promise.all(shifts.map((offsetMs) => world.worker({ clock: { offsetMs } })));
      const batch = delayed(20, 2 * SECOND);
      assert.equal(await world.enqueueAt(await producer.ready(), batch), true);
      const ids = batch.map(({ options }) => options.id);
      const own = await world.enqueue(delayed(20, 1_500));
      await world.enqueueMany(6, { do: 'sleep', ms: 2 * world.leaseMs });
      await world.check({ faultless: true });
      await startedOnTime(world, [...ids, ...own]);
      await world.progresses();
    },
  );

  scenario('T01 clocks that jump while jobs run', { engines: ['redis'] }, async (world) => {
    const jumps = [
      { afterMs: 1_500, offsetMs: HOUR },
      { afterMs: 2_500, offsetMs: -HOUR },
      { afterMs: 3_500, offsetMs: 10 * YEAR },
    ];
    await Promise.all([world.worker({ clock: { jumps } }), world.worker()]);
    const ids = await world.enqueue([...delayed(20, 1_000), ...delayed(20, 3_000)]);
    await world.enqueueMany(15, { do: 'sleep', ms: 2 * world.leaseMs });
    await world.check({ faultless: true });
    await startedOnTime(world, ids);
  });

  scenario('T01 the host’s clock jumps while jobs run', { engines: ['sqlite'] }, async (world) => {
    const jumps = [
      { afterMs: 1_500, offsetMs: HOUR },
      { afterMs: 3_500, offsetMs: -HOUR },
    ];
    await Promise.all([world.worker({ clock: { jumps } }), world.worker()]);
    await world.enqueueMany(60, { do: 'sleep', ms: 300 });
    await world.enqueueMany(15, { do: 'sleep', ms: 2 * world.leaseMs });
    await world.check({ faultless: true });
    await world.progresses();
  });

  scenario('T05 delays over 2^31 ms, the year 2038, the 29th of February', async (world) => {
    const schedules = `
schedules:
  leap: { task: work, cron: "0 0 29 2 *", payload: { do: ok } }
  month-end: { task: work, cron: "30 2 L * *", payload: { do: ok } }
`;
    await world.manifest(BASIC + schedules);
    const { operations } = await world.api();
    const far = await world.enqueue([
      { payload: { do: 'ok' }, options: { delay: 2 ** 31 + 1 } },
      { payload: { do: 'ok' }, options: { delay: 2 ** 32 + 1 } },
      { payload: { do: 'ok' }, options: { delay: '300d' } },
      { payload: { do: 'ok' }, options: { runAt: '2038-01-19T03:14:08Z' } },
      { payload: { do: 'ok' }, options: { runAt: '2096-02-29T00:00:00Z' } },
    ]);
    const worker = await world.worker({ args: ['--only', 'worker,scheduler'] });
    await world.progresses();
    assert.equal(await world.count('scheduled'), far.length);
    const [month, , days, late, leap] = await Promise.all(far.map((id) => world.job(id)));
    assert.ok(month && days && late && leap);
    assert.ok(Math.abs(month.runAt - month.createdAt - 2 ** 31) < 10);
    assert.ok(Math.abs(days.runAt - days.createdAt - 300 * 24 * HOUR) < 10);
    assert.deepEqual([late.runAt, leap.runAt], [2 ** 31 * SECOND, Date.UTC(2096, 1, 29)]);
    const leaps = await operations.nextTicks('leap', 3, '2095-01-01T00:00:00Z');
    assert.deepEqual(leaps.next, ['2096-02-29T00:00:00.000Z', '2104-02-29T00:00:00.000Z', '2108-02-29T00:00:00.000Z']);
    const ends = await operations.nextTicks('month-end', 2, '2027-02-01T00:00:00Z');
    assert.deepEqual(ends.next, ['2027-02-28T02:30:00.000Z', '2027-03-31T02:30:00.000Z']);
    for (const id of far) await operations.cancelJob(id);
    await world.exits(worker);
    await world.check();
  });

  scenario(
    'T06 thousands of jobs due at the same instant: all raised, in order, the store stays open for others',
    async (world) => {
      const ids = await dueTogether(world, 3_000);
      await world.worker({ args: ['--only', 'scheduler'] });
      // How much is raised at once is bounded by `promote` itself: the conformance suite holds it to its limit.
      await waitFor('all to be raised', async () => {
        await world.enqueueMany(1, { do: 'ok' }, { priority: 9 });
        return (await world.count('scheduled')) === 0;
      });
      await world.worker({ args: ['--only', 'worker', '-c', '100'] });
      await world.check({ faultless: true });
      const mine = new Set(ids);
      const begun = world.ledger.of('start').filter(({ id }) => mine.has(id));
      const byPriority = [1, 0, 2].flatMap((rest) => ids.filter((_, index) => index % 3 === rest));
      assert.deepEqual(
        begun.map(({ id }) => id),
        byPriority,
      );
    },
  );
});
