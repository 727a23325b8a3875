/** Turns that a process decides before the end that they follow from is stored, while others change the run. */
import assert from 'node:assert/strict';
import { type Outcome, type PlanStep, progressOf, type Run } from '../../src/core/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import type { Json } from '../../src/foundation/index.ts';
import { newJob } from '../support/new-job.ts';
import { newRun, plan, step, task } from '../support/run-model.ts';
import { Random } from '../faults/harness/random.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, Hand, type Held, INFO } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const done = (result: Json = null): Outcome => ({ kind: 'complete', result });
const after = (name: string, ...needs: number[]): PlanStep => step(name, { needs, work: task(name, '${results}') });
const chain = plan([step('a'), after('b', 0), after('c', 1)], '${steps.c.result}');
/** A step may be begun again where its process is gone. */
const patient = (name: string, ...needs: number[]): PlanStep => {
  const { work, ...rest } = after(name, ...needs);
  return { ...rest, work: work.kind === 'task' ? { ...work, job: { ...work.job, maxAttempts: 3 } } : work };
};
const diamond = plan([step('a'), patient('b', 0), patient('c', 0), after('d', 1, 2)], '${steps.d.result}');
const waits: PlanStep['work'] = { kind: 'wait', wait: { signal: 'go', forMs: null, until: null } };

