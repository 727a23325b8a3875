/** Moves that end at each of their steps, by a death of the mover, by its standing still, by two at once. */
import assert from 'node:assert/strict';
import type { JobState } from '../../../../src/core/index.ts';
import { type Engine, RulesInForce } from '../../../../src/engine/index.ts';
import { Keys } from '../../../../src/engines/redis/keys.ts';
import { Mover } from '../../../../src/engines/redis/move.ts';
import type { ScriptArgument, ScriptName, ScriptReply } from '../../../../src/engines/redis/scripts.ts';
import { type CallRole, RedisStore } from '../../../../src/engines/redis/store.ts';
import { UnfinishedMoves, unfinishedIn } from '../../../../src/engines/redis/unfinished.ts';
import { newId, systemClock } from '../../../../src/foundation/index.ts';
import { FAILURE, INFO, runAll, takeOne } from '../../../conformance/hand.ts';
import { type EngineHarness, scene } from '../../../conformance/harness.ts';
import { TARGETS } from '../../../support/engines.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { newJob } from '../../../support/new-job.ts';
import { waitFor } from '../../../support/wait-for.ts';
import { prune, rulesWith, unblock } from '../../../support/rules.ts';

const TO = 'new';
/** The calls of one move, in order; the last two look after ids that callers chose. */
const STEPS = ['find-own', 'tickets', 'park', 'land', 'replace', 'let-go', 'tickets', 'find'] as const;
const QUEUES = ['old', 'new', 'third'];
const NONE = { forMs: 0, count: 0 };

/** A store whose n-th script is not sent before `gate` is through. */
class Halting extends RedisStore {
  readonly names: ScriptName[] = [];
  gate: (name: ScriptName, number: number) => Promise<void> = () => Promise.resolve();

  override async run(
    role: CallRole,
    name: ScriptName,
    keys: readonly string[],
    args?: readonly ScriptArgument[],
  ): Promise<ScriptReply> {
    this.names.push(name);
    await this.gate(name, this.names.length);
    return super.run(role, name, keys, args);
  }
}

