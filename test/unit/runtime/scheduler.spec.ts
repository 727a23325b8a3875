import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DEFAULT_TIMINGS, type Engine, observe } from '../../../src/engine/index.ts';
import { SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { newId } from '../../../src/foundation/index.ts';
import { Scheduler } from '../../../src/runtime/index.ts';
import { startHeartbeat } from '../../../src/runtime/working/heartbeat.ts';
import { INFO } from '../../conformance/hand.ts';
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
    const { jobs } = await engine.jobs.list({ schedule }, 1_000, null);
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
    const { jobs } = await engine.jobs.list({}, 10, null);
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

  const fixed: ManifestParts = {
    tasks: { work: {} },
    schedules: { poll: { task: 'work', timing: { kind: 'cron', cron: '0 13 * * *', timezone: 'UTC' } } },
  };
  const setBack = (): number => deps.lines.filter(({ message }) => message.includes('go on from now')).length;

  it('never fires a fixed time again when the clock goes back by less than three hours, and tells that it waits', async () => {
    await prepare(fixed);
    clock.jump(HOUR);
    await scheduler.beat();
    clock.jump(-2 * HOUR);
    await scheduler.beat();
    await scheduler.beat();
    assert.equal(deps.lines.filter(({ message }) => message.includes('a clock was wrong')).length, 1);
    assert.match(scheduler.checks[0]?.message ?? '', /^schedule poll: decided up to 2026-05-01T13:00:00.000Z/);
    clock.jump(2 * HOUR);
    await scheduler.beat();
    assert.deepEqual(scheduler.checks, []);
    assert.deepEqual(await ticks(), ['13:00:00']);
    assert.equal(setBack(), 0);
  });

  it('lets fixed times go on by the new time when the clock goes back by more, each tick with one job', async () => {
    await prepare(fixed);
    clock.jump(10 * 365 * 24 * HOUR + HOUR);
    await scheduler.beat();
    clock.jump(-10 * 365 * 24 * HOUR - 30 * MINUTE);
    await scheduler.beat();
    assert.equal(setBack(), 1);
    clock.jump(45 * MINUTE);
    await scheduler.beat();
    clock.jump(-5 * HOUR);
    await scheduler.beat();
    clock.jump(5 * HOUR);
    await scheduler.beat();
    const { jobs } = await engine.jobs.list({}, 10, null);
    assert.deepEqual(jobs.map(({ id }) => id).sort(), [
      'poll@2026-05-01T13:00:00.000Z',
      'poll@2036-04-28T13:00:00.000Z',
    ]);
  });

  for (const [name, jump] of [
    ['an hour', HOUR],
    ['a day', 24 * HOUR],
    ['ten years', 10 * 365 * 24 * HOUR],
  ] as const) {
    it(`an interval goes on when the clock goes back by ${name}, also over instants at which it has fired`, async () => {
      const timing = { kind: 'every' as const, everyMs: 3_000 };
      await prepare({ tasks: { work: {} }, schedules: { poll: { task: 'work', timing } } });
      const fired = async (): Promise<number> => (await engine.jobs.list({}, 1_000, null)).jobs.length;
      const run = async (beats: number): Promise<number> => {
        const before = await fired();
        for (let beat = 0; beat < beats; beat += 1) {
          await clock.advance(1_000);
          await scheduler.beat();
        }
        return (await fired()) - before;
      };
      assert.equal(await run(30), 10);
      clock.jump(jump);
      assert.ok((await run(30)) >= 10, 'forward');
      clock.jump(-jump);
      assert.ok((await run(31)) >= 10, 'and back');
      clock.jump(-jump);
      assert.ok((await run(31)) >= 10, 'back');
      clock.jump(-60_000);
      assert.ok((await run(91)) >= 10, 'by a minute');
    });
  }

  it('puts up with a cursor less than a minute ahead', async () => {
    const timing = { kind: 'every' as const, everyMs: 1_000 };
    await prepare({ tasks: { work: {} }, schedules: { poll: { task: 'work', timing } } });
    await clock.advance(30_000);
    await scheduler.beat();
    clock.jump(-30_000);
    await scheduler.beat();
    assert.equal(setBack(), 0);
    assert.deepEqual(scheduler.checks, []);
  });

  describe('with another version on the same store', () => {
    const every = (everyMs: number): ManifestParts => ({
      tasks: { work: {} },
      schedules: { poll: { task: 'work', timing: { kind: 'every', everyMs } } },
    });
    let other: Engine;
    let folder: string;

    /** A process of its own on the same file. */
    async function second(parts: ManifestParts): Promise<TestDeps> {
      const own = depsOf(
        other,
        { ...generationOf(parts), manifest: { ...generationOf(parts).manifest, hash: 'other' } },
        clock,
      );
      await other.fleet.join({ ...INFO, manifestHash: 'other' });
      return own;
    }

    beforeEach(async () => {
      await engine.close();
      folder = mkdtempSync(join(tmpdir(), 'skep-scheduler-'));
      const options = { path: join(folder, 'jobs.db'), timings: DEFAULT_TIMINGS, clock, newId };
      engine = new SqliteEngine(options);
      other = new SqliteEngine(options);
      await engine.open();
      await other.open();
      await engine.fleet.join(INFO);
    });

    afterEach(async () => {
      await other.close();
      rmSync(folder, { recursive: true });
    });

    it('says so once while the other one runs, and fires again when it has gone', async () => {
      await prepare(every(3_000));
      const canary = await start(await second(every(HOUR)));
      for (let beat = 0; beat < 10; beat += 1) {
        clock.jump(1_000);
        await scheduler.beat();
      }
      assert.deepEqual(await ticks(), []);
      assert.equal(deps.lines.filter(({ message }) => message.includes('another manifest')).length, 1);
      assert.match(scheduler.checks[0]?.message ?? '', /schedules of another manifest are in force/);
      await canary.stop();
      for (let beat = 0; beat < 10; beat += 1) {
        clock.jump(1_000);
        await scheduler.beat();
      }
      assert.deepEqual(await ticks(), ['12:00:12', '12:00:15', '12:00:18']);
      assert.equal(deps.lines.filter(({ message }) => message.includes('is gone')).length, 1);
      assert.deepEqual(scheduler.checks, []);
    });

    it('is in force by a reload that changes nothing', async () => {
      await prepare(every(3_000));
      const own = await second(every(HOUR));
      const rival = await start(own);
      await scheduler.affirm();
      clock.jump(3_000);
      await scheduler.beat();
      await rival.beat();
      assert.deepEqual(await ticks(), ['12:00:03']);
      assert.match(rival.checks[0]?.message ?? '', /another manifest/);
      await scheduler.stop();
      await rival.beat();
      assert.deepEqual(rival.checks, []);
      assert.equal((await engine.schedules.standing()).inForce?.hash, 'other');
    });
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
    await engine.schedules.pause('poll', true);
    clock.jump(HOUR);
    await scheduler.beat();
    await scheduler.beat();
    assert.deepEqual(await ticks(), []);
    clock.jump(HOUR + MINUTE);
    await engine.schedules.pause('poll', false);
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
    const before = await engine.schedules.list();
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
    const after = await engine.schedules.list();
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
    const own = { ...deps.engine.schedules };
    Object.assign(deps.engine.schedules, { claim: () => Promise.reject(new Error('store away')) });
    clock.jump(HOUR);
    await scheduler.beat();
    await scheduler.beat();
    assert.equal(deps.lines.filter(({ message }) => message.includes('failed')).length, 1);
    Object.assign(deps.engine.schedules, own);
    await scheduler.beat();
    assert.deepEqual(await ticks(), ['13:00:00']);
  });

  it('is not held up for ever by a store that hangs', async () => {
    await prepare(hourly);
    const own = { ...deps.engine.schedules };
    Object.assign(deps.engine.schedules, { claim: () => new Promise(() => undefined) });
    clock.jump(HOUR);
    void scheduler.beat();
    await settle();
    Object.assign(deps.engine.schedules, own);
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
    const counts = await engine.queues.counts();
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
