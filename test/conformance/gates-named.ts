/** Gates of any name, and those who are through them while rules come and jobs are brought back. */
import assert from 'node:assert/strict';
import type { Unique } from '../../src/core/index.ts';
import type { GateRules, NewJob } from '../../src/engine/index.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { Hand, INFO, runAll, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const DONE = { kind: 'complete', result: null } as const;
const NAMES = [
  'a b',
  "it's",
  '"q"',
  'x\ny',
  'a\tb',
  'a\\b',
  'a\\',
  '"',
  'a]b',
  '["a"]',
  '',
  '{tag}',
  'ü😀',
  'constructor',
  '__proto__',
  'a:b',
  '{',
  'x'.repeat(65_536),
];
/** How it stands in the title of a test. */
const told = (name: string): string => JSON.stringify(name.slice(0, 32));
const keyed = (key: string): Unique => ({ key, while: 'unfinished', forMs: null, onConflict: 'keep', maxMs: null });

const atMost = (limit: number, ...names: readonly string[]): GateRules =>
  Object.fromEntries(names.map((name) => [name, { reason: 'concurrency', limit }]));

export function namedGatesTests(harness: EngineHarness): void {
  describe('gates by any name', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    /** Asks until nothing more is handed out. */
    const settled = async (one: Hand): Promise<number> => {
      for (let before = -1; before !== one.held.length;) {
        before = one.held.length;
        await one.consumer.quiet();
        one.consumer.poke();
        await one.consumer.quiet();
      }
      return one.held.length;
    };

    for (const name of ['a\0b', '\0', 'half \ud800', '\udc00']) {
      it(`${JSON.stringify(name)} are refused, as a name and as a key, of tenants and unique jobs too, and nothing is stored`, async () => {
        const refused = { code: 'REQUEST_INVALID' };
        await assert.rejects(at.engine.gates.apply(atMost(1, 'fine', name)), refused);
        const unfit: readonly Partial<NewJob>[] = [
          { gates: ['fine', name] },
          { gates: ['fine', `by/${name}`] },
          { fairness: name },
          { unique: keyed(name) },
        ];
        for (const given of unfit) {
          const batch = [newJob({ queue: 'unfit' }), newJob({ queue: 'unfit', ...given })];
          await assert.rejects(at.engine.jobs.enqueue(batch), refused);
        }
        const { jobs } = await at.engine.jobs.list({}, 10, null);
        assert.deepEqual(jobs, []);
      });
    }

    for (const name of NAMES) {
      it(`${told(name)} as a name and as a key`, async () => {
        await at.engine.gates.apply(atMost(1, name, 'by'));
        for (const [queue, gate] of [
          ['named', name],
          ['keyed', `by/${name}`],
        ] as const) {
          const [first, second] = newJobs(2, { queue, gates: ['free', gate, 'free/too'] });
          assert.ok(first && second);
          await at.engine.jobs.enqueue([first, second]);
          const one = new Hand(at.engine, queue, 5);
          const running = await one.next();
          assert.equal(await settled(one), 1);
          const job = await at.engine.jobs.get(second.id);
          assert.deepEqual(job?.gates, second.gates);
          assert.deepEqual(job.hold, { reason: 'concurrency', name: gate, until: null, text: null });
          await running.end(DONE);
          await (await one.next()).end(DONE);
          await one.close();
        }
        assert.equal(await at.engine.gates.override(name, { reason: 'concurrency', limit: 2 }), true);
        assert.deepEqual((await at.engine.gates.standing([name]))[0]?.rule, { reason: 'concurrency', limit: 2 });
      });

      it(`${told(name)} as the key of a unique job`, async () => {
        const [first, second, other] = [keyed(name), keyed(name), keyed(`${name}.`)].map((unique) =>
          newJob({ unique }),
        );
        assert.ok(first && second && other);
        const receipts = await at.engine.jobs.enqueue([first, second, other]);
        assert.deepEqual(receipts.map(({ id }) => id), [first.id, first.id, other.id]); // prettier-ignore
        assert.equal((await at.engine.jobs.get(first.id))?.unique?.key, name);
        assert.equal((await runAll(at.engine)).length, 2);
        const [again] = await at.engine.jobs.enqueue([newJob({ unique: keyed(name) })]);
        assert.equal(again?.status, 'created');
      });
    }

    it('a rule cannot have a slash in its name, for what stands behind it is a key', async () => {
      await assert.rejects(at.engine.gates.apply(atMost(1, 'a/b')), { code: 'REQUEST_INVALID' });
    });

    it('of what follows from a job are not its own', async () => {
      await at.engine.gates.apply(atMost(0, 'shut'));
      const job = newJob({ id: 'after', idChosen: true, gates: ['shut'] });
      await at.engine.jobs.enqueue([
        newJob({ consequences: [{ on: ['completed'], effect: { kind: 'enqueue', job } }] }),
      ]);
      assert.equal((await runAll(at.engine)).length, 1);
    });

    it('thousands of rules at once', async () => {
      await at.engine.gates.apply(atMost(0, ...Array.from({ length: 5_000 }, (_, number) => `rule-${number}`)));
      await at.engine.jobs.enqueue([newJob({ gates: ['rule-4999'] }), newJob()]);
      assert.equal((await runAll(at.engine)).length, 1);
    });

    it('count those who began when there was no rule', async () => {
      await at.engine.jobs.enqueue(newJobs(2, { gates: ['gate'] }));
      const one = new Hand(at.engine, 'default', 5);
      await one.take(2);
      await at.engine.gates.apply(atMost(2, 'gate'));
      await at.engine.jobs.enqueue(newJobs(1, { gates: ['gate'] }));
      assert.equal(await settled(one), 2);
      await one.held[0]?.end(DONE);
      await one.take(1);
    });

    it('a job that is cancelled and retried while it runs counts once, until its new attempt ends', async () => {
      await at.engine.gates.apply(atMost(2, 'gate'));
      const job = newJob({ gates: ['gate'] });
      await at.engine.jobs.enqueue([job]);
      const old = await takeOne(at.engine);
      await at.engine.jobs.cancel([job.id], 'enough');
      await at.engine.jobs.retry([job.id]);
      const one = new Hand(at.engine, 'default', 5);
      await one.next();
      await at.engine.jobs.enqueue(newJobs(2, { gates: ['gate'] }));
      assert.equal(await settled(one), 2);
      await old.end(DONE);
      assert.equal(await settled(one), 2);
      await one.held[0]?.end(DONE);
      await one.take(2);
    });
  });
}
