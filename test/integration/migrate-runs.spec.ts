/** Runs of workflows from one store into another: half done, cut off at any step, and while workers are at both. */
import assert from 'node:assert/strict';
import path from 'node:path';

import type { Plan, PlanStep } from '../../src/core/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import { migrate, type MigrateReport } from '../../src/platform/migrating/migrate.ts';
import { FAILURE, INFO, takeOne } from '../conformance/hand.ts';
import type { EngineHarness, TestStore } from '../conformance/harness.ts';
import { ENGINES, WHOLE } from '../support/engines.ts';
import { migrateProcess } from '../support/migrate-process.ts';
import { Killed, mortalAfter } from '../support/mortal.ts';
import { newJob } from '../support/new-job.ts';
import { newRun, plan, step, task } from '../support/run-model.ts';
import { waitFor } from '../support/wait-for.ts';

const below: Plan = plan([step('in', { work: task('in', '${input}') })], '${steps.in.result}');
const graph: Plan = plan(
  [
    step('first'),
    step('each', { needs: [0], forEach: '${input}', concurrency: 2 }),
    step('ask', { needs: [1], work: { kind: 'wait', wait: { signal: 'go', forMs: null, until: null } } }),
    step('sub', { needs: [2], work: { kind: 'workflow', workflow: 'below', plan: below, input: '${results}' } }),
    step('sum', { needs: [1, 3], work: task('sum', { parts: '${steps.each.results}', said: '${steps.sub.result}' }) }),
  ],
  '${steps.sum.result}',
);
const ITEMS = ['a', 'b', 'c', 'd', 'e'];
/** Ids of all jobs that the graph comes to. */
const idsOf = (run: string): string[] =>
  ['first', 'each.0', 'each.1', 'each.2', 'each.3', 'each.4', 'sub.in', 'sum'].map((name) => `${run}.${name}`).sort();

function moved(source: Engine, target: Engine): Promise<MigrateReport> {
  return migrate({ source, target, dryRun: false, onProgress: () => undefined, waitMs: 0 });
}

