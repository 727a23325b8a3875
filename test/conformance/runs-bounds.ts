/** Runs among others, and what is too much for one. */
import assert from 'node:assert/strict';
import type { Outcome, PlanStep, Run } from '../../src/core/index.ts';
import type { Json } from '../../src/foundation/index.ts';
import { newRun, plan, step, task } from '../support/run-model.ts';
import { waitFor } from '../support/wait-for.ts';
import { Hand, INFO, runAll } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

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
  });
}
