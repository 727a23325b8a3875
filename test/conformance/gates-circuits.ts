/** Gates that are shut at times: breakers, and buckets that an outcome shuts for everybody. */
import assert from 'node:assert/strict';
import { type BreakerRule, type GateRules, type Passed } from '../../src/engine/index.ts';
import type { Outcome } from '../../src/core/index.ts';
import { newJobs } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, Hand, type Held, INFO } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const BREAKER = 'breaker:bucket:partner';
const BUCKET = 'bucket:partner';
const HOUR_MS = 3_600_000;
const OPEN_MS = 2_000;
const DONE = { kind: 'complete', result: null } as const;
const DEAD: Outcome = { kind: 'dead', error: FAILURE };
const FAILED = { kind: 'retry', error: FAILURE, delayMs: HOUR_MS } as const;

const rule = (given: Partial<BreakerRule> = {}): GateRules => ({
  [BREAKER]: { reason: 'breaker', percent: 50, of: 4, withinMs: HOUR_MS, openForMs: OPEN_MS, probes: 2, ...given },
});
const calls = (gate: string): Passed => ({ tasks: { call: [{ gate, cost: 1 }] }, queues: {} });

export function circuitsTests(harness: EngineHarness): void {
  describe('breakers', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    const enqueue = async (count: number): Promise<readonly string[]> => {
      const jobs = newJobs(count, { task: 'call' });
      await at.engine.jobs.enqueue(jobs);
      return jobs.map(({ id }) => id);
    };

    /** Runs attempts to these ends. @returns what their receipts tell of circuits */
    const end = async (held: readonly Held[], outcomes: readonly Outcome[]): Promise<readonly (number | null)[]> => {
      const told: (number | null)[] = [];
      for (const [index, one] of held.entries()) {
        const { circuits = [] } = await one.end(outcomes[index] ?? DONE);
        told.push(...circuits.map(({ until }) => until));
      }
      return told;
    };

    /** Nothing more comes without house-keeping. */
    const rests = async (hand: Hand): Promise<number> => {
      hand.consumer.poke();
      await hand.consumer.quiet();
      return hand.held.length;
    };

    const next = async (hand: Hand): Promise<Held> => {
      const coming = hand.next();
      let come = false;
      void coming.then(() => (come = true));
      await waitFor('a job', async () => {
        if (!come) await at.engine.keeping.promote(100);
        return come;
      });
      return coming;
    };

    it('open on the share, hold everybody without an attempt, and say until when', async () => {
      await at.engine.gates.apply(rule({ openForMs: HOUR_MS }), calls(BREAKER));
      const hand = new Hand(at.engine, 'default', 4);
      await enqueue(4);
      const began = await at.engine.now();
      const told = await end(await hand.take(4), [DONE, DONE, DEAD, DEAD]);
      assert.equal(told.length, 1);
      assert.ok((told[0] ?? 0) >= began + HOUR_MS);
      const [id = ''] = await enqueue(1);
      assert.equal(await rests(hand), 4);
      const job = await at.engine.jobs.get(id);
      assert.deepEqual(job?.hold, { reason: 'breaker', name: BREAKER, until: told[0], text: null });
      assert.deepEqual([job.attempt, job.state], [0, 'available']);
      assert.equal((await at.engine.keeping.promote(10)).nextDueAt, told[0]);
    });

    it('stay closed below the share, and below the number', async () => {
      await at.engine.gates.apply(rule(), calls(BREAKER));
      const hand = new Hand(at.engine, 'default', 10);
      await enqueue(10);
      assert.deepEqual(await end(await hand.take(3), [FAILED, FAILED, FAILED]), []);
      await at.engine.gates.apply({}, calls(BREAKER));
      await at.engine.gates.apply(rule(), calls(BREAKER));
      assert.deepEqual(await end(await hand.take(7), [DONE, FAILED, DONE, DONE, FAILED, DONE, FAILED]), []);
    });

    it('count failures of attempts alone: what was given back, put off, cancelled or never called says nothing', async () => {
      await at.engine.gates.apply(rule({ of: 2 }), calls(BREAKER));
      const hand = new Hand(at.engine, 'default', 10);
      await enqueue(5);
      const uncalled = { ...FAILURE, code: 'PAYLOAD_INVALID' };
      const outcomes: Outcome[] = [
        { kind: 'snooze', delayMs: HOUR_MS },
        { kind: 'dead', error: uncalled },
        { kind: 'cancel', error: null },
        { kind: 'dead', error: FAILURE },
      ];
      assert.deepEqual(await end(await hand.take(4), outcomes), []);
      assert.equal((await end(await hand.take(1), [FAILED])).length, 1);
    });

    it('let probes through then, close when all of them end well, and let everybody go', async () => {
      await at.engine.gates.apply(rule(), calls(BREAKER));
      const hand = new Hand(at.engine, 'default', 20);
      await enqueue(4);
      await end(await hand.take(4), [FAILED, FAILED, FAILED, FAILED]);
      await enqueue(8);
      assert.equal(await rests(hand), 4);
      const probes = [await next(hand), await next(hand)];
      await at.engine.keeping.promote(100);
      assert.equal(await rests(hand), 6);
      assert.deepEqual(await end(probes.slice(0, 1), [DONE]), []);
      assert.equal(await rests(hand), 6);
      assert.deepEqual(await end(probes.slice(1), [DONE]), [null]);
      await at.engine.keeping.promote(100);
      await waitFor('all others', async () => (await rests(hand)) === 12);
    });

    it('open anew when a probe fails; a late end of an attempt from before changes nothing', async () => {
      await at.engine.gates.apply(rule(), calls(BREAKER));
      const hand = new Hand(at.engine, 'default', 20);
      await enqueue(5);
      const [late, ...others] = await hand.take(5);
      assert.ok(late);
      assert.equal((await end(others, [FAILED, FAILED, FAILED, FAILED])).length, 1);
      await enqueue(3);
      const first = await next(hand);
      assert.deepEqual(await end([late], [FAILED]), []);
      const second = await next(hand);
      const [until] = await end([first], [FAILED]);
      assert.ok((until ?? 0) > (await at.engine.now()) - OPEN_MS);
      // A probe of the former time.
      assert.deepEqual(await end([second], [FAILED]), []);
      const third = await next(hand);
      assert.ok((third.job.startedAt ?? 0) >= (until ?? Infinity));
    });

    it('give the place of a probe that says nothing to the next one', async () => {
      await at.engine.gates.apply(rule({ probes: 1 }), calls(BREAKER));
      const hand = new Hand(at.engine, 'default', 20);
      await enqueue(4);
      await end(await hand.take(4), [FAILED, FAILED, FAILED, FAILED]);
      await enqueue(2);
      await end([await next(hand)], [{ kind: 'snooze', delayMs: HOUR_MS }]);
      assert.deepEqual(await end([await hand.next()], [DONE]), [null]);
    });

    it('hold nobody any more when the rule is gone', async () => {
      await at.engine.gates.apply(rule({ openForMs: HOUR_MS }), calls(BREAKER));
      const hand = new Hand(at.engine, 'default', 20);
      await enqueue(6);
      await end(await hand.take(4), [FAILED, FAILED, FAILED, FAILED]);
      await hand.take(2);
      await enqueue(3);
      assert.equal(await rests(hand), 6);
      await at.engine.gates.apply({}, calls(BREAKER));
      await at.engine.gates.release(100);
      assert.equal(await rests(hand), 9);
    });
  });

  describe('buckets that are shut', () => {
    const at = scene(harness);

    it('hold everybody until then, by the outcome of one, also where its lease is lost', async () => {
      await at.engine.fleet.join(INFO);
      await at.engine.gates.apply({ [BUCKET]: { reason: 'bucket' } }, calls(BUCKET));
      const hand = new Hand(at.engine, 'default', 5);
      await at.engine.jobs.enqueue(newJobs(2, { task: 'call' }));
      const [one, other] = await hand.take(2);
      const now = await at.engine.now();
      await one?.end({ ...FAILED, shut: { gates: [BUCKET, 'unknown'], forMs: 3_000 } });
      await at.engine.jobs.cancel([other?.job.id ?? ''], 'test');
      await other?.end({ ...FAILED, shut: { gates: [BUCKET], forMs: 10 } });
      const [waiting] = newJobs(1, { task: 'call' });
      assert.ok(waiting);
      await at.engine.jobs.enqueue([waiting]);
      const hold = await waitFor('it to be looked at', async () => {
        hand.consumer.poke();
        return (await at.engine.jobs.get(waiting.id))?.hold;
      });
      assert.deepEqual([hold.reason, hold.name], ['bucket', BUCKET]);
      assert.ok((hold.until ?? 0) >= now + 3_000);
      await waitFor('the job', async () => {
        await at.engine.keeping.promote(10);
        return hand.held.length === 3;
      });
      assert.ok((await at.engine.now()) >= (hold.until ?? 0));
    });
  });
}