describe('skep migrate and runs', () => {
  const stores: TestStore[] = [];
  const engine = async (harness: EngineHarness): Promise<Engine> => {
    const store = await harness.newStore();
    stores.push(store);
    const opened = await store.open();
    await opened.fleet.join(INFO);
    return opened;
  };
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.dispose()));
  });
  const ways = ENGINES.flatMap((from) =>
    ENGINES.filter((to) => ENGINES.length === 1 || from !== to).map((to) => [from, to] as const),
  );

  for (const [from, to] of ways) {
    it(`goes on with them where they were, each step once: ${from.name} to ${to.name}`, async () => {
      const [source, target] = [await engine(from), await engine(to)];
      const ran: string[] = [];
      await source.runs.start([newRun(graph, { input: ITEMS, tags: ['x'] })]);
      await work(source, ran, 3);
      await source.runs.signal('r', 'go', 'early');
      // Another one has begun the run that is a step of it, and one has failed.
      await source.runs.start([newRun(graph, { id: 's', input: [1] })]);
      for (let left = 2; left > 0; left -= 1) await workOf(source, ran, 's.');
      await source.runs.signal('s', 'go', 'now');
      await source.runs.start([newRun(below, { id: 'f', input: 1 })]);
      const failing = await takeOf(source, 'f.');
      await failing.end({ kind: 'dead', error: FAILURE });
      await waitFor('its end', async () => (await source.runs.get('f'))?.state === 'failed');
      const before = await source.runs.get('r');

      const report = await moved(source, target);
      assert.deepEqual([report.runs, report.left.runs, report.left.ofRuns, report.taken], [4, 0, 0, []]);
      assert.deepEqual([report.moved, report.dead], [3, 1]);
      assert.deepEqual(await target.runs.get('r'), before);
      for (const id of ['r', 's', 's.sub', 'f']) assert.equal(await source.runs.get(id), null, id);
      assert.equal((await target.runs.get('f'))?.state, 'failed');
      await target.runs.resume('f');
      await work(target, ran, 8);
      for (const id of ['r', 's', 'f']) {
        await waitFor(id, async () => (await target.runs.get(id))?.state === 'completed');
      }
      assert.deepEqual((await target.runs.get('r'))?.result, 'r.sum');
      assert.deepEqual((await target.jobs.get('r.sum'))?.payload, {
        parts: ITEMS.map((_item, index) => `r.each.${index}`),
        said: 'r.sub.in',
      });
      assert.deepEqual((await target.jobs.get('r.sub.in'))?.payload, 'early');
      const ofS = ['s.first', 's.each.0', 's.sub.in', 's.sum'];
      assert.deepEqual([...ran].sort(), [...idsOf('r'), ...ofS, 'f.in'].sort());
      for (const store of [source, target]) {
        for (const { status, name, message } of await store.health.examine())
          assert.equal(status, 'ok', `${name}: ${message}`);
      }
    });
  }

  it('leaves what is dead of a run that has completed with it, and does not ask for another call', async () => {
    for (const harness of ENGINES) {
      const [source, target] = [await engine(harness), await engine(ENGINES.at(-1) ?? assert.fail())];
      await source.runs.start([newRun(plan([step('a', { onFailure: 'continue' })]))]);
      await (await takeOf(source, 'r.')).end({ kind: 'dead', error: FAILURE });
      await waitFor('its end', async () => (await source.runs.get('r'))?.state === 'completed');
      const { before, left, runs, dead } = await moved(source, target);
      assert.deepEqual([before.ofRuns, left.ofRuns, runs, dead], [0, 0, 0, 0], harness.name);
      assert.equal((await source.jobs.get('r.a'))?.state, 'dead');
    }
  });

  it('leaves a run of which a job runs, with its jobs where they were, and takes it once that has ended', async () => {
    const [source, target] = [await engine(ENGINES[0] ?? assert.fail()), await engine(ENGINES.at(-1) ?? assert.fail())];
    await source.runs.start([newRun(graph, { input: ITEMS })]);
    const ran: string[] = [];
    await work(source, ran, 1);
    const held = await takeOf(source, 'r.');
    const first = await moved(source, target);
    assert.deepEqual([first.runs, first.left.runs], [0, 1]);
    assert.deepEqual((await source.jobs.get('r.each.1'))?.queue, 'default');
    await held.end({ kind: 'complete', result: held.job.id });
    assert.equal((await moved(source, target)).runs, 1);
    await work(target, ran, 4);
    await target.runs.signal('r', 'go', null);
    await work(target, ran, 2);
    assert.deepEqual([...ran, held.job.id].sort(), idsOf('r'));
  });

  it('moves what a process ran that is dead, where nobody is left at the source to take it back', async () => {
    for (const harness of ENGINES) {
      const [source, target] = [await engine(harness), await engine(ENGINES.at(-1) ?? assert.fail())];
      const again = step('first', {
        work: { ...task('first', 1), job: newJob({ maxAttempts: 2 }) } as PlanStep['work'],
      });
      await source.runs.start([newRun(plan([again]))]);
      const ofRun = await takeOne(source, 'default');
      await source.jobs.enqueue([newJob({ id: 'alone', idChosen: true, maxAttempts: 2 })]);
      const alone = await takeOne(source, 'default');
      assert.deepEqual((await moved(source, target)).left.running, 2, 'its lease is not over');
      await stores.at(-2)?.endLeases(alone.lease.session);
      const { runs, left } = await moved(source, target);
      assert.deepEqual([runs, left.running, left.runs], [1, 0, 0], harness.name);
      for (const id of ['alone', ofRun.job.id]) {
        const job = await target.jobs.get(id);
        assert.deepEqual([job?.state, job?.queue, job?.rescues], ['available', 'default', 1], `${id}, ${harness.name}`);
      }
    }
  });

  // Of two stores on one Redis the command cannot tell the prefixes apart.
  for (const [from, to] of ways.filter((way) => way.some(({ name }) => name === 'sqlite'))) {
    it(`killed as a process, and brought to its end by another one: ${from.name} to ${to.name}`, async () => {
      const [source, target] = [await engine(from), await engine(to)];
      const [one, other] = stores;
      assert.ok(one && other);
      const folder = path.dirname(one.address['path'] ?? other.address['path'] ?? '');
      const ran: string[] = [];
      await source.runs.start([newRun(graph, { input: ITEMS })]);
      await work(source, ran, 2);
      const points = ['migrate.removed', 'migrate.stored', 'migrate.claimed'] as const;
      for (const point of WHOLE ? [...points].reverse() : points.slice(0, 1)) {
        const { signal, stderr } = await migrateProcess([one.address, other.address], folder, point);
        assert.equal(signal, 'SIGKILL', `${point}: ${stderr}`);
      }
      const { code, stdout, stderr } = await migrateProcess([one.address, other.address], folder);
      assert.equal(code, 0, stderr);
      assert.equal((JSON.parse(stdout) as MigrateReport).left.runs, 0);
      await work(target, ran, 4);
      await target.runs.signal('r', 'go', null);
      await work(target, ran, 2);
      await waitFor('its end', async () => (await target.runs.get('r'))?.state === 'completed');
      assert.deepEqual([...ran].sort(), idsOf('r'));
    });
  }

  it('ended before or after any step, is brought to its end by another call', async () => {
    const [from, to] = [ENGINES[0] ?? assert.fail(), ENGINES.at(-1) ?? assert.fail()];
    for (let steps = 0; ; steps += 1) {
      const [source, target] = [await engine(from), await engine(to)];
      const ran: string[] = [];
      await source.runs.start([newRun(graph, { input: ITEMS })]);
      await work(source, ran, 2);
      const isWhole = await endedAfter(steps, source, target);
      await moved(source, target);
      await work(target, ran, 4);
      await target.runs.signal('r', 'go', null);
      await work(target, ran, 2);
      await waitFor('its end', async () => (await target.runs.get('r'))?.state === 'completed');
      assert.deepEqual([...ran].sort(), idsOf('r'), `after ${steps} steps`);
      await Promise.all(stores.splice(0).map((store) => store.dispose()));
      if (isWhole) return;
    }
  });

  it('while workers are at both stores, runs each job once', async () => {
    const [source, target] = [await engine(ENGINES[0] ?? assert.fail()), await engine(ENGINES.at(-1) ?? assert.fail())];
    const ran: string[] = [];
    const runs = Array.from({ length: 20 }, (_none, at) => newRun(graph, { id: `r${at}`, input: ITEMS }));
    const stops = [source, target].map((store) => {
      let active = 0;
      return store.queues.consume('default', { permit: () => 3 - active }, async ({ job }) => {
        active += 1;
        await new Promise((resolve) => setImmediate(resolve));
        ran.push(job.id);
        active -= 1;
        return {
          outcome: { kind: 'complete', result: job.id },
          ...{ traceId: null, spanId: null, progress: null, logs: [] },
        };
      });
    });
    try {
      await source.runs.start(runs);
      let count = 0;
      await waitFor('all to be moved, or over', async () => {
        const report = await moved(source, target);
        count += report.runs;
        return report.left.runs === 0;
      });
      // None ends before its signal.
      assert.equal(count, runs.length);
      await waitFor('all to be over', async () => {
        for (const { id } of runs) await target.runs.signal(id, 'go', null);
        await target.keeping.deliver(100);
        await target.runs.advance(100);
        const states = await Promise.all(
          runs.map(async ({ id }) => (await target.runs.stateOf(id)) ?? (await source.runs.stateOf(id))),
        );
        return states.every((state) => state === 'completed');
      });
    } finally {
      await Promise.all(stops.map((consumer) => consumer.stop()));
    }
    assert.deepEqual([...ran].sort(), runs.flatMap(({ id }) => idsOf(id)).sort());
  });

  it('leaves a run whose id, or that of whose job, is something else’s at the target', async () => {
    const [source, target] = [await engine(ENGINES[0] ?? assert.fail()), await engine(ENGINES.at(-1) ?? assert.fail())];
    await source.runs.start([newRun(below, { id: 'one' }), newRun(below, { id: 'two' })]);
    await target.runs.start([newRun(below, { id: 'one' })]);
    await target.jobs.enqueue([newJob({ id: 'two.in', idChosen: true, task: 'other' })]);
    const report = await moved(source, target);
    assert.deepEqual([report.runs, [...report.taken].sort()], [0, ['one', 'two.in']]);
    assert.equal((await source.jobs.get('two.in'))?.queue, 'default');
  });
});

