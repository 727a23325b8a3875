/** Concurrency that does more than to let jobs wait: it skips the new one, or cancels the one that has run longest. */
import assert from 'node:assert/strict';
import type { Conflict, GateRules, Passed } from '../../src/engine/index.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { Hand, INFO } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const GATE = 'concurrency:task:build';
const DONE = { kind: 'complete', result: null } as const;

const rules = (limit: number, onConflict: Conflict): GateRules => ({
  [GATE]: { reason: 'concurrency', limit, onConflict },
});
const passed = (cost = 1): Passed => ({ tasks: { build: [{ gate: GATE, cost }] }, queues: {} });

export function conflictsTests(harness: EngineHarness): void {
  describe('gates that skip', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    it('cancel the job that finds no room, without an attempt, and tell of it', async () => {
      await at.engine.gates.apply(rules(1, 'skip'), passed());
      const jobs = newJobs(3, { task: 'build' });
      await at.engine.jobs.enqueue(jobs);
      const hand = new Hand(at.engine, 'default', 5);
      const first = await hand.next();
      await hand.consumer.quiet();
      assert.equal(hand.held.length, 1);
      const skipped = await Promise.all(jobs.slice(1).map(({ id }) => at.engine.jobs.get(id)));
      assert.deepEqual(
        skipped.map((job) => [job?.state, job?.attempt, job?.attempts.length, job?.error?.code, job?.hold]),
        Array.from({ length: 2 }, () => ['cancelled', 0, 0, 'JOB_SKIPPED', null]),
      );
      const { expired } = await at.engine.keeping.expire(10);
      assert.deepEqual(
        expired.map(({ id, task, queue, why }) => [id, task, queue, why?.includes(GATE)]),
        jobs.slice(1).map(({ id }) => [id, 'build', 'default', true]),
      );
      await first.end(DONE);
      await at.engine.jobs.enqueue(newJobs(1, { task: 'build' }));
      await hand.next();
      const [counts] = await at.engine.queues.counts();
      assert.deepEqual([counts?.counts.cancelled, counts?.counts.running, counts?.counts.completed], [2, 1, 1]);
    });

    it('skip by the key that a job names, and leave other keys alone', async () => {
      await at.engine.gates.apply(rules(1, 'skip'), { tasks: {}, queues: {} });
      const of = (key: string): ReturnType<typeof newJob> => newJob({ task: 'build', gates: [`${GATE}/"${key}"`] });
      const [a, b, again] = [of('a'), of('b'), of('a')];
      await at.engine.jobs.enqueue([a, b, again]);
      const hand = new Hand(at.engine, 'default', 5);
      await hand.take(2);
      await hand.consumer.quiet();
      assert.deepEqual(
        hand.held.map(({ job }) => job.id),
        [a.id, b.id],
      );
      assert.equal((await at.engine.jobs.get(again.id))?.state, 'cancelled');
    });

    it('pass on the turn that a skipped job had at another gate', async () => {
      const both: Passed = {
        tasks: { build: [{ gate: 'shared', cost: 1 }], other: [{ gate: 'shared', cost: 1 }] },
        queues: {},
      };
      await at.engine.gates.apply({ ...rules(1, 'skip'), shared: { reason: 'concurrency', limit: 2 } }, both);
      const keyed = { task: 'build', gates: [GATE] };
      await at.engine.jobs.enqueue([
        newJob(keyed),
        newJob({ task: 'other' }),
        newJob(keyed),
        newJob({ task: 'other' }),
      ]);
      const hand = new Hand(at.engine, 'default', 9);
      const [, second] = await hand.take(2);
      await hand.consumer.quiet();
      await second?.end(DONE);
      const third = await hand.next();
      assert.equal(third.job.task, 'other');
    });
  });

  describe('gates that cancel who runs', () => {
    const at = scene(harness);

    it('cancel the oldest holder, hold the new job and let it come when the room is free', async () => {
      await at.engine.fleet.join(INFO);
      await at.engine.gates.apply(rules(2, 'cancelRunning'), passed());
      const [first, second, third] = newJobs(3, { task: 'build' });
      assert.ok(first && second && third);
      const ended: string[] = [];
      at.engine.fleet.onSignal((signal) => {
        if (signal.type === 'leases-ended') ended.push(...signal.ids);
      });
      const hand = new Hand(at.engine, 'default', 5);
      await at.engine.jobs.enqueue([first]);
      const oldest = await hand.next();
      await at.engine.jobs.enqueue([second]);
      await hand.next();
      await at.engine.jobs.enqueue([third]);
      await waitFor('the signal', () => ended.length > 0);
      assert.deepEqual(ended, [first.id]);
      const cancelled = await at.engine.jobs.get(first.id);
      assert.deepEqual([cancelled?.state, cancelled?.error?.name], ['cancelled', 'Cancelled']);
      assert.ok(cancelled?.error?.message.includes('a newer job'), cancelled?.error?.message);
      assert.equal((await at.engine.jobs.get(third.id))?.hold?.name, GATE);
      assert.deepEqual(
        (await at.engine.keeping.expire(10)).expired.map(({ id }) => id),
        [first.id],
      );
      const receipt = await oldest.end({ kind: 'cancel', error: null });
      assert.deepEqual([receipt.status, receipt.state], ['lost', 'cancelled']);
      assert.equal((await hand.next()).job.id, third.id);
      assert.equal((await at.engine.jobs.get(second.id))?.state, 'running');
    });

    it('cancel holders of other queues too, where they count over all', async function () {
      if (at.engine.capabilities.gates !== 'store') this.skip();
      await at.engine.fleet.join(INFO);
      await at.engine.gates.apply(rules(1, 'cancelRunning'), passed());
      const [here, there] = [newJob({ task: 'build' }), newJob({ task: 'build', queue: 'elsewhere' })];
      const hand = new Hand(at.engine);
      await at.engine.jobs.enqueue([here]);
      const held = await hand.next();
      await at.engine.jobs.enqueue([there]);
      const other = new Hand(at.engine, 'elsewhere');
      await waitFor('the cancel', async () => (await at.engine.jobs.get(here.id))?.state === 'cancelled');
      assert.deepEqual(
        (await at.engine.keeping.expire(10)).expired.map(({ id, queue }) => [id, queue]),
        [[here.id, 'default']],
      );
      await held.end({ kind: 'cancel', error: null });
      assert.equal((await other.next()).job.id, there.id);
    });
  });
}
