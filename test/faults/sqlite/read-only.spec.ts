/** S03: the file lies on a file system that is mounted read-only (docs/reliability.md). */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_TIMINGS } from '../../../src/engine/index.ts';
import { openSqliteEngine, type SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { newId, silentLogger, systemClock } from '../../../src/foundation/index.ts';
import { createPlatform } from '../../../src/platform/index.ts';
import { newJob, newJobs } from '../../support/new-job.ts';

const open = (file: string): Promise<SqliteEngine> =>
  openSqliteEngine({ path: file, timings: DEFAULT_TIMINGS, clock: systemClock, newId });

describe('SQLite: S03 a read-only file system', () => {
  let root: string;
  let folder: string;
  let shown: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'skep-read-only-'));
    [folder, shown] = [path.join(root, 'store'), path.join(root, 'shown')];
    mkdirSync(folder);
    mkdirSync(shown);
  });
  afterEach(() => {
    try {
      // At once, whatever is open there: the driver lets go of a file when its statements are collected.
      execFileSync('umount', ['-l', shown], { stdio: 'ignore' });
    } catch {
      // It was not mounted.
    }
    rmSync(root, { recursive: true });
  });
  /** Root of a Linux may show a folder a second time, read-only. @returns whether it did */
  const mounted = (): boolean => {
    try {
      execFileSync('mount', ['--bind', folder, shown], { stdio: 'ignore' });
      execFileSync('mount', ['-o', 'remount,bind,ro', shown], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };

  it('what is stored can be read; every write is refused by name, the check fails, and nothing is created', async function () {
    const before = await open(path.join(folder, 'store.db'));
    await before.jobs.enqueue(newJobs(3));
    await before.close();
    if (!mounted()) this.skip();
    const engine = await open(path.join(shown, 'store.db'));
    assert.equal((await engine.queues.counts())[0]?.counts.available, 3);
    await assert.rejects(engine.jobs.enqueue([newJob()]), { code: 'STORE_UNREACHABLE' });
    await assert.rejects(engine.keeping.rescue(10), { code: 'STORE_UNREACHABLE' });
    assert.equal((await engine.health.check()).find(({ name }) => name === 'access')?.status, 'fail');
    assert.equal((await engine.queues.counts())[0]?.counts.available, 3);
    await engine.close();
    await assert.rejects(open(path.join(shown, 'new.db')), { code: 'STORE_UNREACHABLE' });
    await assert.rejects(open(path.join(shown, 'deep', 'new.db')), { code: 'STORE_UNREACHABLE' });
    assert.equal(existsSync(path.join(folder, 'new.db')), false);
  });

  it('a process that is to work does not start: opened so, the file could not be written by it later either', async function () {
    await (await open(path.join(folder, 'store.db'))).close();
    if (!mounted()) this.skip();
    const file = path.join(root, 'jobs.yaml');
    writeFileSync(file, `version: 1\nname: shown\nengine: { type: sqlite, path: ${path.join(shown, 'store.db')} }\n`);
    const platform = await createPlatform({ file, env: {}, roles: ['worker'], logger: silentLogger });
    await assert.rejects(platform.start(), { code: 'STORE_UNREACHABLE' });
    await platform.stop();
  });
});
