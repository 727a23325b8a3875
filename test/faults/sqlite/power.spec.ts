/**
 * S08, power loss by the write: what the disk holds after each write of the log and each page of a write-back, and when
 * pages of a write-back reached it in another order (docs/reliability.md).
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_TIMINGS } from '../../../src/engine/index.ts';
import { openSqliteEngine, type SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { Store } from '../../../src/engines/sqlite/store.ts';
import { newId, systemClock } from '../../../src/foundation/index.ts';
import { INFO, runAll } from '../../conformance/hand.ts';
import { newJobs } from '../../support/new-job.ts';
import { Random, seedOfRun } from '../harness/random.ts';
import { openWatched } from './watched.ts';
import { LONG_TEST_MS } from '../../support/patience.ts';

const PAGE = 4_096;
/** The log: a header, then frames of a header and a page, each written by a call of its own. */
const LOG_HEADER = 32;
const FRAME_HEADER = 24;
const FRAME = FRAME_HEADER + PAGE;
/** So many states of the disk are opened, evenly spread over all writes; with SKEP_FULL=1 each of them. */
const OPENED = process.env['SKEP_FULL'] === undefined ? 60 : Infinity;
const SHUFFLED = 20;

describe('SQLite: S08 power loss between two writes', function () {
  this.timeout(LONG_TEST_MS);
  let folder: string;
  let file: string;
  let engine: SqliteEngine;
  let store: Store;
  /** The jobs after each commit. */
  let history: string[];
  let copies = 0;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-power-'));
    file = path.join(folder, 'store.db');
    ({ engine, store } = await openWatched({ path: file, timings: DEFAULT_TIMINGS, clock: systemClock, newId }));
    history = [snapshot(store)];
    const exec = store.exec.bind(store);
    store.exec = (sql): void => {
      exec(sql);
      if (sql === 'COMMIT') history.push(snapshot(store));
    };
    await work(new Random(seedOfRun()));
  });
  afterEach(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  const snapshot = (at: Store): string => JSON.stringify(at.all('SELECT id, state, attempt FROM jobs ORDER BY seq'));
  const work = async (random: Random): Promise<void> => {
    await engine.fleet.join(INFO);
    for (let turn = 0; turn < 12; turn += 1) {
      await engine.jobs.enqueue(newJobs(random.between(1, 5), { payload: 'x'.repeat(random.between(0, 5_000)) }));
      if (turn % 4 === 0) await runAll(engine);
    }
  };
  /** The jobs in a store that has these files, which must be sound. */
  const jobsOf = async (database: Buffer, log: Buffer): Promise<string> => {
    // A name that no connection ever had: SQLite remembers files by their inode.
    const copy = path.join(folder, `copy-${(copies += 1)}.db`);
    writeFileSync(copy, database, { mode: 0o600 });
    writeFileSync(`${copy}-wal`, log);
    const opened = await openSqliteEngine({ path: copy, timings: DEFAULT_TIMINGS, clock: systemClock, newId });
    const wrong = (await opened.health.examine()).filter(({ status }) => status !== 'ok');
    await opened.close();
    assert.deepEqual(wrong, []);
    const raw = new Store(copy);
    const jobs = snapshot(raw);
    raw.close();
    return jobs;
  };

  it('after each write of the log: the history up to some commit, and never less than after the write before', async () => {
    const [database, log] = [readFileSync(file), readFileSync(`${file}-wal`)];
    const frames = (log.length - LOG_HEADER) / FRAME;
    const writes = Array.from({ length: frames }, (_, frame) => LOG_HEADER + frame * FRAME).flatMap((start) => [
      start,
      start + FRAME_HEADER,
    ]);
    let reached = 0;
    for (const length of [...spread(writes), log.length]) {
      const jobs = await jobsOf(database, log.subarray(0, length));
      reached = history.indexOf(jobs, reached);
      assert.ok(reached >= 0, `cut off at ${length}, the log is no part of the history, or less than before`);
    }
    assert.equal(history[reached], history.at(-1), 'the whole log is the whole history');
  });

  it('after each page of a write-back, also when others reached the disk first: nothing is missing', async () => {
    const random = new Random(seedOfRun());
    const [before, log] = [readFileSync(file), readFileSync(`${file}-wal`)];
    store.get('PRAGMA wal_checkpoint(PASSIVE)');
    const after = readFileSync(file);
    const changed = Array.from({ length: after.length / PAGE }, (_, page) => page * PAGE).filter(
      (at) => !after.subarray(at, at + PAGE).equals(before.subarray(at, at + PAGE)),
    );
    assert.ok(changed.length > 10, `${changed.length} pages were written back`);
    const inOrder = spread(changed.map((_page, index) => changed.slice(0, index)));
    const shuffled = Array.from({ length: SHUFFLED }, () => changed.filter(() => random.between(0, 1) === 1));
    for (const pages of [...inOrder, ...shuffled, changed]) {
      const jobs = await jobsOf(written(before, after, pages), log);
      assert.equal(jobs, history.at(-1), `SKEP_SEED=${seedOfRun()}, pages at ${pages.join()}`);
    }
  });
});

/** Of a list, as many as are opened, evenly spread. */
function spread<T>(all: readonly T[]): T[] {
  const step = Math.max(1, Math.floor(all.length / OPENED));
  return all.filter((_one, index) => index % step === 0);
}

/** The file as it was before, but for these pages; it is as long as the last of them needs. */
function written(before: Buffer, after: Buffer, pages: readonly number[]): Buffer {
  const file = Buffer.alloc(Math.max(before.length, (pages.at(-1) ?? 0) + PAGE));
  before.copy(file);
  for (const at of pages) after.copy(file, at, at, at + PAGE);
  return file;
}