export function runAheadTests(harness: EngineHarness): void {
  describe('runs, known to one process and changed by another', () => {
    const at = scene(harness);
    let other: Engine;
    let hand: Hand;
    beforeEach(async () => {
      other = await at.store.open();
      await Promise.all([at.engine.fleet.join(INFO), other.fleet.join(INFO)]);
      hand = new Hand(at.engine, 'default', 1_000);
    });
    afterEach(() => void hand.close());

    const over = (id = 'r'): Promise<Run> =>
      waitFor(`the end of ${id}`, async () => {
        await other.runs.advance(100);
        const run = await other.runs.get(id);
        return run !== null && run.state !== 'running' ? run : null;
      });
    const state = async (id: string): Promise<string | undefined> => (await other.jobs.get(id))?.state;
    /** Nothing is left of it that could still happen. */
    const atRest = async (ids: readonly string[]): Promise<void> => {
      await other.runs.advance(100);
      for (const id of ids) assert.match((await state(id)) ?? 'none', /^(completed|cancelled|dead|none)$/, id);
      assert.equal((await other.runs.advance(100)).nextDueAt, null);
    };

    if (harness.name !== 'redis-cluster') {
      it('what comes next is stored with the end, by a process that knows the run', async () => {
        await at.engine.runs.start([newRun(chain)]);
        const first = await hand.next();
        await first.end(done(1));
        assert.deepEqual((await other.jobs.get('r.b'))?.payload, 1);
      });
    }

    it('fail where the id of what comes next was given away meanwhile, and go on once it is free', async () => {
      await at.engine.runs.start([newRun(chain)]);
      const first = await hand.next();
      await other.jobs.enqueue([newJob({ id: 'r.b', task: 'stranger', idChosen: true, queue: 'elsewhere' })]);
      await first.end(done(1));
      assert.equal((await over()).error?.code, 'JOB_ID_TAKEN');
      assert.deepEqual([(await other.jobs.get('r.b'))?.task, await state('r.c')], ['stranger', undefined]);
      await other.runs.resume('r');
      for (const id of ['r.b:1', 'r.c']) {
        const { job, end } = await hand.next();
        assert.equal(job.id, id);
        await end(done(id));
      }
      assert.deepEqual([(await over()).state, (await over()).result], ['completed', 'r.c']);
    });

    it('that end a step together begin theirs each, and only the one fails whose id is taken', async () => {
      const ids = ['r0', 'r1', 'r2'];
      await at.engine.runs.start(ids.map((id) => newRun(chain, { id })));
      const held = await hand.take(3);
      await other.jobs.enqueue([newJob({ id: 'r1.b', task: 'stranger', idChosen: true, queue: 'elsewhere' })]);
      await Promise.all(held.map(({ job, end }) => end(done(job.id))));
      assert.equal((await over('r1')).error?.code, 'JOB_ID_TAKEN');
      for (const { job, end } of await hand.take(2)) {
        assert.equal(job.payload, job.id.replace('.b', '.a'));
        await end(done());
      }
      assert.deepEqual((await hand.take(2)).map(({ job }) => job.id).sort(), ['r0.c', 'r2.c']);
    });

    it('lose no signal that comes in the moment of an end, before it or after it', async () => {
      const graph = plan([step('a'), step('w', { work: waits }), after('b', 0, 1)], '${steps.b.result}');
      for (const order of ['signal, end', 'end, signal', 'both'] as const) {
        const id = order.replace(', ', '-');
        await at.engine.runs.start([newRun(graph, { id })]);
        const { end } = await hand.next();
        const signal = (): Promise<unknown> => other.runs.signal(id, 'go', order);
        if (order === 'signal, end') await signal();
        const ended = end(done('mine'));
        if (order === 'end, signal') await ended;
        await Promise.all([ended, order === 'signal, end' ? null : signal()]);
        const { job, end: last } = await hand.next();
        assert.deepEqual([job.id, job.payload], [`${id}.b`, ['mine', order]]);
        await last(done('seen'));
        assert.equal((await over(id)).result, 'seen');
      }
    });

    it('begin nothing more once they are cancelled, and are over once', async () => {
      for (const [n, order] of ['cancel, end', 'both', 'end, cancel'].entries()) {
        const id = `r${n}`;
        await at.engine.runs.start([newRun(chain, { id })]);
        const { end } = await hand.next();
        if (order === 'cancel, end') await other.runs.cancel([id], 'no');
        const ended = end(done(1));
        if (order === 'end, cancel') await ended;
        if (order !== 'cancel, end') await other.runs.cancel([id], 'no');
        await ended;
        const run = await over(id);
        assert.deepEqual([run.state, run.cancelled], ['cancelled', 'no'], order);
        await waitFor('the end of its jobs', async () => {
          await other.runs.advance(100);
          const left = await Promise.all([`${id}.a`, `${id}.b`].map(state));
          return left.every((one) => one !== 'available' && one !== 'running') ? true : null;
        });
        await atRest([`${id}.a`, `${id}.b`, `${id}.c`]);
        assert.equal(await state(`${id}.c`), undefined);
        assert.equal((await over(id)).finishedAt, run.finishedAt);
      }
    });

    it('join once where two processes end what is needed in the same moment', async () => {
      await hand.close();
      const [one, two] = [new Hand(at.engine, 'default', 1), new Hand(other, 'default', 1)];
      const given = (id: string): Promise<Held> =>
        waitFor(id, () => [...one.held, ...two.held].find(({ job }) => job.id === id) ?? null);
      const pair = plan([step('a'), step('b'), after('sum', 0, 1)], '${steps.sum.result}');
      for (let round = 0; round < 20; round += 1) {
        const id = `r${round}`;
        await (round % 2 === 0 ? at.engine : other).runs.start([newRun(pair, { id, input: round })]);
        const held = await Promise.all([given(`${id}.a`), given(`${id}.b`)]);
        await Promise.all(held.map(({ job, end }) => end(done(job.id))));
        const sum = await given(`${id}.sum`);
        assert.deepEqual(sum.job.payload, [`${id}.a`, `${id}.b`]);
        await sum.end(done(round));
        assert.equal((await over(id)).result, round);
      }
      await Promise.all([one.close(), two.close()]);
      assert.equal(one.held.length + two.held.length, 60);
    });

    it('go on by the owner that counts, where a former one of the middle of a diamond is late', async () => {
      await at.engine.runs.start([newRun(diamond)]);
      await (await hand.next()).end(done('a'));
      const late = await hand.take(2);
      void hand.close();
      await at.store.endLeases(late[0]?.lease.session ?? '');
      await waitFor('the rescue', async () => {
        await other.keeping.rescue(100);
        return (await state('r.b')) === 'available' && (await state('r.c')) === 'available';
      });
      const heir = new Hand(other, 'default', 1);
      for (let ended = 0; ended < 3; ended += 1) {
        const { job, end } = await heir.next();
        await end(done(`new ${job.id}`));
      }
      void heir.close();
      for (const { end } of late) assert.equal((await end(done('late'))).status, 'lost');
      const run = await over();
      assert.deepEqual([run.state, run.result], ['completed', 'new r.d']);
      assert.deepEqual((await other.jobs.get('r.d'))?.payload, ['new r.b', 'new r.c']);
    });

    it('have what they read of a step, though its job is gone by then', async () => {
      await at.engine.runs.start([newRun(diamond)]);
      await (await hand.next()).end(done('a'));
      const [b, c] = await hand.take(2);
      await b?.end(done('b'));
      await other.jobs.remove(['r.a', 'r.b']);
      await c?.end(done('c'));
      const last = await hand.next();
      assert.deepEqual(last.job.payload, ['b', 'c']);
      await last.end(done('d'));
      assert.equal((await over()).result, 'd');
    });

    it('end as they should, whatever comes in between', async () => {
      const rng = new Random(14);
      const ids = Array.from({ length: 24 }, (_none, n) => `r${n}`);
      await at.engine.runs.start(ids.map((id) => newRun(diamond, { id })));
      const engines = [at.engine, other];
      const second = new Hand(other, 'default', 1_000);
      const ended = new Map<string, number>();
      const isOver = async (): Promise<boolean> => {
        await other.runs.advance(100);
        const { runs } = await other.runs.list({ states: ['running'] }, 100, null);
        return runs.length === 0;
      };
      let [taken, seen] = [0, 0];
      for (let turn = 0; ; turn += 1) {
        const held = [...hand.held.slice(taken), ...second.held.slice(seen)];
        [taken, seen] = [hand.held.length, second.held.length];
        const others = turn > 12 ? [] : ids.filter(() => rng.between(1, 8) === 1);
        const acts = others.map(async (id) => {
          const { runs } = rng.pick(engines);
          await (rng.next() < 0.5 ? runs.cancel([id], 'no') : runs.resume(id, rng.next() < 0.5 ? [] : ['b']));
        });
        const ends = held.map(async ({ job, end }) => {
          const outcome: Outcome = rng.between(1, 6) === 1 ? { kind: 'dead', error: FAILURE } : done(job.id);
          if ((await end(outcome)).status === 'settled') ended.set(job.id, (ended.get(job.id) ?? 0) + 1);
        });
        await Promise.all([...acts, ...ends]);
        if (turn > 12 && hand.held.length === taken && second.held.length === seen && (await isOver())) break;
        // A signal may be lost; the rest of a consumer, which makes up for it, is for ever here.
        for (const { consumer } of [hand, second]) consumer.poke();
        if (turn > 5_000) assert.fail(JSON.stringify((await other.runs.list({ states: ['running'] }, 5, null)).runs));
      }
      await Promise.all([hand.close(), second.close()]);
      for (const id of ids) {
        const run = await over(id);
        const steps = run.plan.steps.map((_step, number) => progressOf(run, number).state);
        const isDone = steps.every((one) => one === 'completed');
        const expected = run.cancelled === null ? (isDone ? 'completed' : 'failed') : 'cancelled';
        assert.equal(run.state, expected, `${id}: ${steps.join(' ')}`);
        if (run.state === 'completed') assert.match(JSON.stringify(run.result), new RegExp(`^"${id}\\.d(:\\d+)?"$`));
      }
      await atRest([...ended.keys()]);
    });
  });
}
