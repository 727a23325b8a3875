/** Handlers that keep the event loop, so that no timer can end them: judged afterwards by what is known. */
import assert from 'node:assert/strict';

import type { Handler, HandlerContext } from '../../../src/core/index.ts';
import type { AttemptResult, Engine, NewJob } from '../../../src/engine/index.ts';
import { systemClock } from '../../../src/foundation/index.ts';
import { AttemptRunner } from '../../../src/runtime/attempts/attempt-runner.ts';
import { Deadlines, type Timed } from '../../../src/runtime/attempts/deadline.ts';
import { Enqueuer } from '../../../src/runtime/index.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { waitFor } from '../../support/wait-for.ts';
import { depsOf, generationOf, leaseOf, type TaskParts, type TestDeps } from './parts.ts';

const SLOT = { take: () => undefined, free: () => undefined };
const SECOND = { softMs: null, hardMs: 1_000 };

describe('a handler that keeps the event loop', () => {
  let clock: FakeClock;
  let deps: TestDeps;
  let runner: AttemptRunner;
  let enqueued: NewJob[];

  function prepare(tasks: Readonly<Record<string, TaskParts>>): void {
    enqueued = [];
    const jobs = {
      enqueue: async (batch: readonly NewJob[]) => {
        enqueued.push(...batch);
        return batch.map(({ id }) => ({ id, status: 'created', state: 'available', runAt: 0 }));
      },
    };
    const engine = { jobs } as unknown as Engine;
    deps = depsOf(engine, generationOf({ tasks }), clock);
    runner = new AttemptRunner(deps, new Enqueuer(deps));
  }

  function run(task: string, job: { readonly attempt?: number } = {}): Promise<AttemptResult> {
    return runner.run(leaseOf({ id: task, task, ...job }), SLOT);
  }

  /** Runs one alone. @returns kind and code, as in `retry ATTEMPT_TIMED_OUT` */
  async function alone(handler: Handler, parts: TaskParts = { timeout: SECOND }): Promise<string> {
    prepare({ work: { ...parts, handler }, child: {} });
    return told(await run('work'));
  }

  function told({ outcome }: AttemptResult): string {
    if (outcome.kind === 'complete') return outcome.kind;
    return 'error' in outcome ? `${outcome.kind} ${outcome.error?.code ?? outcome.error?.name}` : outcome.kind;
  }

  function standstills(): unknown[] {
    return deps.seen.flatMap((event) =>
      event.type === 'handler.standstill' ? [[event.job.task, event.standstillMs, event.own]] : [],
    );
  }

  const after = (ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve));

  beforeEach(() => (clock = new FakeClock()));

  const LATE = 'retry ATTEMPT_TIMED_OUT';

  describe('alone in its process', () => {
    it('has timed out when it returns late, however it returns, and is told and counted', async () => {
      const ways: readonly Handler[] = [
        () => clock.stall(3_200),
        () => {
          clock.stall(3_200);
          return Promise.resolve('late');
        },
        async () => {
          clock.stall(3_200);
          return 'late';
        },
        async () => {
          await settle();
          clock.stall(3_200);
          return 'late';
        },
      ];
      for (const [index, way] of ways.entries()) {
        prepare({ work: { timeout: SECOND, handler: way } });
        const { outcome } = await run('work');
        assert.ok(outcome.kind === 'retry', `way ${index}: ${outcome.kind}`);
        const [code, message] = [outcome.error.code, outcome.error.message];
        assert.equal(code, 'ATTEMPT_TIMED_OUT');
        assert.match(message, /^the attempt ran past its hard limit of 1s, unseen, because its handler kept the event/);
        assert.deepEqual([standstills().length, runner.standstills], [1, 1]);
        await settle();
        assert.deepEqual([runner.running, runner.overrunning], [0, 0]);
        assert.ok(!deps.seen.some(({ type }) => type === 'handler.overrun'));
      }
    });

    it('has timed out as well when it throws late, whatever it throws', async () => {
      const thrown = [
        () => Object.assign(new Error('declined'), { name: 'PaymentDeclined' }),
        (ctx: HandlerContext) => ctx.dead('no use'),
        (ctx: HandlerContext) => ctx.snooze('10m'),
      ];
      for (const make of thrown) {
        const late = await alone((_payload, ctx) => {
          clock.stall(1_500);
          throw make(ctx);
        });
        assert.equal(late, LATE);
      }
    });

    it('is dead with its last attempt', async () => {
      prepare({ work: { timeout: SECOND, handler: () => clock.stall(5_000) } });
      assert.equal(told(await run('work', { attempt: 3 })), 'dead ATTEMPT_TIMED_OUT');
    });

    it('is over at its first step after the block, though it runs on', async () => {
      const step = await alone(async () => {
        clock.stall(1_500);
        await new Promise(() => undefined);
      });
      assert.equal(step, LATE);
      assert.equal(runner.overrunning, 1);
    });

    it('is over when the loop turns again, if it kept it later', async () => {
      prepare({
        work: {
          timeout: SECOND,
          handler: async () => {
            await after(10);
            clock.stall(2_000);
            await after(10);
          },
        },
      });
      const end = run('work');
      await clock.advance(20);
      assert.equal(told(await end), LATE);
      assert.equal(standstills().length, 1);
    });

    it('may neither extend a limit that has passed nor enqueue any more', async () => {
      const late = await alone(async (_payload, ctx) => {
        await settle();
        clock.stall(2_000);
        ctx.extend(60_000);
        await ctx.enqueue('child', 1);
      });
      assert.equal(late, LATE);
      assert.deepEqual(enqueued, []);
    });

    it('is fine within its limit, with a soft limit only, and without any', async () => {
      const block: Handler = () => clock.stall(999);
      assert.equal(await alone(block), 'complete');
      const long: Handler = async () => {
        await settle();
        clock.stall(90_000);
      };
      assert.equal(await alone(long, { timeout: { softMs: 10, hardMs: null } }), 'complete');
      assert.equal(await alone(long, {}), 'complete');
      assert.deepEqual(standstills(), []);
      assert.equal(clock.pending, 0);
    });

    it('sees an aborted signal after its soft limit, once its call has returned', async () => {
      let name: unknown;
      const end = await alone(
        async (_payload, ctx) => {
          clock.stall(2_000);
          await settle();
          name = (ctx.signal.reason as Error | undefined)?.name;
        },
        { timeout: { softMs: 1_000, hardMs: 5_000 } },
      );
      assert.deepEqual([end, name], ['complete', 'SoftTimeout']);
    });
  });

  describe('beside others', () => {
    it('does not make those late that ended before, or in the same turn as, its call', async () => {
      let release: () => void = () => undefined;
      prepare({
        quick: { timeout: SECOND, handler: async () => 'x' },
        waiting: { timeout: SECOND, handler: () => new Promise<void>((resolve) => (release = resolve)) },
        blocker: { timeout: SECOND, handler: () => clock.stall(3_000) },
      });
      const waiting = run('waiting');
      const quick = run('quick');
      const blocker = run('blocker');
      release();
      assert.deepEqual([await quick, await waiting, await blocker].map(told), ['complete', 'complete', LATE]);
      assert.deepEqual(standstills(), [['blocker', 3_000, true]]);
    });

    it('gives them until the end of the turn after: what came meanwhile counts', async () => {
      let answer: () => void = () => undefined;
      prepare({
        asking: { timeout: SECOND, handler: () => new Promise<void>((resolve) => (answer = resolve)) },
        hanging: { timeout: SECOND, handler: () => new Promise(() => undefined) },
        blocker: { timeout: { softMs: null, hardMs: 60_000 }, handler: () => clock.stall(3_000) },
      });
      const ends = [run('asking'), run('hanging')];
      await run('blocker');
      // As in Node: first the pulse, which fell due first, then the timers and answers of the same turn.
      const turn = clock.advance(0);
      answer();
      await turn;
      assert.deepEqual((await Promise.all(ends)).map(told), ['complete', LATE]);
      assert.deepEqual(standstills(), [['hanging', 2_950, false]]);
    });

    it('is presumed of the one that ends late before the loop turns again, and of no other', async () => {
      let answer: () => void = () => undefined;
      prepare({
        blocker: {
          timeout: SECOND,
          handler: async () => {
            await after(10);
            clock.stall(3_000);
          },
        },
        asking: { timeout: SECOND, handler: () => new Promise<void>((resolve) => (answer = resolve)) },
      });
      const ends = [run('blocker'), run('asking')];
      const turn = clock.advance(10);
      await ends[0];
      answer();
      await turn;
      assert.deepEqual((await Promise.all(ends)).map(told), [LATE, 'complete']);
      assert.deepEqual(standstills(), [['blocker', 2_960, false]]);
    });

    it('is forgotten with the next turn, and when nothing runs any more', async () => {
      const block: Handler = async () => {
        await after(10);
        clock.stall(3_000);
      };
      prepare({
        first: { handler: () => clock.stall(500), timeout: SECOND },
        second: { timeout: SECOND, handler: block },
      });
      assert.equal(told(await run('first')), 'complete');
      const second = run('second');
      await clock.advance(10);
      assert.equal(told(await second), LATE);
    });
  });
});

