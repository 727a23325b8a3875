import assert from 'node:assert/strict';

import { type Timing } from '../../../src/core/index.ts';
import { DEFAULT_TIMINGS, type Engine } from '../../../src/engine/index.ts';
import { SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { newId } from '../../../src/foundation/index.ts';
import { readInline, type ScheduleSpec } from '../../../src/manifest/index.ts';
import { Scheduler } from '../../../src/runtime/index.ts';
import { FAILURE, Hand, INFO } from '../../conformance/hand.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { depsOf, generationOf, type TestDeps } from './parts.ts';

const START = Date.parse('2026-05-01T12:00:00Z');
const MINUTE = 60_000;
const EACH_MINUTE: Timing = { kind: 'cron', cron: '* * * * *', timezone: 'UTC' };

describe('what a schedule says beside its time', () => {
  let clock: FakeClock;
  let engine: Engine;
  let deps: TestDeps;
  let scheduler: Scheduler;
  const schedulers: Scheduler[] = [];

  beforeEach(async () => {
    clock = new FakeClock(START);
    engine = new SqliteEngine({ path: ':memory:', timings: DEFAULT_TIMINGS, clock, newId });
    await engine.open();
  });

  afterEach(async () => {
    for (const each of schedulers.splice(0)) await each.stop();
    await engine.close();
  });

  const partsOf = (schedule: Partial<Omit<ScheduleSpec, 'task'>>) => ({
    tasks: { work: {} },
    schedules: { poll: { task: 'work', timing: EACH_MINUTE, ...schedule } },
  });

  async function start(): Promise<Scheduler> {
    const made = new Scheduler(deps, { startHeartbeat: () => ({ stop: () => Promise.resolve() }) });
    schedulers.push(made);
    await made.start();
    return made;
  }

  async function prepare(schedule: Partial<Omit<ScheduleSpec, 'task'>>): Promise<void> {
    deps = depsOf(engine, generationOf(partsOf(schedule)), clock);
    scheduler = await start();
  }

  const jobs = async () => (await engine.jobs.list({ schedule: 'poll' }, 1_000, null)).jobs;
  /** Minutes after the start, oldest first. */
  const fired = async (): Promise<number[]> =>
    (await jobs()).map((job) => ((job.schedule?.tickAt ?? 0) - START) / MINUTE).sort((a, b) => a - b);
  const minutes = async (count: number): Promise<void> => {
    for (let at = 0; at < count; at += 1) {
      clock.jump(MINUTE);
      await scheduler.beat();
    }
  };
  it('has a record of each tick, newest first, with what it made or why it did not', async () => {
    await prepare({});
    await minutes(2);
    clock.jump(5 * MINUTE + 30_000);
    await scheduler.beat();
    const [newest, missed, first] = await engine.schedules.history('poll', 10);
    const id = `poll@${new Date(START + 7 * MINUTE).toISOString()}`;
    assert.deepEqual(newest, {
      ...{ plannedAt: START + 7 * MINUTE, from: null, at: START + 7.5 * MINUTE, id },
      ...{ by: 'tick', why: null, blockedBy: null },
    });
    assert.deepEqual(
      [missed?.why, missed?.from, missed?.plannedAt],
      ['missed', START + 2 * MINUTE, START + 6 * MINUTE],
    );
    assert.equal(first?.plannedAt, START + 2 * MINUTE);
  });

  it('fires `maxRuns` times, also with two schedulers and when the last ones come together', async () => {
    await prepare({ maxRuns: 3, catchUp: { policy: 'all', graceMs: null, windowMs: 3_600_000, limit: 100 } });
    const other = await start();
    await minutes(2);
    clock.jump(10 * MINUTE);
    await Promise.all([scheduler.beat(), other.beat()]);
    await minutes(2);
    assert.equal((await fired()).length, 3);
    assert.equal((await engine.schedules.list())[0]?.runs, 3);
  });

  it('fires once when it is first in force with `runOnStart`, whoever starts again', async () => {
    await prepare({ runOnStart: true, timing: { kind: 'every', everyMs: 60 * MINUTE } });
    const other = await start();
    await Promise.all([scheduler.beat(), other.beat()]);
    await (await start()).beat();
    assert.deepEqual(await fired(), [0]);
    assert.equal((await engine.schedules.history('poll', 10)).length, 1);
    clock.jump(60 * MINUTE);
    await scheduler.beat();
    assert.deepEqual(await fired(), [0, 60]);
  });

  it('does not fire while the manifest says `paused`, and goes on from when it does not', async () => {
    await prepare({ paused: true, spec: 'paused x' });
    await minutes(3);
    assert.deepEqual(await fired(), []);
    deps.use(generationOf(partsOf({})));
    await scheduler.generationChanged();
    await minutes(1);
    assert.deepEqual(await fired(), [4]);
  });

  it('makes up for each tick with `catchUp: all`, at most `limit`, the newest', async () => {
    await prepare({ catchUp: { policy: 'all', graceMs: null, windowMs: 30 * MINUTE, limit: 3 } });
    clock.jump(10 * MINUTE);
    await scheduler.beat();
    assert.deepEqual(await fired(), [8, 9, 10]);
    const records = await engine.schedules.history('poll', 10);
    assert.deepEqual(
      [records.length, records.at(-1)?.why, records.at(-1)?.plannedAt],
      [4, 'missed', START + 7 * MINUTE],
    );
  });

  it('makes up for nothing with `catchUp: none` that is later than `grace`', async () => {
    await prepare({ catchUp: { policy: 'none', graceMs: 10_000, windowMs: 30 * MINUTE, limit: 3 } });
    clock.jump(10 * MINUTE + 10_001);
    await scheduler.beat();
    assert.deepEqual(await fired(), []);
    clock.jump(50_000);
    await scheduler.beat();
    assert.deepEqual(await fired(), [11]);
  });

  it('leaves ticks out with `overlap: skip` while the job before is not over, and says which', async () => {
    await prepare({ overlap: 'skip' });
    await minutes(3);
    assert.deepEqual(await fired(), [1]);
    const [record] = await engine.schedules.history('poll', 1);
    const [job] = await jobs();
    assert.deepEqual([record?.why, record?.blockedBy], ['overlap', job?.id]);
    await engine.jobs.cancel([job!.id], 'over');
    await minutes(1);
    assert.deepEqual(await fired(), [1, 4]);
  });

  it('waits with `overlap: queue`, and fires once for all that waited', async () => {
    await prepare({ overlap: 'queue' });
    await minutes(4);
    assert.deepEqual(await fired(), [1]);
    await engine.jobs.cancel([(await jobs())[0]!.id], 'over');
    await scheduler.beat();
    assert.deepEqual(await fired(), [1, 4]);
  });

  it('cancels what is not over with `overlap: cancelRunning`, and fires at the next look', async () => {
    await prepare({ overlap: 'cancelRunning' });
    await minutes(2);
    await scheduler.beat();
    assert.deepEqual(await fired(), [1, 2]);
    assert.deepEqual((await jobs()).map(({ state }) => state).sort(), ['available', 'cancelled']);
  });

  it('fires later by `spread`, the same for each tick, and before a reload that changes its times', async () => {
    await prepare({ spreadMs: 50_000 });
    clock.jump(MINUTE);
    await scheduler.beat();
    assert.deepEqual(await fired(), []);
    clock.jump(50_000);
    await scheduler.beat();
    assert.deepEqual(await fired(), [1]);
    clock.jump(10_000);
    deps.use(generationOf(partsOf({ timing: { kind: 'cron', cron: '0 0 * * *', timezone: 'UTC' } })));
    await scheduler.generationChanged();
    assert.deepEqual(await fired(), [1, 2]);
  });

  it('is paused after `pauseAfterFailures` in a row, and not again for those before somebody resumed it', async () => {
    await prepare({ pauseAfterFailures: 2 });
    await engine.fleet.join(INFO);
    for (let failed = 0; failed < 2; failed += 1) {
      await minutes(1);
      // It looks into the store when it is made.
      const hand = new Hand(engine);
      await (await hand.next()).end({ kind: 'dead', error: FAILURE });
      await hand.close();
    }
    await minutes(2);
    const [row] = await engine.schedules.list();
    assert.deepEqual([row?.paused, row?.pause?.text, row?.runs], [true, 'its last 2 jobs failed', 2]);
    await engine.schedules.pause('poll', false);
    await scheduler.generationChanged();
    await minutes(2);
    assert.equal((await engine.schedules.list())[0]?.paused, false);
  });

  it('fills expressions of its payload in', async () => {
    await prepare({ payload: { at: '${tick.plannedAt}', n: '${tick.number}', before: '${tick.previousAt}' } });
    await minutes(2);
    const [second, first] = await Promise.all((await jobs()).map(({ id }) => engine.jobs.get(id)));
    assert.deepEqual(first?.payload, { at: '2026-05-01T12:01:00.000Z', n: 1, before: null });
    assert.deepEqual(second?.payload, { at: '2026-05-01T12:02:00.000Z', n: 2, before: '2026-05-01T12:01:00.000Z' });
  });

  it('gives ticks that come together each its own number and the one before it', async () => {
    const catchUp = { policy: 'all', graceMs: null, windowMs: 3_600_000, limit: 100 } as const;
    await prepare({ payload: { n: '${tick.number}', before: '${tick.previousAt}' }, catchUp });
    clock.jump(3 * MINUTE);
    await scheduler.beat();
    const made = await Promise.all((await jobs()).map(({ id }) => engine.jobs.get(id)));
    assert.deepEqual(made.map((job) => job?.payload).reverse(), [
      { n: 1, before: null },
      { n: 2, before: '2026-05-01T12:01:00.000Z' },
      { n: 3, before: '2026-05-01T12:02:00.000Z' },
    ]);
  });

  it('decides a tick whose run is refused, and holds no other schedule up', async () => {
    const timing = EACH_MINUTE;
    const refused = { task: null as unknown as string, workflow: 'few', timing, payload: { n: '${tick.number}' } };
    const schedules = { few: refused, poll: { task: 'work', timing }, start: { ...refused, runOnStart: true } };
    const generation = generationOf({ tasks: { work: {} }, schedules });
    const graph = readInline(generation.manifest, { chain: [{ task: 'work' }] });
    const input = { properties: { n: { maximum: 1 } } };
    const workflows = { few: { ...graph, name: 'few', description: null, input } };
    deps = depsOf(engine, { ...generation, manifest: { ...generation.manifest, workflows } }, clock);
    scheduler = await start();
    await minutes(3);
    assert.deepEqual(await fired(), [1, 2, 3]);
    const whys = async (name: string) => (await engine.schedules.history(name, 10)).map(({ why }) => why);
    assert.deepEqual(await whys('few'), ['refused', 'refused', null]);
    assert.deepEqual(await whys('start'), ['refused', 'refused', 'refused', null]);
    const told = deps.lines.filter(({ message }) => message.includes('makes nothing: INPUT_INVALID'));
    assert.equal(told.length, 5);
  });

  it('decides a first tick that is refused once', async () => {
    const timing = EACH_MINUTE;
    const first = { task: null as unknown as string, workflow: 'none', timing, runOnStart: true };
    const generation = generationOf({ tasks: { work: {} }, schedules: { poll: first } });
    const graph = readInline(generation.manifest, { chain: [{ task: 'work' }] });
    const workflows = { none: { ...graph, name: 'none', description: null, input: false } };
    deps = depsOf(engine, { ...generation, manifest: { ...generation.manifest, workflows } }, clock);
    scheduler = await start();
    for (let look = 0; look < 3; look += 1) await scheduler.beat();
    assert.equal((await engine.schedules.history('poll', 10)).length, 1);
  });
});
