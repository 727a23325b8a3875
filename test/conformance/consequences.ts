import assert from 'node:assert/strict';
import type { Consequence, FinishedState, Job, Outcome } from '../../src/core/index.ts';
import type { Engine, NewJob } from '../../src/engine/index.ts';
import { prune, rulesWith } from '../support/rules.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, Hand, INFO, runAll, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const ANY: readonly FinishedState[] = ['completed', 'dead', 'cancelled'];

/** A job of the queue `next` follows. */
function then(id: string, on: readonly FinishedState[] = ANY, given: Partial<NewJob> = {}): Consequence {
  return { on, effect: { kind: 'enqueue', job: newJob({ id, idChosen: true, queue: 'next', ...given }) } };
}

export function consequenceTests(harness: EngineHarness): void {
  describe('consequences', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    const deliverAll = async (engine: Engine = at.engine, limit = 1_000): Promise<number> => {
      for (let count = 0; ;) {
        const report = await engine.keeping.deliver(limit);
        assert.ok(report.count <= limit);
        count += report.count;
        if (!report.more) return count;
      }
    };
    const followed = async (...ids: readonly string[]): Promise<readonly (Job | null)[]> => {
      await deliverAll();
      return Promise.all(ids.map((id) => at.engine.jobs.get(id)));
    };
    const stored = async (queue = 'next'): Promise<number> => {
      await deliverAll();
      const row = (await at.engine.queues.counts()).find((one) => one.queue === queue);
      return Object.values(row?.counts ?? {}).reduce((sum, count) => sum + count, 0);
    };
    const enqueue = async (given: Partial<NewJob> = {}): Promise<string> => {
      const job = newJob({ consequences: [then('after')], ...given });
      await at.engine.jobs.enqueue([job]);
      return job.id;
    };

    it('a job tells what follows from it, and what follows is the job that was said', async () => {
      const after = newJob({
        id: 'after',
        idChosen: true,
        queue: 'next',
        task: 'test.after',
        priority: 2,
        payload: { empty: [], none: {}, half: '\ud800', large: 2 ** 53 - 1 },
        maxAttempts: 7,
        tags: ['a'],
        headers: { tenant: 'acme' },
        parentId: 'somebody',
      });
      const consequences: readonly Consequence[] = [{ on: ['completed'], effect: { kind: 'enqueue', job: after } }];
      const id = await enqueue({ consequences });
      assert.deepEqual((await at.engine.jobs.get(id))?.consequences, consequences);
      const held = await takeOne(at.engine);
      assert.deepEqual(held.job.consequences, consequences);
      await held.end({ kind: 'complete', result: null });
      const [job] = await followed('after');
      assert.ok(job);
      const { task, queue, priority, payload, maxAttempts, tags, headers, parentId, state } = job;
      assert.deepEqual(
        { task, queue, priority, payload, maxAttempts, tags, headers, parentId, state },
        {
          task: 'test.after',
          queue: 'next',
          priority: 2,
          payload: after.payload,
          maxAttempts: 7,
          tags: ['a'],
          headers: { tenant: 'acme' },
          parentId: 'somebody',
          state: 'available',
        },
      );
      assert.deepEqual((await at.engine.jobs.get(id))?.consequences, consequences, 'they stay to be seen');
    });

    it('who ends a job has what follows from it delivered at once, without anybody who keeps house', async () => {
      const hand = new Hand(at.engine, 'next', 2);
      await enqueue();
      await (await takeOne(at.engine)).end({ kind: 'complete', result: null });
      assert.equal((await hand.next()).job.id, 'after');
      const second = await enqueue({ consequences: [then('after-second')] });
      await at.engine.jobs.cancel([second], 'no');
      assert.equal((await hand.next()).job.id, 'after-second');
      void hand.close();
    });

    const OUTCOMES: readonly (readonly [Outcome, FinishedState | null])[] = [
      [{ kind: 'complete', result: { ok: true } }, 'completed'],
      [{ kind: 'dead', error: FAILURE }, 'dead'],
      [{ kind: 'cancel', error: null }, 'cancelled'],
      [{ kind: 'retry', error: FAILURE, delayMs: 60_000 }, null],
      [{ kind: 'snooze', delayMs: 60_000 }, null],
      [{ kind: 'release' }, null],
      [{ kind: 'hold', reason: 'task' }, null],
    ];
    for (const [outcome, end] of OUTCOMES) {
      it(`settled as ${outcome.kind}: ${end === null ? 'nothing follows' : `what follows from ${end}`}`, async () => {
        await enqueue({ consequences: ANY.map((state) => then(state, [state])) });
        const held = await takeOne(at.engine);
        assert.equal((await held.end(outcome)).status, 'settled');
        const ids = (await followed(...ANY)).flatMap((job) => job?.id ?? []);
        assert.deepEqual(ids, end === null ? [] : [end]);
      });
    }

    it('what is filled in has the end in its payload and the attempt in its id: each attempt that failed, and the end', async () => {
      const payload = {
        job: '${job.id}',
        state: '${job.state}',
        n: '${job.attempt}',
        code: '${error.message}',
        ok: '${result.ok}',
        to: '${job.payload.to}',
        at: '${nextAt}',
      };
      const consequences: readonly Consequence[] = (['retryable', 'completed', 'dead', 'cancelled'] as const).map(
        (state) => ({
          on: [state],
          effect: {
            kind: 'enqueue',
            fill: true,
            job: newJob({ id: `hook.${state}`, idChosen: true, queue: 'next', payload, parentId: 'the-job' }),
          },
        }),
      );
      await enqueue({ id: 'the-job', idChosen: true, maxAttempts: 5, payload: { to: 'ada' }, consequences });
      await (await takeOne(at.engine)).end({ kind: 'retry', error: FAILURE, delayMs: 60_000 });
      const [first] = await followed('hook.retryable.1');
      const { at: nextAt, ...told } = first?.payload as Record<string, unknown>;
      const id = 'the-job';
      assert.deepEqual(told, { job: id, state: 'retryable', n: 1, code: FAILURE.message, ok: null, to: 'ada' });
      assert.equal(Date.parse(String(nextAt)), (await at.engine.jobs.get(id))?.runAt);
      await at.engine.jobs.retry([id]);
      await (await takeOne(at.engine)).end({ kind: 'retry', error: FAILURE, delayMs: 60_000 });
      await at.engine.jobs.retry([id]);
      await (await takeOne(at.engine)).end({ kind: 'complete', result: { ok: [1] } });
      const [again, end] = await followed('hook.retryable.2', 'hook.completed.3');
      assert.equal((again?.payload as { n: number }).n, 2);
      assert.deepEqual(end?.payload, { job: id, state: 'completed', n: 3, code: null, ok: [1], to: 'ada', at: null });
      assert.equal(await stored(), 3);
    });

    it('what is filled in follows from a cancel and from an expiry too', async () => {
      const hook = (parentId: string): readonly Consequence[] => [
        {
          on: ['cancelled'],
          effect: {
            kind: 'enqueue',
            fill: true,
            job: newJob({
              id: `${parentId}.hook`,
              idChosen: true,
              queue: 'next',
              payload: '${error.message}',
              parentId,
            }),
          },
        },
      ];
      const cancelled = await enqueue({ id: 'one', idChosen: true, consequences: hook('one') });
      await at.engine.jobs.cancel([cancelled], 'no');
      await enqueue({ id: 'two', idChosen: true, consequences: hook('two') });
      const held = await takeOne(at.engine);
      await at.engine.jobs.cancel(['two'], 'no');
      assert.equal((await held.end({ kind: 'cancel', error: null })).status, 'lost');
      const ends = await followed('one.hook.0', 'two.hook.1');
      assert.deepEqual(
        ends.map((job) => job?.payload),
        ['no', 'no'],
      );
    });

    it('several consequences, and those of what follows', async () => {
      const last = then('last');
      const consequences = [then('first', ANY, { consequences: [last] }), then('dead', ['dead']), then('second')];
      await enqueue({ consequences });
      await runAll(at.engine);
      assert.deepEqual(
        (await followed('first', 'dead', 'second', 'last')).map((job) => job?.id),
        ['first', undefined, 'second', undefined],
      );
      await runAll(at.engine, 'next');
      assert.equal((await followed('last'))[0]?.queue, 'next');
    });

    it('a batch of many, of which some have consequences, in the order of their ends', async () => {
      const jobs = newJobs(60).map((job, index) =>
        index % 3 === 0 ? { ...job, consequences: [then(`after-${String(index).padStart(2, '0')}`)] } : job,
      );
      await at.engine.jobs.enqueue(jobs);
      await runAll(at.engine, 'default', () => ({ kind: 'complete', result: null }), 60);
      assert.equal(await stored(), 20);
      const ran = await runAll(at.engine, 'next');
      assert.equal(new Set(ran).size, 20);
    });

    it('cancelled while it waits, in every state', async () => {
      await enqueue({ id: 'available', consequences: [then('after-available')] });
      await enqueue({ id: 'scheduled', delayMs: 60_000, consequences: [then('after-scheduled')] });
      await at.engine.jobs.cancel(['available', 'scheduled'], 'no');
      assert.deepEqual(
        (await followed('after-available', 'after-scheduled')).map((job) => job?.state),
        ['available', 'available'],
      );
      await at.engine.jobs.cancel(['available', 'scheduled'], 'again');
      assert.equal(await stored(), 2);
    });

    it('cancelled while it runs: it ends there, not when its attempt does', async () => {
      const id = await enqueue();
      const held = await takeOne(at.engine);
      await at.engine.jobs.cancel([id], 'no');
      assert.equal((await followed('after'))[0]?.state, 'available');
      await at.engine.jobs.remove(['after']);
      assert.equal((await held.end({ kind: 'complete', result: null })).status, 'lost');
      assert.deepEqual(await followed('after'), [null]);
    });

    it('expired, by who keeps house', async () => {
      const id = await enqueue({ expiresInMs: 1 });
      await waitFor('the expiry', async () => {
        await at.engine.keeping.expire(10);
        return (await at.engine.jobs.get(id))?.state === 'cancelled';
      });
      assert.equal((await followed('after'))[0]?.state, 'available');
    });

    it('expired, met by a reserve', async () => {
      const id = await enqueue({ expiresInMs: 1 });
      const { expiresAt } = (await at.engine.jobs.get(id)) ?? {};
      await waitFor('its expiry', async () => (await at.engine.now()) > (expiresAt ?? 0));
      assert.deepEqual(await runAll(at.engine), []);
      assert.equal((await at.engine.jobs.get(id))?.state, 'cancelled');
      assert.equal((await followed('after'))[0]?.state, 'available');
    });

    it('buried by a rescue; one that goes back to waiting has not ended', async () => {
      await enqueue({ maxAttempts: 2 });
      for (const end of [undefined, 'available']) {
        const victim = await at.store.open();
        await victim.fleet.join(INFO);
        const held = await takeOne(victim);
        await at.store.endLeases(held.lease.session);
        await waitFor('the rescue', async () => (await at.engine.keeping.rescue(10)).rescued.length === 1);
        assert.equal((await followed('after'))[0]?.state, end);
        assert.equal((await held.end({ kind: 'complete', result: null })).status, 'lost');
      }
      assert.equal(await stored(), 1);
    });

    it('what is removed or pruned has ended before, or never', async () => {
      const id = await enqueue();
      await at.engine.jobs.remove([id]);
      assert.equal(await stored(), 0);
      await enqueue({ id: 'pruned' });
      await runAll(at.engine);
      await followed('after');
      await at.engine.jobs.remove(['after']);
      const none = { forMs: 0, count: 0 };
      await prune(at.engine, { completed: none, dead: none, cancelled: none }, 10);
      assert.equal(await at.engine.jobs.get('pruned'), null);
      assert.equal(await stored(), 0);
    });

    it('once per end: retried, it ends anew', async () => {
      const id = await enqueue();
      await (await takeOne(at.engine)).end({ kind: 'dead', error: FAILURE });
      assert.equal(await stored(), 1);
      await at.engine.jobs.retry([id]);
      await runAll(at.engine);
      assert.equal(await stored(), 1, 'the job that follows is there already');
      await runAll(at.engine, 'next');
      await at.engine.jobs.remove(['after']);
      await at.engine.jobs.retry([id]);
      assert.equal(await stored(), 0, 'a completed job is not retried');
      await enqueue({ id: 'other' });
      await (await takeOne(at.engine)).end({ kind: 'dead', error: FAILURE });
      await at.engine.jobs.cancel(['after'], 'no');
      await at.engine.jobs.remove(['after']);
      await at.engine.jobs.retry(['other']);
      await (await takeOne(at.engine)).end({ kind: 'dead', error: FAILURE });
      assert.equal(await stored(), 1, 'it follows from the second end too');
    });

    it('a moved job keeps them', async () => {
      const id = await enqueue();
      await at.engine.jobs.move([id], 'elsewhere');
      await runAll(at.engine, 'elsewhere');
      assert.equal(await stored(), 1);
    });

    it('sharded queues', async () => {
      at.engine.govern(rulesWith({ shards: { default: 4, next: 3 } }));
      for (let number = 0; number < 20; number += 1) await enqueue({ consequences: [then(`after-${number}`)] });
      await runAll(at.engine, 'default', undefined, 10);
      assert.equal(await stored(), 20);
      assert.equal(new Set(await runAll(at.engine, 'next', undefined, 10)).size, 20);
    });

    it('an id that another task has is a finding, not a loop; repair tries once more', async () => {
      await at.engine.jobs.enqueue([newJob({ id: 'after', idChosen: true, task: 'test.other' })]);
      await enqueue({ queue: 'from' });
      await runAll(at.engine, 'from');
      assert.equal(await stored(), 0);
      assert.equal(await deliverAll(), 0);
      const finding = async (): Promise<string> =>
        (await at.engine.health.examine()).find(({ name }) => name === 'consequences')?.message ?? '';
      assert.match(await finding(), /^1 effect .*the id after belongs to a job of the task test.other/);
      await at.engine.jobs.remove(['after']);
      const repairs = await at.engine.health.repair();
      assert.deepEqual(
        repairs.filter(({ name }) => name === 'consequences').map(({ message }) => message),
        ['effects made: 1, given up: 0'],
      );
      assert.equal(await stored(), 1);
      assert.doesNotMatch(await finding(), /could not/);
    });

    it('10 000 of them, cancelled at once, delivered by two processes at once in bounded steps', async () => {
      const jobs = newJobs(10_000, { queue: 'from' }).map((job) => ({
        ...job,
        consequences: [then(`after-${job.id}`)],
      }));
      const other = await at.store.open();
      for (let from = 0; from < jobs.length; from += 1_000) {
        const some = jobs.slice(from, from + 1_000);
        await at.engine.jobs.enqueue(some);
        await at.engine.jobs.cancel(
          some.map(({ id }) => id),
          'no',
        );
      }
      await Promise.all([deliverAll(at.engine, 300), deliverAll(other, 70)]);
      assert.equal(await stored(), 10_000);
    });

    it('two processes that end and deliver at once: each job once, though it is gone when the second comes', async () => {
      const other = await at.store.open();
      await other.fleet.join(INFO);
      const jobs = newJobs(300, { queue: 'from' }).map((job, index) => ({
        ...job,
        consequences: [then(`after-${index}`)],
      }));
      await at.engine.jobs.enqueue(jobs);
      const ran: string[] = [];
      const hand = (engine: Engine): (() => Promise<void>) => {
        const consumer = engine.queues.consume('next', { permit: () => 5 }, async (lease) => {
          ran.push(lease.job.id);
          return { outcome: { kind: 'complete', result: null }, traceId: null, spanId: null, progress: null, logs: [] };
        });
        return () => consumer.stop();
      };
      const stops = [hand(at.engine), hand(other)];
      const none = { forMs: 0, count: 0 };
      const working = Promise.all([runAll(at.engine, 'from', undefined, 8), runAll(other, 'from', undefined, 8)]);
      await waitFor('all to have run', async () => {
        await Promise.all([deliverAll(at.engine, 20), deliverAll(other, 20)]);
        await prune(at.engine, { completed: none, dead: none, cancelled: none }, 1_000);
        return new Set(ran).size === 300;
      });
      await working;
      await Promise.all([deliverAll(at.engine), deliverAll(other)]);
      for (const stop of stops) await stop();
      assert.equal(ran.length, 300);
    });
  });
}
