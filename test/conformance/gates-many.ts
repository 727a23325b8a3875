/** Thousands that one gate holds, and everybody else: others of the same queue, and those of the same rule with another key. */
import assert from 'node:assert/strict';
import { WHOLE } from '../support/engines.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { LONG_TEST_MS } from '../support/patience.ts';
import { waitFor } from '../support/wait-for.ts';
import { Hand, INFO, runAll } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const GATE = 'tenant';
const MANY = WHOLE ? 100_000 : 3_000;
const SOME = 100;
/** Of a comparison of costs: the least of each is the run that nobody disturbed. */
const ROUNDS = 12;

export function manyHeldTests(harness: EngineHarness): void {
  describe(`gates that hold ${MANY} jobs of one key`, function () {
    if (WHOLE) this.timeout(LONG_TEST_MS);
    const at = scene(harness);

    const store = async (count: number, queue: string, key: string): Promise<void> => {
      for (let left = count; left > 0; left -= 1_000) {
        await at.engine.jobs.enqueue(newJobs(Math.min(left, 1_000), { queue, gates: [`${GATE}/${key}`] }));
      }
    };

    /** One of each queue runs with the key, the others are held. */
    const hold = async (count: number, queue: string): Promise<Hand> => {
      await store(count + 1, queue, `big-${queue}`);
      const one = new Hand(at.engine, queue, 2);
      const counted = async (): Promise<number> =>
        (await at.engine.queues.counts()).find((row) => row.queue === queue)?.held ?? 0;
      await waitFor('all are held', async () => (await counted()) === count);
      // It is counted as running before the reply is there.
      await one.next();
      assert.equal(one.held.length, 1);
      void one.close();
      return one;
    };

    it('hand out what has begun before they have gone through all of them', async () => {
      await at.engine.fleet.join(INFO);
      await at.engine.gates.apply({ [GATE]: { reason: 'concurrency', limit: 1 } });
      await store(MANY, 'default', 'big');
      const one = new Hand(at.engine, 'default', 10);
      await one.next();
      const held = (await at.engine.queues.counts())[0]?.held ?? 0;
      assert.ok(held < MANY - 1, `the first one was handed out when ${held} were held`);
      void one.close();
      await one.held[0]?.end({ kind: 'complete', result: null });
    });

    it('let the next key’s jobs run at the cost that they have beside none', async () => {
      await at.engine.fleet.join(INFO);
      await at.engine.gates.apply({ [GATE]: { reason: 'concurrency', limit: 1 } });
      const hands = [await hold(MANY, 'full'), await hold(1, 'empty')];
      const work = async (queue: string): Promise<number> => {
        const others = Array.from({ length: SOME }, (_, n) => newJob({ queue, gates: [`${GATE}/small-${n}`] }));
        await at.engine.jobs.enqueue(others);
        const before = process.cpuUsage();
        const ran = await runAll(at.engine, queue, undefined, 1);
        const { user, system } = process.cpuUsage(before);
        assert.equal(ran.length, SOME);
        return user + system;
      };
      const costs = { full: Number.POSITIVE_INFINITY, empty: Number.POSITIVE_INFINITY };
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const queue of ['full', 'empty'] as const) costs[queue] = Math.min(costs[queue], await work(queue));
        if (costs.full < 2 * costs.empty) break;
      }
      assert.ok(costs.full < 2 * costs.empty, `${costs.full} µs beside ${MANY} held, ${costs.empty} beside one`);
      for (const one of hands) await one.held[0]?.end({ kind: 'complete', result: null });
    });
  });
}