/** Runs so many jobs. */
async function work(engine: Engine, ran: string[], count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) await workOf(engine, ran, '');
}

async function workOf(engine: Engine, ran: string[], prefix: string): Promise<void> {
  const held = await takeOf(engine, prefix);
  ran.push(held.job.id);
  await held.end({ kind: 'complete', result: held.job.id });
  await engine.keeping.deliver(100);
  await engine.runs.advance(100);
}

/** The next job whose id begins so; what comes before is moved behind it. */
async function takeOf(engine: Engine, prefix: string): ReturnType<typeof takeOne> {
  const { jobs } = await waitFor('a job', async () => {
    const page = await engine.jobs.list({ states: ['available'], queue: 'default' }, 200, null);
    return page.jobs.some(({ id }) => id.startsWith(prefix)) && page;
  });
  const others = jobs.filter(({ id }) => !id.startsWith(prefix)).map(({ id }) => id);
  if (others.length > 0) await engine.jobs.move(others, 'aside');
  const held = await takeOne(engine, 'default');
  if (others.length > 0) await engine.jobs.move([...others].reverse(), 'default');
  return held;
}

/** A migration whose stores do so many more steps and no other, as of a process that is killed. @returns whether it came to its end */
async function endedAfter(steps: number, source: Engine, target: Engine): Promise<boolean> {
  const mortal = mortalAfter(steps);
  const dying = (of: Engine): Engine => ({
    ...of,
    jobs: mortal(of.jobs, ['move', 'restore', 'remove']),
    runs: { ...of.runs, handover: mortal(of.runs.handover, ['lay', 'take', 'arrive', 'drop']) },
  });
  try {
    await moved(dying(source), dying(target));
    return true;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return false;
  }
}
