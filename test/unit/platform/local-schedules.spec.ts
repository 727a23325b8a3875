import assert from 'node:assert/strict';

import { DEFAULT_TIMINGS, type Engine } from '../../../src/engine/index.ts';
import { SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { newId } from '../../../src/foundation/index.ts';
import { LocalSchedules } from '../../../src/platform/local/local-schedules.ts';
import { Enqueuer, Scheduler } from '../../../src/runtime/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { depsOf, generationOf, type ManifestParts, type TestDeps } from '../runtime/parts.ts';

const START = Date.parse('2026-05-01T12:00:00Z');
const HOUR = 3_600_000;

describe('operations on schedules', () => {
  let clock: FakeClock;
  let engine: Engine;
  let deps: TestDeps;
  let scheduler: Scheduler;
  let schedules: LocalSchedules;

  const hourly: ManifestParts = {
    tasks: { work: {} },
    schedules: {
      poll: {
        task: 'work',
        timing: { kind: 'cron', cron: '0 * * * *', timezone: 'UTC' },
        payload: '${tick.plannedAt}',
      },
    },
  };

  beforeEach(async () => {
    clock = new FakeClock(START);
    engine = new SqliteEngine({ path: ':memory:', timings: DEFAULT_TIMINGS, clock, newId });
    await engine.open();
    deps = depsOf(engine, generationOf(hourly), clock);
    scheduler = new Scheduler(deps, { startHeartbeat: () => ({ stop: () => Promise.resolve() }) });
    await scheduler.start();
    const enqueuer = new Enqueuer(deps);
    const enqueue = async (task: string, items: readonly { readonly payload: unknown }[]) => {
      const receipts = await enqueuer.enqueue(task, items);
      return receipts.map(({ id, state }) => ({ id, state, existing: false }));
    };
    const parts = { engine: () => engine, enqueuer, generations: deps.generations };
    const runOfSchedule = () => Promise.reject(new Error('no workflow here'));
    schedules = new LocalSchedules(parts, { jobs: { enqueue }, runs: { runOfSchedule } });
  });

  afterEach(async () => {
    await scheduler.stop();
    await engine.close();
  });

  it('backfill the ticks of a time, each once, and those that have fired not again', async () => {
    clock.jump(HOUR);
    await scheduler.beat();
    const request = { from: '2026-05-01T10:00:00Z', to: '2026-05-01T13:00:00Z' };
    const planned = await schedules.backfillSchedule('poll', { ...request, dryRun: true });
    assert.deepEqual(
      planned.ticks.map(({ plannedAt, existing }) => [plannedAt.slice(11, 13), existing]),
      [
        ['10', false],
        ['11', false],
        ['12', false],
        ['13', true],
      ],
    );
    assert.equal((await engine.jobs.list({}, 10, null)).jobs.length, 1);
    const limited = await schedules.backfillSchedule('poll', { ...request, limit: 2 });
    assert.deepEqual([limited.more, limited.ticks.map(({ existing }) => existing)], [true, [false, false]]);
    const made = await schedules.backfillSchedule('poll', request);
    assert.deepEqual(
      made.ticks.map(({ existing }) => existing),
      [true, true, false, true],
    );
    const { jobs } = await engine.jobs.list({ schedule: 'poll' }, 10, null);
    assert.equal(jobs.length, 4);
    assert.equal((await engine.jobs.get('poll@2026-05-01T10:00:00.000Z'))?.payload, '2026-05-01T10:00:00.000Z');
    const { ticks } = await schedules.tickHistory('poll');
    assert.deepEqual(
      ticks.map(({ by, lagMs }) => [by, lagMs]),
      [
        ['backfill', null],
        ['backfill', null],
        ['backfill', null],
        ['tick', 0],
      ],
    );
    await assert.rejects(
      schedules.backfillSchedule('poll', { ...request, to: '2026-05-01T14:00:00Z' }),
      /still to come/,
    );
    await assert.rejects(schedules.backfillSchedule('poll', { ...request, to: '2026-05-01T09:00:00Z' }), /before/);
  });

  it('run by hand leaves a record, and the next tick is as it was', async () => {
    const before = (await schedules.schedules())[0]?.next;
    const { id } = await schedules.runSchedule('poll');
    assert.equal((await engine.jobs.get(id))?.payload, '2026-05-01T12:00:00.000Z');
    const { ticks } = await schedules.tickHistory('poll');
    assert.deepEqual([ticks.length, ticks[0]?.id, ticks[0]?.by], [1, id, 'manual']);
    assert.equal((await schedules.schedules())[0]?.next, before);
  });

  it('tell of no more ticks than `maxRuns` leaves, and from another instant than now of those that are planned', async () => {
    const bounded = { ...hourly.schedules!['poll']!, maxRuns: 3, spec: 'bounded' };
    deps.use(generationOf({ ...hourly, schedules: { poll: bounded } }));
    await scheduler.generationChanged();
    const left = async (): Promise<number> => (await schedules.nextTicks('poll', 5)).next.length;
    for (const expected of [3, 2, 1, 0]) {
      assert.equal(await left(), expected);
      const { load, schedules: entries } = await schedules.agenda('24h');
      assert.deepEqual(
        entries.map(({ count, ticks, last }) => [count, ticks.length, last]),
        [[expected, expected, expected === 0 ? null : '2026-05-01T15:00:00.000Z']],
      );
      assert.equal(
        load.reduce((sum, one) => sum + one, 0),
        expected,
      );
      clock.jump(HOUR);
      await scheduler.beat();
    }
    assert.equal((await schedules.nextTicks('poll', 5, '2026-05-01T12:00:00Z')).next.length, 3);
  });

  it('tell of the last tick of a time, however many there are', async () => {
    const one = hourly.schedules!['poll']!;
    const secondly = { ...one, timing: { kind: 'cron', cron: '* * * * * *', timezone: 'UTC' } } as const;
    const every = { ...one, timing: { kind: 'every', everyMs: 1_000 } } as const;
    const parts = {
      ...{
        secondly,
        'secondly, bounded': { ...secondly, maxRuns: 4_000 },
        'secondly, few': { ...secondly, maxRuns: 200 },
      },
      ...{ every, 'every, bounded': { ...every, maxRuns: 4_000 }, hourly: one },
    };
    deps.use(generationOf({ ...hourly, schedules: parts }));
    const { schedules: entries } = await schedules.agenda('7d');
    assert.deepEqual(
      entries.map(({ schedule, count, more, ticks, last }) => [schedule, count, more, ticks.length, last]),
      [
        ['secondly', 3_000, true, 100, '2026-05-08T12:00:00.000Z'],
        ['secondly, bounded', 3_000, true, 100, null],
        ['secondly, few', 200, false, 100, '2026-05-01T12:03:20.000Z'],
        ['every', 604_800, false, 100, '2026-05-08T12:00:00.000Z'],
        ['every, bounded', 4_000, false, 100, '2026-05-01T13:06:40.000Z'],
        ['hourly', 168, false, 100, '2026-05-08T12:00:00.000Z'],
      ],
    );
  });

  it('do not resume what the manifest pauses', async () => {
    const paused = { ...hourly.schedules!['poll']!, paused: true, spec: 'paused x' };
    deps.use(generationOf({ ...hourly, schedules: { poll: paused } }));
    await scheduler.generationChanged();
    assert.deepEqual([(await schedules.schedules())[0]?.paused, (await schedules.schedules())[0]?.next], [true, null]);
    await assert.rejects(schedules.pauseSchedule('poll', false), /the manifest says/);
  });
});
