/** Jobs and schedules from one store into another: as they are, from any end, and never to run twice. */
import assert from 'node:assert/strict';
import path from 'node:path';

import type { Job, JobState } from '../../src/core/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import { migrate, type MigrateReport } from '../../src/platform/migrating/migrate.ts';
import { FAILURE, INFO, runAll, takeOne } from '../conformance/hand.ts';
import type { EngineHarness, TestStore } from '../conformance/harness.ts';
import { engineSupport, ENGINES, WHOLE } from '../support/engines.ts';
import { migrateProcess } from '../support/migrate-process.ts';
import { Killed, mortalAfter } from '../support/mortal.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { newRun, plan, step, task } from '../support/run-model.ts';
import { waitFor } from '../support/wait-for.ts';

const FOREVER = 1e12;
/** Verbs that change a store, as a migration calls them. */
const CHANGES = ['move', 'restore', 'remove'] as const;

function moved(source: Engine, target: Engine, dryRun = false): Promise<MigrateReport> {
  return migrate({ source, target, dryRun, onProgress: () => undefined, waitMs: 0 });
}

/** Jobs in all states that are moved, and some that stay. @returns ids of the former in the order in which they are to run */
async function fill(engine: Engine): Promise<{ waiting: string[]; dead: string; others: string[] }> {
  const { jobs } = engine;
  await engine.fleet.join(INFO);
  const put = async (given: Parameters<typeof newJob>[0]): Promise<string> => {
    const [receipt] = await jobs.enqueue([newJob({ queue: 'mail', task: 'mail', payload: { a: 1 }, ...given })]);
    return receipt?.id ?? '';
  };
  const ended = async (end: Parameters<Awaited<ReturnType<typeof takeOne>>['end']>[0]): Promise<string> => {
    const held = await takeOne(engine, 'mail');
    await held.end(end, { logs: [{ at: 1, line: 'tried' }] });
    return held.job.id;
  };
  const others = [await put({ delayMs: FOREVER, tags: ['late'] })];
  await put({});
  others.push(await ended({ kind: 'retry', error: FAILURE, delayMs: FOREVER }));
  await put({});
  others.push(await ended({ kind: 'hold', reason: 'task' }));
  await put({});
  const dead = await ended({ kind: 'dead', error: { fingerprint: '0123456789abcdef', ...FAILURE } });
  const waiting = [await put({}), await put({ priority: 1 }), await put({})];
  return { waiting: [waiting[1] ?? '', waiting[0] ?? '', waiting[2] ?? ''], dead, others };
}

/** What a move leaves as it was. */
function kept({ runAt, manifestRevision, waits, state, queue, ...rest }: Job): unknown {
  return [rest, queue, state, state === 'available' ? 0 : runAt, waits.length, manifestRevision];
}

