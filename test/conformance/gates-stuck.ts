/** Whatever becomes of a job that has passed a gate, and of the rules meanwhile: what it took comes free, and no breaker stays half open. */
import assert from 'node:assert/strict';
import type { BreakerRule, GateRules, Passed } from '../../src/engine/index.ts';
import type { Outcome } from '../../src/core/index.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, Hand, type Held, INFO } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const BREAKER = 'breaker:bucket:partner';
const HOUR_MS = 3_600_000;
const DONE = { kind: 'complete', result: null } as const;
const DEAD: Outcome = { kind: 'dead', error: FAILURE };

const rule = (given: Partial<BreakerRule> = {}): GateRules => ({
  [BREAKER]: { reason: 'breaker', percent: 50, of: 1, withinMs: HOUR_MS, openForMs: 1, probes: 1, ...given },
});
const calls = (...gates: readonly string[]): Passed => ({
  tasks: { call: gates.map((gate) => ({ gate, cost: 1 })) },
  queues: {},
});

export function stuckTests(harness: EngineHarness): void {
  describe('gates never stick', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    const enqueue = async (count: number): Promise<readonly string[]> => {
      const jobs = newJobs(count, { task: 'call' });
      await at.engine.jobs.enqueue(jobs);
      return jobs.map(({ id }) => id);
    };

    const next = async (hand: Hand): Promise<Held> => {
      const coming = hand.next();
      let come = false;
      void coming.then(() => (come = true));
      await waitFor('a job', async () => {
        if (!come) {
          await at.engine.keeping.promote(100);
          hand.consumer.poke();
        }
        return come;
      });
      return coming;
    };

    /** Opens the breaker. */
    const open = async (hand: Hand): Promise<void> => {
      await enqueue(1);
      const { circuits = [] } = await (await next(hand)).end(DEAD);
      assert.equal(circuits.length, 1);
    };

    /** Jobs of a breaker that is half open pass, one after the other, until it closes. */
    const closes = async (hand: Hand, probes: number): Promise<void> => {
      await enqueue(probes);
      for (let probe = 1; probe <= probes; probe += 1) await (await next(hand)).end(DONE);
      const [standing] = await at.engine.gates.standing([BREAKER]);
      assert.deepEqual([standing?.circuit?.until, standing?.circuit?.begun], [0, 0]);
    };

    const begun = async (): Promise<number | undefined> =>
      (await at.engine.gates.standing([BREAKER]))[0]?.circuit?.begun;

    it('however the job of a probe ends', async () => {
      await at.engine.gates.apply(rule({ probes: 2 }), calls(BREAKER));
      const hand = new Hand(at.engine, 'default', 50);
      await open(hand);
      const { jobs } = at.engine;
      const ends: readonly ((probe: Held) => Promise<unknown>)[] = [
        ({ end }) => end({ kind: 'snooze', delayMs: HOUR_MS }),
        ({ end }) => end({ kind: 'cancel', error: null }),
        ({ end }) => end({ kind: 'hold', reason: 'task' }),
        ({ end }) => end({ kind: 'dead', error: { ...FAILURE, code: 'PAYLOAD_INVALID' } }),
        async ({ job, end }) => {
          await jobs.cancel([job.id], 'test');
          await jobs.remove([job.id]);
          await end({ kind: 'cancel', error: null });
        },
      ];
      for (const [index, end] of ends.entries()) {
        await enqueue(1);
        await end(await next(hand));
        assert.equal(await begun(), 0, `after end ${index}`);
      }
      await closes(hand, 2);
    });

    it('when it is over while a reserve, which began before, goes through what others hold', async () => {
      await at.engine.gates.apply(
        { ...rule({ openForMs: 5 }), shut: { reason: 'concurrency', limit: 0 } },
        calls(BREAKER),
      );
      // One place: what ends an attempt reserves the next job.
      const hand = new Hand(at.engine);
      await enqueue(1);
      const first = await next(hand);
      await at.engine.jobs.enqueue([...newJobs(300, { priority: 1, gates: ['shut'] }), newJob({ task: 'call' })]);
      await first.end(DEAD);
      await (await next(hand)).end({ kind: 'snooze', delayMs: HOUR_MS });
      assert.equal(await begun(), 0);
      await closes(hand, 1);
    });

    it('when a probe was cancelled and retried, and runs twice', async () => {
      await at.engine.gates.apply(rule({ probes: 2 }), calls(BREAKER));
      const hand = new Hand(at.engine, 'default', 50);
      await open(hand);
      await enqueue(1);
      const former = await next(hand);
      await at.engine.jobs.cancel([former.job.id], 'test');
      await at.engine.jobs.retry([former.job.id]);
      const probe = await next(hand);
      assert.deepEqual([probe.job.id, await begun()], [former.job.id, 1]);
      assert.deepEqual((await former.end(DEAD)).circuits ?? [], []);
      assert.equal(await begun(), 1);
      await probe.end(DONE);
      await closes(hand, 1);
    });

    it('when a session ends with a probe', async () => {
      await at.engine.gates.apply(rule(), calls(BREAKER));
      const mortal = await at.store.open();
      const session = await mortal.fleet.join(INFO);
      const hand = new Hand(at.engine, 'default', 50);
      await open(hand);
      // Nobody else is to get it; on a Cluster each queue has its own circuit.
      await hand.close();
      const [id = ''] = await enqueue(1);
      const doomed = new Hand(mortal, 'default', 1);
      await next(doomed);
      void doomed.close();
      assert.equal(await begun(), 1);
      await at.store.endLeases(session);
      await waitFor('the rescue', async () => (await at.engine.keeping.rescue(10)).rescued.length === 1);
      assert.equal(await begun(), 0);
      await at.engine.jobs.cancel([id], 'test');
      await closes(new Hand(at.engine), 1);
    });

    it('when fewer probes are asked for than have ended well already', async () => {
      await at.engine.gates.apply(rule({ probes: 3 }), calls(BREAKER));
      const hand = new Hand(at.engine, 'default', 50);
      await open(hand);
      await enqueue(2);
      for (const probe of [await next(hand), await next(hand)]) await probe.end(DONE);
      await at.engine.gates.apply(rule({ probes: 2 }), calls(BREAKER));
      await closes(hand, 1);
    });

    it('when a job that was cancelled and retried has other gates by then', async () => {
      const rooms: GateRules = { old: { reason: 'concurrency', limit: 2 }, new: { reason: 'concurrency', limit: 1 } };
      await at.engine.gates.apply(rooms, calls('old'));
      const hand = new Hand(at.engine, 'default', 50);
      const [id = ''] = await enqueue(1);
      const former = await next(hand);
      await at.engine.jobs.cancel([id], 'test');
      await at.engine.jobs.retry([id]);
      await at.engine.gates.apply(rooms, calls('new'));
      const later = await next(hand);
      await later.end(DONE);
      await former.end(DONE);
      const used = (await at.engine.gates.standing(['old', 'new'])).map((gate) => gate.used);
      assert.deepEqual(used, [0, 0]);
    });

    it('by the end of an attempt of which another one, cancelled too, runs still', async () => {
      await at.engine.gates.apply({ one: { reason: 'concurrency', limit: 2 } }, calls('one'));
      const hand = new Hand(at.engine, 'default', 50);
      const [id = ''] = await enqueue(1);
      const attempts: Held[] = [];
      for (let attempt = 0; attempt < 2; attempt += 1) {
        await at.engine.jobs.retry([id]);
        attempts.push(await next(hand));
        await at.engine.jobs.cancel([id], 'test');
      }
      const used = async (): Promise<number | undefined> => (await at.engine.gates.standing(['one']))[0]?.used;
      await attempts[0]?.end(DONE);
      assert.equal(await used(), 1);
      await attempts[1]?.end(DONE);
      assert.equal(await used(), 0);
    });

    it('when its task does not pass a gate any more that nobody passes for an hour', async () => {
      const passing = (tasks: Passed['tasks']): Promise<void> =>
        at.engine.gates.apply(rule({ openForMs: HOUR_MS }), { tasks, queues: {} });
      const tolls = [{ gate: BREAKER, cost: 1 }];
      await passing({ call: tolls, other: tolls });
      const hand = new Hand(at.engine, 'default', 5_000);
      await open(hand);
      const wanted = newJobs(600, { task: 'call' });
      await at.engine.jobs.enqueue(
        wanted.flatMap((job, n) => (n % 2 === 0 ? [job, newJob({ task: 'other' })] : [job])),
      );
      const held = async (): Promise<number | undefined> => (await at.engine.gates.standing([BREAKER]))[0]?.held;
      await waitFor('all to be held', async () => {
        hand.consumer.poke();
        return (await held()) === 900;
      });
      await passing({ other: tolls });
      const came = await hand.take(600);
      assert.deepEqual(new Set(came.map(({ job }) => job.id)), new Set(wanted.map(({ id }) => id)));
      assert.equal(await held(), 300);
    });

    it('when a job takes more than there is: it passes where nobody else is', async () => {
      const heavy: Passed = {
        tasks: { call: ['rate', 'room'].map((gate) => ({ gate, cost: 5 })) },
        queues: {},
      };
      await at.engine.gates.apply(
        { rate: { reason: 'rate', limit: 2, perMs: 20, burst: 2 }, room: { reason: 'concurrency', limit: 3 } },
        heavy,
      );
      const hand = new Hand(at.engine, 'default', 50);
      await enqueue(2);
      const first = await next(hand);
      hand.consumer.poke();
      await hand.consumer.quiet();
      assert.equal(hand.held.length, 1);
      await first.end(DONE);
      await (await next(hand)).end(DONE);
    });
  });
}
