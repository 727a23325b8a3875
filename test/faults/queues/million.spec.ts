/**
 * Q01, and pruning under load: a hundred thousand jobs in `npm test`, a million with SKEP_FULL=1. No call may cost more
 * with all of them in the store than with a few, beyond the logarithm that an index takes, and memory is bounded.
 */
import assert from 'node:assert/strict';
import type { Engine, JobPage } from '../../../src/engine/index.ts';
import { INFO } from '../../conformance/hand.ts';
import { type EngineHarness, type Scene, scene } from '../../conformance/harness.ts';
import { ENGINES } from '../../support/engines.ts';
import { newJobs } from '../../support/new-job.ts';
import { LONG_TEST_MS } from '../../support/patience.ts';
import { Costs } from './costs.ts';
import { prune } from '../../support/rules.ts';

const FULL = process.env['SKEP_FULL'] !== undefined;
const JOBS = FULL ? 1_000_000 : 100_000;
/** So many are there when the calls are made for the first time. */
const FEW = JOBS / 50;
/** What was bound to the number of jobs would cost fifty times as much. */
const MOST_TIMES = 5;
/** What costs less is not told apart from the noise around it, µs. */
const NOISE_MICROS = 2_000;
const ROUNDS = 5;
const GROWTH_BYTES = 200 * 1_048_576;
const DAY_MS = 86_400_000;
const BATCH = 1_000;

for (const harness of ENGINES) millionTests(harness);

function millionTests(harness: EngineHarness): void {
  describe(`Q01 ${JOBS} jobs on ${harness.name}`, function () {
    this.timeout(LONG_TEST_MS);
    const at = scene(harness);

    it('start, first page, counts, cancel in bulk, drain and prune: each call costs what it costs with a few', async () => {
      const before = process.memoryUsage().rss;
      await Costs.during(at.store.address, (costs) => lifeOfAll(at, costs));
      const grown = process.memoryUsage().rss - before;
      if (FULL) console.log(`      grown by ${Math.round(grown / 1_048_576)} MB`);
      assert.ok(grown < GROWTH_BYTES, `the process has grown by ${Math.round(grown / 1_048_576)} MB`);
    });
  });
}

async function lifeOfAll(at: Scene, costs: Costs): Promise<void> {
  await store(at.engine, costs, [0, FEW]);
  await looks(at.engine, costs);
  await cancelSome(at.engine, costs, FEW / 4);
  const few = costs.least();
  await store(at.engine, costs, [FEW, JOBS]);
  const engine = await at.store.open();
  await looks(engine, costs);
  await cancelSome(engine, costs, FEW / 4);
  assertAlike(few, costs.least());
  await drain(engine, costs);
  await looks(engine, costs);
  assertAlike(few, costs.least());
  await pruneBeside(engine, costs);
  assertAlike(few, costs.least());
}

/** Calls that were made with a few jobs and again with all. */
function assertAlike(few: ReadonlyMap<string, number>, all: ReadonlyMap<string, number>): void {
  const both = [...few].flatMap(([name, micros]) => {
    const now = all.get(name);
    return now === undefined ? [] : [{ name, micros: Math.round(micros), now: Math.round(now) }];
  });
  if (FULL) console.log(both.map(({ name, micros, now }) => `      ${name}: ${micros} µs, ${now} µs`).join('\n'));
  const over = both.filter(({ micros, now }) => now > MOST_TIMES * Math.max(micros, NOISE_MICROS));
  assert.deepEqual(over, [], 'calls that cost more with more jobs in the store');
}

async function store(engine: Engine, costs: Costs, [from, to]: readonly [number, number]): Promise<void> {
  for (let stored = from; stored < to; stored += BATCH) {
    const jobs = newJobs(BATCH, {
      task: stored % 2_000 === 0 ? 'a' : 'b',
      queue: stored % 10_000 === 0 ? 'other' : 'default',
    });
    await costs.call('enqueue', () => engine.jobs.enqueue(jobs));
  }
}

async function looks(engine: Engine, costs: Costs): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) await look(engine, costs);
}

async function look(engine: Engine, costs: Costs): Promise<void> {
  await costs.call('counts', () => engine.queues.counts());
  const page = await costs.call('first page', () => engine.jobs.list({}, 50, null));
  assert.equal(page.jobs.length, 50);
  await costs.call('second page', () => engine.jobs.list({}, 50, page.next));
  for (const filter of [{ task: 'a' }, { queue: 'other' }, { states: ['dead' as const] }, { tag: 'none' }]) {
    await costs.call(`page of ${JSON.stringify(filter)}`, () => engine.jobs.list(filter, 50, null));
  }
  await costs.call('get', () => engine.jobs.get(page.jobs[0]?.id ?? ''));
  await costs.call('promote', () => engine.keeping.promote(1_000));
  await costs.call('expire', () => engine.keeping.expire(1_000));
  await costs.call('rescue', () => engine.keeping.rescue(1_000));
  await costs.call('check', () => engine.health.check());
}

/** As `jobs cancel` by filter does it: page by page. */
async function cancelSome(engine: Engine, costs: Costs, wanted: number): Promise<number> {
  let cancelled = 0;
  let cursor: string | null = null;
  do {
    const from: string | null = cursor;
    const filter = { states: ['available' as const], task: 'a' };
    const page: JobPage = await costs.call('page to cancel', () => engine.jobs.list(filter, 500, from));
    const ids = page.jobs.map(({ id }) => id);
    const receipts = await costs.call('cancel 500', () => engine.jobs.cancel(ids, 'bulk'));
    cancelled += receipts.filter(({ status }) => status === 'done').length;
    cursor = page.next;
  } while (cursor !== null && cancelled < wanted);
  return cancelled;
}

async function drain(engine: Engine, costs: Costs): Promise<void> {
  const expected = (await engine.queues.counts()).reduce((sum, { counts }) => sum + counts.available, 0);
  await engine.fleet.join(INFO);
  let ran = 0;
  for (const queue of ['default', 'other']) {
    let active = 0;
    const consumer = engine.queues.consume(queue, { permit: () => 256 - active }, async () => {
      active += 1;
      await new Promise((resolve) => setImmediate(resolve));
      active -= 1;
      ran += 1;
      return { outcome: { kind: 'complete', result: null }, traceId: null, spanId: null, progress: null, logs: [] };
    });
    const idle = consumer.idle();
    await costs.call('counts', () => engine.queues.counts());
    await idle;
    await consumer.stop();
  }
  assert.equal(ran, expected);
}

/** Retention by time, then by number, while jobs come in: neither waits for the other. */
async function pruneBeside(engine: Engine, costs: Costs): Promise<void> {
  const keep = { forMs: DAY_MS, count: null };
  const retention = { completed: { forMs: DAY_MS, count: 1_000 }, cancelled: { forMs: 0, count: null }, dead: keep };
  const state = { more: true };
  let enqueued = 0;
  const producing = (async (): Promise<void> => {
    while (state.more) {
      await costs.call('enqueue while pruning', () => engine.jobs.enqueue(newJobs(10, { queue: 'fresh' })));
      enqueued += 10;
    }
  })();
  while (state.more) {
    state.more = (await costs.call('prune 1 000', () => prune(engine, retention, 1_000))).more;
  }
  await producing;
  const rows = await engine.queues.counts();
  for (const { queue, counts } of rows) {
    if (queue === 'fresh') assert.equal(counts.available, enqueued);
    else assert.deepEqual([queue, counts.completed, counts.cancelled], [queue, 1_000, 0]);
  }
}