describe('skep migrate', () => {
  const stores: TestStore[] = [];
  const engine = async (harness: EngineHarness): Promise<Engine> => {
    const store = await harness.newStore();
    stores.push(store);
    return store.open();
  };
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.dispose()));
  });
  const ways = ENGINES.flatMap((from) =>
    ENGINES.filter((to) => ENGINES.length === 1 || from !== to).map((to) => [from, to] as const),
  );

  for (const [from, to] of ways) {
    describe(`${from.name} to ${to.name}`, () => {
      it('moves what waits, what is dead and schedules, as they are, once', async () => {
        const [source, target] = [await engine(from), await engine(to)];
        const { waiting, dead, others } = await fill(source);
        const specs = ['nightly', 'hourly'].map((name) => ({ name, spec: `s ${name}` }));
        await source.schedules.apply({ hash: 'h', revision: null, schedules: specs });
        await source.schedules.pause('hourly', true, { text: 'by hand', until: null, by: null });
        const rows = await source.schedules.list();
        await source.runs.start([newRun(plan([step('one', { work: task('mail', null) })]))]);
        const ids = [...waiting, dead, ...others];
        const before = await Promise.all(ids.map((id) => source.jobs.get(id)));

        const counted = await moved(source, target, true);
        assert.deepEqual([counted.before.waiting, counted.before.dead, counted.before.schedules], [6, 1, 2]);
        assert.deepEqual(await target.queues.counts(), []);

        const report = await moved(source, target);
        assert.deepEqual([report.moved, report.dead, report.schedules.length, report.runs], [7, 1, 2, 1]);
        assert.deepEqual([report.left.waiting, report.left.ofRuns, report.left.runs], [0, 0, 0]);
        for (const job of before) {
          assert.ok(job);
          assert.equal(await source.jobs.get(job.id), null);
          assert.deepEqual(kept((await target.jobs.get(job.id)) ?? assert.fail(job.id)), kept(job));
        }
        assert.deepEqual(await target.schedules.list(), rows);
        assert.ok((await source.schedules.list()).every(({ paused }) => paused));
        await target.fleet.join(INFO);
        assert.deepEqual(await runAll(target, 'mail'), waiting);

        const again = await moved(source, target);
        // Who has paused it at the source is a person, so that nothing there says that it was handed over.
        assert.deepEqual([again.moved, again.dead, again.schedules, again.schedulesKept], [0, 0, [], ['hourly']]);
        for (const store of [source, target]) {
          for (const { status, name, message } of await store.health.examine())
            assert.equal(status, 'ok', `${name}: ${message}`);
        }
      });

      it('ended before or after any step, is brought to its end by another call', async function () {
        // The steps are the same either way.
        if (!WHOLE && from !== ENGINES[0]) this.skip();
        for (let steps = 1; ; steps += 1) {
          const [source, target] = [await engine(from), await engine(to)];
          const { waiting, dead, others } = await fill(source);
          await source.schedules.apply({ hash: 'h', revision: null, schedules: [{ name: 'nightly', spec: 's' }] });
          const ids = [...waiting, dead, ...others];
          const whole = await endedAfter(steps, source, target);
          await inOnePlace(source, target, ids);
          const report = whole ?? (await moved(source, target));
          assert.deepEqual([report.left.waiting, report.left.dead, report.left.schedules], [0, 0, 0]);
          for (const id of ids) assert.equal((await target.jobs.get(id))?.queue, 'mail', id);
          assert.deepEqual(
            (await target.schedules.list()).map(({ paused }) => paused),
            [false],
          );
          await Promise.all(stores.splice(0).map((store) => store.dispose()));
          if (whole !== null) return;
        }
      });
    });
  }

  it('leaves a job whose id another task has at the target', async () => {
    const [source, target] = [await engine(ENGINES[0] ?? assert.fail()), await engine(ENGINES.at(-1) ?? assert.fail())];
    await source.jobs.enqueue([
      newJob({ id: 'a', idChosen: true, task: 'one' }),
      newJob({ id: 'b', idChosen: true, task: 'one' }),
    ]);
    await target.jobs.enqueue([
      newJob({ id: 'a', idChosen: true, task: 'two' }),
      newJob({ id: 'b', idChosen: true, task: 'one' }),
    ]);
    const { taken } = await moved(source, target);
    assert.deepEqual(taken, ['a']);
    assert.equal((await source.jobs.get('a'))?.queue, 'default');
    assert.equal(await source.jobs.get('b'), null);
  });

  it('killed again and again while both stores are at work, runs no job twice and none not at all', async () => {
    const [from, to] = [await engineSupport('sqlite'), await engineSupport(ENGINES.at(-1)?.name ?? 'sqlite')];
    for (const { harness } of [from, to]) stores.push(await harness.newStore());
    const [one, other] = stores;
    assert.ok(one && other);
    const folder = path.dirname(one.address['path'] ?? '');
    const [source, target] = [await one.open(), await other.open()];
    const ran: string[] = [];
    let begin = (): void => undefined;
    // The source must have something left when the process begins.
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const consume = async (store: Engine, first: Promise<void>): Promise<() => Promise<void>> => {
      await store.fleet.join(INFO);
      let active = 0;
      const consumer = store.queues.consume('mail', { permit: () => 2 - active }, async (lease) => {
        active += 1;
        ran.push(lease.job.id);
        await first;
        await new Promise((resolve) => setImmediate(resolve));
        active -= 1;
        return { outcome: { kind: 'complete', result: null }, traceId: null, spanId: null, progress: null, logs: [] };
      });
      return () => consumer.stop();
    };
    const jobs = newJobs(WHOLE ? 2_000 : 300, { queue: 'mail', task: 'mail' });
    await source.jobs.enqueue(jobs);
    const stops = [await consume(source, begun), await consume(target, Promise.resolve())];
    try {
      const points = WHOLE
        ? (['migrate.claimed', 'migrate.stored', 'migrate.removed'] as const)
        : (['migrate.stored'] as const);
      for (const point of points) {
        const ended = await migrateProcess([one.address, other.address], folder, point);
        assert.equal(ended.signal, 'SIGKILL', `${ended.stdout}${ended.stderr}`);
      }
      begin();
      const report = await moved(source, target);
      assert.ok(report.moved > 0);
      await inOnePlace(
        source,
        target,
        jobs.map(({ id }) => id),
      );
      await waitFor('all to have run', () => Promise.resolve(ran.length >= jobs.length));
    } finally {
      begin();
      await Promise.all(stops.map((stop) => stop()));
    }
    assert.equal(new Set(ran).size, jobs.length);
    assert.equal(ran.length, jobs.length);
  });
});

/** A migration whose stores do so many more steps and no other, as of a process that is killed. @returns null where that ended it */
async function endedAfter(steps: number, source: Engine, target: Engine): Promise<MigrateReport | null> {
  const mortal = mortalAfter(steps);
  const engine = (of: Engine): Engine => ({
    ...of,
    jobs: mortal(of.jobs, CHANGES),
    schedules: mortal(of.schedules, ['pause', 'restore']),
  });
  try {
    return await moved(engine(source), engine(target));
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return null;
  }
}

/** Each job can start in one store at most, and is in one at least. */
async function inOnePlace(source: Engine, target: Engine, ids: readonly string[]): Promise<void> {
  const runs: readonly JobState[] = ['available', 'scheduled', 'retryable', 'blocked', 'running', 'completed'];
  for (const id of ids) {
    const there = (await Promise.all([source.jobs.get(id), target.jobs.get(id)])).filter((job) => job !== null);
    assert.ok(there.length > 0, id);
    assert.ok(there.filter((job) => runs.includes(job.state) && job.queue === 'mail').length <= 1, id);
  }
}
