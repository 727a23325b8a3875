/* eslint-disable @typescript-eslint/unbound-method -- handlers may take the context apart */
import assert from 'node:assert/strict';
import { MAX_JSON_BYTES } from '../../../src/foundation/index.ts';

import type { Handler, HandlerContext, Job, Outcome } from '../../../src/core/index.ts';
import type { Annotation, AttemptResult, Engine, NewJob } from '../../../src/engine/index.ts';
import type { Json } from '../../../src/foundation/index.ts';
import type { Slot } from '../../../src/runtime/working/slot.ts';
import { AttemptRunner } from '../../../src/runtime/attempts/attempt-runner.ts';
import { Enqueuer } from '../../../src/runtime/index.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { depsOf, generationOf, leaseOf, type TaskParts, type TestDeps } from './parts.ts';

class CountingSlot implements Slot {
  live = 0;
  late = 0;
  take(): void {
    this.live += 1;
  }
  free(late: boolean): void {
    this.live -= 1;
    if (late) this.late += 1;
  }
}

/** As a store keeps it: the text, where there is one, is what counts. */
function asStored(told: unknown): unknown {
  const outcome = told as Outcome;
  if (outcome.kind !== 'complete' || outcome.text === undefined) return outcome;
  return { kind: 'complete', result: JSON.parse(outcome.text) as Json };
}

