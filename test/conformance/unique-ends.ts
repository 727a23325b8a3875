/** A key is free once its job has ended, however it has ended; and not before, whatever happens to it. */
import assert from 'node:assert/strict';
import type { Unique } from '../../src/core/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import { rulesWith } from '../support/rules.ts';
import { newJob } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, Hand, type Held, INFO, runAll } from './hand.ts';
import { type EngineHarness, scene, type Scene } from './harness.ts';

const KEY: Unique = { key: 'test.work/"a"', while: 'unfinished', forMs: null, onConflict: 'keep', maxMs: null };
const FAR_MS = 600_000;
const GONE = { forMs: 0, count: null };
const PRUNING = rulesWith({ retention: { completed: GONE, cancelled: GONE, dead: GONE } });

/** What happens to the only job of the queue. */
interface Fate {
  readonly given?: Parameters<typeof newJob>[0];
  readonly what: (act: Acts) => Promise<unknown>;
}

interface Acts {
  readonly at: Scene;
  readonly engine: Engine;
  readonly id: string;
  /** Hands it out. */
  readonly take: (queue?: string) => Promise<Held>;
  /** Until the engine does it. */
  readonly sweep: (verb: 'rescue' | 'expire' | 'prune' | 'promote') => Promise<void>;
}

const ENDS: Readonly<Record<string, Fate>> = {
  completed: { what: async ({ take }) => await (await take()).end({ kind: 'complete', result: null }) },
  dead: { what: async ({ take }) => await (await take()).end({ kind: 'dead', error: FAILURE }) },
  'cancelled by its handler': {
    what: async ({ take }) => await (await take()).end({ kind: 'cancel', error: null }),
  },
  'cancelled while it is available': { what: async ({ engine, id }) => await engine.jobs.cancel([id], 'no') },
  'cancelled while it is scheduled': {
    given: { delayMs: FAR_MS },
    what: async ({ engine, id }) => await engine.jobs.cancel([id], 'no'),
  },
  'cancelled while it runs': {
    what: async ({ engine, id, take }) => {
      await take();
      await engine.jobs.cancel([id], 'no');
    },
  },
  'cancelled while it waits for another attempt': {
    what: async ({ engine, id, take }) => {
      await (await take()).end({ kind: 'retry', error: FAILURE, delayMs: FAR_MS });
      await engine.jobs.cancel([id], 'no');
    },
  },
  'cancelled while a gate holds it': {
    given: { gates: ['shut'] },
    what: async ({ engine, id }) => {
      await engine.gates.apply({ shut: { reason: 'concurrency', limit: 0 } });
      assert.deepEqual(await runAll(engine), []);
      await engine.jobs.cancel([id], 'no');
    },
  },
  'cancelled while it is blocked': {
    what: async ({ engine, id, take }) => {
      await (await take()).end({ kind: 'hold', reason: 'task' });
      await engine.jobs.cancel([id], 'no');
    },
  },
  'expired, found by the sweep': {
    given: { delayMs: FAR_MS, expiresInMs: 1 },
    what: ({ sweep }) => sweep('expire'),
  },
  'expired, met by a reserve': {
    given: { expiresInMs: 1 },
    what: async ({ engine, id }) => {
      const expiresAt = (await engine.jobs.get(id))?.expiresAt ?? 0;
      await waitFor('its expiry', async () => (await engine.now()) > expiresAt);
      assert.deepEqual(await runAll(engine), []);
    },
  },
  'buried by a rescue': {
    given: { maxAttempts: 1 },
    what: async ({ at, take, sweep }) => {
      await at.store.endLeases((await take()).lease.session);
      await sweep('rescue');
    },
  },
  removed: { what: async ({ engine, id }) => await engine.jobs.remove([id]) },
  'removed when it was dead': {
    what: async ({ engine, id, take }) => {
      await (await take()).end({ kind: 'dead', error: FAILURE });
      await engine.jobs.remove([id]);
    },
  },
  pruned: {
    what: async ({ engine, take, sweep }) => {
      await (await take()).end({ kind: 'complete', result: null });
      engine.govern(PRUNING);
      await sweep('prune');
    },
  },
  'moved, and completed there': {
    what: async ({ engine, id, take }) => {
      await engine.jobs.move([id], 'other');
      await (await take('other')).end({ kind: 'complete', result: null });
    },
  },
  'moved, and removed there': {
    what: async ({ engine, id }) => {
      await engine.jobs.move([id], 'other');
      await engine.jobs.remove([id]);
    },
  },
};

