import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { copyFile, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { openSqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { openStore } from '../../../src/engines/sqlite/opening.ts';
import { MIGRATIONS } from '../../../src/engines/sqlite/migrations.ts';
import { Store } from '../../../src/engines/sqlite/store.ts';
import { newId, systemClock } from '../../../src/foundation/index.ts';
import { INFO, runAll } from '../../conformance/hand.ts';
import { newJobs } from '../../support/new-job.ts';
import { waitFor } from '../../support/wait-for.ts';
import { Random, seedOfRun } from '../harness/random.ts';
import { copyStore } from './frozen.ts';
import { named, onDisk, optionsOf, sound } from './on-disk.ts';

describe('SQLite: a damaged file', function () {
  const at = onDisk();

  describe('S06 a damaged file', () => {
    const JOBS = 400;
    const FLIPPED = 30;
    let template: string;
    beforeEach(async () => {
      template = path.join(at.folder, 'template.db');
      const engine = await openSqliteEngine(optionsOf({ at: template }));
      await engine.fleet.join(INFO);
      await engine.jobs.enqueue(newJobs(JOBS, { tags: ['a', 'b'], payload: { text: 'x'.repeat(200) } }));
      const ids = await runAll(engine, 'default', undefined, 50);
      assert.equal(ids.length, JOBS);
      await engine.jobs.enqueue(newJobs(JOBS));
      await engine.fleet.leave();
      await engine.close();
    });

    it('cut off anywhere: refused, and left as it is', async () => {
      const whole = statSync(template).size;
      for (let part = 1; part < 20; part += 1) {
        await copyFile(template, at.file);
        await truncate(at.file, Math.floor((whole * part) / 20));
        const before = readFileSync(at.file);
        await assert.rejects(at.open(), { code: 'STORE_REFUSED' }, `${part}/20 of it`);
        assert.deepEqual(readFileSync(at.file), before);
        await rm(at.file);
      }
    });

    it('bits flipped: every call ends with an answer or an error by name, or the process with an abort', async () => {
      const seed = seedOfRun();
      const outcomes: string[] = [];
      // The driver aborts on text that is no UTF-8 (docs/reliability.md): then another process goes on.
      while (outcomes.length < FLIPPED) {
        const child = fork(
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
        await copyFile(template, at.file);
        const raw = new Store(at.file);
        const [id] = raw.get('SELECT id FROM jobs WHERE state = 2 ORDER BY seq LIMIT 1') ?? [];
        raw.run(`UPDATE jobs SET payload = ${damaged} WHERE id = ?`, String(id));
        raw.close();
        const engine = await at.open();
        assert.equal((await engine.jobs.get(String(id)))?.error?.code, 'PAYLOAD_NOT_JSON');
        assert.ok((await engine.jobs.list({ states: ['available'] }, JOBS, null)).jobs.some((job) => job.id === id));
        await engine.fleet.join(INFO);
        assert.equal((await runAll(engine, 'default', undefined, 50)).length, JOBS - 1);
        const buried = await engine.jobs.get(String(id));
        assert.equal(buried?.state, 'dead');
        assert.equal(buried.error?.code, 'PAYLOAD_NOT_JSON');
        await sound(engine);
      });
    }

    it('a file of a newer layout is refused, one of an older is brought up to date', async () => {
      await copyFile(template, at.file);
      const raw = new Store(at.file);
      raw.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
      raw.close();
      const before = readFileSync(at.file);
      await assert.rejects(at.open(), { code: 'STORE_REFUSED' });
      assert.deepEqual(readFileSync(at.file), before);
      await rm(at.file);
      const old = await openStore({ path: at.file, clock: systemClock, migrations: MIGRATIONS.slice(0, 1) });
      for (let n = 0; n < JOBS; n += 1) {
        // As that layout's own Skep wrote them.
        old.run(
          `INSERT INTO jobs (id, queue, task, state, priority, max_attempts, run_at, created_at, payload)
           VALUES (?, 'default', 'test.work', 2, 5, 3, 1, 1, 'null')`,
          newId(),
        );
      }
      old.run("UPDATE jobs SET state = 5, finished_at = 2, attempts = '[]' WHERE seq = 1");
      old.run("INSERT INTO queues (queue, available, completed) VALUES ('default', ?, 1)", JOBS - 1);
      old.close();
      const engine = await at.open();
      assert.equal(named(await engine.health.check(), 'layout').status, 'ok');
      await engine.fleet.join(INFO);
      assert.equal((await runAll(engine, 'default', undefined, 50)).length, JOBS - 1);
      assert.deepEqual((await engine.jobs.list({}, JOBS, null)).jobs.at(-1)?.attempts, []);
      await sound(engine);
    });
  });

  it('S06 a new file that another process lays out between two looks at it is ours all the same', async () => {
    const options = { path: at.file, clock: systemClock };
    const given = Object.getOwnPropertyDescriptor(Store.prototype, 'number')?.value as Store['number'];
    let looked = false;
    let other: Promise<Store> | undefined;
    Store.prototype.number = function number(this: Store, sql: string, ...params: never[]): number {
      const value = given.call(this, sql, ...params);
      if (sql === 'PRAGMA application_id' && !looked) {
        looked = true;
        other = openStore(options);
      }
      return value;
    };
    try {
      const stores = await Promise.all([openStore(options), waitFor('the other one', () => other)]);
      for (const store of stores) assert.equal(store.number('PRAGMA user_version'), MIGRATIONS.length);
      for (const store of stores) store.close();
    } finally {
      Store.prototype.number = given;
    }
  });

  it('S08 power loss: the files after each commit are the history up to there, a log cut off anywhere is a part of it', async () => {
    const random = new Random(seedOfRun());
    const { engine, store } = await at.watched();
    const snapshot = (at: Store): string => JSON.stringify(at.all('SELECT id, state, attempt FROM jobs ORDER BY seq'));
    const history: string[] = [snapshot(store)];
    const copies: string[] = [];
    const exec = store.exec.bind(store);
    store.exec = (sql): void => {
      exec(sql);
      if (sql !== 'COMMIT') return;
      history.push(snapshot(store));
      const copy = path.join(at.folder, `commit-${copies.length}.db`);
      for (const end of ['', '-wal']) writeFileSync(copy + end, readFileSync(at.file + end));
      copies.push(copy);
    };
    await engine.fleet.join(INFO);
    for (let turn = 0; turn < 12; turn += 1) {
      const jobs = newJobs(random.between(1, 5), { payload: 'x'.repeat(random.between(0, 5_000)) });
      await engine.jobs.enqueue(jobs);
      if (turn % 3 === 0) await engine.jobs.cancel([jobs[0]?.id ?? ''], 'no');
      if (turn % 4 === 0) await runAll(engine);
    }
    assert.ok(copies.length > 20, `${copies.length} commits`);
    const states = async (copy: string): Promise<string> => {
      const opened = await openSqliteEngine(optionsOf({ at: copy }));
      await sound(opened);
      await opened.close();
      const raw = new Store(copy);
      const text = snapshot(raw);
      raw.close();
      return text;
    };
    for (const [index, copy] of copies.entries()) assert.equal(await states(copy), history[index + 1], copy);
    for (let cut = 0; cut < 60; cut += 1) {
      const copy = path.join(at.folder, `cut-${cut}.db`);
      await copyStore(at.file, copy);
      await truncate(`${copy}-wal`, random.between(0, statSync(`${copy}-wal`).size));
      assert.ok(history.includes(await states(copy)), `cut ${cut} is no part of the history`);
    }
  });
});