describe('an attempt', () => {
  let clock: FakeClock;
  let slot: CountingSlot;
  let deps: TestDeps;
  let runner: AttemptRunner;
  let notes: Annotation[][];
  let enqueued: NewJob[];

  function prepare(task: TaskParts): void {
    clock = new FakeClock();
    slot = new CountingSlot();
    notes = [];
    enqueued = [];
    // Only what an attempt calls; the whole runtime runs on real engines in worker.spec.ts.
    const jobs = {
      annotate: async (batch: readonly Annotation[]) => {
        notes.push(structuredClone(batch) as Annotation[]);
      },
      enqueue: async (batch: readonly NewJob[]) => {
        enqueued.push(...batch);
        return batch.map(({ id }) => ({ id, status: 'created', state: 'available', runAt: 0 }));
      },
    };
    const engine = { jobs } as unknown as Engine;
    deps = depsOf(engine, generationOf({ tasks: { work: task, child: {} } }), clock);
    runner = new AttemptRunner(deps, new Enqueuer(deps));
  }

  function run(handler: Handler, job: Partial<Job> = {}, task: TaskParts = {}): Promise<AttemptResult> {
    prepare({ ...task, handler });
    return runner.run(leaseOf(job), slot);
  }

  async function outcome(handler: Handler, job: Partial<Job> = {}, task: TaskParts = {}): Promise<unknown> {
    return (await run(handler, job, task)).outcome;
  }

  function error(result: unknown): { name: string; message: string; code: string | null } {
    return (result as { error: { name: string; message: string; code: string | null } }).error;
  }

  describe('by what the handler returns', () => {
    it('completes with the result, of a plain function and of a promise alike', async () => {
      assert.deepEqual(asStored(await outcome(() => ({ n: 1 }))), { kind: 'complete', result: { n: 1 } });
      assert.deepEqual(asStored(await outcome(async () => 'x')), { kind: 'complete', result: 'x' });
      assert.deepEqual(asStored(await outcome(() => undefined)), { kind: 'complete', result: null });
    });

    it('stores the result as it was at that moment', async () => {
      const mine = { at: new Date(0).toISOString(), list: [1] };
      const result = await run(() => mine);
      mine.list.push(2);
      assert.deepEqual(asStored(result.outcome), {
        kind: 'complete',
        result: { at: '1970-01-01T00:00:00.000Z', list: [1] },
      });
    });

    it('is dead with PAYLOAD_NOT_JSON when the result cannot be stored', async () => {
      const cycle: Record<string, unknown> = {};
      cycle['self'] = cycle;
      for (const value of [1n, cycle, { f: () => 1 }, [NaN], () => 1, Symbol('s'), new Date(), { r: new Response() }]) {
        const result = await outcome(() => value);
        assert.equal((result as { kind: string }).kind, 'dead');
        assert.equal(error(result).code, 'PAYLOAD_NOT_JSON');
      }
    });

    it('is dead when the result is larger than a payload may be, and by its bytes, not its characters', async () => {
      const quotes = 2;
      const fits = await outcome(() => 'x'.repeat(MAX_JSON_BYTES - quotes));
      assert.equal((fits as { kind: string }).kind, 'complete');
      for (const value of ['x'.repeat(MAX_JSON_BYTES - quotes + 1), 'é'.repeat(MAX_JSON_BYTES / 2)]) {
        const result = await outcome(() => value);
        assert.equal((result as { kind: string }).kind, 'dead');
        assert.equal(error(result).code, 'RESULT_TOO_LARGE');
      }
    });

    it('says whose limit a result is over, and what to do', async () => {
      const result = { ignore: false, maxBytes: 10, keepMs: null };
      const over = await outcome(() => 'x'.repeat(9), {}, { result });
      assert.equal(error(over).code, 'RESULT_TOO_LARGE');
      assert.match(
        error(over).message,
        /has 11 bytes as JSON; the limit is 10, the result\.max of .*return a reference/,
      );
      const fits = await outcome(() => 'x'.repeat(8), {}, { result });
      assert.equal((fits as { kind: string }).kind, 'complete');
    });

    it('drops what a job returns whose result is not stored, be it JSON or not', async () => {
      for (const value of [{ rows: 1 }, 'x'.repeat(2 * MAX_JSON_BYTES), () => 1, 1n]) {
        assert.deepEqual(await outcome(() => value, { resultKeepMs: 0 }), { kind: 'complete', result: null });
      }
    });

    it('fails by policy when the result breaks the output schema', async () => {
      const checkOutput = (): { pointer: string; message: string }[] => [{ pointer: '/n', message: 'must be number' }];
      const result = await outcome(() => ({ n: 'x' }), {}, { checkOutput });
      assert.equal((result as { kind: string }).kind, 'retry');
      assert.deepEqual(
        [error(result).code, error(result).message],
        ['RESULT_INVALID', 'the result breaks the output schema: /n must be number'],
      );
    });
  });

  describe('by what the handler throws', () => {
    it('is retried by policy, and dead with the last attempt', async () => {
      const boom = (): never => {
        throw Object.assign(new TypeError('boom'), { code: 'E_BOOM' });
      };
      const first = await outcome(boom, { attempt: 1 });
      assert.deepEqual(
        { ...(first as object), error: error(first).code },
        { kind: 'retry', delayMs: 1_000, error: 'E_BOOM' },
      );
      const last = await outcome(boom, { attempt: 3 });
      assert.deepEqual([(last as { kind: string }).kind, error(last).name], ['dead', 'TypeError']);
    });

    it('is retried by the policy of the job, where it has one', async () => {
      const boom = (): never => {
        throw new TypeError('boom');
      };
      const backoff = { type: 'fixed', baseMs: 7_000, jitter: 'none' } as const;
      const retry = { name: 'own', maxAttempts: 9, backoff, retryOn: [], deadOn: ['RangeError'], retryForMs: null };
      const found = (await outcome(boom, { attempt: 1, retry })) as { kind: string; delayMs: number };
      assert.deepEqual([found.kind, found.delayMs], ['retry', 7_000]);
      const dead = await outcome(boom, { attempt: 1, retry: { ...retry, deadOn: ['TypeError'] } });
      assert.equal((dead as { kind: string }).kind, 'dead');
    });

    it('survives whatever is thrown', async () => {
      for (const thrown of [
        null,
        undefined,
        0,
        'text',
        1n,
        Symbol('s'),
        () => 1,
        new Proxy(
          {},
          {
            get: () => {
              throw new Error('x');
            },
          },
        ),
      ]) {
        const sync = await outcome(() => {
          throw thrown;
        });
        assert.equal((sync as { kind: string }).kind, 'retry');
        const rejected = await outcome(async () => {
          throw thrown;
        });
        assert.equal((rejected as { kind: string }).kind, 'retry');
      }
    });

    it('follows ctx.retry, ctx.snooze, ctx.dead and ctx.cancel, thrown or returned', async () => {
      const steer = (fn: (ctx: HandlerContext) => Error, job: Partial<Job> = {}): Promise<unknown> =>
        outcome((_payload, ctx) => {
          throw fn(ctx);
        }, job);
      const retry = await steer((ctx) => ctx.retry({ in: '90s', cause: new Error('busy') }));
      assert.deepEqual([(retry as { delayMs: number }).delayMs, error(retry).message], [90_000, 'busy']);
      assert.equal(((await steer((ctx) => ctx.retry({ in: 5 }), { attempt: 3 })) as { kind: string }).kind, 'dead');
      assert.equal(((await steer((ctx) => ctx.retry())) as { delayMs: number }).delayMs, 1_000);
      assert.deepEqual(await steer((ctx) => ctx.snooze('10m')), { kind: 'snooze', delayMs: 600_000 });
      assert.equal(error(await steer((ctx) => ctx.dead('no use'))).message, 'no use');
      assert.deepEqual(await outcome((_payload, { cancel }) => cancel('not wanted')), {
        kind: 'cancel',
        error: { name: 'Cancelled', message: 'not wanted', code: null, stack: null },
      });
    });
  });

  it('holds a job whose task is unknown, and never runs a handler for it', async () => {
    assert.deepEqual(await outcome(() => assert.fail('ran'), { task: 'gone' }), { kind: 'hold', reason: 'task' });
    assert.equal(slot.live, 0);
  });

  it('is dead before it runs when the payload breaks the input schema', async () => {
    const checkInput = (): { pointer: string; message: string }[] => [{ pointer: '/to', message: 'is required' }];
    const result = await outcome(() => assert.fail('ran'), {}, { checkInput });
    assert.deepEqual([(result as { kind: string }).kind, error(result).code], ['dead', 'PAYLOAD_INVALID']);
    assert.equal(slot.live, 0);
  });

  it('is dead, not handed round for ever, when the check itself fails', async () => {
    const checkInput = (): never => {
      throw new RangeError('Maximum call stack size exceeded');
    };
    const result = await outcome(() => assert.fail('ran'), {}, { checkInput });
    assert.deepEqual([(result as { kind: string }).kind, error(result).code], ['dead', 'PAYLOAD_INVALID']);
  });

  it('gives the handler a payload and a job that it cannot change', async () => {
    const result = await outcome(
      (payload, ctx) => {
        assert.throws(() => (payload as { list: number[] }).list.push(2), TypeError);
        assert.throws(() => Object.assign(ctx.job, { id: 'other' }), TypeError);
        return [ctx.job.id, ctx.attempt, ctx.idempotencyKey];
      },
      { payload: { list: [1] }, attempt: 2 },
    );
    assert.deepEqual(asStored(result), { kind: 'complete', result: ['job-1', 2, 'job-1'] });
  });

  it('refuses options that ctx.retry does not know, instead of dropping them', async () => {
    const wrong: ((ctx: HandlerContext) => Error)[] = [
      (ctx) => ctx.retry({ maxx: 3 } as never),
      (ctx) => ctx.retry('60s' as never),
      (ctx) => ctx.retry(new Error('busy')),
      (ctx) => ctx.retry({ max: -1 }),
      (ctx) => ctx.retry({ max: 1.5 }),
      (ctx) => ctx.retry({ in: '-5s' }),
      (ctx) => ctx.dead(5 as never),
    ];
    for (const ask of wrong) {
      const result = await outcome((_payload, ctx) => {
        throw ask(ctx);
      });
      assert.equal(error(result).code, 'REQUEST_INVALID', String(ask));
    }
  });

  it('ctx.retry({ max }) is the number of retries in all, more or fewer than the policy has', async () => {
    const kinds = async (max: number, attempts: readonly number[]): Promise<string[]> => {
      const found: string[] = [];
      for (const attempt of attempts) {
        const ask: Handler = (_payload, ctx) => {
          throw ctx.retry({ max, in: 5, cause: new Error('busy') });
        };
        found.push(((await outcome(ask, { attempt })) as { kind: string }).kind);
      }
      return found;
    };
    assert.deepEqual(await kinds(0, [1]), ['dead']);
    assert.deepEqual(await kinds(1, [1, 2]), ['retry', 'dead']);
    assert.deepEqual(await kinds(5, [3, 4, 5, 6]), ['retry', 'retry', 'retry', 'dead']);
  });

  it('keeps reasons bounded and clean, and the whole of an error that is one', async () => {
    for (const verb of ['dead', 'cancel'] as const) {
      const ask = (reason: string | Error): Promise<unknown> =>
        outcome((_payload, ctx) => {
          throw ctx[verb](reason);
        });
      const long = error(await ask(`\u001b[31mred\u0000\ud800 ${'x'.repeat(5_000_000)}`)).message;
      assert.equal(long.length <= 4_096 && long.startsWith('red\uFFFD x'), true, verb);
      class NoStock extends Error {}
      const kept = await ask(Object.assign(new NoStock('none left'), { code: 'E_STOCK' }));
      assert.deepEqual([error(kept).name, error(kept).message, error(kept).code], ['NoStock', 'none left', 'E_STOCK']);
      assert.equal((kept as { kind: string }).kind, verb);
    }
  });

  it('bounds what a crash of the process says', async () => {
    const promise = run(() => new Promise(() => undefined), { attempt: 3 });
    runner.failAll(`\u0007${'y'.repeat(5_000_000)}`);
    const { outcome: end } = await promise;
    assert.equal(error(end).code, 'ATTEMPT_CRASHED');
    assert.equal(error(end).message.length <= 4_096 && !error(end).message.includes('\u0007'), true);
  });

  it('logs with the ids of job and attempt', async () => {
    await run((_payload, { logger }) => logger.info({ n: 1 }, 'hello'));
    assert.deepEqual(deps.lines, [
      {
        level: 'info',
        fields: { jobId: 'job-1', task: 'work', queue: 'default', attempt: 1, n: 1 },
        message: 'hello',
      },
    ]);
  });

  it('enqueues children that know their parent, and none after it is over', async () => {
    let late: HandlerContext | undefined;
    const result = await run(async (_payload, ctx) => {
      late = ctx;
      const many = await ctx.enqueueMany('child', [{ payload: 1 }, { payload: 2, options: { id: 'my-id' } }]);
      return [(await ctx.enqueue('child', { n: 1 })).existing, many.length];
    });
    assert.deepEqual(asStored(result.outcome), { kind: 'complete', result: [false, 2] });
    assert.deepEqual(
      enqueued.map(({ parentId, payload }) => [parentId, payload]),
      [
        ['job-1', 1],
        ['job-1', 2],
        ['job-1', { n: 1 }],
      ],
    );
    await assert.rejects(late?.enqueue('child', null) ?? Promise.resolve(), { code: 'STATE_CONFLICT' });
  });

  describe('under time limits', () => {
    const hang: Handler = (_payload, ctx) =>
      new Promise((_resolve, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason as Error)));

    it('aborts the signal at the soft limit with a reason, and goes on', async () => {
      const reasons: Error[] = [];
      const promise = run(
        (_payload, ctx) =>
          new Promise((resolve) =>
            ctx.signal.addEventListener('abort', () => {
              reasons.push(ctx.signal.reason as Error);
              resolve('partial');
            }),
          ),
        {},
        { timeout: { softMs: 1_000, hardMs: 2_000 } },
      );
      await clock.advance(999);
      assert.deepEqual(reasons, []);
      await clock.advance(1);
      assert.deepEqual(
        reasons.map(({ name, message }) => [name, message]),
        [['SoftTimeout', 'the attempt ran past its soft limit of 1s']],
      );
      assert.deepEqual(asStored((await promise).outcome), { kind: 'complete', result: 'partial' });
      assert.equal(clock.pending, 0);
    });

    it('fails by policy when the handler rethrows the reason of the soft limit', async () => {
      const promise = run(hang, {}, { timeout: { softMs: 1_000, hardMs: null } });
      await clock.advance(1_000);
      const { outcome: end } = await promise;
      assert.deepEqual([end.kind, error(end).name, error(end).code], ['retry', 'SoftTimeout', 'ATTEMPT_TIMED_OUT']);
    });

    it('is over at the hard limit though the handler runs on, which keeps its slot and is reported', async () => {
      let finish: (value: string) => void = () => undefined;
      const promise = run(
        () => new Promise((resolve) => (finish = resolve)),
        {},
        { timeout: { softMs: null, hardMs: 500 } },
      );
      await clock.advance(500);
      const { outcome: end } = await promise;
      assert.deepEqual([end.kind, error(end).code], ['retry', 'ATTEMPT_TIMED_OUT']);
      assert.deepEqual([runner.running, runner.overrunning, slot.live], [0, 1, 1]);
      await settle();
      assert.deepEqual(deps.seen, [
        {
          type: 'handler.overrun',
          job: { id: 'job-1', task: 'work', queue: 'default' },
          attempt: 1,
          why: 'limit',
          stillRunning: 1,
        },
      ]);
      finish('too late');
      await settle();
      assert.deepEqual([runner.overrunning, slot.live, slot.late], [0, 0, 1]);
      assert.equal(clock.pending, 0);
    });

    it('does not report a handler that ends with its signal', async () => {
      const promise = run(hang, {}, { timeout: { softMs: null, hardMs: 500 } });
      await clock.advance(500);
      await promise;
      await settle();
      assert.deepEqual([runner.overrunning, slot.live, deps.seen.length], [0, 0, 0]);
    });

    it("takes the job's own limits before the task's", async () => {
      const promise = run(
        hang,
        { timeout: { softMs: null, hardMs: 100 } },
        { timeout: { softMs: null, hardMs: 9_000 } },
      );
      await clock.advance(100);
      assert.equal((await promise).outcome.kind, 'retry');
    });

    it('ctx.extend moves both limits', async () => {
      let ctx: HandlerContext | undefined;
      const aborted: string[] = [];
      const promise = run(
        (_payload, given) => {
          ctx = given;
          given.signal.addEventListener('abort', () => aborted.push((given.signal.reason as Error).name));
          return new Promise(() => undefined);
        },
        {},
        { timeout: { softMs: 1_000, hardMs: 1_500 } },
      );
      await clock.advance(900);
      ctx?.extend(5_000);
      await clock.advance(4_999);
      assert.deepEqual(aborted, []);
      await clock.advance(1);
      assert.deepEqual(aborted, ['SoftTimeout']);
      assert.equal(runner.running, 1);
      await clock.advance(500);
      assert.equal((await promise).outcome.kind, 'retry');
    });

    it('arms no timer for an attempt without limits, and leaves none behind', async () => {
      const promise = run(() => settle());
      assert.equal(clock.pending, 0);
      await promise;
      await run(() => null, {}, { timeout: { softMs: 10, hardMs: 20 } });
      assert.equal(clock.pending, 0);
    });
  });

  describe('ended from outside', () => {
    const untilAbort: Handler = (_payload, ctx) =>
      new Promise((resolve) => ctx.signal.addEventListener('abort', () => resolve((ctx.signal.reason as Error).name)));

    it('aborts the signal of a cancelled job, whatever its handler makes of it', async () => {
      const promise = run(untilAbort);
      runner.heed({ type: 'leases-ended', ids: ['other', 'job-1'] });
      assert.deepEqual((await promise).outcome, { kind: 'cancel', error: null });
    });

    it('is over for a job that was cancelled when its grace has passed; what goes on is counted', async () => {
      let finish: () => void = () => undefined;
      const promise = run(() => new Promise<void>((resolve) => (finish = resolve)), {}, { cancelGraceMs: 700 });
      runner.heed({ type: 'leases-ended', ids: ['job-1'] });
      await clock.advance(699);
      assert.deepEqual([runner.running, runner.overrunning], [1, 0]);
      await clock.advance(1);
      assert.deepEqual((await promise).outcome, { kind: 'cancel', error: null });
      await settle();
      assert.deepEqual([runner.running, runner.overrunning, slot.live], [0, 1, 1]);
      assert.deepEqual(
        deps.seen.map((event) => 'why' in event && event.why),
        ['cancel'],
      );
      finish();
      await settle();
      assert.deepEqual([runner.overrunning, slot.live, clock.pending], [0, 0, 0]);
    });

    it('aborts what ran under a session that was lost, and nothing else', async () => {
      const promise = run(untilAbort);
      runner.heed({ type: 'session-lost', session: 'another' });
      runner.heed({ type: 'leases-ended', ids: ['another'] });
      await settle();
      assert.equal(runner.running, 1);
      runner.heed({ type: 'session-lost', session: 'session-1' });
      assert.deepEqual(asStored((await promise).outcome), { kind: 'complete', result: 'LeaseLost' });
    });

    it('shows the reason also to a handler that asks for the signal later', async () => {
      const promise = run(async (_payload, ctx) => {
        await settle();
        return ctx.signal.aborted && (ctx.signal.reason as Error).name;
      });
      runner.heed({ type: 'session-lost', session: 'session-1' });
      assert.deepEqual(asStored((await promise).outcome), { kind: 'complete', result: 'LeaseLost' });
    });

    it('is released at a shutdown, at once, and what the handler does then is ignored', async () => {
      let reason: Error | undefined;
      const promise = run((_payload, ctx) => {
        ctx.signal.addEventListener('abort', () => (reason = ctx.signal.reason as Error));
        return new Promise((_resolve, reject) => ctx.signal.addEventListener('abort', () => reject(new Error('late'))));
      });
      runner.releaseAll();
      assert.deepEqual((await promise).outcome, { kind: 'release' });
      assert.equal(reason?.name, 'Shutdown');
    });
  });

  describe('reporting', () => {
    it('saves progress and lines together, a while after the first, the newest progress only', async () => {
      const promise = run(async (_payload, ctx) => {
        ctx.progress(1, 3, 'one');
        ctx.log('a');
        ctx.progress(2, 3);
        await new Promise<void>((resolve) => clock.after(400, resolve));
        ctx.progress(3, 3);
        ctx.log('b');
      });
      await clock.advance(249);
      assert.equal(notes.length, 0);
      await clock.advance(1);
      assert.deepEqual(
        notes.flat().map(({ progress, logs }) => [progress?.done, progress?.message, logs.map(({ line }) => line)]),
        [[2, null, ['a']]],
      );
      await clock.advance(150);
      const result = await promise;
      assert.deepEqual([result.progress?.done, result.logs.map(({ line }) => line)], [3, ['b']]);
      assert.equal(notes.length, 1);
      assert.deepEqual(
        deps.seen.map(({ type }) => type),
        ['attempt.progress', 'attempt.progress'],
      );
      assert.equal(clock.pending, 0);
    });

    it('keeps the newest hundred lines', async () => {
      const result = await run((_payload, { log }) => {
        for (let n = 0; n < 150; n += 1) log(`line ${n}`);
      });
      assert.deepEqual([result.logs.length, result.logs[0]?.line], [100, 'line 50']);
    });

    it('keeps notes that could not be saved for the next time', async () => {
      const promise = run(async (_payload, ctx) => {
        ctx.progress(1);
        ctx.log('a');
        await new Promise<void>((resolve) => clock.after(300, resolve));
        ctx.log('b');
      });
      Object.assign(deps.engine.jobs, { annotate: () => Promise.reject(new Error('store away')) });
      await clock.advance(300);
      const result = await promise;
      assert.deepEqual([result.progress?.done, result.logs.map(({ line }) => line)], [1, ['a', 'b']]);
    });

    it('refuses progress that is no number', async () => {
      const result = await outcome((_payload, { progress }) => progress(NaN));
      assert.equal(error(result).code, 'REQUEST_INVALID');
    });
  });
});
