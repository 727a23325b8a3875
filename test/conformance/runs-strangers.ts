/** Runs that meet what they did not count on: ids that something else has, instants that are none, a resume in the middle of a cancel. */
import assert from 'node:assert/strict';
import type { Outcome, PlanStep, Run } from '../../src/core/index.ts';
import type { Json } from '../../src/foundation/index.ts';
import { newJob } from '../support/new-job.ts';
import { newRun, plan, step, task } from '../support/run-model.ts';
import { waitFor } from '../support/wait-for.ts';
import { Hand, INFO } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const done = (result: Json = null): Outcome => ({ kind: 'complete', result });
const one = plan([step('a')], '${steps.a.result}');

function waiting(wait: Partial<Extract<PlanStep['work'], { kind: 'wait' }>['wait']>): PlanStep['work'] {
  return { kind: 'wait', wait: { signal: null, forMs: null, until: null, ...wait } };
}

export function strangerTests(harness: EngineHarness): void {
  describe('runs', () => {
    const at = scene(harness);
    let hand: Hand;
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
      hand = new Hand(at.engine, 'default', 1_000);
    });
    afterEach(() => void hand.close());

    const until = (state: string, id = 'r'): Promise<Run> =>
      waitFor(`the run ${id} ${state}`, async () => {
        await at.engine.runs.advance(100);
        const run = await at.engine.runs.get(id);
        return run?.state === state ? run : null;
      });
    const endNext = async (outcome: Outcome = done()): Promise<string> => {
      const held = await hand.next();
      await held.end(outcome);
      return held.job.id;
    };

    it('that was removed begins again under its id: jobs of its former life are strangers, and resume makes new ones', async () => {
      await at.engine.runs.start([newRun(one)]);
      await endNext(done(1));
      await until('completed');
      await at.engine.runs.remove(['r']);
      await at.engine.runs.start([newRun(one)]);
      assert.equal((await until('failed')).error?.code, 'JOB_ID_TAKEN');
      await at.engine.runs.resume('r');
      assert.equal(await endNext(done(2)), 'r.a:1');
      assert.equal((await until('completed')).result, 2);
    });

    it('fails where somebody gave the id of its job, or of its child run, away', async () => {
      const items = plan([step('a', { forEach: '${input}', onFailure: 'continue' })], '${steps.a.results}');
      await at.engine.jobs.enqueue([newJob({ id: 'r.a.1', task: 'a', idChosen: true, queue: 'other' })]);
      await at.engine.runs.start([newRun(items, { input: [0, 1] })]);
      await endNext(done('mine'));
      assert.deepEqual((await until('completed')).result, ['mine', null]);

      const child: PlanStep['work'] = { kind: 'workflow', workflow: null, plan: plan([]), input: null };
      await at.engine.runs.start([newRun(plan([]), { id: 'p.c' })]);
      await at.engine.runs.start([newRun(plan([step('c', { work: child })]), { id: 'p' })]);
      assert.equal((await until('failed', 'p')).error?.code, 'RUN_ID_TAKEN');
      await at.engine.runs.resume('p');
      await until('completed', 'p');
      assert.equal((await at.engine.runs.get('p.c:1'))?.parent?.run, 'p');
    });

    it('a wait until what is no instant fails its step, and keeps nobody else from ending', async () => {
      const graph = plan([step('a'), step('w', { needs: [0], work: waiting({ until: '${results}' }) })]);
      for (const [n, value] of [1e300, 1e15 + 0.5, 8.64e15 + 1, '2026-13-01T00:00:00Z', ''].entries()) {
        const id = `r${n}`;
        await at.engine.runs.start([newRun(graph, { id })]);
        await endNext(done(value));
        assert.match((await until('failed', id)).error?.message ?? '', /until is no instant/);
      }
    });

    it('a child run gets no larger an input than any other', async () => {
      const child: PlanStep['work'] = {
        kind: 'workflow',
        workflow: null,
        plan: plan([]),
        input: ['${input}', '${input}'],
      };
      await at.engine.runs.start([newRun(plan([step('c', { work: child })]), { input: 'x'.repeat(600_000) })]);
      assert.match((await until('failed')).error?.message ?? '', /more than 1048576 bytes/);
    });

    it('that is resumed in the very moment of its cancel is not cancelled again', async () => {
      const graph = plan([
        step('w', { work: waiting({ signal: 's' }) }),
        step('b', { needs: [0], work: task('b', null) }),
      ]);
      await at.engine.runs.start([newRun(graph)]);
      const { runs } = at.engine;
      await Promise.all([runs.cancel(['r'], 'enough'), runs.resume('r'), runs.signal('r', 's', 1)]);
      if ((await runs.get('r'))?.state === 'cancelled') await runs.resume('r');
      await runs.signal('r', 's', 1);
      await endNext();
      await until('completed');
    });
  });
}
