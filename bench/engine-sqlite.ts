/**
 * The SQLite engine alone: `node --import tsx bench/engine-sqlite.ts [jobs]`. Medians of 3 on a file of the
 * working disk, fully synced.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { NewJob } from '../src/engine/index.ts';
import { DEFAULT_TIMINGS } from '../src/engine/index.ts';
import { openSqliteEngine, type SqliteEngine } from '../src/engines/sqlite/index.ts';
import { newId, systemClock } from '../src/foundation/index.ts';
import { idleProcess, newJob } from '../test/support/new-job.ts';

const JOBS = Number(process.argv[2] ?? 30_000);
const RUNS = 3;
const INFO = idleProcess({ roles: [] });

function job(): NewJob {
  return newJob({
    task: 'bench.noop',
    payload: { to: 'somebody@example.org', subject: 'x'.repeat(40) },
    manifestRevision: 1,
  });
}

async function batches(engine: SqliteEngine, jobs: readonly NewJob[]): Promise<void> {
  for (let start = 0; start < jobs.length; start += 500) await engine.jobs.enqueue(jobs.slice(start, start + 500));
}

async function callers(engine: SqliteEngine, jobs: readonly NewJob[]): Promise<void> {
  const left = [...jobs];
  const caller = async (): Promise<void> => {
    for (let mine = left.pop(); mine; mine = left.pop()) await engine.jobs.enqueue([mine]);
  };
  await Promise.all(Array.from({ length: 100 }, caller));
}

async function consumeAll(engine: SqliteEngine, permits: number): Promise<void> {
  let active = 0;
  const consumer = engine.queues.consume('default', { permit: () => permits - active }, async () => {
    active += 1;
    await Promise.resolve();
    active -= 1;
    return { outcome: { kind: 'complete', result: null }, traceId: null, spanId: null, progress: null, logs: [] };
  });
  await consumer.idle();
  await consumer.stop();
}

async function measured(name: string, count: number, act: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await act();
  const rate = Math.round((count / (performance.now() - begin)) * 1_000);
  (results[name] ??= []).push(rate);
  return rate;
}

const results: Record<string, number[]> = {};
for (let run = 0; run < RUNS; run += 1) {
  const folder = await mkdtemp(path.join(process.cwd(), '.bench-'));
  const engine = await openSqliteEngine({
    path: path.join(folder, 'store.db'),
    timings: DEFAULT_TIMINGS,
    clock: systemClock,
    newId,
  });
  await engine.fleet.join(INFO);
  const jobs = Array.from({ length: 2 * JOBS }, job);
  await measured('enqueue, batches of 500', JOBS, () => batches(engine, jobs.slice(0, JOBS)));
  await measured('end to end, 64 at once', JOBS, () => consumeAll(engine, 64));
  await measured('enqueue, 100 callers', JOBS, () => callers(engine, jobs.slice(JOBS)));
  await measured('end to end, 256 at once', JOBS, () => consumeAll(engine, 256));
  await engine.fleet.leave();
  await engine.close();
  await rm(folder, { recursive: true });
}
for (const [name, rates] of Object.entries(results)) {
  const median = rates.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
  process.stdout.write(`${name.padEnd(28)} ${median.toLocaleString('en')} jobs/s (${rates.join(', ')})\n`);
}
