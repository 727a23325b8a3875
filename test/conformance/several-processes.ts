import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Engine } from '../../src/engine/index.ts';
import { allJobs } from '../support/all-jobs.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { Child, type ChildOptions } from './child.ts';
import { FAILURE, Hand, INFO, runAll, takeOne } from './hand.ts';
import { type EngineHarness, RENEWED_LEASES, scene } from './harness.ts';

/** A child's leases hold until it is killed. */
const TIMINGS = { maxRescues: 10 };
const BREAKER = 'breaker:bucket:partner';

export function severalProcessesTests(harness: EngineHarness): void {
  describe('several processes', function () {
    const at = scene(harness, TIMINGS);
    let children: Child[] = [];
    let folder = '';

    const start = async (count: number, given: Partial<ChildOptions> = {}): Promise<Child[]> => {
      const options = { engine: harness.name, store: at.store, timings: TIMINGS, ...given };
      const started = await Promise.all(Array.from({ length: count }, () => Child.start(options)));
      children.push(...started);
      return started;
    };
    const rescueUntil = (what: string, done: () => Promise<boolean>): Promise<unknown> =>
      waitFor(what, async () => {
        await at.engine.keeping.rescue(1_000);
        return done();
      });
    const completed = async (): Promise<number> => (await at.engine.queues.counts())[0]?.counts.completed ?? 0;

    /** kill -9, and the end of what it held. */
    const killed = async (child: Child): Promise<void> => {
      await child.kill();
      await at.store.endLeases(child.session);
    };

    beforeEach(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'skep-several-'));
    });
    afterEach(async () => {
      await Promise.all(children.map((child) => child.kill()));
      children = [];
      await rm(folder, { recursive: true });
    });

    it('kill -9 while a hold is asked about a job: another process decides, and no attempt is lost', async () => {
      const hold = { reason: 'hold', name: 'a', task: 'noop', queue: null, tag: null, where: 'kill' } as const;
      await at.engine.holds.put({ ...hold, until: null, text: null, by: null });
      const jobs = [newJob({ task: 'noop', payload: 1 }), newJob({ task: 'noop', payload: 2 })];
      const [child] = await start(1);
      await at.engine.jobs.enqueue(jobs);
      await waitFor('the kill', () => child?.alive === false);
      await at.store.endLeases(child?.session ?? '');
      await at.engine.fleet.join(INFO);
      at.engine.holds.judgeBy(({ payload }) => payload === 1);
      const hand = new Hand(at.engine, 'default', 5);
      const held = await hand.next();
      assert.deepEqual([held.job.payload, held.job.attempt, held.job.rescues], [2, 1, 0]);
      const first = await at.engine.jobs.get(jobs[0]?.id ?? '');
      assert.deepEqual([first?.hold?.name, first?.attempt], ['a', 0]);
    });

    it('two engines on one store share the jobs, each handed out once', async () => {
      const other = await at.store.open();
      await at.engine.fleet.join(INFO);
      await other.fleet.join(INFO);
      await at.engine.jobs.enqueue(newJobs(400));
      const [mine, theirs] = await Promise.all([
        runAll(at.engine, 'default', undefined, 8),
        runAll(other, 'default', undefined, 8),
      ]);
      assert.equal(mine.length + theirs.length, 400);
      assert.equal(new Set([...mine, ...theirs]).size, 400);
    });

    it('a job enqueued by one process wakes another that waits', async () => {
      const producer = await at.store.open();
      await at.engine.fleet.join(INFO);
      const hand = new Hand(at.engine);
      for (let round = 0; round < 10; round += 1) {
        await hand.consumer.idle();
        await producer.jobs.enqueue([newJob()]);
        await (await hand.next()).end({ kind: 'complete', result: null });
      }
    });

    it('an outcome from a lease that was rescued meanwhile is lost', async () => {
      const worker = await at.store.open(RENEWED_LEASES);
      await worker.fleet.join(INFO);
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const [child] = await start(1, { slots: 0 });
      const held = await new Hand(worker).next();
      const lost: string[] = [];
      worker.fleet.onSignal((signal) => lost.push(signal.type));
      // To the others this process hangs.
      await at.store.endLeases(held.lease.session);
      const report = await at.engine.keeping.rescue(10);
      assert.deepEqual(
        report.rescued.map((row) => row.id),
        [job.id],
      );
      const receipt = await held.end({ kind: 'complete', result: 'too late' });
      assert.equal(receipt.status, 'lost');
      assert.equal((await at.engine.jobs.get(job.id))?.result, null);
      await waitFor('session-lost', () => lost.includes('session-lost'));
      await waitFor('a new session', async () => (await at.engine.fleet.processes()).length === 2);
      const sessions = (await at.engine.fleet.processes()).map((row) => row.session);
      assert.ok(!sessions.includes(held.lease.session), 'the old session is over');
      assert.ok(child!.alive);
    });

    it('a process with a busy event loop keeps its leases as long as blockedLimit allows', async () => {
      const [child] = await start(1, { timings: RENEWED_LEASES });
      const file = path.join(folder, 'go-on');
      await at.engine.jobs.enqueue([newJob({ payload: { blockUntil: file } })]);
      await waitFor('the job', () => child!.of('started').length === 1);
      const until = (await at.engine.fleet.processes())[0]!.leaseUntil;
      await rescueUntil('more than the time of one lease', async () => (await at.engine.now()) > until);
      await writeFile(file, '');
      await waitFor('the end of the job', () => child!.of('settled').length > 0);
      assert.deepEqual(child!.of('settled'), [{ type: 'settled', id: child!.of('started')[0]!.id, status: 'settled' }]);
    });

    it('a process that hangs loses its leases', async () => {
      const [child] = await start(1, { timings: { leaseMs: 4_000, blockedLimitMs: 3_000, maxRescues: 3 } });
      const file = path.join(folder, 'go-on');
      const job = newJob({ payload: { blockUntil: file } });
      await at.engine.jobs.enqueue([job]);
      await rescueUntil('the rescue', async () => (await at.engine.jobs.get(job.id))?.rescues === 1);
      await writeFile(file, '');
      await rescueUntil('the end of the job', async () => (await completed()) === 1);
      const stored = await at.engine.jobs.get(job.id);
      assert.deepEqual(
        stored?.attempts.map((attempt) => attempt.outcome),
        ['rescued', 'completed'],
      );
      await waitFor('its word', () => child!.of('signal').some((report) => report.signal === 'session-lost'));
    });

    it('kill -9 of a process that is through a gate: it is free when the lease is over, and not before; so is the place of a probe', async () => {
      const narrow = { reason: 'concurrency', limit: 1 } as const;
      const partner = { reason: 'breaker', percent: 50, of: 1, withinMs: 3_600_000, openForMs: 1, probes: 1 } as const;
      await at.engine.gates.apply({ narrow, [BREAKER]: partner });
      const circuit = async (): Promise<unknown> => {
        const [standing] = await at.engine.gates.standing([BREAKER]);
        return standing?.circuit && [standing.circuit.until > 0 ? 'open' : 'closed', standing.circuit.begun];
      };
      await at.engine.fleet.join(INFO);
      await at.engine.jobs.enqueue([newJob({ gates: [BREAKER] })]);
      await (await takeOne(at.engine)).end({ kind: 'dead', error: FAILURE });
      assert.deepEqual(await circuit(), ['open', 0]);
      const [first] = await start(1);
      const long = newJob({ gates: ['narrow', BREAKER], payload: { ms: 600_000 }, maxAttempts: 1 });
      await at.engine.jobs.enqueue([long]);
      await waitFor('the holder', () => first!.of('started').length === 1);
      const [second] = await start(1);
      await at.engine.jobs.enqueue(newJobs(5, { gates: ['narrow'] }));
      await at.engine.jobs.enqueue([newJob()]);
      await waitFor('what has no gate', async () => (await completed()) === 1);
      await first!.kill();
      await at.engine.keeping.rescue(100);
      assert.deepEqual(await circuit(), ['open', 1]);
      assert.deepEqual([await completed(), first!.of('started').length + second!.of('started').length], [1, 2]);
      await at.store.endLeases(first!.session);
      await rescueUntil('the end', async () => (await completed()) === 6);
      assert.equal((await at.engine.jobs.get(long.id))?.state, 'dead');
      assert.deepEqual(await circuit(), ['open', 0]);
      await at.engine.jobs.enqueue([newJob({ gates: [BREAKER] })]);
      await waitFor('the next probe', async () => (await completed()) === 7);
      assert.deepEqual(await circuit(), ['closed', 0]);
    });

    it('kill -9 in the middle of 1 000 jobs: nothing is lost, each has one outcome', async () => {
      const jobs = newJobs(1_000, { payload: { ms: 2 }, maxAttempts: 10 });
      const [first, second] = await start(2);
      await at.engine.jobs.enqueue(jobs);
      await waitFor('the middle', async () => (await completed()) > 200);
      await killed(first!);
      await waitFor('more', async () => (await completed()) > 500);
      const [third] = await start(1);
      await killed(second!);
      await rescueUntil('the end', async () => (await completed()) === 1_000);
      const stored = await allJobs(at.engine);
      assert.equal(stored.length, 1_000);
      assert.deepEqual(new Set(stored.map((job) => job.id)), new Set(jobs.map((job) => job.id)));
      for (const job of stored) {
        assert.equal(job.state, 'completed');
        const outcomes = job.attempts.map((attempt) => attempt.outcome);
        assert.equal(outcomes.filter((outcome) => outcome === 'completed').length, 1);
        assert.equal(outcomes.length, job.attempt);
        assert.equal(outcomes.length - 1, job.rescues);
      }
      const taken = stored.filter((job) => job.rescues > 0).length;
      assert.ok(taken <= 20, `only what the killed held was taken back, not ${taken}`);
      assert.deepEqual(
        [first, second, third].flatMap((child) => child!.of('trouble')),
        [],
      );
    });

    it('kill -9 while enqueueing: what was acknowledged is stored', async () => {
      await start(2);
      const producers = await Promise.all([at.store.open(), at.store.open()]);
      const acknowledged: string[] = [];
      const [victim] = children;
      const produce = async (engine: Engine): Promise<void> => {
        for (let round = 0; round < 100; round += 1) {
          const receipts = await engine.jobs.enqueue(newJobs(3, { maxAttempts: 10 }));
          acknowledged.push(...receipts.map((receipt) => receipt.id));
          if (acknowledged.length > 150) await killed(victim!);
        }
      };
      await Promise.all(producers.map(produce));
      await rescueUntil('the end', async () => (await completed()) === 600);
      const ids = new Set((await allJobs(at.engine)).map((job) => job.id));
      assert.ok(acknowledged.every((id) => ids.has(id)));
    });

    it('a child that drains leaves nothing behind', async () => {
      const [child] = await start(1);
      await at.engine.jobs.enqueue(newJobs(50, { payload: { ms: 5 } }));
      await waitFor('some', () => child!.of('started').length > 10);
      await child!.stop();
      assert.deepEqual(await at.engine.fleet.processes(), []);
      const counts = (await at.engine.queues.counts())[0]?.counts;
      assert.equal(counts?.running, 0);
      assert.equal(counts.available + counts.completed, 50);
    });
  });
}
