import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { copyFile, rename, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { Store } from '../../../src/engines/sqlite/store.ts';
import { Hand, INFO } from '../../conformance/hand.ts';
import { allJobs } from '../../support/all-jobs.ts';
import { newJob, newJobs } from '../../support/new-job.ts';
import { waitFor } from '../../support/wait-for.ts';
import { named, onDisk, sound } from './on-disk.ts';

describe('SQLite: the disk, readers and the clock', function () {
  const at = onDisk();
  let child: ChildProcess | undefined;
  afterEach(async () => {
    if (child?.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    child = undefined;
  });

  it('S03 writes that fail (a file size limit): refused by name, and it goes on when they work again', async function () {
    const told: string[] = [];
    child = fork(new URL('./writer.ts', import.meta.url), [at.file, '-', '7'], { execArgv: ['--import', 'tsx'] });
    const { pid = 0 } = child;
    child.on('message', (line: string) => told.push(line));
    const count = (kind: string): number => told.filter((line) => line.startsWith(kind)).length;
    await waitFor('the first batches', () => count('acked') > 20);
    try {
      execFileSync('prlimit', ['--pid', String(pid), `--fsize=4096:unlimited`]);
    } catch {
      this.skip();
    }
    await waitFor('refusals', () => count('error') > 10);
    const refused = count('acked');
    const errors = new Set(told.filter((line) => line.startsWith('error')));
    assert.ok(
      [...errors].every((line) => /error STORE_(UNREACHABLE|FULL)/.test(line)),
      [...errors].join(),
    );
    execFileSync('prlimit', ['--pid', String(pid), '--fsize=unlimited:unlimited']);
    await waitFor('new batches', () => count('acked') > refused + 20);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    const engine = await at.open();
    await sound(engine);
    const there = new Set((await allJobs(engine)).map(({ id }) => id));
    const acked = new Set(told.flatMap((line) => (line.startsWith('acked ') ? [line.slice(6)] : [])));
    for (const line of told) {
      const [kind, batch = '', ids = ''] = line.split(' ');
      if (kind === 'offered' && acked.has(batch)) {
        assert.ok(
          ids.split(',').every((id) => there.has(id)),
          `batch ${batch} was acknowledged`,
        );
      }
    }
  });

  for (const [what, act] of [
    ['deleted', (): Promise<void> => rm(at.file)],
    ['replaced', async (): Promise<void> => rename(path.join(at.folder, 'other.db'), at.file)],
  ] as const) {
    it(`S03 the file is ${what}: nothing is acknowledged into it, no new one appears, no job starts`, async () => {
      const engine = await at.open();
      await engine.fleet.join(INFO);
      await (await at.open({ at: path.join(at.folder, 'other.db') })).close();
      await engine.jobs.enqueue(newJobs(3));
      await copyFile(at.file, path.join(at.folder, 'backup.db'));
      await act();
      const before = existsSync(at.file) ? readFileSync(at.file) : null;
      await assert.rejects(engine.jobs.enqueue([newJob()]), { code: 'STORE_UNREACHABLE' });
      assert.equal(named(await engine.health.check(), 'file').status, 'fail', 'the process is not ready');
      const hand = new Hand(engine, 'default', 3);
      await waitFor('the complaint', () => hand.troubles.length > 0);
      assert.equal(hand.held.length, 0);
      assert.deepEqual(existsSync(at.file) ? readFileSync(at.file) : null, before);
      void hand.close();
    });
  }

  it('S05 a long reader: writing goes on, the log is cut back afterwards; one that has grown is reported', async () => {
    const rows = process.env['SKEP_FULL'] === undefined ? 10_000 : 100_000;
    const engine = await at.open();
    await engine.jobs.enqueue(newJobs(10));
    const reader = new Store(at.file);
    reader.exec('BEGIN');
    assert.equal(reader.number('SELECT count(*) FROM jobs'), 10);
    for (let written = 0; written < rows; written += 1_000) {
      await engine.jobs.enqueue(newJobs(1_000, { payload: 'x'.repeat(1_000) }));
    }
    assert.equal(reader.number('SELECT count(*) FROM jobs'), 10, 'the reader sees what it saw');
    const grown = statSync(`${at.file}-wal`).size;
    reader.exec('COMMIT');
    reader.close();
    await engine.jobs.enqueue(newJobs(1_000));
    await engine.jobs.enqueue(newJobs(1));
    assert.ok(statSync(`${at.file}-wal`).size <= Math.max(grown, 64 * 1_048_576));
    assert.equal(named(await engine.health.check(), 'log').status, 'ok');
    // Zeros at the end are no frames: a log that looks grown, without the gigabyte.
    await truncate(`${at.file}-wal`, 300 * 1_048_576);
    assert.equal(named(await engine.health.check(), 'log').status, 'warn');
    assert.equal((await engine.queues.counts())[0]?.counts.available, rows + 1_011);
  });

  it('S10 a store in memory says that it keeps nothing', async () => {
    const engine = await at.open({ at: ':memory:' });
    assert.equal(named(await engine.health.check(), 'persistence').status, 'warn');
    assert.equal(engine.capabilities.durable, false);
  });
});
