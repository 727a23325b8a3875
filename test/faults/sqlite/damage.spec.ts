import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { copyFile, mkdtemp, rename, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_TIMINGS, type StoreCheck } from '../../../src/engine/index.ts';
import { openSqliteEngine, type SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { Transaction } from '../../../src/engines/sqlite/committer.ts';
import { insertJobs, prepareJobs } from '../../../src/engines/sqlite/enqueue.ts';
import { momentOf } from '../../../src/engines/sqlite/moment.ts';
import { openStore } from '../../../src/engines/sqlite/opening.ts';
import { MIGRATIONS } from '../../../src/engines/sqlite/schema.ts';
import { Store } from '../../../src/engines/sqlite/store.ts';
import { newId, systemClock } from '../../../src/foundation/index.ts';
import { Hand, INFO, runAll } from '../../conformance/hand.ts';
import { newJob, newJobs } from '../../support/new-job.ts';
import { waitFor } from '../../support/wait-for.ts';
import { Random, seedOfRun } from '../harness/random.ts';
import { copyStore } from './frozen.ts';
import { openWatched, type Watched } from './watched.ts';

describe('SQLite: damage to the file and the disk', function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  let engines: SqliteEngine[] = [];
  let child: ChildProcess | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-damage-'));
    file = path.join(folder, 'store.db');
  });
  afterEach(async () => {
    await Promise.all(engines.map((engine) => engine.close()));
    engines = [];
    if (child?.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    await rm(folder, { recursive: true, force: true });
  });

  const optionsOf = (at: string): ConstructorParameters<typeof SqliteEngine>[0] => ({
    path: at,
    timings: DEFAULT_TIMINGS,
    clock: systemClock,
    newId,
  });
  const open = async (at = file): Promise<SqliteEngine> => {
    const engine = await openSqliteEngine(optionsOf(at));
    engines.push(engine);
    return engine;
  };
  const watched = async (): Promise<Watched> => {
    const both = await openWatched(optionsOf(file));
    engines.push(both.engine);
    return both;
  };
  const named = (checks: readonly StoreCheck[], name: string): StoreCheck => {
    const found = checks.find((check) => check.name === name);
    assert.ok(found, `no check ${name}`);
    return found;
  };
  const sound = async (engine: SqliteEngine): Promise<void> => {
    const wrong = (await engine.examine()).filter(({ status }) => status !== 'ok');
    assert.deepEqual(wrong, []);
  };

  it('S03 writes that fail (a file size limit): refused by name, and it goes on when they work again', async function () {
    const told: string[] = [];
    child = fork(new URL('./writer.ts', import.meta.url), [file, '-', '7'], { execArgv: ['--import', 'tsx'] });
    const { pid = 0 } = child;
    child.on('message', (line: string) => told.push(line));
    const count = (kind: string): number => told.filter((line) => line.startsWith(kind)).length;
    await waitFor('the first batches', () => count('acked') > 20, 20_000);
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
    const engine = await open();
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
    ['deleted', (): Promise<void> => rm(file)],
    ['replaced', async (): Promise<void> => rename(path.join(folder, 'other.db'), file)],
  ] as const) {
    it(`S03 the file is ${what}: nothing is acknowledged into it, no new one appears, no job starts`, async () => {
      const engine = await open();
      await engine.join(INFO);
      await (await open(path.join(folder, 'other.db'))).close();
      await engine.enqueue(newJobs(3));
      await copyFile(file, path.join(folder, 'backup.db'));
      await act();
      const before = existsSync(file) ? readFileSync(file) : null;
      await assert.rejects(engine.enqueue([newJob()]), { code: 'STORE_UNREACHABLE' });
      assert.equal(named(await engine.check(), 'file').status, 'fail', 'the process is not ready');
      const hand = new Hand(engine, 'default', 3);
      await waitFor('the complaint', () => hand.troubles.length > 0);
      assert.equal(hand.held.length, 0);
      assert.deepEqual(existsSync(file) ? readFileSync(file) : null, before);
      void hand.close();
    });
  }

  it('S05 a long reader: writing goes on, the log is cut back afterwards; one that has grown is reported', async () => {
    const rows = process.env['SKEP_FULL'] === undefined ? 10_000 : 100_000;
    const engine = await open();
    await engine.enqueue(newJobs(10));
    const reader = new Store(file);
    reader.exec('BEGIN');
    assert.equal(reader.number('SELECT count(*) FROM jobs'), 10);
    for (let written = 0; written < rows; written += 1_000) {
      await engine.enqueue(newJobs(1_000, { payload: 'x'.repeat(1_000) }));
    }
    assert.equal(reader.number('SELECT count(*) FROM jobs'), 10, 'the reader sees what it saw');
    const grown = statSync(`${file}-wal`).size;
    reader.exec('COMMIT');
    reader.close();
    await engine.enqueue(newJobs(1_000));
    await engine.enqueue(newJobs(1));
    assert.ok(statSync(`${file}-wal`).size <= Math.max(grown, 64 * 1_048_576));
    assert.equal(named(await engine.check(), 'log').status, 'ok');
    // Zeros at the end are no frames: a log that looks grown, without the gigabyte.
    await truncate(`${file}-wal`, 300 * 1_048_576);
    assert.equal(named(await engine.check(), 'log').status, 'warn');
    assert.equal((await engine.counts())[0]?.counts.available, rows + 1_011);
  });

  describe('S06 a damaged file', () => {
    const JOBS = 400;
    const FLIPPED = 30;
    let template: string;
    beforeEach(async () => {
      template = path.join(folder, 'template.db');
      const engine = await openSqliteEngine(optionsOf(template));
      await engine.join(INFO);
      await engine.enqueue(newJobs(JOBS, { tags: ['a', 'b'], payload: { text: 'x'.repeat(200) } }));
      const ids = await runAll(engine, 'default', undefined, 50);
      assert.equal(ids.length, JOBS);
      await engine.enqueue(newJobs(JOBS));
      await engine.leave();
      await engine.close();
    });

    it('cut off anywhere: refused, and left as it is', async () => {
      const whole = statSync(template).size;
      for (let part = 1; part < 20; part += 1) {
        await copyFile(template, file);
        await truncate(file, Math.floor((whole * part) / 20));
        const before = readFileSync(file);
        await assert.rejects(open(), { code: 'STORE_REFUSED' }, `${part}/20 of it`);
        assert.deepEqual(readFileSync(file), before);
        await rm(file);
      }
    });

    it('bits flipped: every call ends with an answer or an error by name, or the process with an abort', async () => {
      const seed = seedOfRun();
      const outcomes: string[] = [];
      // The driver aborts on text that is no UTF-8 (docs/reliability.md): then another process goes on.
      while (outcomes.length < FLIPPED) {
        child = fork(
          new URL('./flipped.ts', import.meta.url),
          [template, String(seed), String(outcomes.length), String(FLIPPED)],
          {
            execArgv: ['--import', 'tsx'],
            stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
          },
        );
        child.on('message', (outcome: string) => outcomes.push(outcome));
        const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
        if (code !== 0) {
          assert.equal(signal, 'SIGABRT', `code ${code}, signal ${signal}, SKEP_SEED=${seed}`);
          outcomes.push('abort');
        }
      }
      const strange = outcomes.filter((outcome) => !['silent', 'told', 'abort'].includes(outcome));
      assert.deepEqual(strange, [], `SKEP_SEED=${seed}`);
      assert.ok(outcomes.filter((outcome) => outcome !== 'silent').length > FLIPPED / 2, outcomes.join());
    });

    for (const [what, damaged] of [
      ['no JSON', "'{broken'"],
      ['no UTF-8', "CAST(x'22ff22' AS TEXT)"],
    ] as const) {
      it(`a job that cannot be read (${what}) is buried where a person sees it; the others run`, async () => {
        await copyFile(template, file);
        const raw = new Store(file);
        const [id] = raw.get('SELECT id FROM jobs WHERE state = 2 ORDER BY seq LIMIT 1') ?? [];
        raw.run(`UPDATE jobs SET payload = ${damaged} WHERE id = ?`, String(id));
        raw.close();
        const engine = await open();
        assert.equal((await engine.getJob(String(id)))?.error?.code, 'PAYLOAD_NOT_JSON');
        assert.ok((await engine.listJobs({ states: ['available'] }, JOBS, null)).jobs.some((job) => job.id === id));
        await engine.join(INFO);
        assert.equal((await runAll(engine, 'default', undefined, 50)).length, JOBS - 1);
        const buried = await engine.getJob(String(id));
        assert.equal(buried?.state, 'dead');
        assert.equal(buried.error?.code, 'PAYLOAD_NOT_JSON');
        await sound(engine);
      });
    }

    it('a file of a newer layout is refused, one of an older is brought up to date', async () => {
      await copyFile(template, file);
      const raw = new Store(file);
      raw.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
      raw.close();
      const before = readFileSync(file);
      await assert.rejects(open(), { code: 'STORE_REFUSED' });
      assert.deepEqual(readFileSync(file), before);
      await rm(file);
      const old = await openStore({ path: file, clock: systemClock, migrations: MIGRATIONS.slice(0, 1) });
      const transaction = new Transaction(old, momentOf(systemClock));
      insertJobs(transaction, prepareJobs(newJobs(JOBS)));
      transaction.flush();
      old.run("UPDATE jobs SET state = 5, finished_at = 2, attempts = '[]' WHERE seq = 1");
      old.run('UPDATE queues SET available = available - 1, completed = 1');
      old.close();
      const engine = await open();
      assert.equal(named(await engine.check(), 'layout').status, 'ok');
      await engine.join(INFO);
      assert.equal((await runAll(engine, 'default', undefined, 50)).length, JOBS - 1);
      assert.deepEqual((await engine.listJobs({}, JOBS, null)).jobs.at(-1)?.attempts, []);
      await sound(engine);
    });
  });

  it('S08 power loss: the files after each commit are the history up to there, a log cut off anywhere is a part of it', async () => {
    const random = new Random(seedOfRun());
    const { engine, store } = await watched();
    const snapshot = (at: Store): string => JSON.stringify(at.all('SELECT id, state, attempt FROM jobs ORDER BY seq'));
    const history: string[] = [snapshot(store)];
    const copies: string[] = [];
    const exec = store.exec.bind(store);
    store.exec = (sql): void => {
      exec(sql);
      if (sql !== 'COMMIT') return;
      history.push(snapshot(store));
      const copy = path.join(folder, `commit-${copies.length}.db`);
      for (const end of ['', '-wal']) writeFileSync(copy + end, readFileSync(file + end));
      copies.push(copy);
    };
    await engine.join(INFO);
    for (let turn = 0; turn < 12; turn += 1) {
      const jobs = newJobs(random.between(1, 5), { payload: 'x'.repeat(random.between(0, 5_000)) });
      await engine.enqueue(jobs);
      if (turn % 3 === 0) await engine.cancel([jobs[0]?.id ?? ''], 'no');
      if (turn % 4 === 0) await runAll(engine);
    }
    assert.ok(copies.length > 20, `${copies.length} commits`);
    const states = async (copy: string): Promise<string> => {
      const opened = await openSqliteEngine(optionsOf(copy));
      await sound(opened);
      await opened.close();
      const raw = new Store(copy);
      const text = snapshot(raw);
      raw.close();
      return text;
    };
    for (const [index, copy] of copies.entries()) assert.equal(await states(copy), history[index + 1], copy);
    for (let cut = 0; cut < 60; cut += 1) {
      const copy = path.join(folder, `cut-${cut}.db`);
      await copyStore(file, copy);
      await truncate(`${copy}-wal`, random.between(0, statSync(`${copy}-wal`).size));
      assert.ok(history.includes(await states(copy)), `cut ${cut} is no part of the history`);
    }
  });

  it('S10 a store in memory says that it keeps nothing', async () => {
    const engine = await open(':memory:');
    assert.equal(named(await engine.check(), 'persistence').status, 'warn');
    assert.equal(engine.capabilities.durable, false);
  });
});

async function allJobs(engine: SqliteEngine): Promise<{ readonly id: string }[]> {
  const all: { readonly id: string }[] = [];
  let cursor: string | null = null;
  do {
    const page = await engine.listJobs({}, 500, cursor);
    all.push(...page.jobs);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}