function tests(harness: EngineHarness): void {
  describe(`a move on ${harness.name}`, () => {
    const at = scene(harness);
    let store: Halting;
    let mover: Mover;

    beforeEach(async () => {
      const { url = '', prefix = '' } = at.store.address;
      store = new Halting(url, new Keys(prefix), systemClock);
      await store.connect();
      mover = new Mover(store, new RulesInForce(), newId);
      await at.engine.fleet.join(INFO);
    });
    afterEach(() => store.close());

    const base = (queue: string): string => store.keys.base(queue);

    /** As bee-queue's save() does it. */
    async function foreign(queue: string, id: string): Promise<string> {
      const record = {
        data: { from: 'bee' },
        options: { timestamp: 1_750_000_000_000, retries: 2 },
        status: 'created',
      };
      await store.register('worker', [queue]);
      await store.client('worker').hset(`${base(queue)}jobs`, id, JSON.stringify(record));
      await store.client('worker').lpush(`${base(queue)}waiting`, id);
      return `${queue}:${id}`;
    }

    /** One job of each kind, with the state that it has. */
    async function jobs(): Promise<ReadonlyMap<string, JobState>> {
      const states = new Map<string, JobState>();
      for (const [state, outcome] of [
        ['blocked', { kind: 'hold', reason: 'task' }],
        ['retryable', { kind: 'retry', error: FAILURE, delayMs: 600_000 }],
      ] as const) {
        await at.engine.jobs.enqueue([newJob({ queue: 'old', tags: ['x'] })]);
        const held = await takeOne(at.engine, 'old');
        await held.end(outcome);
        states.set(held.job.id, state);
      }
      for (const [id, delayMs] of [
        ['chosen-now', 0],
        ['chosen-later', 600_000],
      ] as const) {
        await at.engine.jobs.enqueue([newJob({ id, idChosen: true, queue: 'old', delayMs, expiresInMs: 900_000 })]);
        states.set(id, delayMs === 0 ? 'available' : 'scheduled');
      }
      const plain = newJob({ queue: 'old', priority: 1 });
      await at.engine.jobs.enqueue([plain]);
      states.set(plain.id, 'available');
      states.set(await foreign('old', '7'), 'available');
      return states;
    }

    /** Each job is in that queue, as it was, and nowhere else; ids lead there; nothing of the move is left. */
    async function assertIn(queue: string, states: ReadonlyMap<string, JobState>, about: string): Promise<void> {
      for (const [id, state] of states) {
        const job = await at.engine.jobs.get(id);
        assert.deepEqual([job?.id, job?.queue, job?.state], [id, queue, state], about);
      }
      const rows = await at.engine.queues.counts();
      assert.deepEqual(
        rows.map((row) => row.queue),
        [queue],
        about,
      );
      for (const id of ['chosen-now', 'chosen-later']) {
        const [receipt] = await at.engine.jobs.enqueue([newJob({ id, idChosen: true, queue: 'fourth' })]);
        assert.equal(receipt?.status, 'existing', about);
      }
      await assertClean(about);
    }

    async function assertClean(about: string): Promise<void> {
      for (const queue of QUEUES) {
        const { parked, over } = await unfinishedIn(store, 'worker', queue);
        assert.deepEqual([parked.size, over.length], [0, 0], about);
        assert.equal(await store.client('worker').exists(`${base(queue)}landing`), 0, about);
      }
      for (const { status, name, message } of await at.engine.health.examine()) {
        assert.equal(status, 'ok', `${about}: ${name}: ${message}`);
      }
    }

    /** What can run runs once, and no more. */
    async function assertRunsOnce(states: ReadonlyMap<string, JobState>, about: string): Promise<void> {
      for (const id of states.keys()) await at.engine.jobs.retry([id]);
      await unblock(at.engine, ['test.work', ''], 100);
      const ran: string[] = [];
      const task = { task: 'test.work', maxAttempts: 3 };
      for (const queue of QUEUES) ran.push(...(await runForeign(at.engine, queue, task)));
      assert.deepEqual(ran.toSorted(), [...states.keys()].toSorted(), about);
    }

    async function runForeign(engine: Engine, queue: string, task: { task: string; maxAttempts: number }) {
      const ids: string[] = [];
      engine.govern(rulesWith({ foreign: { [queue]: task } }));
      const consumer = engine.queues.consume(queue, { permit: () => 1 }, async ({ job }) => {
        ids.push(job.id);
        return { outcome: { kind: 'complete', result: null }, traceId: null, spanId: null, progress: null, logs: [] };
      });
      await consumer.idle();
      await consumer.stop();
      return ids;
    }

    /** The mover dies before its n-th call, or the first of that name; what it sends before is done. */
    async function dieAt(place: number | ScriptName, ids: readonly string[]): Promise<void> {
      store.gate = (name, called) =>
        called === place || name === place ? Promise.reject(new Error(`died before ${name}`)) : Promise.resolve();
      store.names.length = 0;
      await assert.rejects(mover.move(ids, TO), /died before/);
      store.gate = () => Promise.resolve();
    }

    /** As the processes of the store do it, by a clock of the test. */
    async function keepHouse(): Promise<void> {
      const clock = new FakeClock();
      const moves = new UnfinishedMoves(store, new Mover(store, new RulesInForce(), newId), clock);
      for (const queue of QUEUES) await moves.look(queue, true);
      await clock.advance(5_000);
      for (const queue of QUEUES) await moves.look(queue, true);
    }

    it('takes the steps that these tests interrupt', async () => {
      const states = await jobs();
      store.names.length = 0;
      await mover.move([...states.keys()], TO);
      const asked = store.names.filter((name, index) => name !== store.names[index - 1]);
      assert.deepEqual(asked, STEPS);
      await assertIn('new', states, 'whole');
      await assertRunsOnce(states, 'whole');
    });

    for (const [name, recover] of [
      ['others that keep house', () => keepHouse()],
      ['doctor --repair', () => at.engine.health.repair()],
      [
        'the same call again',
        async (ids: readonly string[]) => {
          await mover.move(ids, TO);
          const { parked } = await unfinishedIn(store, 'worker', 'old');
          // By the id that it has had in no queue before, the stranger's job is found in the new one alone.
          assert.deepEqual(
            [...parked.values()].filter((id) => id !== '7'),
            [],
          );
          // The tokens that the dead one gave out are left too.
          await keepHouse();
        },
      ],
    ] as const) {
      it(`a mover that dies between any two steps: ${name} brings each job to one queue`, async () => {
        const states = await jobs();
        const ids = [...states.keys()];
        store.names.length = 0;
        await new Mover(store, new RulesInForce(), newId).move(ids, 'third');
        const steps = store.names.length;
        await at.engine.jobs.move(ids, 'old');
        for (let number = 1; number <= steps; number += 1) {
          await dieAt(number, ids);
          const about = `dead at call ${number} of ${steps}, ${store.names.at(-1)}`;
          const parked = (await unfinishedIn(store, 'worker', 'old')).parked.size;
          for (const id of parked === 0 ? [] : ids.filter((one) => !one.includes(':'))) {
            const job = await at.engine.jobs.get(id);
            assert.ok(job, about);
            if (job.queue !== 'old') continue;
            assert.equal(job.state, 'blocked', about);
            for (const receipts of [
              at.engine.jobs.cancel([id], 'x'),
              at.engine.jobs.retry([id]),
              at.engine.jobs.remove([id]),
            ]) {
              const [receipt] = await receipts;
              assert.deepEqual([receipt?.status, receipt?.state], ['refused', 'blocked'], about);
            }
          }
          await unblock(at.engine, ['test.work'], 100);
          assert.deepEqual(await runAll(at.engine, 'third'), [], about);
          await recover(ids);
          // Dead before it had parked any, it has moved none: they wait where they were.
          const queue = (await at.engine.jobs.get(ids[2] ?? ''))?.queue ?? '';
          assert.ok(queue === 'new' || parked === 0, about);
          const now = new Map(states);
          for (const id of ids) if ((await at.engine.jobs.get(id))?.state === 'available') now.set(id, 'available');
          await assertIn(queue, now, about);
          await at.engine.jobs.move(ids, 'old');
        }
        await assertRunsOnce(states, name);
      });
    }

    it('a job that has run and is pruned in its new queue before the old one lets go does not land again', async () => {
      for (const step of ['replace', 'let-go'] as const) {
        const job = newJob({ id: `quick-${step}`, idChosen: true, queue: 'old' });
        await at.engine.jobs.enqueue([job]);
        await dieAt(step, [job.id]);
        assert.deepEqual(await runAll(at.engine, 'new'), [job.id]);
        await prune(at.engine, { completed: NONE, cancelled: NONE, dead: NONE }, 10);
        await keepHouse();
        assert.equal(await at.engine.jobs.get(job.id), null);
        for (const queue of QUEUES) assert.deepEqual(await runAll(at.engine, queue), []);
        await assertClean(`step ${step}`);
      }
    });

    for (const [index, step] of STEPS.entries()) {
      if (index < 2) continue;
      it(`a mover that stands still before ${step} (${index + 1}) and goes on when all is over does no harm`, async () => {
        const job = newJob({ id: `slow-${index}`, idChosen: true, queue: 'old' });
        await at.engine.jobs.enqueue([job]);
        let reached = (): void => undefined;
        let goOn = (): void => undefined;
        const standing = new Promise<void>((resolve) => (reached = resolve));
        const gate = new Promise<void>((resolve) => (goOn = resolve));
        const before = STEPS.slice(0, index).filter((one) => one === step).length;
        let asked = 0;
        store.gate = async (name, number) => {
          // Several queues are asked by `find`, as one step.
          if (name !== step || (name === 'find' && store.names[number - 2] === 'find')) return;
          asked += 1;
          if (asked <= before) return;
          reached();
          await gate;
        };
        store.names.length = 0;
        const moving = mover.move([job.id], TO);
        await standing;
        store.gate = () => Promise.resolve();
        const other = new Halting(at.store.address['url'] ?? '', store.keys, systemClock);
        await other.connect();
        try {
          const clock = new FakeClock();
          const moves = new UnfinishedMoves(other, new Mover(other, new RulesInForce(), newId), clock);
          for (const time of [0, 5_000]) {
            await clock.advance(time);
            for (const queue of QUEUES) await moves.look(queue, true);
          }
        } finally {
          await other.close();
        }
        const ran = [...(await runAll(at.engine, 'new')), ...(await runAll(at.engine, 'old'))];
        assert.deepEqual(ran, [job.id]);
        await prune(at.engine, { completed: NONE, cancelled: NONE, dead: NONE }, 10);
        goOn();
        await moving;
        await keepHouse();
        for (const queue of QUEUES) assert.deepEqual(await runAll(at.engine, queue), []);
        assert.equal(await at.engine.jobs.get(job.id), null);
        await assertClean(step);
      });
    }

    for (const step of ['land', 'replace', 'let-go'] as const) {
      it(`a mover to elsewhere takes on what another one left before ${step}`, async () => {
        const states = await jobs();
        const ids = [...states.keys()];
        await dieAt(step, ids);
        const receipts = await mover.move(ids, 'third');
        assert.ok(receipts.every(({ status, queue }) => status === 'done' && queue === 'third'));
        for (const id of ids) assert.equal((await at.engine.jobs.get(id))?.queue, 'third');
        await keepHouse();
        await assertIn('third', states, step);
        await assertRunsOnce(states, step);
      });
    }

    it('an id that another job has in the new queue: refused, and it waits where it was', async () => {
      const id = await foreign('old', '9');
      const theirs = '{"data":1,"options":{"timestamp":5}}';
      store.gate = async (name) => {
        if (name === 'land') await store.client('worker').hset(`${base('new')}jobs`, id, theirs);
      };
      const [receipt] = await mover.move([id], TO);
      assert.deepEqual([receipt?.status, receipt?.queue, receipt?.state], ['refused', 'old', 'available']);
      assert.equal(await store.client('worker').hget(`${base('new')}jobs`, id), theirs);
      for (const key of [`${base('old')}moving`, `${base('new')}landing`]) {
        assert.equal(await store.client('worker').exists(key), 0);
      }
      assert.equal((await runForeign(at.engine, 'old', { task: 'test.work', maxAttempts: 1 })).length, 1);
    });

    it('a token that was cleaned away before its job landed: the job is moved by another one', async () => {
      const states = await jobs();
      const landings: number[] = [];
      store.gate = async (name, number) => {
        if (name === 'land' && landings.push(number) === 1) await store.client('worker').del(`${base('new')}landing`);
      };
      const receipts = await mover.move([...states.keys()], TO);
      assert.equal(landings.length, 2);
      assert.ok(receipts.every(({ status, from }) => status === 'done' && from === 'old'));
      await assertIn('new', states, 'cleaned');
      await assertRunsOnce(states, 'cleaned');
    });

    it('a job of plain bee-queue keeps its id, payload and retries, and runs as the task of its new queue', async () => {
      const id = await foreign('old', 'a b/é');
      const before = await at.engine.jobs.get(id);
      for (const queue of ['new', 'third']) {
        const [receipt] = await at.engine.jobs.move([id], queue);
        assert.deepEqual([receipt?.status, receipt?.queue], ['done', queue]);
      }
      const after = await at.engine.jobs.get(id);
      assert.deepEqual({ ...after, runAt: 0 }, { ...before, queue: 'third', runAt: 0 });
      assert.deepEqual(await runForeign(at.engine, 'third', { task: 'mail.send', maxAttempts: 1 }), [id]);
      const done = await at.engine.jobs.get(id);
      assert.deepEqual([done?.id, done?.task, done?.state, done?.maxAttempts], [id, 'mail.send', 'completed', 3]);
      assert.deepEqual((await at.engine.jobs.remove([id]))[0]?.status, 'done');
    });

    it('a job that a bee-queue program removes on its way is gone, and nothing is left of it', async () => {
      const id = await foreign('old', '8');
      await dieAt('land', [id]);
      await store.client('worker').hdel(`${base('old')}jobs`, '8');
      await keepHouse();
      await keepHouse();
      assert.equal(await at.engine.jobs.get(id), null);
      for (const key of [`${base('old')}moving`, `${base('new')}landing`]) {
        assert.equal(await store.client('worker').exists(key), 0, key);
      }
    });

    it('a living process finishes what a dead mover left, by its rescues', async () => {
      const states = await jobs();
      await dieAt('let-go', [...states.keys()]);
      await waitFor('the end of the move', async () => {
        await at.engine.keeping.rescue(10);
        return (await store.client('worker').exists(`${base('old')}moving`)) === 0;
      });
      await waitFor('the notes to be deleted', async () => {
        await at.engine.keeping.rescue(10);
        return (await store.client('worker').exists(`${base('new')}landing`)) === 0;
      });
      await assertIn('new', states, 'rescued');
    });
  });
}

for (const harness of TARGETS.filter(({ name }) => name.startsWith('redis'))) tests(harness);
