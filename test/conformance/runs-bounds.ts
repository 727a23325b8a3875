/** Runs among others, and what is too much for one. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { type Outcome, type PlanStep, trailOf, TURN_ITEMS } from '../../src/core/index.ts';
import type { Json } from '../../src/foundation/index.ts';
import { WHOLE } from '../support/engines.ts';
import { newRun, plan, step, task } from '../support/run-model.ts';
import { FAILURE, Hand, INFO, runAll } from './hand.ts';
import { waitFor } from '../support/wait-for.ts';
import { type EngineHarness, scene } from './harness.ts';

/** As many as some turns begin, and far less than one for each of 64 ends would. */
const ITEMS = 6 * TURN_ITEMS;
const done = (result: Json = null): Outcome => ({ kind: 'complete', result });

export function runBoundTests(harness: EngineHarness): void {
  describe('runs', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    it('have jobs that take turns by tenants, and go where their payload says', async () => {
      const work = {
        ...task('a', { of: '${item}' }),
        tenant: { path: 'payload.of', hides: false, queues: ['default'] },
        ways: [{ where: 'payload.of == "z"', queue: 'apart', priority: 1 }],
      } as PlanStep['work'];
      const graph = plan([step('each', { forEach: '${input}', work })]);
      const input = ['z', ...Array.from({ length: 6 }, () => 'x'), 'y', 'y', 'z'];
      await at.engine.runs.start([newRun(graph, { input })]);
      const order: (string | null | undefined)[] = [];
      for (const id of await runAll(at.engine)) order.push((await at.engine.jobs.get(id))?.fairness);
      assert.deepEqual(order.slice(0, 4).sort(), ['x', 'x', 'y', 'y']);
      assert.deepEqual(order.slice(4), ['x', 'x', 'x', 'x']);
      assert.deepEqual((await runAll(at.engine, 'apart')).sort(), ['r.each.0', 'r.each.9']);
    });

    it('begin no more at once where many of their items end together', async () => {
      const graph = plan([step('each', { forEach: '${input}' })]);
      const input = Array.from({ length: ITEMS }, (_none, index) => index);
      let [atOnce, most] = [0, 0];
      // What one step has stored is told without a pause.
      at.engine.runs.onTurned((run, changed) => {
        for (const [number, { begun }] of changed) atOnce += begun - (run.steps[number]?.begun ?? 0);
        most = Math.max(most, atOnce);
        queueMicrotask(() => (atOnce = 0));
      });
      await at.engine.runs.start([newRun(graph, { input })]);
      const left = (): Promise<boolean> => at.engine.runs.stateOf('r').then((state) => state === 'running');
      while (await left()) await runAll(at.engine, 'default', () => done(), 64);
      assert.ok(most <= 2 * TURN_ITEMS, `${most} began at once`);
    });

    it('count ends of all kinds that come together as ends that come one by one', async () => {
      const every = step('each', { forEach: '${input}', onFailure: 'continue' });
      const graph = plan([every, step('then', { needs: [0], work: task('then', '${steps.each.results}') })]);
      await at.engine.runs.start([newRun(graph, { input: Array.from({ length: 40 }, (_none, index) => index) })]);
      const hand = new Hand(at.engine, 'default', 40);
      const ends: readonly Outcome[] = [
        { kind: 'dead', error: FAILURE },
        { kind: 'cancel', error: null },
        done({ of: 'mine' }),
        done(),
      ];
      const held = await hand.take(40);
      const endOf = (index: number): Outcome => ends[index % 4] ?? done();
      await Promise.all(held.map(({ job, end }) => end(endOf(job.workflow?.index ?? 0))));
      const then = await hand.next();
      assert.deepEqual(
        then.job.payload,
        held.map((_one, index) => (index % 4 === 2 ? { of: 'mine' } : null)),
      );
      const stood = async (): Promise<unknown> => {
        const progress = (await at.engine.runs.get('r'))?.steps[0];
        return [progress?.state, progress?.completed, progress?.failed, progress?.cancelled, progress?.error?.code];
      };
      assert.deepEqual(await stood(), ['completed', 20, 10, 10, 'E_BROKE']);
      const states = (await at.engine.runs.items('r', 0, 0, 100))?.items.map(({ end }) => end?.state);
      const kinds = ['failed', 'cancelled', 'completed', 'completed'];
      assert.deepEqual(
        states,
        held.map((_one, index) => kinds[index % 4]),
      );
      await at.engine.jobs.retry(held.flatMap(({ job }) => ((job.workflow?.index ?? 0) % 4 < 2 ? [job.id] : [])));
      await Promise.all((await hand.take(20)).map(({ end }) => end(done('later'))));
      await waitFor('all ends', async () => {
        const now = await stood();
        return isDeepStrictEqual(now, ['completed', 40, 0, 0, undefined]) ? now : null;
      });
      await then.end(done());
      await hand.close();
    });

    (WHOLE ? it : it.skip)(
      'fail where their output reads too much, once all is done, and say how it can be had',
      async () => {
        const graph = plan([step('each', { forEach: '${input}' })], '${steps.each.results}');
        await at.engine.runs.start([newRun(graph, { input: [0, 1, 2, 3, 4, 5, 6, 7, 8] })]);
        const result = 'x'.repeat(8 * 1024 * 1024);
        await runAll(at.engine, 'default', () => done(result));
        const run = await waitFor('the end', async () => {
          const now = await at.engine.runs.get('r');
          return now?.finishedAt === null ? null : now;
        });
        assert.deepEqual([run.state, run.steps[0]?.state, run.error?.code], ['failed', 'completed', 'RUN_EXPRESSION']);
        assert.match(run.error?.message ?? '', /^output: the results of each have more than 64 MiB together; hand on/);
        assert.equal((await at.engine.runs.resume('r')).status, 'done');
      },
    );

    it('say in a trace what their jobs come after, into the runs that are steps and out of them', async () => {
      const child = (steps: readonly PlanStep[], about: Partial<PlanStep> = {}): PlanStep =>
        step('sub', { ...about, work: { kind: 'workflow', workflow: 'inner', plan: plan(steps), input: null } });
      const inner = [step('x'), step('y', { needs: [0] }), child([step('deep')], { needs: [0] })];
      const graph = plan([
        step('a'),
        step('w', { needs: [0], work: { kind: 'wait', wait: { signal: null, forMs: 0, until: null } } }),
        child(inner, { needs: [1] }),
        step('last', { needs: [2] }),
      ]);
      const traceparent = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
      await at.engine.runs.start([newRun(graph, { traceparent, headers: { 'skep-after': 'mine' } })]);
      const hand = new Hand(at.engine, 'default', 1);
      const told: Record<string, readonly string[]> = {};
      const waits: Record<string, readonly string[]> = {};
      for (let ended = 0; ended < 5; ended += 1) {
        const { job, end } = await hand.next();
        const name = job.id.split('.').at(-1) ?? '';
        const trail = trailOf(job);
        told[name] = trail?.spans.map((span) => span.split('-')[1] ?? '').sort() ?? [];
        waits[name] = trail?.waits.map((wait) => wait.step) ?? [];
        await end(done(), { traceId: 'f'.repeat(32), spanId: name.padEnd(16, '0') });
      }
      void hand.close();
      const span = (name: string): string => name.padEnd(16, '0');
      assert.deepEqual(told, {
        a: [],
        x: [span('a')],
        y: [span('x')],
        deep: [span('x')],
        last: [span('deep'), span('y')],
      });
      assert.deepEqual(waits, { a: [], x: ['w'], y: [], deep: [], last: [] });
    });
  });
}