describe('the deadlines of attempts, by the real loop', () => {
  it('wait for timers that fell due while another timer kept the loop, in the turn in which it did', async () => {
    const late: Timed[] = [];
    const one = (hardMs: number): Timed => {
      // eslint-disable-next-line no-restricted-properties -- a limit by the clock of the real loop; nothing is held to it
      let dueAt = systemClock.monotonic() + hardMs;
      const timed: Timed = {
        get dueAt() {
          return dueAt;
        },
        due: () => {
          dueAt = Infinity;
          late.push(timed);
        },
      };
      return timed;
    };
    const [keeper, beside] = [one(300), one(300)];
    const running = new Set([keeper, beside]);
    const deadlines = new Deadlines({ running, clock: systemClock, several: () => true });
    const ended = new Promise<void>((resolve) => {
      setTimeout(() => {
        deadlines.check(beside);
        running.delete(beside);
        resolve();
      }, 100);
    });
    setTimeout(() => keepFor(500), 1);
    for (const { dueAt } of running) deadlines.watch(dueAt);
    // The timer that keeps the loop and the pulse, but not the one beside them, are due in one turn.
    keepFor(70);
    await ended;
    assert.deepEqual(late, []);
    await waitFor('the end of the keeper', () => late.length > 0);
    assert.deepEqual(late, [keeper]);
    deadlines.rest();
  });
});

function keepFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
