import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_TIMINGS, type Signal } from '../../../../src/engine/index.ts';
import { openSqliteEngine, SqliteEngine } from '../../../../src/engines/sqlite/index.ts';
import { Store } from '../../../../src/engines/sqlite/store.ts';
import { newId, systemClock } from '../../../../src/foundation/index.ts';
import { Hand, INFO } from '../../../conformance/hand.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { newJob, newJobs } from '../../../support/new-job.ts';
import { waitFor } from '../../../support/wait-for.ts';

describe('sqlite: engine', () => {
  describe('in memory', () => {
    it('runs on a fake clock alone: due times, leases and rescues follow it', async () => {
      const clock = new FakeClock();
      const engine = await openSqliteEngine({ path: ':memory:', timings: DEFAULT_TIMINGS, clock, newId });
      assert.equal(engine.capabilities.durable, false);
      const [receipt] = await engine.jobs.enqueue([newJob({ delayMs: 60_000 })]);
      assert.equal(receipt?.runAt, clock.now() + 60_000);
      await engine.fleet.join(INFO);
      await clock.advance(59_999);
      assert.deepEqual({ ...(await engine.keeping.promote(10)).promoted }, {});
      await clock.advance(1);
      assert.deepEqual({ ...(await engine.keeping.promote(10)).promoted }, { default: 1 });
      await new Hand(engine).next();
      await clock.advance(DEFAULT_TIMINGS.leaseMs * 3);
      assert.deepEqual((await engine.keeping.rescue(10)).rescued, [], 'the lease was renewed');
      clock.jump(DEFAULT_TIMINGS.leaseMs + 1);
      assert.deepEqual((await engine.keeping.rescue(10)).rescued, [], 'a clock that is set ends no lease');
      clock.stall(DEFAULT_TIMINGS.leaseMs + 1);
      assert.equal((await engine.keeping.rescue(10)).rescued.length, 1);
      await engine.close();
    });

    it('a batch of which one lease was lost: the others are stored, counted once, and recorded', async () => {
      const clock = new FakeClock();
      const engine = await openSqliteEngine({ path: ':memory:', timings: DEFAULT_TIMINGS, clock, newId });
      const session = await engine.fleet.join(INFO);
      await engine.jobs.enqueue(newJobs(3));
      const hand = new Hand(engine, 'default', 3);
      const held = await hand.take(3);
      await engine.jobs.cancel([held[1]!.job.id], 'no');
      const receipts = await Promise.all(held.map((one) => one.end({ kind: 'complete', result: 1 })));
      assert.deepEqual(
        receipts.map(({ status, state }) => [status, state]),
        [
          ['settled', 'completed'],
          ['lost', 'cancelled'],
          ['settled', 'completed'],
        ],
      );
      const { completed, cancelled, running } = (await engine.queues.counts())[0]!.counts;
      assert.deepEqual([completed, cancelled, running], [2, 1, 0]);
      const [record] = (await engine.jobs.get(held[0]!.job.id))?.attempts ?? [];
      assert.deepEqual([record?.worker, record?.outcome], [session, 'completed']);
      assert.deepEqual(
        (await engine.health.examine()).filter(({ status }) => status === 'fail'),
        [],
      );
      await engine.close();
    });

    it('begins a new session when its lease ran out, and says so once', async () => {
      const clock = new FakeClock();
      const engine = await openSqliteEngine({ path: ':memory:', timings: DEFAULT_TIMINGS, clock, newId });
      const signals: Signal[] = [];
      engine.fleet.onSignal((signal) => signals.push(signal));
      const session = await engine.fleet.join(INFO);
      await engine.jobs.enqueue([newJob()]);
      const hand = new Hand(engine);
      const held = await hand.next();
      clock.stall(DEFAULT_TIMINGS.leaseMs + 1);
      // The renewal is overdue.
      await clock.advance(1);
      await waitFor('the new session', () => signals.length > 0);
      assert.deepEqual(signals, [{ type: 'session-lost', session }]);
      const [row] = await engine.fleet.processes();
      assert.ok(row && row.session !== session);
      await engine.keeping.rescue(10);
      assert.equal((await held.end({ kind: 'complete', result: null })).status, 'lost');
      assert.equal((await hand.next()).lease.session, row.session);
      await engine.close();
    });
  });

  describe('on a file', () => {
    let folder: string;
    let file: string;
    const engines: SqliteEngine[] = [];
    const children: ChildProcess[] = [];
    beforeEach(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'skep-engine-'));
      file = path.join(folder, 'store.db');
    });
    afterEach(async () => {
      for (const child of children.splice(0)) child.kill('SIGKILL');
      await Promise.all(engines.splice(0).map((engine) => engine.close()));
      await rm(folder, { recursive: true, force: true });
    });
    const open = async (): Promise<SqliteEngine> => {
      const engine = await openSqliteEngine({ path: file, timings: DEFAULT_TIMINGS, clock: systemClock, newId });
      engines.push(engine);
      return engine;
    };

    it('can be opened again after it was refused once', async () => {
      const blocked = new Store(file);
      blocked.exec('CREATE TABLE guests (name TEXT)');
      blocked.close();
      const engine = new SqliteEngine({ path: file, timings: DEFAULT_TIMINGS, clock: systemClock, newId });
      engines.push(engine);
      await assert.rejects(engine.open(), { code: 'STORE_REFUSED' });
      await assert.rejects(engine.jobs.enqueue([newJob()]), { code: 'STORE_UNREACHABLE' });
      await rm(file);
      await engine.open();
      assert.equal((await engine.jobs.enqueue([newJob()])).length, 1);
    });

    it('says so when the file is replaced under it', async () => {
      const engine = await open();
      await rename(file, `${file}.old`);
      const checks = await engine.health.check();
      assert.equal(checks.find((check) => check.name === 'file')?.status, 'fail');
      await assert.rejects(engine.jobs.enqueue([newJob()]), { code: 'STORE_UNREACHABLE' });
    });

    it('refuses what is asked of it when it is closed', async () => {
      const engine = await open();
      await engine.close();
      await assert.rejects(engine.queues.counts(), { code: 'STORE_UNREACHABLE' });
      await assert.rejects(engine.jobs.enqueue([newJob()]), { code: 'STORE_UNREACHABLE' });
      assert.equal((await engine.health.check())[0]?.status, 'fail');
    });

    it('gives the same counts as a count of all rows, after much has happened', async () => {
      const engine = await open();
      await engine.fleet.join(INFO);
      await engine.jobs.enqueue([...newJobs(20), ...newJobs(10, { delayMs: 60_000 }), ...newJobs(5, { queue: 'b' })]);
      const hand = new Hand(engine, 'default', 12);
      const held = await hand.take(12);
      void hand.close();
      await Promise.all(held.slice(0, 6).map((one) => one.end({ kind: 'complete', result: 1 })));
      await engine.jobs.cancel(
        held.slice(4, 9).map((one) => one.job.id),
        'no',
      );
      await engine.jobs.remove([held[0]!.job.id, held[6]!.job.id, held[11]!.job.id]);
      await engine.jobs.retry([held[7]!.job.id]);
      await engine.fleet.leave();
      const counted = (await engine.queues.counts()).map((row) => [row.queue, ...Object.values(row.counts)]);
      const store = new Store(file);
      const states = Array.from({ length: 8 }, (_, state) => `count(*) FILTER (WHERE state = ${state})`).join(', ');
      assert.deepEqual(counted, store.all(`SELECT queue, ${states} FROM jobs GROUP BY queue ORDER BY queue`));
      assert.equal(store.get('PRAGMA integrity_check')?.[0], 'ok');
      store.close();
    });

    it('kill -9 in the middle of work: the file is sound, nothing that was acknowledged is missing', async function () {
      const engine = await open();
      // Slow enough that the kill comes before the last one.
      const jobs = newJobs(1_000, { maxAttempts: 10, payload: { ms: 20 } });
      await engine.jobs.enqueue(jobs);
      const order = {
        engine: 'sqlite',
        address: { path: file },
        timings: { ...DEFAULT_TIMINGS, maxRescues: 100 },
        queue: 'default',
        slots: 20,
      };
      const fixture = new URL('../../../conformance/fixture-process.ts', import.meta.url);
      const settled = new Set<string>();
      for (let round = 0; round < 3; round += 1) {
        const child = fork(fixture, [JSON.stringify(order)], { execArgv: ['--import', 'tsx'] });
        children.push(child);
        let mine = 0;
        child.on('message', (message: { type: string; id: string }) => {
          if (message.type !== 'settled') return;
          settled.add(message.id);
          mine += 1;
          if (mine === 100) child.kill('SIGKILL');
        });
        await once(child, 'exit');
        const raw = new Store(file);
        raw.exec('PRAGMA busy_timeout = 60000');
        raw.exec('UPDATE processes SET lease_until = 0, until_host = 0');
        raw.close();
        await engine.keeping.rescue(1_000);
      }
      const store = new Store(file);
      assert.equal(store.get('PRAGMA integrity_check')?.[0], 'ok');
      store.close();
      const { jobs: stored } = await engine.jobs.list({}, 1_000, null);
      assert.equal(stored.length, 1_000);
      for (const job of stored) {
        if (settled.has(job.id)) assert.equal(job.state, 'completed');
        assert.ok(['completed', 'available'].includes(job.state), `${job.id} is ${job.state}`);
        const done = job.attempts.filter((attempt) => attempt.outcome === 'completed').length;
        assert.equal(done, job.state === 'completed' ? 1 : 0);
      }
    });
  });
});
