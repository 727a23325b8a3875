import assert from 'node:assert/strict';
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
} from 'node:fs';
import path from 'node:path';
import type { SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { Store } from '../../../src/engines/sqlite/store.ts';
import { INFO, runAll } from '../../conformance/hand.ts';
import { allJobs } from '../../support/all-jobs.ts';
import { newJob, newJobs } from '../../support/new-job.ts';
import { waitFor } from '../../support/wait-for.ts';
import { named, onDisk, sound } from './on-disk.ts';

const at = onDisk();

/** What the last program that closes the file does too: it may, when nobody else holds a lock on it. */
const TAKES_THE_LOG = `
  import Database from 'libsql';
  const file = new Database(process.argv[1]);
  try {
    file.exec('PRAGMA journal_mode = DELETE');
    process.stdout.write('done');
  } catch (error) {
    process.stdout.write(error.code);
  }`;

/** One way of naming a file otherwise than by its real path. @returns the name to open */
const LINKS: Readonly<Record<string, () => string>> = {
  'a linked file': () => {
    const link = path.join(at.folder, 'link.db');
    mkdirSync(path.join(at.folder, 'elsewhere'));
    symlinkSync(path.join(at.folder, 'elsewhere', 'store.db'), link);
    return link;
  },
  'a link to a link, relative': () => {
    mkdirSync(path.join(at.folder, 'elsewhere'));
    symlinkSync('elsewhere/store.db', path.join(at.folder, 'first.db'));
    symlinkSync('first.db', path.join(at.folder, 'second.db'));
    return path.join(at.folder, 'second.db');
  },
  'a linked folder': () => {
    mkdirSync(path.join(at.folder, 'elsewhere'));
    symlinkSync('elsewhere', path.join(at.folder, 'var'));
    return path.join(at.folder, 'var', 'store.db');
  },
  'a path with dots in it': () => path.join(at.folder) + '/a/../b/./store.db',
};

describe('SQLite: where the file and its log lie', () => {
  for (const [what, name] of Object.entries(LINKS)) {
    it(`S12 ${what}: jobs are acknowledged, run and found by a process that uses the real path`, async () => {
      const link = name();
      mkdirSync(path.join(at.folder, 'b'), { recursive: true });
      mkdirSync(path.join(at.folder, 'a'), { recursive: true });
      const engine = await at.open({ at: link });
      await engine.fleet.join(INFO);
      await engine.jobs.enqueue(newJobs(5));
      assert.equal((await runAll(engine, 'default', () => ({ kind: 'complete', result: 1 }), 5)).length, 5);
      assert.ok((await engine.health.check()).every(({ status }) => status !== 'fail'));
      const other = await at.open({ at: execFileSync('realpath', [link], { encoding: 'utf8' }).trim() });
      assert.equal((await allJobs(other)).length, 5);
      await sound(other);
    });
  }

  it('S12 a link that leads elsewhere from now on: nothing is acknowledged any more', async () => {
    const link = path.join(at.folder, 'link.db');
    await (await at.open({ at: path.join(at.folder, 'one.db') })).close();
    await (await at.open({ at: path.join(at.folder, 'two.db') })).close();
    symlinkSync('one.db', link);
    const engine = await at.open({ at: link });
    await engine.jobs.enqueue(newJobs(2));
    rmSync(link);
    symlinkSync('two.db', link);
    await refuses(engine, /link\.db was deleted, moved or replaced/);
  });

  it('S12 links that lead in a circle from now on: refused by name, not ready, and it goes on when they are mended', async () => {
    const link = path.join(at.folder, 'link.db');
    symlinkSync('store.db', link);
    const engine = await at.open({ at: link });
    await engine.fleet.join(INFO);
    await engine.jobs.enqueue(newJobs(2));
    rmSync(link);
    symlinkSync('link.db', link);
    await refuses(engine, /link\.db can no longer be seen \(ELOOP\)/);
    rmSync(link);
    symlinkSync('store.db', link);
    await engine.jobs.enqueue(newJobs(1));
    assert.equal((await allJobs(engine)).length, 3);
  });

  it('S12 a write-back that a kill cut short, behind a link: the log beside the real file makes it whole', async () => {
    mkdirSync(path.join(at.folder, 'elsewhere'));
    const real = path.join(at.folder, 'elsewhere', 'store.db');
    const first = await at.open({ at: path.join(at.folder, 'written.db') });
    await first.jobs.enqueue(newJobs(200, { payload: 'x'.repeat(500) }));
    await first.close();
    const second = await at.open({ at: path.join(at.folder, 'written.db') });
    await second.jobs.enqueue(newJobs(1));
    for (const end of ['', '-wal']) copyFileSync(path.join(at.folder, `written.db${end}`), real + end);
    const { size } = statSync(real);
    // The last page of the file has not been written yet; the log must have it, so all of it goes there anew.
    const raw = new Store(path.join(at.folder, 'written.db'));
    raw.exec("UPDATE jobs SET payload = replace(payload, 'x', 'y')");
    copyFileSync(path.join(at.folder, 'written.db-wal'), `${real}-wal`);
    raw.close();
    truncateSync(real, size - 4_096);
    const link = path.join(at.folder, 'link.db');
    symlinkSync(real, link);
    const engine = await at.open({ at: link });
    assert.equal((await allJobs(engine)).length, 201);
  });

  it('S13 opened twice by one process, and by another program in between: the log stays, all is acknowledged and there', async () => {
    const [one, two] = [await at.open(), await at.open()];
    await one.jobs.enqueue(newJobs(2));
    const log = statSync(`${at.file}-wal`).ino;
    const answer = execFileSync(process.execPath, ['--input-type=module', '-e', TAKES_THE_LOG, at.file], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    });
    assert.equal(answer, 'SQLITE_BUSY');
    assert.equal(statSync(`${at.file}-wal`).ino, log);
    await one.close();
    await two.jobs.enqueue(newJobs(1));
    assert.equal((await allJobs(two)).length, 3);
  });

  it('S13 a second name of the file (a hard link) is told of: a log of its own would be written there', async () => {
    const engine = await at.open();
    linkSync(at.file, path.join(at.folder, 'other-name.db'));
    const check = named(await engine.health.check(), 'file');
    assert.equal(check.status, 'warn');
    assert.match(check.message, /1 other name/);
    await engine.jobs.enqueue(newJobs(1));
  });

  const LOSSES: Readonly<Record<string, () => void>> = {
    'the file moved': () => renameSync(at.file, path.join(at.folder, 'moved.db')),
    'its folder moved': () => renameSync(at.folder, `${at.folder}-moved`),
    'its log removed': () => rmSync(`${at.file}-wal`),
    'its log moved': () => renameSync(`${at.file}-wal`, `${at.file}-wal.old`),
    'its log replaced': () => {
      copyFileSync(`${at.file}-wal`, `${at.file}-copy`);
      renameSync(`${at.file}-copy`, `${at.file}-wal`);
    },
  };
  for (const [what, act] of Object.entries(LOSSES)) {
    it(`S13 ${what} while it is open: refused by name, and not ready`, async () => {
      const engine = await at.open();
      await engine.fleet.join(INFO);
      await engine.jobs.enqueue(newJobs(3));
      act();
      await refuses(engine, /was deleted, moved or replaced while it was open/);
      rmSync(`${at.folder}-moved`, { recursive: true, force: true });
    });
  }

  it('S13 the log is removed and the process is killed: what was acknowledged before is there', async () => {
    const child = fork(new URL('./writer.ts', import.meta.url), [at.file, '-', '7'], { execArgv: ['--import', 'tsx'] });
    const told: string[] = [];
    child.on('message', (line: string) => told.push(line));
    const count = (kind: string): number => told.filter((line) => line.startsWith(kind)).length;
    await waitFor('the first batches', () => count('acked') > 20);
    rmSync(`${at.file}-wal`);
    await waitFor('refusals', () => count('error') > 0);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    rmSync(`${at.file}-shm`, { force: true });
    const engine = await at.open();
    await sound(engine);
    const there = new Set((await allJobs(engine)).map(({ id }) => id));
    const acked = new Set(told.flatMap((line) => (line.startsWith('acked ') ? [line.slice('acked '.length)] : [])));
    assert.ok(acked.size > 20);
    for (const line of told) {
      const [kind, batch = '', ids = ''] = line.split(' ');
      if (kind !== 'offered' || !acked.has(batch)) continue;
      for (const id of ids.split(',')) assert.ok(there.has(id), `batch ${batch} was acknowledged`);
    }
  });

  it('S13 the log is removed while nobody writes: a consumer of the file notices by itself and saves it', async () => {
    const engine = await at.open();
    await engine.fleet.join(INFO);
    const [job] = newJobs(1);
    assert.ok(job);
    await engine.jobs.enqueue([job]);
    const inFile = (): boolean => readFileSync(at.file).includes(job.id);
    assert.equal(inFile(), false, 'the log alone holds it');
    rmSync(`${at.file}-wal`);
    await waitFor('the write-back', inFile);
    await refuses(engine, /What had been acknowledged was written into the file/);
  });

  it('S14 a new file, its log and its index are their owner’s alone; one that others may open is told of', async () => {
    const old = process.umask(0);
    try {
      const engine = await at.open();
      await engine.jobs.enqueue([newJob()]);
      for (const end of ['', '-wal', '-shm']) assert.equal(statSync(at.file + end).mode & 0o777, 0o600, end);
      assert.equal(named(await engine.health.examine(), 'privacy').status, 'ok');
      execFileSync('chmod', ['644', at.file]);
      assert.equal(named(await engine.health.examine(), 'privacy').status, 'warn');
    } finally {
      process.umask(old);
    }
  });
});

async function refuses(engine: SqliteEngine, why: RegExp): Promise<void> {
  await assert.rejects(engine.jobs.enqueue([newJob()]), (error: Error & { code?: string; hint?: string }) => {
    assert.equal(error.code, 'STORE_UNREACHABLE');
    assert.match(`${error.message} ${error.hint ?? ''}`, why);
    return true;
  });
  const file = named(await engine.health.check(), 'file');
  assert.equal(file.status, 'fail', 'the process is not ready');
}
