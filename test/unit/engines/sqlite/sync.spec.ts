import assert from 'node:assert/strict';
import { copyFileSync, fdatasync, fdatasyncSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Committer } from '../../../../src/engines/sqlite/committer.ts';
import { insertJobs, prepareJobs } from '../../../../src/engines/sqlite/enqueue.ts';
import { openStore } from '../../../../src/engines/sqlite/opening.ts';
import { FilesThere } from '../../../../src/engines/sqlite/files-there.ts';
import { Store } from '../../../../src/engines/sqlite/store.ts';
import { type Disk, Sync } from '../../../../src/engines/sqlite/sync.ts';
import { SkepError, systemClock as clock } from '../../../../src/foundation/index.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { newJobs } from '../../../support/new-job.ts';
import { waitFor } from '../../../support/wait-for.ts';

type Done = (failure: Error | null) => void;

describe('sqlite: sync', () => {
  let folder: string;
  let store: Store;
  let committer: Committer;
  /** Of the patience alone. */
  let time: FakeClock;
  beforeEach(async () => {
    time = new FakeClock();
    folder = await mkdtemp(path.join(tmpdir(), 'skep-sync-'));
    store = await openStore({ path: path.join(folder, 'store.db'), clock });
  });
  afterEach(async () => {
    committer.close();
    store.close();
    await rm(folder, { recursive: true, force: true });
  });

  const begin = (disk: Disk): void => {
    committer = new Committer({
      ...{ store, clock, files: new FilesThere(store.path, store), sync: new Sync(store, time, disk) },
      onWake: () => undefined,
      onSignalled: () => undefined,
      onRunsDue: () => undefined,
    });
  };
  /** A disk that syncs when the test says so. */
  const handDisk = (): { readonly begun: Done[]; readonly disk: Disk } => {
    const begun: Done[] = [];
    return { begun, disk: { sync: (_file, done) => begun.push(done), syncNow: fdatasyncSync } };
  };
  const enqueue = (count = 1, durable = true): Promise<readonly { readonly id: string }[]> => {
    const prepared = prepareJobs(newJobs(count));
    return committer.write((transaction) => insertJobs(transaction, prepared), { durable });
  };
  const told = (promise: Promise<unknown>): { state: string } => {
    const word = { state: 'pending' };
    void promise.then(
      () => (word.state = 'acknowledged'),
      (error: unknown) => (word.state = error instanceof SkepError ? error.code : String(error)),
    );
    return word;
  };

  it('acknowledges what was committed before the sync began, and nothing else; what need not be durable at once', async () => {
    const { begun, disk } = handDisk();
    begin(disk);
    const first = told(enqueue());
    await waitFor('the sync', () => begun.length === 1);
    const second = told(enqueue());
    await enqueue(1, false);
    assert.equal(store.number('SELECT count(*) FROM jobs'), 3, 'the next transaction did not wait for the disk');
    assert.deepEqual([first.state, second.state, begun.length], ['pending', 'pending', 1]);
    begun[0]?.(null);
    await waitFor('the next sync', () => begun.length === 2);
    assert.deepEqual([first.state, second.state], ['acknowledged', 'pending']);
    begun[1]?.(null);
    await waitFor('the second word', () => second.state === 'acknowledged');
  });

  it('power loss: whatever was acknowledged is in the files as they were when a finished sync began', async () => {
    let copies = 0;
    let synced = -1;
    const copyOf = (copy: number): string => path.join(folder, `copy-${copy}.db`);
    begin({
      sync: (file, done) => {
        const copy = copies++;
        for (const end of ['', '-wal']) copyFileSync(store.path + end, copyOf(copy) + end);
        fdatasync(file, (failure) => {
          synced = copy;
          done(failure);
        });
      },
      syncNow: fdatasyncSync,
    });
    const acknowledged: { readonly id: string; readonly by: number }[] = [];
    const caller = async (): Promise<void> => {
      for (let turn = 0; turn < 20; turn += 1) {
        const receipts = await enqueue(2);
        acknowledged.push(...receipts.map(({ id }) => ({ id, by: synced })));
      }
    };
    await Promise.all(Array.from({ length: 5 }, caller));
    assert.equal(acknowledged.length, 200);
    for (let copy = 0; copy < copies; copy += 1) {
      const left = new Store(copyOf(copy));
      const ids = new Set(left.all('SELECT id FROM jobs').map(([id]) => id));
      left.close();
      assert.ok(acknowledged.every(({ id, by }) => by > copy || by < copy || ids.has(id)));
    }
  });

  it('a sync that fails: refused; the next one is trusted only after a write-back of the whole log', async () => {
    const { begun, disk } = handDisk();
    begin(disk);
    const first = told(enqueue());
    await waitFor('the sync', () => begun.length === 1);
    const reader = new Store(store.path);
    reader.exec('BEGIN');
    assert.equal(reader.number('SELECT count(*) FROM jobs'), 1);
    begun[0]?.(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
    await waitFor('the refusal', () => first.state === 'STORE_UNREACHABLE');
    await assert.rejects(enqueue(), { code: 'STORE_UNREACHABLE' }, 'the reader keeps the log from being written back');
    reader.exec('COMMIT');
    reader.close();
    await enqueue();
    assert.equal(begun.length, 1, 'no sync of the log would have noticed');
    assert.equal(statSync(`${store.path}-wal`).size, 0, 'all of it is in the file');
    const last = told(enqueue());
    await waitFor('the usual sync', () => begun.length === 2);
    begun[1]?.(null);
    await waitFor('the last word', () => last.state === 'acknowledged');
  });

  it('does not wait for ever for a thread of the pool: then it syncs itself, once', async () => {
    const { begun, disk } = handDisk();
    begin(disk);
    const first = told(enqueue());
    await waitFor('the sync', () => begun.length === 1);
    await time.advance(249);
    assert.equal(first.state, 'pending');
    await time.advance(1);
    await waitFor('the word', () => first.state === 'acknowledged');
    const second = told(enqueue());
    await waitFor('the next sync', () => begun.length === 2);
    begun[0]?.(null);
    await enqueue(1, false);
    assert.equal(second.state, 'pending', 'the late word of the first sync says nothing about the second');
    begun[1]?.(null);
    await waitFor('the second word', () => second.state === 'acknowledged');
  });

  it('acknowledges what is left when it is closed', async () => {
    const { begun, disk } = handDisk();
    begin(disk);
    const first = told(enqueue());
    await waitFor('the sync', () => begun.length === 1);
    const second = enqueue();
    committer.close();
    await second;
    assert.equal(first.state, 'pending');
    begun[0]?.(null);
    await waitFor('the first word', () => first.state === 'acknowledged');
  });
});
