/**
 * The expiry of a job through its whole life, held against a model: jobs go random ways through every transition, and
 * afterwards those are cancelled that never started, and no other.
 */
import assert from 'node:assert/strict';
import { isFinished, type Outcome, hasBegun } from '../../src/core/index.ts';
import { type Engine } from '../../src/engine/index.ts';
import { Random, seedOfRun } from '../faults/harness/random.ts';
import { newJob } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, type Held, INFO, Hand } from './hand.ts';
import { type EngineHarness, scene, SHORT_LEASES } from './harness.ts';
import { unblock } from '../support/rules.ts';

const EXPIRY_MS = 2_000;
/** Long beside the way to its start, on a busy machine too. */
const MORTAL_MS = 1_200;
const WALKERS = 24;
const STEPS = 7;
const SOON = 1;
const LATER = 600_000;

/** Outcomes that bring a job back to waiting, and one that ends it. */
const OUTCOMES: readonly Outcome[] = [
  { kind: 'retry', error: FAILURE, delayMs: SOON },
  { kind: 'retry', error: FAILURE, delayMs: LATER },
  { kind: 'snooze', delayMs: SOON },
  { kind: 'snooze', delayMs: LATER },
  { kind: 'release' },
  { kind: 'release', unstarted: true },
  { kind: 'hold', reason: 'task' },
  { kind: 'complete', result: null },
];

/** What must be true of a job. */
interface Walker {
  readonly id: string;
  /** Of its own, so that nobody else takes it. */
  readonly queue: string;
  /** A handler was called. */
  begun: boolean;
  /** Retried by hand: a person wants it, whatever its expiry says. */
  wanted: boolean;
  readonly way: string[];
}

/** The job of that queue when one can be had. */
async function tryTake(engine: Engine, queue: string): Promise<Held | undefined> {
  const hand = new Hand(engine, queue);
  await Promise.race([hand.consumer.idle(), hand.next()]);
  const [held] = hand.held;
  void hand.close();
  return held;
}

async function step(engine: Engine, walker: Walker, random: Random): Promise<void> {
  const { id, queue } = walker;
  const act = random.pick(['take', 'take', 'take', 'promote', 'unblock', 'retry', 'leave'] as const);
  walker.way.push(act);
  switch (act) {
    case 'promote':
      await engine.keeping.promote(100);
      return;
    case 'unblock':
      await unblock(engine, ['test.work'], 100);
      return;
    case 'retry': {
      const [receipt] = await engine.jobs.retry([id]);
      if (receipt?.status === 'done') walker.wanted = true;
      return;
    }
    case 'leave':
      if (await tryTake(engine, queue)) walker.begun = true;
      await engine.fleet.leave();
      await engine.fleet.join(INFO);
      return;
    case 'take': {
      const held = await tryTake(engine, queue);
      if (!held) return;
      const outcome = random.pick(OUTCOMES);
      walker.way.push(JSON.stringify(outcome));
      await held.end(outcome);
      if (hasBegun(outcome)) walker.begun = true;
    }
  }
}

async function expireAll(engine: Engine): Promise<void> {
  while ((await engine.keeping.expire(100)).more);
}

export function lifeTests(harness: EngineHarness): void {
  describe('life', () => {
    const at = scene(harness);

    it('only what never started expires, whatever way it goes', async () => {
      const seed = seedOfRun();
      const random = new Random(seed);
      const walkers = Array.from({ length: WALKERS }, (_, index): Walker => {
        return { id: `walker-${index}`, queue: `q${index}`, begun: false, wanted: false, way: [] };
      });
      await at.engine.fleet.join(INFO);
      const expiresInMs = EXPIRY_MS;
      for (const { id, queue } of walkers) {
        const delayMs = random.pick([0, 0, SOON]);
        await at.engine.jobs.enqueue([newJob({ id, idChosen: true, queue, delayMs, expiresInMs, maxAttempts: 99 })]);
      }
      const end = (await at.engine.now()) + expiresInMs;
      for (const walker of walkers) {
        for (let count = random.between(0, STEPS); count > 0; count -= 1) await step(at.engine, walker, random);
      }
      await waitFor('the expiry', async () => (await at.engine.now()) > end);
      await expireAll(at.engine);
      for (const { id, begun, wanted, way } of walkers) {
        const job = await at.engine.jobs.get(id);
        const about = `${id} (seed ${seed}): ${way.join(' → ')}`;
        assert.ok(job, about);
        const expired = job.state === 'cancelled' && job.error?.code === 'JOB_EXPIRED';
        assert.equal(expired, !begun && !wanted, about);
        if (!isFinished(job.state)) assert.equal(job.expiresAt, null, about);
      }
    });

    for (const [name, outcome] of [
      ['retry', { kind: 'retry', error: FAILURE, delayMs: SOON }],
      ['snooze', { kind: 'snooze', delayMs: SOON }],
      ['release', { kind: 'release' }],
    ] as const) {
      it(`a job that has begun runs on after its expiry: ${name}`, async () => {
        await at.engine.fleet.join(INFO);
        const job = newJob({ expiresInMs: MORTAL_MS });
        await at.engine.jobs.enqueue([job]);
        const held = await tryTake(at.engine, 'default');
        assert.ok(held);
        await waitFor('the expiry', async () => (await at.engine.now()) > held.job.createdAt + MORTAL_MS);
        await held.end(outcome);
        await waitFor('its turn', async () => (await at.engine.keeping.promote(10)).nextDueAt === null);
        await expireAll(at.engine);
        const again = await tryTake(at.engine, 'default');
        assert.equal(again?.job.id, job.id);
        await again.end({ kind: 'complete', result: null });
      });
    }

    it('a job that has begun runs on after its expiry: its process was killed', async () => {
      const dying = await at.store.open(SHORT_LEASES);
      await dying.fleet.join(INFO);
      const job = newJob({ expiresInMs: MORTAL_MS });
      await at.engine.jobs.enqueue([job]);
      assert.ok(await tryTake(dying, 'default'));
      await dying.close();
      await at.engine.fleet.join(INFO);
      await waitFor('the rescue', async () => (await at.engine.keeping.rescue(10)).rescued.length === 1);
      await waitFor(
        'the expiry',
        async () => (await at.engine.now()) > (await at.engine.jobs.get(job.id))!.createdAt + MORTAL_MS,
      );
      await expireAll(at.engine);
      assert.equal((await tryTake(at.engine, 'default'))?.job.id, job.id);
    });

    for (const outcome of [
      { kind: 'hold', reason: 'task' },
      { kind: 'release', unstarted: true },
    ] as const) {
      it(`a job that was reserved and never started expires: ${outcome.kind}`, async () => {
        await at.engine.fleet.join(INFO);
        const job = newJob({ expiresInMs: MORTAL_MS });
        await at.engine.jobs.enqueue([job]);
        const held = await tryTake(at.engine, 'default');
        await held?.end(outcome);
        await waitFor('the expiry', async () => (await at.engine.now()) > held!.job.createdAt + MORTAL_MS);
        await expireAll(at.engine);
        assert.equal((await at.engine.jobs.get(job.id))?.error?.code, 'JOB_EXPIRED');
      });
    }
  });
}
