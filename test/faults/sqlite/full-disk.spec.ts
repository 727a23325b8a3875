import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_TIMINGS } from '../../../src/engine/index.ts';
import type { SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import type { Store } from '../../../src/engines/sqlite/store.ts';
import { newId, SkepError, systemClock } from '../../../src/foundation/index.ts';
import { Hand, INFO, runAll } from '../../conformance/hand.ts';
import { newJob, newJobs } from '../../support/new-job.ts';
import { waitFor } from '../../support/wait-for.ts';
import { openWatched, type Watched } from './watched.ts';

/** A disk of the test's own: root of a Linux may mount one in memory. */
function mount(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const CAN_MOUNT = ((): boolean => {
  const folder = mkdtempSync(path.join(tmpdir(), 'skep-mount-'));
  const mounted = mount(folder);
  if (mounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  return mounted;
})();

describe('SQLite: S02 disk full', function () {
  let folder: string;
  let engine: SqliteEngine;
  let store: Store;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'skep-full-'));
  });
  afterEach(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (): Promise<Watched> => {
    const file = path.join(folder, 'store.db');
    const both = await openWatched({ path: file, timings: DEFAULT_TIMINGS, clock: systemClock, newId });
    ({ engine, store } = both);
    return both;
  };
  const isFull = (error: unknown): boolean => error instanceof SkepError && error.code === 'STORE_FULL';
  const running = async (): Promise<number> => (await engine.queues.counts())[0]?.counts.running ?? 0;
  const sound = async (): Promise<void> => {
    const wrong = (await engine.health.examine()).filter(({ name, status }) => status !== 'ok' && name !== 'disk');
    assert.deepEqual(wrong, []);
  };

  describe('by the number of its pages', () => {
    const fill = (): void => store.exec(`PRAGMA max_page_count = ${store.number('PRAGMA page_count')}`);
    const free = (): void => store.exec('PRAGMA max_page_count = 1000000');

    it('enqueue: refuses new jobs whole, and takes the same ones when there is room again', async () => {
      await open();
      await engine.jobs.enqueue(newJobs(10));
      fill();
      const batch = newJobs(500, { payload: 'x'.repeat(500) });
      await assert.rejects(engine.jobs.enqueue(batch), { code: 'STORE_FULL' });
      assert.equal((await engine.queues.counts())[0]?.counts.available, 10, 'nothing was half written');
      await sound();
      free();
      const receipts = await engine.jobs.enqueue(batch);
      assert.ok(receipts.every(({ status }) => status === 'created'));
    });

    it('end: keeps outcomes until they can be stored; nothing runs twice', async () => {
      await open();
      await engine.fleet.join(INFO);
      await engine.jobs.enqueue(newJobs(40));
      const hand = new Hand(engine, 'default', 40);
      const held = await hand.take(40);
      fill();
      const ends = held.map((one) => one.end({ kind: 'complete', result: 'r'.repeat(40_000) }));
      await waitFor('the complaint', () => hand.troubles.length > 1);
      assert.ok(hand.troubles.every(isFull));
      assert.equal(await running(), 40);
      free();
      assert.ok((await Promise.all(ends)).every(({ status }) => status === 'settled'));
      assert.equal(hand.held.length, 40);
      await hand.close();
      await sound();
    });
  });

  (CAN_MOUNT ? describe : describe.skip)('a disk without a byte left (needs the right to mount one)', () => {
    const ballast = (): string => path.join(folder, 'ballast');
    beforeEach(() => {
      mount(folder);
    });
    afterEach(async () => {
      await engine.close();
      execFileSync('umount', ['--lazy', folder]);
    });

    /** Also the room that the log has already, until the next write of any kind has none. */
    const fill = async (): Promise<void> => {
      assert.throws(() => writeFileSync(ballast(), Buffer.alloc(64 * 1_048_576)), { code: 'ENOSPC' });
      const payload = 'x'.repeat(2_000);
      await waitFor('the first refusal', () =>
        engine.jobs.enqueue([newJob({ queue: 'stuffing', payload })]).then(() => false, isFull),
      );
    };
    const free = (): void => rmSync(ballast());

    it('enqueue, begin, end and write-back: refused, nothing half done or lost, all goes on with room', async () => {
      await open();
      await engine.fleet.join(INFO);
      await engine.jobs.enqueue(newJobs(200, { payload: 'x'.repeat(1_000) }));
      const hand = new Hand(engine, 'default', 20);
      const held = await hand.take(20);
      await fill();
      const batch = newJobs(50, { payload: 'x'.repeat(1_000) });
      await assert.rejects(engine.jobs.enqueue(batch), isFull);
      const other = new Hand(engine, 'default', 5);
      await waitFor('the complaint of a begin', () => other.troubles.length > 0);
      const ends = held.map((one) => one.end({ kind: 'complete', result: 1 }));
      await waitFor('the complaint of an end', () => hand.troubles.length > 0);
      assert.ok([...hand.troubles, ...other.troubles].every(isFull));
      assert.deepEqual([other.held.length, await running()], [0, 20]);
      // The log holds pages that the file has no room for.
      assert.throws(() => store.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
      await sound();
      assert.equal(existsSync(ballast()), true);
      free();
      assert.ok((await Promise.all(ends)).every(({ status }) => status === 'settled'));
      const closed = Promise.all([hand.close(), other.close()]);
      const receipts = await engine.jobs.enqueue(batch);
      assert.ok(receipts.every(({ status }) => status === 'created'));
      for (const one of [...hand.held.slice(20), ...other.held]) void one.end({ kind: 'release' });
      await closed;
      assert.equal(await running(), 0);
      assert.equal((await runAll(engine, 'default', undefined, 20)).length, 230);
      await sound();
    });
  });
});
