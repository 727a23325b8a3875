/** Runs that meet what they did not count on: ids that something else has, instants that are none, a resume in the middle of a cancel. */
import assert from 'node:assert/strict';
import type { Outcome, PlanStep, Run } from '../../src/core/index.ts';
import type { Json } from '../../src/foundation/index.ts';
import { newJob } from '../support/new-job.ts';
import { newRun, plan, step, task } from '../support/run-model.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, Hand, INFO } from './hand.ts';
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

    it('that goes on leaves strangers alone, and takes their place once they are gone', async () => {
      const child: PlanStep['work'] = { kind: 'workflow', workflow: null, plan: one, input: '${item}' };
      const jobs = plan([step('a', { forEach: '${input}' })], '${steps.a.results}');
      const runs = plan([step('c', { forEach: '${input}', work: child })]);
      await at.engine.jobs.enqueue([newJob({ id: 'r.a.1', task: 'other', idChosen: true, queue: 'other' })]);
      await at.engine.jobs.cancel(['r.a.1'], 'over');
      await at.engine.runs.start([newRun(plan([]), { id: 'p.c.1' }), newRun(jobs, { input: [0, 1] })]);
      await endNext(done('mine'));
      await at.engine.runs.start([newRun(runs, { id: 'p', input: [0, 1] })]);
      await endNext();
      for (const id of ['r', 'p']) {
        await until('failed', id);
        await at.engine.runs.resume(id);
        assert.match((await until('failed', id)).error?.code ?? '', /ID_TAKEN/);
      }
      assert.equal((await at.engine.jobs.get('r.a.1'))?.state, 'cancelled');
      await at.engine.jobs.remove(['r.a.1']);
      await at.engine.runs.remove(['p.c.1']);
      await at.engine.runs.resume('r');
      assert.equal(await endNext(done('now mine')), 'r.a.1');
      assert.deepEqual((await until('completed')).result, ['mine', 'now mine']);
      await at.engine.runs.resume('p');
      assert.equal(await endNext(), 'p.c.1.a');
      await until('completed', 'p');
    });

    it('that was cancelled when all of it was done is over once more when it goes on, as a step too', async () => {
      const inner = plan([step('a')], '${steps.a.result}');
      const work: PlanStep['work'] = { kind: 'workflow', workflow: null, plan: inner, input: null };
      await at.engine.runs.start([newRun(plan([step('c', { work })], '${steps.c.result}'))]);
      const held = await hand.next();
      await at.engine.runs.cancel(['r.c'], 'too late');
      await held.end(done(7));
      await until('failed');
      assert.equal((await at.engine.runs.resume('r')).status, 'done');
      await waitFor('the end', async () => {
        await at.engine.runs.advance(100);
        if ((await at.engine.runs.get('r.c'))?.steps[0]?.state === 'running' && hand.held.length > 1) {
          await hand.held[1]?.end(done(7)).catch(() => null);
        }
        return (await at.engine.runs.get('r'))?.state === 'completed' ? true : null;
      });
    });

    it('whose step was removed makes it anew when it goes on, or fails where that cannot be', async () => {
      const work: PlanStep['work'] = { kind: 'workflow', workflow: null, plan: one, input: '${results.n}' };
      const graph = plan([step('first'), step('c', { needs: [0], work })], '${steps.c.result}');
      await at.engine.runs.start([newRun(graph)]);
      await endNext(done({ n: 1 }));
      await endNext({ kind: 'dead', error: FAILURE });
      await until('failed');
      await at.engine.runs.remove(['r.c']);
      await at.engine.jobs.remove(['r.c.a']);
      await at.engine.runs.resume('r');
      assert.equal(await endNext(done('anew')), 'r.c.a');
      assert.equal((await until('completed')).result, 'anew');
    });

    it('a wait that begins anew asks once more; one that the run had not come to has the signal of before', async () => {
      const { runs } = at.engine;
      const ask = step('ask', { needs: [0], work: waiting({ signal: 'go' }) });
      await runs.start([newRun(plan([step('a'), ask], '${steps.ask.result}'))]);
      await runs.signal('r', 'go', 'early');
      await endNext({ kind: 'dead', error: FAILURE });
      await until('failed');
      await runs.resume('r');
      await endNext();
      assert.equal((await until('completed')).result, 'early');
      await runs.resume('r', ['a']);
      await endNext();
      await waitFor('its question', async () => (await runs.get('r'))?.steps[1]?.state === 'running');
      await runs.signal('r', 'go', 'again');
      assert.equal((await until('completed')).result, 'again');
    });

    it('a wait until what is no instant fails its step, and keeps nobody else from ending', async () => {
      const graph = plan([step('a'), step('w', { needs: [0], work: waiting({ until: '${results}' }) })]);
      for (const [n, value] of [1e300, 1e15 + 0.5, 8.64e15 + 1, '2026-13-01T00:00:00Z', ''].entries()) {
        const id = `r${n}`;
        await at.engine.runs.start([newRun(graph, { id })]);
        await endNext(done(value));
        assert.match(
          (await until('failed', id)).error?.message ?? '',
          /until is no instant but (number|a text of \d+ characters)$/,
        );
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
