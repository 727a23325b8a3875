import assert from 'node:assert/strict';
import { backoffDelay, isFinished } from '../../../src/core/index.ts';
import type { Engine, NewJob } from '../../../src/engine/index.ts';
import { type Json, systemRandom } from '../../../src/foundation/index.ts';
import { Hand, INFO, runAll } from '../../conformance/hand.ts';
import { type EngineHarness, scene } from '../../conformance/harness.ts';
import { ENGINES } from '../../support/engines.ts';
import { newJob, newJobs } from '../../support/new-job.ts';
import { waitFor } from '../../support/wait-for.ts';
import { Random, seedOfRun } from '../harness/random.ts';

for (const harness of ENGINES) {
  describe(`Queues on ${harness.name}`, function () {
    sameIds(harness);
    races(harness);
    payloads(harness);
    neighbours(harness);
  });
}

function sameIds(harness: EngineHarness): void {
  const at = scene(harness);

  it('Q02 the same 50 ids from twenty connections at once: one job each, everybody is told the same', async () => {
    const engines = await Promise.all(Array.from({ length: 20 }, () => at.store.open()));
    const jobs = newJobs(50);
    const receipts = await Promise.all(
      engines.map(async (engine, index) => {
        const own = new Random(index + 1);
        const order = [...jobs].sort(() => own.next() - 0.5);
        return (await Promise.all(order.map((job) => engine.jobs.enqueue([job])))).flat();
      }),
    );
    const created = receipts.flat().filter(({ status }) => status === 'created');
    assert.equal(receipts.flat().length, 1_000);
    assert.deepEqual(created.map(({ id }) => id).sort(), jobs.map(({ id }) => id).sort());
    assert.equal((await at.engine.queues.counts())[0]?.counts.available, 50);
  });

  it('Q03 a batch of 10 000 with one bad job in the middle: nothing is stored; without it, all, and again none twice', async () => {
    const jobs = newJobs(10_000);
    const bad = newJob({ payload: 1n as unknown as Json });
    await assert.rejects(at.engine.jobs.enqueue(jobs.toSpliced(5_000, 1, bad)), { code: 'PAYLOAD_NOT_JSON' });
    assert.deepEqual(await at.engine.queues.counts(), []);
    const first = await at.engine.jobs.enqueue(jobs.slice(0, 6_000));
    assert.ok(first.every(({ status }) => status === 'created'));
    const whole = await at.engine.jobs.enqueue(jobs);
    assert.equal(whole.filter(({ status }) => status === 'created').length, 4_000);
    assert.equal((await at.engine.queues.counts())[0]?.counts.available, 10_000);
  });
}

function races(harness: EngineHarness): void {
  const at = scene(harness);

  it('Q04 200 cancels against jobs that wait, are due, run, or just end: one outcome each, nothing starts afterwards', async () => {
    const seed = seedOfRun();
    const random = new Random(seed);
    await at.engine.fleet.join(INFO);
    const starts = new Map<string, number>();
    const cancelled = new Set<string>();
    let active = 0;
    const consumer = at.engine.queues.consume('default', { permit: () => 20 - active }, async ({ job }) => {
      active += 1;
      starts.set(job.id, (starts.get(job.id) ?? 0) + 1);
      for (let turns = random.between(0, 6); turns > 0; turns -= 1)
        await new Promise((resolve) => setImmediate(resolve));
      active -= 1;
      return { outcome: { kind: 'complete', result: 1 }, traceId: null, spanId: null, progress: null, logs: [] };
    });
    const jobs = newJobs(200).map((job): NewJob => ({ ...job, delayMs: random.between(0, 3) === 0 ? 20 : 0 }));
    const promoting = promoted(at.engine, jobs.length);
    await Promise.all(
      jobs.map(async (job) => {
        await at.engine.jobs.enqueue([job]);
        for (let turns = random.between(0, 12); turns > 0; turns -= 1)
          await new Promise((resolve) => setImmediate(resolve));
        const [receipt] = await at.engine.jobs.cancel([job.id], 'race');
        if (receipt?.status === 'done') cancelled.add(job.id);
      }),
    );
    await promoting;
    await consumer.idle();
    await consumer.stop();
    for (const { id } of jobs) {
      const job = await at.engine.jobs.get(id);
      assert.ok(job && isFinished(job.state), `${id} is ${job?.state}, SKEP_SEED=${seed}`);
      assert.equal(job.state, cancelled.has(id) ? 'cancelled' : 'completed', `SKEP_SEED=${seed}`);
      // On Redis the answer to a cancel may overtake that to the reserve before it: one start, whose outcome is lost.
      assert.ok((starts.get(id) ?? 0) <= 1, `${id} began again`);
      assert.ok(job.attempts.length <= 1, JSON.stringify(job.attempts));
    }
  });

  it('Q05 twenty retries at once: one run; a running job refuses, a removed one is unknown', async () => {
    await at.engine.fleet.join(INFO);
    const [job] = newJobs(1, { maxAttempts: 1 }) as [NewJob];
    await at.engine.jobs.enqueue([job]);
    const failure = { name: 'Error', message: 'no', code: null, stack: null };
    await runAll(at.engine, 'default', () => ({ kind: 'dead', error: failure }));
    const receipts = (await Promise.all(Array.from({ length: 20 }, () => at.engine.jobs.retry([job.id])))).flat();
    assert.deepEqual([...new Set(receipts.map(({ status, state }) => `${status} ${state}`))], ['done available']);
    const hand = new Hand(at.engine, 'default', 5);
    const held = await hand.next();
    assert.equal((await at.engine.jobs.retry([job.id]))[0]?.status, 'refused');
    await held.end({ kind: 'complete', result: 1 });
    await hand.consumer.idle();
    assert.equal(hand.held.length, 1);
    await hand.close();
    await at.engine.jobs.remove([job.id]);
    assert.equal((await at.engine.jobs.retry([job.id]))[0]?.status, 'unknown');
  });
}