/** The job goes on. */
const GOES_ON: Readonly<Record<string, Fate>> = {
  runs: { what: async ({ take }) => await take() },
  'waits for another attempt': {
    what: async ({ take }) => await (await take()).end({ kind: 'retry', error: FAILURE, delayMs: FAR_MS }),
  },
  'was promoted for another attempt': {
    what: async ({ take, sweep }) => {
      await (await take()).end({ kind: 'retry', error: FAILURE, delayMs: 1 });
      await sweep('promote');
    },
  },
  'was given back': { what: async ({ take }) => await (await take()).end({ kind: 'release' }) },
  'asked to be run later': {
    what: async ({ take }) => await (await take()).end({ kind: 'snooze', delayMs: FAR_MS }),
  },
  'was rescued': {
    what: async ({ at, take, sweep }) => {
      await at.store.endLeases((await take()).lease.session);
      await sweep('rescue');
    },
  },
  'lost its process, which left': {
    what: async ({ engine, take }) => {
      await take();
      await engine.fleet.leave();
    },
  },
  'is blocked': { what: async ({ take }) => await (await take()).end({ kind: 'hold', reason: 'task' }) },
  'is wanted now by a person': {
    given: { delayMs: FAR_MS },
    what: async ({ engine, id }) => await engine.jobs.retry([id]),
  },
};

export function uniqueEndTests(harness: EngineHarness): void {
  describe('unique keys, by what becomes of the job', () => {
    const at = scene(harness);

    const suffer = async ({ given = {}, what }: Fate): Promise<string> => {
      const { engine } = at;
      await engine.fleet.join(INFO);
      const job = newJob({ unique: KEY, ...given });
      await engine.jobs.enqueue([job]);
      const hands: Hand[] = [];
      const take = async (queue = 'default'): Promise<Held> => {
        const hand = new Hand(engine, queue);
        hands.push(hand);
        const held = await hand.next();
        void hand.close();
        return held;
      };
      const sweep = async (verb: 'rescue' | 'expire' | 'prune' | 'promote'): Promise<void> => {
        const { keeping } = engine;
        const counts = {
          rescue: async () => (await keeping.rescue(10)).rescued.length,
          expire: async () => (await keeping.expire(10)).count,
          prune: async () => (await keeping.prune(10)).count,
          promote: async () => Object.keys((await keeping.promote(10)).promoted).length,
        };
        await waitFor(verb, async () => (await counts[verb]()) > 0);
      };
      await what({ at, engine, id: job.id, take, sweep });
      return job.id;
    };

    /** Where the job is that the key may lead to: on a Cluster keys count in each queue. */
    const meet = async (id: string): Promise<readonly [string, string]> => {
      const queue = (await at.engine.jobs.get(id))?.queue ?? 'default';
      const [receipt] = await at.engine.jobs.enqueue([newJob({ unique: KEY, queue })]);
      return [receipt?.status ?? '', receipt?.id ?? ''];
    };

    for (const [how, fate] of Object.entries(ENDS)) {
      it(`is free: ${how}`, async () => {
        const id = await suffer(fate);
        const [status, other] = await meet(id);
        assert.equal(status, 'created');
        assert.deepEqual(await meet(other), ['existing', other], 'and taken by the next one');
      });
    }

    for (const [how, fate] of Object.entries(GOES_ON)) {
      it(`is taken: it ${how}`, async () => {
        const id = await suffer(fate);
        assert.deepEqual(await meet(id), ['existing', id]);
      });
    }

    it('is taken by a job that was moved, and leads to where it is', async () => {
      const id = await suffer({
        what: async ({ engine, id: moved }) => await engine.jobs.move([moved], 'other'),
      });
      assert.deepEqual(await meet(id), ['existing', id]);
      if (at.engine.capabilities.gates === 'store') {
        const [receipt] = await at.engine.jobs.enqueue([newJob({ unique: KEY })]);
        assert.deepEqual([receipt?.status, receipt?.id, receipt?.state], ['existing', id, 'available']);
      }
      await at.engine.jobs.move([id], 'default');
      assert.deepEqual(await meet(id), ['existing', id]);
    });
  });
}
