import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Committer } from '../../../../src/engines/sqlite/committer.ts';
import { insertJobs, prepareJobs } from '../../../../src/engines/sqlite/enqueue.ts';
import { openStore } from '../../../../src/engines/sqlite/opening.ts';
import { FilesThere } from '../../../../src/engines/sqlite/files-there.ts';
import type { Store } from '../../../../src/engines/sqlite/store.ts';
import { Sync } from '../../../../src/engines/sqlite/sync.ts';
import { type Clock, SkepError, systemClock as clock } from '../../../../src/foundation/index.ts';
import { newJob, newJobs } from '../../../support/new-job.ts';

describe('sqlite: group commit', () => {
  let folder: string;
  let store: Store;
  let committer: Committer;
  const woken: string[] = [];
  const committerOf = (on: Store, by: Clock = clock): Committer =>
    new Committer({
      ...{ store: on, clock: by, files: new FilesThere(on.path, on), sync: new Sync(on, clock) },
      onWake: (queues) => woken.push(...queues),
      onSignalled: () => undefined,
      onRunsDue: () => undefined,
    });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-committer-'));
    store = await openStore({ path: path.join(folder, 'store.db'), clock });
    committer = committerOf(store);
    woken.length = 0;
  });
  afterEach(async () => {
    committer.close();
    store.close();
    await rm(folder, { recursive: true, force: true });
  });

  const enqueue = (count: number, payload = ''): Promise<unknown> => {
    const prepared = prepareJobs(newJobs(count, { payload }));
    return committer.write((transaction) => insertJobs(transaction, prepared));
  };
  const stored = (): number => store.number('SELECT count(*) FROM jobs');
  const counted = (): number => store.number('SELECT sum(available) FROM queues');

  it('writes what came in one turn in one transaction, and wakes each queue once', async () => {
    let transactions = 0;
    const seen = new Set<unknown>();
    await Promise.all(
      Array.from({ length: 10 }, () =>
        committer.write((transaction) => {
          if (!seen.has(transaction)) transactions += 1;
          seen.add(transaction);
          return insertJobs(transaction, prepareJobs([newJob()]));
        }),
      ),
    );
    assert.equal(transactions, 1);
    assert.deepEqual(woken, ['default']);
    assert.deepEqual([stored(), counted()], [10, 10]);
  });

  it('does not let one unit that fails spoil the others', async () => {
    const results = await Promise.allSettled([
      enqueue(1),
      committer.write((transaction) => {
        insertJobs(transaction, prepareJobs(newJobs(3)));
        throw new SkepError('REQUEST_INVALID', 'no');
      }),
      enqueue(1),
    ]);
    assert.deepEqual(
      results.map((result) => result.status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual([stored(), counted()], [2, 2]);
  });

  it('disk full: refused as STORE_FULL, nothing half-written, works again with room', async () => {
    await enqueue(10);
    store.exec(`PRAGMA max_page_count = ${store.number('PRAGMA page_count') + 20}`);
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => enqueue(10, 'x'.repeat(10_000))));
    const refused = results.filter((result) => result.status === 'rejected');
    assert.ok(refused.length > 0);
    for (const result of refused) assert.equal((result.reason as SkepError).code, 'STORE_FULL');
    const kept = 10 + 10 * (results.length - refused.length);
    assert.deepEqual([stored(), counted()], [kept, kept]);
    store.exec('PRAGMA max_page_count = 1000000');
    await enqueue(10, 'x'.repeat(10_000));
    assert.deepEqual([stored(), counted()], [kept + 10, kept + 10]);
    assert.equal(store.get('PRAGMA integrity_check')?.[0], 'ok');
  });

  it('waits for the write lock of another process without holding up the event loop', async () => {
    const other = await openStore({ path: store.path, clock });
    other.exec('BEGIN IMMEDIATE');
    let done = false;
    const write = enqueue(1).then(() => (done = true));
    // The lock is ours to give: were the loop held up for it, it would never turn again.
    for (let turns = 0; turns < 10_000; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(done, false);
    other.exec('COMMIT');
    await write;
    assert.equal(stored(), 1);
    other.close();
  });

  it('tells since when another process has held the write lock, whoever has asked for it', async () => {
    let elapsed = 0;
    const moved = { ...clock, monotonic: () => clock.monotonic() + elapsed } satisfies Clock;
    committer = committerOf(store, moved);
    const other = await openStore({ path: store.path, clock });
    assert.equal(committer.lockedMs(), undefined);
    other.exec('BEGIN IMMEDIATE');
    assert.ok(Number(committer.lockedMs()) >= 0);
    elapsed = 60_000;
    assert.ok(Number(committer.lockedMs()) >= 60_000);
    // Those who wait are told after ten seconds, and nothing of it is written.
    const refused = enqueue(1);
    void refused.catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    elapsed += 20_000;
    await assert.rejects(refused, { code: 'STORE_UNREACHABLE' });
    assert.ok(Number(committer.lockedMs()) >= 80_000);
    other.exec('COMMIT');
    other.close();
    assert.equal(committer.lockedMs(), undefined);
    await enqueue(1);
    assert.equal(stored(), 1);
  });

  it('writes what is left when it is closed, then refuses', async () => {
    const last = enqueue(1);
    committer.close();
    await last;
    assert.equal(stored(), 1);
    await assert.rejects(enqueue(1), { code: 'STORE_UNREACHABLE' });
  });
});
