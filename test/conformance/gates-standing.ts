/** Gates as they are looked at, and rules that stand in the place of others for a time. */
import assert from 'node:assert/strict';
import type { GateRules, GateStanding, Passed } from '../../src/engine/index.ts';
import { newJobs } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, Hand, INFO } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const HOUR_MS = 3_600_000;
const NAMES = ['runs', 'starts', 'breaks', 'shuts', 'nothing'];
const RULES: GateRules = {
  runs: { reason: 'concurrency', limit: 2 },
  starts: { reason: 'rate', limit: 4, perMs: HOUR_MS, burst: 4 },
  breaks: { reason: 'breaker', percent: 50, of: 1, withinMs: HOUR_MS, openForMs: HOUR_MS, probes: 2 },
  shuts: { reason: 'bucket' },
};

const through = (gate: string): Passed => ({ tasks: { work: [{ gate, cost: 1 }] }, queues: {} });

export function standingTests(harness: EngineHarness): void {
  describe('gates as they stand', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    const standing = async (name: string): Promise<GateStanding> => {
      const [found] = await at.engine.gates.standing([name]);
      assert.ok(found);
      return found;
    };

    /** So many jobs come to their turn. */
    const run = async (gate: string, count: number): Promise<Hand> => {
      await at.engine.gates.apply(RULES, through(gate));
      await at.engine.jobs.enqueue(newJobs(count, { task: 'work' }));
      const hand = new Hand(at.engine, 'default', 10);
      await hand.next();
      await hand.consumer.quiet();
      return hand;
    };

    const seen = async (hand: Hand, count: number): Promise<void> => {
      await waitFor(`${count} jobs`, async () => {
        await at.engine.gates.release(100);
        await at.engine.keeping.promote(100);
        return hand.held.length === count;
      });
    };

    it('are told with rule, what is used and how many they hold', async () => {
      await run('runs', 5);
      const all = await at.engine.gates.standing(NAMES);
      assert.deepEqual(
        all.map(({ name, rule, used, held, overridden }) => [name, rule, used, held, overridden]),
        NAMES.map((name) => [name, RULES[name] ?? null, name === 'runs' ? 2 : 0, name === 'runs' ? 3 : 0, false]),
      );
      const [counts] = await at.engine.queues.counts();
      assert.deepEqual([counts?.held, counts?.counts.available], [3, 3]);
    });

    it('say of a rate when it has room again', async () => {
      await run('starts', 3);
      assert.deepEqual(await standing('starts').then(({ used, held, until }) => [used, held, until]), [3, 0, null]);
      await at.engine.jobs.enqueue(newJobs(2, { task: 'work' }));
      await waitFor('a held job', async () => (await standing('starts')).held === 1);
      const { used, until } = await standing('starts');
      assert.equal(used, 4);
      assert.ok((until ?? 0) > (await at.engine.now()));
    });

    it('count held jobs of a queue through all that becomes of them', async () => {
      const hand = await run('runs', 7);
      const held = async (): Promise<number | undefined> =>
        (await at.engine.queues.counts()).find(({ queue }) => queue === 'default')?.held;
      assert.equal(await held(), 5);
      const ids = (await at.engine.jobs.list({ states: ['available'] }, 10, null)).jobs.map(({ id }) => id);
      await at.engine.jobs.cancel(ids.slice(0, 1), 'test');
      await at.engine.jobs.remove(ids.slice(1, 2));
      await at.engine.jobs.move(ids.slice(2, 3), 'elsewhere');
      assert.equal(await held(), 2);
      await hand.held[0]?.end({ kind: 'complete', result: null });
      await waitFor('the next one', () => hand.held.length === 3);
      assert.equal(await held(), 1);
      await at.engine.gates.apply({});
      await at.engine.gates.release(100);
      assert.equal(await held(), 0);
    });

    it('have another rule in the place of theirs, until it is taken back', async () => {
      const hand = await run('runs', 5);
      assert.equal(await at.engine.gates.override('runs', { reason: 'concurrency', limit: 4 }), true);
      await seen(hand, 4);
      const { rule, overridden } = await standing('runs');
      assert.deepEqual([rule, overridden], [{ reason: 'concurrency', limit: 4 }, true]);
      assert.equal(await at.engine.gates.override('runs', { reason: 'concurrency', limit: 3 }), true);
      assert.equal(await at.engine.gates.override('runs', null), true);
      assert.deepEqual(await standing('runs').then(({ rule: own, overridden: set }) => [own, set]), [
        RULES['runs'],
        false,
      ]);
      assert.equal(await at.engine.gates.override('unknown', { reason: 'concurrency', limit: 3 }), false);
    });

    it('keep it over an apply of the same rule, and lose it by one of another', async () => {
      await at.engine.gates.apply(RULES, through('runs'));
      const other = { reason: 'concurrency', limit: 4 } as const;
      await at.engine.gates.override('runs', other);
      await at.engine.gates.apply(RULES, through('starts'));
      assert.deepEqual((await standing('runs')).rule, other);
      await at.engine.gates.apply({ ...RULES, runs: { reason: 'concurrency', limit: 9 } }, through('runs'));
      assert.deepEqual(await standing('runs').then(({ rule, overridden }) => [rule, overridden]), [
        { reason: 'concurrency', limit: 9 },
        false,
      ]);
      await at.engine.gates.apply(RULES, through('runs'));
      assert.deepEqual((await standing('runs')).rule, RULES['runs']);
    });

    it('are opened by hand', async () => {
      const hand = await run('breaks', 1);
      await hand.held[0]?.end({ kind: 'dead', error: FAILURE });
      const open = await standing('breaks');
      assert.ok((open.until ?? 0) > (await at.engine.now()));
      assert.equal(open.circuit?.until, open.until);
      await at.engine.jobs.enqueue(newJobs(2, { task: 'work' }));
      await waitFor('the jobs to be held', async () => (await standing('breaks')).held === 2);
      await at.engine.gates.reopen(['breaks']);
      await seen(hand, 3);
      assert.deepEqual(await standing('breaks').then(({ circuit, until }) => [circuit?.until, until]), [0, null]);
    });
  });
}
