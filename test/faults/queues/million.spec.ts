/**
 * Q01, and pruning under load: a hundred thousand jobs in `npm test`, a million with SKEP_FULL=1.
 * Each call is bounded in time and memory. Bounds of time are those of the promise with SKEP_FULL=1, on a machine
 * that has nothing else to do; beside other specs they are four times as wide.
 */
import assert from 'node:assert/strict';
import { Redis } from 'ioredis';
import type { Engine, JobPage } from '../../../src/engine/index.ts';
import { INFO } from '../../conformance/hand.ts';
import { type EngineHarness, scene } from '../../conformance/harness.ts';
import { ENGINES } from '../../support/engines.ts';
import { newJobs } from '../../support/new-job.ts';

const FULL = process.env['SKEP_FULL'] !== undefined;
const JOBS = FULL ? 1_000_000 : 100_000;
const NOISE = FULL ? 1 : 4;
const CALL_MS = 500 * NOISE;
const REDIS_COMMAND_MS = 100 * NOISE;
const GROWTH_BYTES = 200 * 1_048_576;
const DAY_MS = 86_400_000;
const BATCH = 1_000;

for (const harness of ENGINES) millionTests(harness);

function millionTests(harness: EngineHarness): void {
  describe(`Q01 ${JOBS} jobs on ${harness.name}`, function () {
    this.timeout(FULL ? 1_800_000 : 240_000);
    const at = scene(harness);

    it('start, first page, counts, cancel in bulk, drain and prune: each call is bounded', async () => {
      const slow = await slowCommands(at.store.address);
      const timed = new Timed();
      const before = process.memoryUsage().rss;
      for (let stored = 0; stored < JOBS; stored += BATCH) {
        const jobs = newJobs(BATCH, {
          task: stored % 2 === 0 ? 'a' : 'b',
          queue: stored % 10_000 === 0 ? 'other' : 'default',
        });
        await timed.call('enqueue', () => at.engine.enqueue(jobs));
      }
      const engine = await timed.call('open', () => at.store.open());
      await looks(engine, timed);
      const cancelled = await cancelSome(engine, timed, JOBS / 2);
      await drain(engine, timed, JOBS - cancelled);
      await looks(engine, timed);
      await pruneBeside(engine, timed);
      timed.assertBounded();
      const grown = process.memoryUsage().rss - before;
      if (FULL) console.log(`      grown by ${Math.round(grown / 1_048_576)} MB`);
      assert.ok(grown < GROWTH_BYTES, `the process has grown by ${Math.round(grown / 1_048_576)} MB`);
      assert.deepEqual(await slow(), []);
    });
  });
}

/** The longest call of each kind. */
class Timed {
  readonly #longest = new Map<string, number>();

  async call<T>(name: string, act: () => Promise<T>): Promise<T> {
    const begin = performance.now();
    const result = await act();
    this.#longest.set(name, Math.max(this.#longest.get(name) ?? 0, performance.now() - begin));
    return result;
  }

  assertBounded(): void {
    const longest = [...this.#longest].map(([name, ms]) => `${name} ${Math.round(ms)}`);
    if (FULL) console.log(`      longest calls in ms: ${longest.join(', ')}`);
    const over = [...this.#longest].filter(([, ms]) => ms > CALL_MS);
    assert.deepEqual(over, [], `longest calls in ms: ${longest.join(', ')}`);
  }
}

async function looks(engine: Engine, timed: Timed): Promise<void> {
  await timed.call('counts', () => engine.counts());
  const page = await timed.call('first page', () => engine.listJobs({}, 50, null));
  assert.equal(page.jobs.length, 50);
  await timed.call('second page', () => engine.listJobs({}, 50, page.next));
  for (const filter of [{ task: 'a' }, { queue: 'other' }, { states: ['dead' as const] }, { tag: 'none' }]) {
    await timed.call(`page of ${JSON.stringify(filter)}`, () => engine.listJobs(filter, 50, null));
  }
  await timed.call('get', () => engine.getJob(page.jobs[0]?.id ?? ''));
  await timed.call('promote', () => engine.promote(1_000));
  await timed.call('expire', () => engine.expire(1_000));
  await timed.call('rescue', () => engine.rescue(1_000));
  await timed.call('check', () => engine.check());
}

/** As `jobs cancel` by filter does it: page by page. */
async function cancelSome(engine: Engine, timed: Timed, wanted: number): Promise<number> {
  let cancelled = 0;
  let cursor: string | null = null;
  do {
    const from: string | null = cursor;
    const filter = { states: ['available' as const], task: 'a' };
    const page: JobPage = await timed.call('page to cancel', () => engine.listJobs(filter, 500, from));
    const ids = page.jobs.map(({ id }) => id);
    const receipts = await timed.call('cancel 500', () => engine.cancel(ids, 'bulk'));
    cancelled += receipts.filter(({ status }) => status === 'done').length;
    cursor = page.next;
  } while (cursor !== null && cancelled < wanted);
  return cancelled;
}

async function drain(engine: Engine, timed: Timed, expected: number): Promise<void> {
  await engine.join(INFO);
  let ran = 0;
  for (const queue of ['default', 'other']) {
    let active = 0;
    const consumer = engine.consume(queue, { permit: () => 256 - active }, async () => {
      active += 1;
      await new Promise((resolve) => setImmediate(resolve));
      active -= 1;
      ran += 1;
      return { outcome: { kind: 'complete', result: null }, traceId: null, spanId: null, progress: null, logs: [] };
    });
    const idle = consumer.idle();
    await timed.call('counts while draining', () => engine.counts());
    await idle;
    await consumer.stop();
  }
  assert.equal(ran, expected);
}

/** Retention by time, then by number, while jobs come in: neither waits for the other. */
async function pruneBeside(engine: Engine, timed: Timed): Promise<void> {
  const keep = { forMs: DAY_MS, count: null };
  const retention = { completed: { forMs: DAY_MS, count: 1_000 }, cancelled: { forMs: 0, count: null }, dead: keep };
  const state = { more: true };
  let enqueued = 0;
  const producing = (async (): Promise<void> => {
    while (state.more) {
      await timed.call('enqueue while pruning', () => engine.enqueue(newJobs(10, { queue: 'fresh' })));
      enqueued += 10;
    }
  })();
  while (state.more) {
    state.more = (await timed.call('prune 1 000', () => engine.prune(retention, 1_000))).more;
  }
  await producing;
  const rows = await engine.counts();
  for (const { queue, counts } of rows) {
    if (queue === 'fresh') assert.equal(counts.available, enqueued);
    else assert.deepEqual([queue, counts.completed, counts.cancelled], [queue, 1_000, 0]);
  }
}

/** @returns what Redis itself says of commands over the bound; nothing for SQLite */
async function slowCommands(address: Readonly<Record<string, string>>): Promise<() => Promise<string[]>> {
  const { url } = address;
  if (url === undefined) return () => Promise.resolve([]);
  const redis = new Redis(url);
  await redis.config('SET', 'slowlog-log-slower-than', String(REDIS_COMMAND_MS * 1_000));
  await redis.slowlog('RESET');
  return async () => {
    const entries = (await redis.slowlog('GET', 20)) as [number, number, number, string[]][];
    redis.disconnect();
    return entries.map(
      ([, , micros, command]) => `${Math.round(micros / 1_000)} ms: ${command.slice(0, 4).join(' ').slice(0, 200)}`,
    );
  };
}