/** Promotes until no job is planned any more. */
async function promoted(engine: Engine, jobs: number): Promise<void> {
  await waitFor('all jobs to be known', async () => {
    await engine.keeping.promote(100);
    const [row] = await engine.queues.counts();
    const { scheduled = 1, available = 1, running = 1, ...rest } = row?.counts ?? {};
    const finished = Object.values(rest).reduce((sum, count) => sum + count, 0);
    return scheduled + available + running === 0 && finished === jobs;
  });
}

function payloads(harness: EngineHarness): void {
  const at = scene(harness);

  const deep = (levels: number): Json => (levels === 0 ? 'end' : [deep(levels - 1)]);
  const KEPT: Readonly<Record<string, Json>> = {
    'the number 0': 0,
    false: false,
    null: null,
    'an empty text': '',
    'an empty list': [],
    'an empty mapping': {},
    'lists in lists, 500 deep': deep(500),
    'a megabyte of text': 'ä'.repeat(500_000),
    'a key __proto__': JSON.parse('{"__proto__":{"polluted":true},"constructor":1}') as Json,
    'NUL, newlines and separators': 'a\u0000b\nc\r\u2028\u2029\u007f"\\',
    'a lone surrogate': 'x\ud800y',
    'numbers at their ends': [1e308, 5e-324, -0.1, 2 ** 53, 0.1 + 0.2],
    'text that looks like Lua and JSON': '\n"meta":{},\n"data":1}\r%s%d',
  };
  const REFUSED: Readonly<Record<string, unknown>> = {
    undefined: undefined,
    'a function': () => 1,
    'a bigint': 1n,
    'a cycle': (() => {
      const cycle: { self?: unknown } = {};
      cycle.self = cycle;
      return cycle;
    })(),
    'a toJSON that throws': {
      toJSON: (): never => {
        throw new Error('no');
      },
    },
  };

  it('Q06 payloads and results are kept exactly', async () => {
    await at.engine.fleet.join(INFO);
    for (const [what, payload] of Object.entries(KEPT)) {
      const job = newJob({ payload });
      await at.engine.jobs.enqueue([job]);
      await runAll(at.engine, 'default', (lease) => ({ kind: 'complete', result: lease.job.payload }));
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(JSON.stringify(stored?.payload), JSON.stringify(payload), what);
      assert.equal(JSON.stringify(stored?.result), JSON.stringify(payload), `${what}, as a result`);
    }
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  });

  it('Q06 what is no JSON is refused at the door', async () => {
    for (const [what, payload] of Object.entries(REFUSED)) {
      const job = newJob({ payload: payload as Json });
      await assert.rejects(at.engine.jobs.enqueue([newJob(), job]), { code: 'PAYLOAD_NOT_JSON' }, what);
    }
    assert.deepEqual(await at.engine.queues.counts(), []);
  });
}

