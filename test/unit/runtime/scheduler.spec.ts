import assert from 'node:assert/strict';

import { DEFAULT_TIMINGS, type Engine, observe } from '../../../src/engine/index.ts';
import { SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { newId } from '../../../src/foundation/index.ts';
import { Scheduler } from '../../../src/runtime/index.ts';
import { startHeartbeat } from '../../../src/runtime/heartbeat.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { waitFor } from '../../support/wait-for.ts';
import { depsOf, generationOf, type ManifestParts, type TestDeps } from './parts.ts';

const START = Date.parse('2026-05-01T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 3_600_000;

describe('Scheduler on a real engine', () => {
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

  /** A scheduler that beats only when told to. */
  async function start(own: TestDeps): Promise<Scheduler> {
    const made = new Scheduler(own, { startHeartbeat: () => ({ stop: () => Promise.resolve() }) });
    schedulers.push(made);
    await made.start();
    return made;
  }

  async function prepare(parts: ManifestParts): Promise<void> {
    deps = depsOf(engine, generationOf(parts), clock);
    deps = { ...deps, engine: observe(engine, deps.events, clock) };
    scheduler = await start(deps);
  }

  async function ticks(schedule = 'poll'): Promise<string[]> {
    const { jobs } = await engine.listJobs({ schedule }, 1_000, null);
    return jobs.map((job) => new Date(job.schedule?.tickAt ?? 0).toISOString().slice(11, 19)).sort();
  }

  const hourly: ManifestParts = {
    tasks: { work: { queue: 'default', priority: 2, tags: ['t'] } },
    schedules: { poll: { task: 'work', timing: { kind: 'cron', cron: '0 * * * *', timezone: 'UTC' }, payload: 'p' } },
    revision: 4,
  };

  it('fires nothing for the time before a schedule was there', async () => {
    await prepare(hourly);
    await scheduler.beat();
    assert.deepEqual(await ticks(), []);
  });

  it('makes one job per tick, with the planned instant', async () => {
    await prepare(hourly);
    clock.jump(HOUR + 700);
    await scheduler.beat();
    await scheduler.beat();
    const { jobs } = await engine.listJobs({}, 10, null);
    assert.equal(jobs.length, 1);
    const job = jobs[0]!;
    assert.equal(job.id, 'poll@2026-05-01T13:00:00.000Z');
    assert.deepEqual(
      [job.task, job.payload, job.priority, job.tags, job.maxAttempts, job.manifestRevision, job.schedule],
      ['work', 'p', 2, ['t'], 3, 4, { name: 'poll', tickAt: START + HOUR }],
    );
    assert.deepEqual(
      deps.seen.find(({ type }) => type === 'schedule.ticked'),
      {
        type: 'schedule.ticked',
        schedule: 'poll',
        tickAt: START + HOUR,
        jobId: 'poll@2026-05-01T13:00:00.000Z',
        latenessMs: 700,
      },
    );
  });

  it('gives one job per tick, however many schedulers look at once', async () => {
    await prepare(hourly);
    const others = await Promise.all([1, 2, 3].map(() => start(deps)));
    for (let hour = 1; hour <= 3; hour += 1) {
      clock.jump(HOUR);
      await Promise.all([scheduler, ...others].map((each) => each.beat()));
    }
    assert.deepEqual(await ticks(), ['13:00:00', '14:00:00', '15:00:00']);
  });

  it('runs the newest of the ticks that nobody saw, and tells the others as missed', async () => {
    await prepare(hourly);
    clock.jump(5 * HOUR + 30 * MINUTE);
    await scheduler.beat();
    assert.deepEqual(await ticks(), ['17:00:00']);
    assert.deepEqual(
      deps.seen.filter(({ type }) => type === 'schedule.missed'),
      [{ type: 'schedule.missed', schedule: 'poll', from: START, to: START + 4 * HOUR }],
    );
  });

  it('never fires again when the clock goes back', async () => {
    await prepare(hourly);
    clock.jump(HOUR);
    await scheduler.beat();
    clock.jump(-2 * HOUR);
    await scheduler.beat();
    assert.ok(deps.lines.some(({ message }) => message.includes('a clock was wrong')));
    clock.jump(2 * HOUR);
    await scheduler.beat();
    assert.deepEqual(await ticks(), ['13:00:00']);
  });

  it('goes on from the cursor after a restart', async () => {
    await prepare(hourly);
    await scheduler.stop();
    clock.jump(HOUR + 10_000);
    const next = await start(deps);
    await next.beat();
    assert.deepEqual(await ticks(), ['13:00:00']);
  });

  it('fires nothing while a schedule is paused, nor for that time afterwards', async () => {
    await prepare(hourly);
    await engine.pauseSchedule('poll', true);
    clock.jump(HOUR);
    await scheduler.beat();
    await scheduler.beat();
    assert.deepEqual(await ticks(), []);
    clock.jump(HOUR + MINUTE);
    await engine.pauseSchedule('poll', false);
    // Without a signal it finds out by itself, some beats later.
    for (let beat = 0; beat < 12; beat += 1) {
      await clock.advance(1_000);
      await scheduler.beat();
    }
    clock.jump(HOUR);
    await scheduler.beat();
    assert.deepEqual(await ticks(), ['15:00:00']);
  });

  it('follows a reload: unchanged schedules go on, changed ones begin at that instant, removed ones end', async () => {
    const timing = (cron: string) => ({ kind: 'cron' as const, cron, timezone: 'UTC' });
    const tasks = { work: {} };
    await prepare({
      tasks,
      schedules: {
        same: { task: 'work', timing: timing('0 * * * *') },
        changed: { task: 'work', timing: timing('0 * * * *') },
        removed: { task: 'work', timing: timing('0 * * * *') },
      },
    });
    const before = await engine.schedules();
    // A tick of the old ones is due at the moment of the reload: it is claimed first, exactly once.
    clock.jump(HOUR);
    deps.use(
      generationOf({
        tasks,
        schedules: {
          same: { task: 'work', timing: timing('0 * * * *') },
          changed: { task: 'work', timing: timing('30 * * * *') },
          added: { task: 'work', timing: timing('0 * * * *') },
        },
      }),
    );
    await scheduler.generationChanged();
    assert.deepEqual(
      [await ticks('same'), await ticks('changed'), await ticks('removed'), await ticks('added')],
      [['13:00:00'], ['13:00:00'], ['13:00:00'], []],
    );
    const after = await engine.schedules();
    assert.deepEqual(after.map(({ name }) => name).sort(), ['added', 'changed', 'same']);
    assert.equal(
      after.find(({ name }) => name === 'same')?.activatedAt,
      before.find(({ name }) => name === 'same')?.activatedAt,
    );
    clock.jump(HOUR);
    await scheduler.beat();
    assert.deepEqual(
      [await ticks('same'), await ticks('changed'), await ticks('removed'), await ticks('added')],
      [['13:00:00', '14:00:00'], ['13:00:00', '13:30:00'], ['13:00:00'], ['14:00:00']],
    );
  });

  it('survives a store that fails, says so once, and loses no tick', async () => {
    await prepare(hourly);
    const claimTicks = deps.engine.claimTicks.bind(deps.engine);
    Object.assign(deps.engine, { claimTicks: () => Promise.reject(new Error('store away')) });
    clock.jump(HOUR);
    await scheduler.beat();
    await scheduler.beat();
    assert.equal(deps.lines.filter(({ message }) => message.includes('failed')).length, 1);
    Object.assign(deps.engine, { claimTicks });
    await scheduler.beat();
    assert.deepEqual(await ticks(), ['13:00:00']);
  });

  it('is not held up for ever by a store that hangs', async () => {
    await prepare(hourly);
    const claimTicks = deps.engine.claimTicks.bind(deps.engine);
    Object.assign(deps.engine, { claimTicks: () => new Promise(() => undefined) });
    clock.jump(HOUR);
    void scheduler.beat();
    await settle();
    Object.assign(deps.engine, { claimTicks });
    await scheduler.beat();
    assert.deepEqual(await ticks(), []);
    await clock.advance(5_000);
    await scheduler.beat();
    assert.deepEqual(await ticks(), ['13:00:00']);
  });

  it('warns when the clocks of machine and store differ', async () => {
    await prepare(hourly);
    const now = deps.engine.now.bind(deps.engine);
    Object.assign(deps.engine, { now: async () => clock.now() + 3_000 });
    await scheduler.beat();
    await scheduler.beat();
    Object.assign(deps.engine, { now });
    assert.equal(deps.lines.filter(({ message }) => message.includes("store's differ")).length, 1);
  });

  it('decides ten thousand schedules of one instant once each, in turns', async function () {
    const schedules = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, n) => [
        `s-${n}`,
        { task: 'work', timing: { kind: 'cron' as const, cron: `0 ${n % 24} * * *`, timezone: 'UTC' } },
      ]),
    );
    await prepare({ tasks: { work: {} }, schedules });
    clock.jump(24 * HOUR);
    await scheduler.beat();
    const counts = await engine.counts();
    const waiting = counts.find(({ queue }) => queue === 'default')?.counts.available;
    assert.equal(waiting, 10_000);
  });

  describe('the heartbeat', () => {
    const JUMPS = [1_000, -1_000, HOUR, -HOUR, 24 * HOUR, 10 * 365 * 24 * HOUR, -10 * 365 * 24 * HOUR, 499, -499];

    it('beats once a second wherever the wall clock is set, and not after a stop', async () => {
      let beats = 0;
      const heartbeat = startHeartbeat(() => (beats += 1), clock);
      for (const jump of JUMPS) {
        clock.jump(jump);
        const before = beats;
        await clock.advance(10_000);
        assert.ok(Math.abs(beats - before - 10) <= 1, `${beats - before} beats in 10 s after a jump by ${jump} ms`);
      }
      await heartbeat.stop();
      const seen = beats;
      await clock.advance(10_000);
      assert.equal(beats, seen);
      assert.equal(clock.pending, 0);
    });

    it('comes right after whole seconds, when ticks fall due', async () => {
      const at: number[] = [];
      clock.jump(777);
      const heartbeat = startHeartbeat(() => at.push(clock.now() % 1_000), clock);
      await clock.advance(5_000);
      assert.deepEqual(new Set(at), new Set([10]));
      await heartbeat.stop();
    });

    it('beats by the clock of this machine', async () => {
      let beats = 0;
      const heartbeat = startHeartbeat(() => (beats += 1));
      await waitFor('two beats', () => beats >= 2);
      await heartbeat.stop();
    });
  });
});
