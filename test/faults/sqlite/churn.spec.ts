import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_TIMINGS, type Retention } from '../../../src/engine/index.ts';
import { type Clock, newId, systemClock } from '../../../src/foundation/index.ts';
import { INFO, runAll } from '../../conformance/hand.ts';
import { newJobs } from '../../support/new-job.ts';
import { openWatched } from './watched.ts';
import { LONG_TEST_MS } from '../../support/patience.ts';
import { prune } from '../../support/rules.ts';

const HOUR_MS = 3_600_000;
/** Two million jobs, a day's work of a busy system, with SKEP_FULL=1. */
const ROUNDS = process.env['SKEP_FULL'] === undefined ? 24 : 1_000;
const JOBS = 2_000;
/** Rounds after which as many jobs are pruned as come. */
const STEADY = 8;
const MEGABYTE = 1_048_576;

describe('SQLite: churn', function () {
  this.timeout(LONG_TEST_MS);

  it(`the file stays as large as what it holds, ${ROUNDS * JOBS} jobs long; so does the log`, async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'skep-churn-'));
    const file = path.join(folder, 'store.db');
    let passed = 0;
    const clock: Clock = { ...systemClock, now: () => systemClock.now() + passed };
    const timings = { ...DEFAULT_TIMINGS, leaseMs: 10 * ROUNDS * HOUR_MS };
    const { engine, store } = await openWatched({ path: file, timings, clock, newId });
    const keep = { forMs: 4 * HOUR_MS, count: null };
    const retention: Retention = { completed: keep, cancelled: keep, dead: keep };
    await engine.fleet.join(INFO);
    await engine.jobs.enqueue(newJobs(JOBS, { queue: 'backlog', payload: 'x'.repeat(300) }));
    const pages: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await engine.jobs.enqueue(newJobs(JOBS, { payload: 'x'.repeat(100 + ((round * 37) % 400)), tags: ['t'] }));
      assert.equal(
        (await runAll(engine, 'default', () => ({ kind: 'complete', result: 'r'.repeat(50) }), 64)).length,
        JOBS,
      );
      passed += HOUR_MS;
      while ((await prune(engine, retention, 1_000)).more);
      pages.push(store.number('PRAGMA page_count'));
      assert.ok(statSync(`${file}-wal`).size < 64 * MEGABYTE, 'the log is written back and used again');
    }
    const steady = Math.max(...pages.slice(0, STEADY));
    const most = Math.max(...pages.slice(STEADY));
    assert.ok(most <= steady * 1.25, `${steady} pages at first, ${most} later`);
    assert.ok(store.number('SELECT count(*) FROM jobs') <= 7 * JOBS);
    await engine.fleet.leave();
    assert.deepEqual(
      (await engine.health.examine()).filter(({ name, status }) => status !== 'ok' && name !== 'clock'),
      [],
    );
    await engine.close();
    await rm(folder, { recursive: true });
  });
});