function neighbours(harness: EngineHarness): void {
  const at = scene(harness);

  it('Q08 a healthy queue beside one where everything fails: it is done, the other has lost nothing', async () => {
    await at.engine.fleet.join(INFO);
    await at.engine.jobs.enqueue([...newJobs(300, { queue: 'sick', maxAttempts: 1_000 }), ...newJobs(300)]);
    let [failures, active] = [0, 0];
    const failure = { name: 'Error', message: 'always', code: null, stack: null };
    const sick = at.engine.queues.consume('sick', { permit: () => 20 - active }, async () => {
      active += 1;
      await new Promise((resolve) => setImmediate(resolve));
      active -= 1;
      failures += 1;
      const outcome = { kind: 'retry', error: failure, delayMs: 0 } as const;
      return { outcome, traceId: null, spanId: null, progress: null, logs: [] };
    });
    const state = { healthy: false };
    const promoting = (async (): Promise<void> => {
      while (!state.healthy) await at.engine.keeping.promote(50);
    })();
    const done = await runAll(at.engine, 'default', undefined, 20);
    state.healthy = true;
    await promoting;
    await sick.stop();
    assert.equal(done.length, 300);
    assert.ok(failures > 0, 'the sick queue ran beside it');
    const row = (await at.engine.queues.counts()).find(({ queue }) => queue === 'sick');
    assert.equal(
      Object.values(row?.counts ?? {}).reduce((sum, count) => sum + count, 0),
      300,
    );
    assert.equal((row?.counts.available ?? 0) + (row?.counts.retryable ?? 0), 300);
  });

  it('Q09 a retry storm: 2 000 jobs that fail at once come back spread over the whole backoff', async () => {
    await at.engine.fleet.join(INFO);
    const jobs = newJobs(2_000);
    for (let from = 0; from < jobs.length; from += 500) await at.engine.jobs.enqueue(jobs.slice(from, from + 500));
    const backoff = { type: 'exponential', baseMs: 60_000, factor: 2, maxMs: 300_000, jitter: 'full' } as const;
    const error = { name: 'Error', message: 'no', code: null, stack: null };
    const delays: number[] = [];
    const ran = await runAll(
      at.engine,
      'default',
      ({ job }) => {
        const delayMs = backoffDelay(backoff, job.attempt, systemRandom);
        delays.push(delayMs);
        return { kind: 'retry', error, delayMs };
      },
      200,
    );
    assert.equal(ran.length, 2_000);
    assert.equal((await at.engine.queues.counts())[0]?.counts.retryable, 2_000);
    // Sixty seconds of one second each: 33 jobs in the mean, 80 is eight standard deviations off.
    const seconds = new Map<number, number>();
    for (const ms of delays) seconds.set(Math.floor(ms / 1_000), (seconds.get(Math.floor(ms / 1_000)) ?? 0) + 1);
    assert.ok(Math.max(...seconds.values()) < 80, JSON.stringify([...seconds]));
    assert.ok(seconds.size >= 55);
    const { jobs: page } = await at.engine.jobs.list({ states: ['retryable'] }, 200, null);
    const due = page.map(({ runAt, attempts }) => runAt - (attempts[0]?.finishedAt ?? 0));
    assert.ok(Math.max(...due) - Math.min(...due) > 40_000, 'the store keeps them apart');
  });

  it('Q07 producers ten times as fast as the consumer: nothing is dropped, this process does not grow', async () => {
    await at.engine.fleet.join(INFO);
    const ran = new Set<string>();
    let active = 0;
    const consumer = at.engine.queues.consume('default', { permit: () => 50 - active }, async ({ job }) => {
      active += 1;
      await new Promise((resolve) => setTimeout(resolve, 2));
      active -= 1;
      ran.add(job.id);
      return { outcome: { kind: 'complete', result: null }, traceId: null, spanId: null, progress: null, logs: [] };
    });
    const before = process.memoryUsage().heapUsed;
    const ids: string[] = [];
    for (let batch = 0; batch < 30; batch += 1) {
      const jobs = newJobs(100);
      ids.push(...jobs.map(({ id }) => id));
      await at.engine.jobs.enqueue(jobs);
      // As many again may wait to be stored, and a thousand more on a disk that is slow to sync.
      assert.ok(consumer.running <= 50 + 50 + 1_050, `${consumer.running} are held`);
    }
    await consumer.idle();
    await consumer.stop();
    assert.deepEqual(new Set(ids), ran);
    assert.ok(process.memoryUsage().heapUsed - before < 100 * 1_048_576);
  });
}
