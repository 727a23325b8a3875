/** Gates that count starts in a time, gates that jobs pass for the sake of their task or queue, and what a pass costs. */
import assert from 'node:assert/strict';
import type { GateRules, Passed, Toll } from '../../src/engine/index.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { Hand, INFO } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const GATE = 'rate:task:mail';
const DONE = { kind: 'complete', result: null } as const;
const HOUR_MS = 3_600_000;
/** What timers and a busy machine may make late. */
const SLACK = 0.97;

const rate = (limit: number, perMs: number, burst: number, name = GATE): GateRules => ({
  [name]: { reason: 'rate', limit, perMs, burst },
});
const atMost = (limit: number, name: string): GateRules => ({ [name]: { reason: 'concurrency', limit } });
const mail = (...tolls: readonly Toll[]): Passed => ({ tasks: { mail: tolls }, queues: {} });
const MAIL = mail({ gate: GATE, cost: 1 });

export function ratesTests(harness: EngineHarness): void {
  describe('rates', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    const mails = (count: number, given: Parameters<typeof newJob>[0] = {}): ReturnType<typeof newJobs> =>
      newJobs(count, { task: 'mail', ...given });

    /** How many jobs a hand has, once nothing more comes. */
    const settled = async (one: Hand): Promise<number> => {
      for (let before = -1; before !== one.held.length;) {
        before = one.held.length;
        await one.consumer.quiet();
        one.consumer.poke();
        await one.consumer.quiet();
      }
      return one.held.length;
    };

    /** Keeps house until a hand has that many. */
    const promoted = async (one: Hand, count: number): Promise<void> => {
      await waitFor(`${count} jobs`, async () => {
        if (one.held.length >= count) return true;
        await at.engine.keeping.promote(1_000);
        return false;
      });
    };

    it('let a burst through, hold the others until there is room, and say when', async () => {
      await at.engine.gates.apply(rate(2, HOUR_MS, 2), MAIL);
      const jobs = mails(3);
      await at.engine.jobs.enqueue([...jobs, ...newJobs(1, { task: 'other' })]);
      const one = new Hand(at.engine, 'default', 10);
      assert.equal(await settled(one), 3);
      const now = await at.engine.now();
      const hold = (await at.engine.jobs.get(jobs[2]?.id ?? ''))?.hold;
      assert.deepEqual([hold?.reason, hold?.name], ['rate', GATE]);
      assert.ok(Math.abs((hold?.until ?? 0) - now - HOUR_MS / 2) < 60_000, `${hold?.until} at ${now}`);
      const listed = await at.engine.jobs.list({ states: ['available'] }, 10, null);
      assert.deepEqual(listed.jobs[0]?.hold, hold);
      assert.equal((await at.engine.keeping.promote(10)).nextDueAt, hold?.until);
      // What was taken is not given back.
      for (const held of one.held) await held.end(DONE);
      await at.engine.keeping.promote(10);
      assert.equal(await settled(one), 3);
    });

    it('let go in order when they have room, and never more than that', async () => {
      await at.engine.gates.apply(rate(10, 1_000, 1), MAIL);
      const [first, late, second, third] = [...mails(1), ...mails(1, { priority: 7 }), ...mails(2)];
      for (const job of [first, late, second, third]) if (job) await at.engine.jobs.enqueue([job]);
      const one = new Hand(at.engine, 'default', 10);
      const began = await at.engine.now();
      await promoted(one, 4);
      assert.ok((await at.engine.now()) - began >= 290, 'three had to wait a tenth of a second each');
      assert.deepEqual(
        one.held.map(({ job }) => job.id),
        [first, second, third, late].map((job) => job?.id),
      );
      assert.equal((await at.engine.keeping.promote(10)).nextDueAt, null);
    });

    it('count over all processes, exactly', async () => {
      // What is left of a burst outlasts a round of the loop below on a machine that has much to do.
      const [limit, burst, seconds] = [200, 400, 3];
      await at.engine.gates.apply(rate(limit, 1_000, burst), MAIL);
      await at.engine.jobs.enqueue(mails(4 * limit * seconds));
      const others = await Promise.all([at.store.open(), at.store.open(), at.store.open()]);
      for (const other of others) await other.fleet.join(INFO);
      const engines = [at.engine, ...others];
      const began = await at.engine.now();
      const hands = engines.map((engine) => new Hand(engine, 'default', 2 * limit * seconds));
      for (let passed = 0; passed < seconds * 1_000;) {
        const least = (((await at.engine.now()) - began) * limit) / 1_000 + burst;
        for (const engine of engines) await engine.keeping.promote(1_000);
        await Promise.all(hands.map(({ consumer }) => consumer.quiet()));
        const count = hands.reduce((sum, { held }) => sum + held.length, 0);
        passed = (await at.engine.now()) - began;
        const most = (passed * limit) / 1_000 + burst;
        assert.ok(count <= most, `${count} of at most ${most}`);
        if (passed >= seconds * 1_000) assert.ok(count >= SLACK * least, `${count} of at least ${least}`);
      }
    });

    it('of a queue hold for all its jobs, of others for none', async () => {
      await at.engine.gates.apply(rate(1, HOUR_MS, 2, 'rate:queue:slow'), {
        tasks: {},
        queues: { slow: [{ gate: 'rate:queue:slow', cost: 1 }] },
      });
      await at.engine.jobs.enqueue([...newJobs(3, { queue: 'slow' }), ...newJobs(3)]);
      assert.equal(await settled(new Hand(at.engine, 'slow', 10)), 2);
      assert.equal(await settled(new Hand(at.engine, 'default', 10)), 3);
    });

    it('take what a job costs', async () => {
      await at.engine.gates.apply(rate(6, HOUR_MS, 6), mail({ gate: GATE, cost: 3 }));
      await at.engine.jobs.enqueue(mails(3));
      assert.equal(await settled(new Hand(at.engine, 'default', 10)), 2);
    });

    it('are taken from once all gates of a job are open', async () => {
      const both = mail({ gate: GATE, cost: 1 }, { gate: 'one', cost: 1 });
      await at.engine.gates.apply({ ...rate(1, HOUR_MS, 2), ...atMost(1, 'one') }, both);
      await at.engine.jobs.enqueue(mails(3));
      const one = new Hand(at.engine, 'default', 10);
      assert.equal(await settled(one), 1);
      await one.held[0]?.end(DONE);
      assert.equal(await settled(one), 2);
      await one.held[1]?.end(DONE);
      assert.equal(await settled(one), 2);
    });

    it('hold for jobs that wait already, and open with another rule or none', async () => {
      await at.engine.jobs.enqueue(mails(20));
      await at.engine.gates.apply(rate(1, HOUR_MS, 1), MAIL);
      const one = new Hand(at.engine, 'default', 50);
      assert.equal(await settled(one), 1);
      await at.engine.gates.apply(rate(100, 1_000, 5), MAIL);
      await at.engine.gates.release(100);
      await promoted(one, 6);
      await at.engine.gates.apply(rate(1, HOUR_MS, 1), MAIL);
      const then = await settled(one);
      assert.ok(then >= 6 && then < 20, `${then}`);
      await at.engine.gates.apply({});
      await at.engine.gates.release(100);
      assert.equal(await settled(one), 20);
    });

    it('of a key count alone, and are forgotten once they are paid', async () => {
      await at.engine.gates.apply(rate(1, 50, 1, 'tenant'));
      const keyed = (round: number): ReturnType<typeof newJobs> =>
        Array.from({ length: 500 }, (_, key) =>
          newJob({ id: `${key}-${round}`, idChosen: true, gates: [`tenant/${key}`] }),
        );
      await at.engine.jobs.enqueue([...keyed(1), ...keyed(2)]);
      const one = new Hand(at.engine, 'default', 2_000);
      await promoted(one, 1_000);
      assert.equal((await at.engine.keeping.promote(10)).nextDueAt, null);
      const findings = (await at.engine.health.examine()).filter(({ status }) => status !== 'ok');
      assert.deepEqual(
        findings.filter(({ name }) => ['waiting', 'gates', 'indexes'].includes(name)),
        [],
      );
    });

    it('of the largest and the smallest numbers let through what they say', async () => {
      const [many, few] = [9_999_999, 1_000_000];
      const day = 24 * HOUR_MS;
      for (const [queue, rules, passes] of [
        ['fast', rate(many, 1_000, many), 5],
        ['slow', rate(1, day, few), 5],
        // What the former rule has paid reaches no further than the new burst: a day.
        ['slow', rate(1, day, 1), 0],
        ['wide', atMost(Number.MAX_SAFE_INTEGER, GATE), 5],
        ['shut', atMost(0, GATE), 0],
      ] as const) {
        await at.engine.gates.apply(rules, MAIL);
        const jobs = mails(5, { queue });
        await at.engine.jobs.enqueue(jobs);
        const one = new Hand(at.engine, queue, 10);
        assert.equal(await settled(one), passes, queue);
        const hold = (await at.engine.jobs.get(jobs[4]?.id ?? ''))?.hold ?? null;
        assert.equal(hold === null, passes === 5, queue);
        if (hold?.reason === 'rate') assert.ok(Math.abs((hold.until ?? 0) - (await at.engine.now()) - day) < 60_000);
        for (const { end } of one.held) await end(DONE);
        await one.close();
      }
    });

    it('and what jobs take of gates are whole numbers: others are refused', async () => {
      const toll = (cost: number): Passed => mail({ gate: GATE, cost });
      const refused = { code: 'REQUEST_INVALID' };
      for (const wrong of [0, -1, 0.5, NaN, Infinity, 1e21]) {
        const rules = [rate(wrong, HOUR_MS, 1), rate(1, wrong, 1), rate(1, HOUR_MS, wrong)];
        if (wrong !== 0) rules.push(atMost(wrong, GATE));
        for (const rule of rules) await assert.rejects(at.engine.gates.apply(rule, MAIL), refused);
        await assert.rejects(at.engine.gates.apply(atMost(1, GATE), toll(wrong)), refused);
        await assert.rejects(at.engine.gates.override(GATE, rate(wrong, HOUR_MS, 1)[GATE] ?? null), refused);
      }
    });

    it('do not hold up the others, however many they hold', async () => {
      await at.engine.gates.apply(rate(1, HOUR_MS, 1), MAIL);
      await at.engine.jobs.enqueue([...mails(3_000), ...newJobs(2)]);
      const one = new Hand(at.engine, 'default', 10);
      await one.take(3);
      assert.equal(await settled(one), 3);
      assert.equal((await at.engine.keeping.promote(10)).more, false);
    });
  });

  describe('gates that cost', () => {
    const at = scene(harness);

    it('count a job as often as it says, until its attempt ends', async () => {
      await at.engine.fleet.join(INFO);
      await at.engine.gates.apply(atMost(5, 'heavy'), mail({ gate: 'heavy', cost: 2 }));
      await at.engine.jobs.enqueue(newJobs(4, { task: 'mail' }));
      const one = new Hand(at.engine, 'default', 10);
      const [first, second] = await one.take(2);
      await one.consumer.quiet();
      assert.equal(one.held.length, 2);
      await first?.end(DONE);
      await one.next();
      await second?.end({
        kind: 'retry',
        error: { name: 'E', message: '', code: null, stack: null },
        delayMs: HOUR_MS,
      });
      await one.next();
      assert.equal(one.held.length, 4);
    });
  });
}
