import assert from 'node:assert/strict';
import type { Outcome } from '../../src/core/index.ts';
import type { Engine, GateRules, Lease } from '../../src/engine/index.ts';
import { newId } from '../../src/foundation/index.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, Hand, type Held, INFO } from './hand.ts';
import { type EngineHarness, scene, SHORT_LEASES } from './harness.ts';

const GATE = 'stripe';
const HOLD = { reason: 'concurrency', name: GATE, until: null, text: null };
const FAR_MS = 600_000;
/** Of a comparison of costs: the least of each is the run that nobody disturbed. */
const ROUNDS = 12;

const atMost = (limit: number, name = GATE): GateRules => ({ [name]: { reason: 'concurrency', limit } });

export function gatesTests(harness: EngineHarness): void {
  describe('gates', () => {
    const at = scene(harness);
    const hand = (engine: Engine, queue = 'default', slots = 10): Hand => new Hand(engine, queue, slots);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
      await at.engine.gates.apply(atMost(2));
    });

    /** Ids of the jobs that a hand has, once nothing more comes. */
    const handed = async (one: Hand): Promise<readonly string[]> => {
      await one.consumer.quiet();
      one.consumer.poke();
      await one.consumer.quiet();
      return one.held.map(({ job }) => job.id);
    };

    const holdOf = async (id: string): Promise<unknown> => (await at.engine.jobs.get(id))?.hold;

    const gated = (count: number, given: Parameters<typeof newJob>[0] = {}): ReturnType<typeof newJobs> =>
      newJobs(count, { gates: [GATE], ...given });

    it('hold what is too much, in nobody’s way, and let it go one by one', async () => {
      const jobs = gated(4);
      const free = newJobs(3);
      await at.engine.jobs.enqueue([...jobs, ...free]);
      const one = hand(at.engine);
      await waitFor('those that may start', () => one.held.length === 5);
      const [first, second, third, fourth] = jobs.map(({ id }) => id);
      assert.deepEqual(new Set(await handed(one)), new Set([first, second, ...free.map(({ id }) => id)]));
      assert.deepEqual([await holdOf(third ?? ''), await holdOf(fourth ?? '')], [HOLD, HOLD]);
      const held = await at.engine.jobs.list({ states: ['available'] }, 10, null);
      assert.deepEqual(
        held.jobs.map(({ id, hold }) => [id, hold]),
        [
          [fourth, HOLD],
          [third, HOLD],
        ],
      );
      assert.equal((await at.engine.queues.counts())[0]?.counts.available, 2);
      await one.held.find(({ job }) => job.id === first)?.end({ kind: 'complete', result: null });
      await waitFor('the next', () => one.held.some(({ job }) => job.id === third));
      assert.equal(await holdOf(third ?? ''), null);
      assert.ok(!(await handed(one)).includes(fourth ?? ''));
      await one.held.find(({ job }) => job.id === third)?.end({ kind: 'complete', result: null });
      await waitFor('the last', () => one.held.some(({ job }) => job.id === fourth));
    });

    it('let the most urgent through first, of those the one that came first', async () => {
      await at.engine.gates.apply(atMost(1));
      const running = newJob({ gates: [GATE] });
      await at.engine.jobs.enqueue([running]);
      const one = hand(at.engine);
      await one.next();
      const late = newJob({ gates: [GATE], priority: 7 });
      const [early, next] = gated(2);
      const urgent = newJob({ gates: [GATE], priority: 1 });
      for (const job of [late, early, next, urgent]) if (job) await at.engine.jobs.enqueue([job]);
      await handed(one);
      const order: string[] = [];
      for (
        let held: Held | undefined = one.held[0];
        held !== undefined;
        held = order.length < 4 ? await one.next() : undefined
      ) {
        if (held.job.id !== running.id) order.push(held.job.id);
        await held.end({ kind: 'complete', result: null });
      }
      assert.deepEqual(order, [urgent.id, early?.id, next?.id, late.id]);
    });

    const ends: Readonly<Record<string, Outcome>> = {
      complete: { kind: 'complete', result: 1 },
      dead: { kind: 'dead', error: FAILURE },
      retry: { kind: 'retry', error: FAILURE, delayMs: FAR_MS },
      snooze: { kind: 'snooze', delayMs: FAR_MS },
      cancel: { kind: 'cancel', error: null },
      hold: { kind: 'hold', reason: 'task' },
    };
    for (const [name, outcome] of Object.entries(ends)) {
      it(`are left by an attempt that ends: ${name}`, async () => {
        await at.engine.gates.apply(atMost(1));
        const [first, second] = gated(2);
        await at.engine.jobs.enqueue([first ?? newJob(), second ?? newJob()]);
        const one = hand(at.engine);
        await (await one.next()).end(outcome);
        assert.equal((await one.next()).job.id, second?.id);
      });
    }

    it('are left by an attempt that is released, which comes to its turn again', async () => {
      await at.engine.gates.apply(atMost(1));
      await at.engine.jobs.enqueue(gated(2));
      const one = hand(at.engine);
      await (await one.next()).end({ kind: 'release' });
      const next = await one.next();
      await next.end({ kind: 'complete', result: null });
      await one.next();
    });

    it('keep their room for a job that was cancelled while it ran, until its attempt ends', async () => {
      await at.engine.gates.apply(atMost(1));
      const [first, second] = gated(2);
      await at.engine.jobs.enqueue([first ?? newJob(), second ?? newJob()]);
      const one = hand(at.engine);
      const running = await one.next();
      await at.engine.jobs.cancel([running.job.id], 'enough');
      assert.deepEqual(await handed(one), [running.job.id]);
      await running.end({ kind: 'complete', result: null });
      assert.equal((await one.next()).job.id, second?.id);
    });

    it('are left by a session that leaves, and by one whose lease is over', async () => {
      await at.engine.gates.apply(atMost(2));
      const jobs = gated(4, { maxAttempts: 1 });
      await at.engine.jobs.enqueue(jobs);
      const other = await at.store.open();
      const session = await other.fleet.join(INFO);
      const lost = hand(other, 'default', 2);
      await lost.take(2);
      // One of them is cancelled: nobody's job any more, its attempt is still there.
      await at.engine.jobs.cancel([jobs[0]?.id ?? ''], 'enough');
      await at.store.endLeases(session);
      await at.engine.keeping.rescue(100);
      const one = hand(at.engine);
      const next = await one.take(2);
      assert.deepEqual(new Set(next.map(({ job }) => job.id)), new Set([jobs[2]?.id, jobs[3]?.id]));
      const third = await at.store.open();
      await third.fleet.join(INFO);
      await at.engine.jobs.enqueue(gated(1));
      await at.engine.fleet.leave();
      const last = hand(third);
      assert.equal((await last.take(2)).length, 2);
    });

    it('count over processes', async () => {
      const other = await at.store.open();
      await other.fleet.join(INFO);
      await at.engine.jobs.enqueue(gated(10));
      const [one, two] = [hand(at.engine, 'default', 4), hand(other, 'default', 4)];
      const ended = new Set<Held>();
      const open = (): Held[] => [...one.held, ...two.held].filter((held) => !ended.has(held));
      let most = 0;
      while (ended.size < 10) {
        await waitFor('the next', () => open().length > 0);
        most = Math.max(most, open().length);
        for (const held of open().slice(0, 1)) {
          ended.add(held);
          await held.end({ kind: 'complete', result: null });
        }
      }
      assert.ok(most <= 2, `${most} at once`);
    });

    it('count over queues, where the engine says so', async () => {
      await at.engine.gates.apply(atMost(1));
      const here = newJob({ gates: [GATE] });
      const there = newJob({ gates: [GATE], queue: 'other' });
      await at.engine.jobs.enqueue([here]);
      const one = hand(at.engine);
      const first = await one.next();
      await at.engine.jobs.enqueue([there]);
      const two = hand(at.engine, 'other');
      if (at.engine.capabilities.gates === 'queue') {
        await two.next();
        return;
      }
      assert.deepEqual(await handed(two), []);
      await first.end({ kind: 'complete', result: null });
      assert.equal((await two.next()).job.id, there.id);
    });

    it('are not kept by a queue that nobody consumes', async () => {
      await at.engine.gates.apply(atMost(1));
      const [first, second] = gated(2);
      await at.engine.jobs.enqueue([first ?? newJob()]);
      const one = hand(at.engine);
      const running = await one.next();
      const two = hand(at.engine, 'other');
      await at.engine.jobs.enqueue([newJob({ gates: [GATE], queue: 'other', priority: 0 })]);
      await handed(two);
      void two.close();
      await at.engine.jobs.enqueue([second ?? newJob()]);
      await handed(one);
      await running.end({ kind: 'complete', result: null });
      assert.equal((await one.next()).job.id, second?.id);
    });

    it('hold by the first that is full, and count a key alone', async () => {
      await at.engine.gates.apply({ ...atMost(1, 'tenant'), ...atMost(5) });
      const of = (key: string): ReturnType<typeof newJob> => newJob({ gates: [GATE, `tenant/${key}`] });
      const [a, again, b] = [of('a'), of('a'), of('b')];
      await at.engine.jobs.enqueue([a, again, b]);
      const one = hand(at.engine);
      const taken = await one.take(2);
      assert.deepEqual(new Set(await handed(one)), new Set([a.id, b.id]));
      assert.deepEqual(await holdOf(again.id), { reason: 'concurrency', name: 'tenant/a', until: null, text: null });
      await taken.find(({ job }) => job.id === b.id)?.end({ kind: 'complete', result: null });
      assert.deepEqual(await handed(one), [a.id, b.id]);
      await taken.find(({ job }) => job.id === a.id)?.end({ kind: 'complete', result: null });
      assert.equal((await one.next()).job.id, again.id);
    });

    it('let all through that no rule names', async () => {
      await at.engine.jobs.enqueue(newJobs(5, { gates: ['nobody'] }));
      assert.equal((await hand(at.engine).take(5)).length, 5);
    });

    it('open when their rule lets more through, or goes away', async () => {
      const jobs = gated(6);
      await at.engine.jobs.enqueue(jobs);
      const one = hand(at.engine);
      await one.take(2);
      await handed(one);
      await at.engine.gates.apply(atMost(4));
      assert.deepEqual(await at.engine.gates.release(100), { count: 2, more: false });
      await one.take(2);
      await handed(one);
      await at.engine.gates.apply({});
      assert.deepEqual(await at.engine.gates.release(1), { count: 1, more: true });
      await one.take(1);
      assert.equal((await at.engine.gates.release(100)).count, 1);
      await one.take(1);
    });

    it('let nobody through before there is room again, when their rule lets fewer through', async () => {
      await at.engine.jobs.enqueue(gated(4));
      const one = hand(at.engine);
      const [first, second] = await one.take(2);
      await at.engine.gates.apply(atMost(1));
      await first?.end({ kind: 'complete', result: null });
      assert.equal((await handed(one)).length, 2);
      await second?.end({ kind: 'complete', result: null });
      await one.next();
      assert.equal((await handed(one)).length, 3);
    });

    it('are forgotten by what is cancelled, expires, is removed or moved while it is held', async () => {
      await at.engine.gates.apply(atMost(1));
      const running = newJob({ gates: [GATE] });
      await at.engine.jobs.enqueue([running]);
      const one = hand(at.engine);
      const first = await one.next();
      const [cancelled, removed, moved, last] = gated(4);
      const expiring = newJob({ gates: [GATE], expiresInMs: 150 });
      for (const job of [cancelled, removed, moved, expiring, last]) if (job) await at.engine.jobs.enqueue([job]);
      await waitFor('all are held', async () => {
        await handed(one);
        return (await at.engine.jobs.get(last?.id ?? ''))?.hold !== null;
      });
      await at.engine.jobs.cancel([cancelled?.id ?? ''], 'enough');
      await at.engine.jobs.remove([removed?.id ?? '']);
      await at.engine.jobs.move([moved?.id ?? ''], 'elsewhere');
      // Whoever looks for jobs ends it too, where its time has come.
      await waitFor('the expiry', async () => {
        await at.engine.keeping.expire(10);
        return (await at.engine.jobs.get(expiring.id))?.state === 'cancelled';
      });
      for (const id of [cancelled?.id, expiring.id, moved?.id]) assert.equal(await holdOf(id ?? ''), null);
      await first.end({ kind: 'complete', result: null });
      assert.equal((await one.next()).job.id, last?.id);
      assert.deepEqual((await handed(one)).length, 2);
    });

    it('keep their job in its place when a person wants it now', async () => {
      await at.engine.gates.apply(atMost(1));
      const [first, second] = gated(2);
      await at.engine.jobs.enqueue([first ?? newJob(), second ?? newJob()]);
      const one = hand(at.engine);
      const running = await one.next();
      await handed(one);
      await at.engine.jobs.retry([second?.id ?? '']);
      assert.deepEqual(await holdOf(second?.id ?? ''), HOLD);
      await running.end({ kind: 'complete', result: null });
      assert.equal((await one.next()).job.id, second?.id);
    });

    const leaves: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
      'is cancelled': (id) => at.engine.jobs.cancel([id], 'enough'),
      'is removed': (id) => at.engine.jobs.remove([id]),
      'is moved': (id) => at.engine.jobs.move([id], 'elsewhere'),
      expires: () => at.engine.keeping.expire(100),
    };
    for (const [name, leave] of Object.entries(leaves)) {
      it(`pass the turn of a job on that ${name} before it has it`, async () => {
        await at.engine.gates.apply(atMost(1));
        await at.engine.jobs.enqueue([newJob({ queue: 'later', gates: [GATE] })]);
        const one = hand(at.engine, 'later');
        const running = await one.next();
        const turn = newJob({ queue: 'later', gates: [GATE], expiresInMs: name === 'expires' ? 1_500 : null });
        const next = newJob({ queue: 'later', gates: [GATE] });
        await at.engine.jobs.enqueue([turn]);
        await at.engine.jobs.enqueue([next]);
        assert.deepEqual(await handed(one), [running.job.id]);
        await at.engine.queues.pause('later', true);
        await running.end({ kind: 'complete', result: null });
        assert.deepEqual([await holdOf(turn.id), await holdOf(next.id)], [null, HOLD]);
        await waitFor('the next one', async () => {
          await leave(turn.id);
          return (await holdOf(next.id)) === null;
        });
      });
    }

    it('leave nothing wrong behind for those who examine the store', async () => {
      await at.engine.jobs.enqueue([...gated(20), ...newJobs(5)]);
      const one = hand(at.engine, 'default', 30);
      await one.take(7);
      await handed(one);
      const findings = (await at.engine.health.examine()).filter(({ status }) => status !== 'ok');
      assert.deepEqual(
        findings.filter(({ name }) => ['counters', 'leases', 'ids', 'indexes', 'waiting', 'gates'].includes(name)),
        [],
      );
    });

    it('hold a thousand at a time, and find what waits behind them', async () => {
      const free = newJobs(3);
      await at.engine.jobs.enqueue(gated(2_500));
      await at.engine.jobs.enqueue(free);
      const one = hand(at.engine);
      const taken: Lease[] = (await one.take(5)).map(({ lease }) => lease);
      assert.deepEqual(new Set(taken.slice(2).map(({ job }) => job.id)), new Set(free.map(({ id }) => id)));
    });

    it('make reserves of others no dearer, however many they hold', async () => {
      const work = async (queue: string): Promise<number> => {
        await at.engine.jobs.enqueue(newJobs(300, { queue }));
        const before = process.cpuUsage();
        const one = hand(at.engine, queue);
        for (let done = 0; done < 300; done += 1) await (await one.next()).end({ kind: 'complete', result: null });
        const { user, system } = process.cpuUsage(before);
        await one.close();
        return user + system;
      };
      await at.engine.gates.apply(atMost(0));
      for (const queue of ['full', 'empty']) {
        await at.engine.jobs.enqueue(newJobs(queue === 'full' ? 20_000 : 1, { queue, gates: [GATE] }));
        const one = hand(at.engine, queue);
        await waitFor('all are held', async () => {
          await one.consumer.quiet();
          one.consumer.poke();
          return (await at.engine.jobs.list({ queue, states: ['available'] }, 1, null)).jobs[0]?.hold !== null;
        });
        await one.close();
      }
      const costs = { full: Number.POSITIVE_INFINITY, empty: Number.POSITIVE_INFINITY };
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const queue of ['full', 'empty'] as const) costs[queue] = Math.min(costs[queue], await work(queue));
        if (costs.full < 2 * costs.empty) return;
      }
      assert.fail(`${costs.full} µs beside 20 000 held, ${costs.empty} beside one`);
    });
  });

  describe('gates and a process that hangs', () => {
    const at = scene(harness, SHORT_LEASES);

    it('are free again within a lease', async () => {
      await at.engine.fleet.join(INFO);
      await at.engine.gates.apply(atMost(1));
      await at.engine.jobs.enqueue([newJob({ id: `held-${newId()}`, idChosen: true, gates: [GATE] })]);
      const other = await at.store.open(SHORT_LEASES);
      const session = await other.fleet.join(INFO);
      const lost = new Hand(other);
      await lost.next();
      const next = newJob({ gates: [GATE] });
      await at.engine.jobs.enqueue([next]);
      await at.store.endLeases(session);
      const one = new Hand(at.engine);
      await at.engine.keeping.rescue(10);
      const first = await one.next();
      void one.close();
      await first.end({ kind: 'complete', result: null });
      void lost.close();
      await Promise.all(lost.held.map((held) => held.end({ kind: 'complete', result: null })));
    });
  });
}
