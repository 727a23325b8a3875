/** What comes next of a run begins in its turn, though it may be stored in the very step in which its worker asks for more. */
import assert from 'node:assert/strict';
import type { Outcome, PlanStep } from '../../src/core/index.ts';
import { newJob } from '../support/new-job.ts';
import { newRun, plan, step } from '../support/run-model.ts';
import { waitFor } from '../support/wait-for.ts';
import { Hand, INFO } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';
import { aHold } from './holds.ts';

const done: Outcome = { kind: 'complete', result: null };
const chain = plan([step('a'), step('b', { needs: [0] })]);
const withJob = (name: string, job: object, about: Partial<PlanStep> = {}): PlanStep => {
  const { work, ...rest } = step(name, about);
  return { ...rest, work: work.kind === 'task' ? { ...work, job: { ...work.job, ...job } } : work };
};

export function runNextTests(harness: EngineHarness): void {
  describe('what comes next of a run', () => {
    const at = scene(harness);
    let hand: Hand;
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
      hand = new Hand(at.engine, 'default', 1);
    });
    afterEach(() => void hand.close());

    const stored = (id: string): Promise<unknown> => waitFor(`the job ${id}`, () => at.engine.jobs.get(id));
    const stateOf = async (id: string): Promise<string | undefined> => (await at.engine.jobs.get(id))?.state;

    // Of a Cluster runs lie on another server: it is stored later.
    if (harness.name !== 'redis-cluster') {
      it('takes its place behind who waits already, by its priority', async () => {
        for (const [priority, expected] of [
          [1, ['x1', 'r1.b']],
          [5, ['x5', 'r5.b']],
          [9, ['r9.b', 'x9']],
        ] as const) {
          await at.engine.runs.start([newRun(chain, { id: `r${priority}` })]);
          const first = await hand.next();
          await at.engine.jobs.enqueue([newJob({ id: `x${priority}`, idChosen: true, priority })]);
          await first.end(done);
          const ids: string[] = [];
          for (let count = 0; count < 2; count += 1) {
            const { job, end } = await hand.next();
            ids.push(job.id);
            await end(done);
          }
          assert.deepEqual(ids, expected);
        }
      });

      it('goes to whoever has ended what was before, and to nobody else', async () => {
        const other = await at.store.open();
        await other.fleet.join(INFO);
        const idle = new Hand(other, 'default', 1);
        await at.engine.runs.start([newRun(chain)]);
        const { job, end } = await Promise.race([hand.next(), idle.next()]);
        await end(done);
        const next = await Promise.race([hand.next(), idle.next()]);
        assert.deepEqual([job.id, next.job.id], ['r.a', 'r.b']);
        assert.equal(hand.held.length + idle.held.length, 2);
        assert.equal((await next.end(done)).status, 'settled');
        void idle.close();
      });
    }

    it('waits while its queue is paused, and while a hold stands', async () => {
      await at.engine.runs.start([newRun(chain)]);
      const first = await hand.next();
      await at.engine.queues.pause('default', true);
      await at.engine.holds.put(aHold({ task: 'b' }));
      await first.end(done);
      await stored('r.b');
      await at.engine.queues.pause('default', false);
      // What is not held is handed out.
      await at.engine.jobs.enqueue([newJob({ id: 'free', idChosen: true, priority: 9 })]);
      const free = await hand.next();
      assert.deepEqual([free.job.id, await stateOf('r.b')], ['free', 'available']);
      await free.end(done);
      await at.engine.holds.end('hold', 'acme');
      // Whoever keeps house lets go.
      for (let more = true; more;) ({ more } = await at.engine.keeping.promote(1_000));
      assert.equal((await hand.next()).job.id, 'r.b');
    });

    it('waits for its time', async () => {
      const late = plan([step('a'), withJob('b', { delayMs: 60_000, expiresInMs: 120_000 }, { needs: [0] })]);
      await at.engine.runs.start([newRun(late)]);
      await (await hand.next()).end(done);
      await stored('r.b');
      assert.equal(await stateOf('r.b'), 'scheduled');
      assert.equal(hand.held.length, 1);
    });
  });
}
