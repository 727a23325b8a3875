/** Priorities that share, where a queue is weighted. */
import assert from 'node:assert/strict';
import type { NewJob } from '../../src/engine/index.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { rulesWith } from '../support/rules.ts';
import { Hand, INFO, runAll } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const of = (tenant: string | null, count: number, given: Partial<NewJob> = {}): NewJob[] =>
  newJobs(count, { fairness: tenant, ...given });

export function shareTests(harness: EngineHarness): void {
  describe('shares of priorities', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
      at.engine.govern(rulesWith({ weighted: ['default'] }));
    });

    /** Of the next so many jobs, which end at once. */
    const prioritiesOf = async (count: number, slots = 1): Promise<number[]> => {
      const order: number[] = [];
      const all = new Promise<void>((resolve) => {
        let active = 0;
        const consumer = at.engine.queues.consume(
          'default',
          { permit: () => Math.min(slots - active, count - order.length) },
          async ({ job }) => {
            active += 1;
            order.push(job.priority);
            await new Promise((ended) => setImmediate(ended));
            active -= 1;
            if (order.length === count && active === 0) void consumer.stop().then(resolve);
            return {
              outcome: { kind: 'complete', result: null },
              traceId: null,
              spanId: null,
              progress: null,
              logs: [],
            };
          },
        );
      });
      await all;
      return order;
    };
    const countIn = (order: readonly number[], priority: number): number =>
      order.filter((one) => one === priority).length;

    for (const slots of [1, 5]) {
      it(`are as their weights, ${slots} at a time`, async () => {
        for (const priority of [1, 5, 9]) await at.engine.jobs.enqueue(newJobs(40, { priority }));
        const order = await prioritiesOf(30, slots);
        // Weights 9, 5 and 1 of 15.
        assert.deepEqual(
          [1, 5, 9].map((priority) => countIn(order, priority)),
          [18, 10, 2],
          order.join(' '),
        );
      });
    }

    it('give all to those that wait, and nothing is saved up', async () => {
      await at.engine.jobs.enqueue(newJobs(60, { priority: 0 }));
      assert.equal(countIn(await prioritiesOf(40, 10), 0), 40);
      await at.engine.jobs.enqueue(newJobs(20, { priority: 9 }));
      const order = await prioritiesOf(11);
      assert.equal(countIn(order, 9), 1, order.join(' '));
      assert.equal((await runAll(at.engine)).length, 29);
    });

    it('stand above the turns of tenants', async () => {
      const jobs = [
        ...of('a', 20, { priority: 4 }),
        ...of('b', 20, { priority: 4 }),
        ...of('a', 20, { priority: 7 }),
        ...of(null, 20, { priority: 7 }),
      ];
      await at.engine.jobs.enqueue(jobs);
      const order: string[] = [];
      const hand = new Hand(at.engine, 'default', 18);
      for (const { job } of await hand.take(18)) order.push(`${job.priority}${job.fairness ?? '-'}`);
      const counted = Object.fromEntries(
        [...new Set(order)].sort().map((one) => [one, order.filter((x) => x === one).length]),
      );
      assert.deepEqual(counted, { '4a': 6, '4b': 6, '7-': 3, '7a': 3 });
      void hand.close();
    });

    it('are strict again where the manifest says so', async () => {
      at.engine.govern(rulesWith({}));
      await at.engine.jobs.enqueue([...newJobs(3, { priority: 9 }), ...newJobs(3, { priority: 0 }), newJob()]);
      assert.deepEqual(await prioritiesOf(7), [0, 0, 0, 5, 9, 9, 9]);
    });
  });
}
