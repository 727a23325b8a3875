import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openStore } from '../../../../src/engines/sqlite/opening.ts';
import { RUN_PLANS } from '../../../../src/engines/sqlite/flow-tables.ts';
import { MIGRATIONS } from '../../../../src/engines/sqlite/migrations.ts';
import { runOfId } from '../../../../src/engines/sqlite/runs/run-rows.ts';
import { APPLICATION_ID } from '../../../../src/engines/sqlite/schema.ts';
import { Store } from '../../../../src/engines/sqlite/store.ts';
import { systemClock as clock } from '../../../../src/foundation/index.ts';

describe('sqlite: opening', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-opening-'));
    file = path.join(folder, 'store.db');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** A database of another program, in the given journal mode. */
  const foreign = (mode: string, applicationId = 0): void => {
    const store = new Store(file);
    store.exec(
      `PRAGMA journal_mode = ${mode}; PRAGMA application_id = ${applicationId}; CREATE TABLE guests (name TEXT)`,
    );
    store.close();
  };
  const refusedUntouched = async (pattern: RegExp): Promise<void> => {
    const before = readFileSync(file);
    const beside = readdirSync(folder);
    await assert.rejects(openStore({ path: file, clock }), (error: Error & { code: string; hint: string }) => {
      assert.equal(error.code, 'STORE_REFUSED');
      assert.match(error.message, pattern);
      assert.ok(error.message.includes(file), 'the file is named');
      assert.ok(error.hint.length > 0);
      return true;
    });
    assert.deepEqual(readFileSync(file), before);
    assert.deepEqual(readdirSync(folder), beside, 'nothing was left beside it');
  };

  it('creates the file and its folders, marked as ours, in WAL mode, synced at write-backs', async () => {
    const deep = path.join(folder, 'a', 'b', 'store.db');
    const store = await openStore({ path: deep, clock });
    assert.equal(store.number('PRAGMA application_id'), APPLICATION_ID);
    assert.equal(store.number('PRAGMA user_version'), MIGRATIONS.length);
    assert.equal(store.get('PRAGMA journal_mode')?.[0], 'wal');
    assert.equal(store.number('PRAGMA synchronous'), 1);
    store.close();
    const header = readFileSync(deep);
    assert.equal(header.readUInt32BE(68), APPLICATION_ID, 'the header itself says so');
  });

  it('opens again what it created', async () => {
    (await openStore({ path: file, clock })).close();
    (await openStore({ path: file, clock })).close();
  });

  it('is opened by many at once, also when it is new', async () => {
    const stores = await Promise.all(Array.from({ length: 8 }, () => openStore({ path: file, clock })));
    for (const store of stores) assert.equal(store.number('PRAGMA user_version'), MIGRATIONS.length);
    for (const store of stores) store.close();
  });

  it('takes an empty file for a new one', async () => {
    await writeFile(file, '');
    const store = await openStore({ path: file, clock });
    assert.equal(store.number('PRAGMA application_id'), APPLICATION_ID);
    store.close();
  });

  for (const [what, text] of [
    ['text', 'version: 1\nname: shop\n'.repeat(100)],
    ['a short file', 'x'],
    ['zeros', '\u0000'.repeat(8192)],
    ['a damaged header', `SQLite format 4\u0000${'x'.repeat(4096)}`],
  ] as const) {
    it(`refuses ${what} and leaves it alone`, async () => {
      await writeFile(file, text);
      await refusedUntouched(/another program|damaged/);
    });
  }

  it('refuses a folder and a pipe, and waits for nobody to write into the pipe', async () => {
    const inside = path.join(folder, 'skep.db');
    await assert.rejects(openStore({ path: folder, clock }), (error: Error & { code: string; hint: string }) => {
      assert.equal(error.code, 'STORE_REFUSED');
      assert.match(error.message, / is a folder$/);
      assert.ok(error.hint.includes(inside), error.hint);
      return true;
    });
    execFileSync('mkfifo', [file]);
    await assert.rejects(openStore({ path: file, clock }), { code: 'STORE_REFUSED', message: /is no regular file/ });
    await assert.rejects(openStore({ path: '/dev/null', clock }), { code: 'STORE_REFUSED' });
  });

  for (const mode of ['delete', 'wal']) {
    it(`refuses another program's database in ${mode} mode and leaves it alone`, async () => {
      foreign(mode);
      await refusedUntouched(/another program/);
    });

    it(`refuses another application id in ${mode} mode`, async () => {
      foreign(mode, 0x47504b47);
      await refusedUntouched(/another program/);
    });
  }

  it('refuses a newer layout and leaves it alone', async () => {
    const newer = await openStore({ path: file, clock, migrations: [...MIGRATIONS, 'CREATE TABLE later (a TEXT)'] });
    newer.close();
    await refusedUntouched(new RegExp(`layout ${MIGRATIONS.length + 1}; this Skep knows up to ${MIGRATIONS.length}`));
  });

  it('brings an older layout up to date in one step, and keeps what is in it', async () => {
    const older = await openStore({ path: file, clock });
    older.exec("INSERT INTO revisions (hash, applied_at, applied_by) VALUES ('h', 1, 'me')");
    older.close();
    const migrations = [...MIGRATIONS, 'ALTER TABLE revisions ADD COLUMN note TEXT', 'CREATE TABLE more (a TEXT)'];
    const store = await openStore({ path: file, clock, migrations });
    assert.equal(store.number('PRAGMA user_version'), MIGRATIONS.length + 2);
    assert.deepEqual(store.get('SELECT hash, note FROM revisions'), ['h', null]);
    store.close();
  });

  it('takes the plans of runs along, which an older layout had in their rows', async () => {
    const older = await openStore({
      path: file,
      clock,
      migrations: MIGRATIONS.slice(0, MIGRATIONS.indexOf(RUN_PLANS)),
    });
    const plan = { steps: [], output: null, consequences: [] };
    older.run(
      `INSERT INTO runs (id, state, created_at, given, plan, input, version, steps) VALUES ('r', 'running', 1, '{}', ?, ?, 'v', '')`,
      ...[JSON.stringify(plan), '{"n":1}'],
    );
    older.close();
    const store = await openStore({ path: file, clock });
    const run = runOfId(store, 'r')?.run;
    assert.deepEqual([run?.plan, run?.input], [plan, { n: 1 }]);
    store.close();
  });

  it('undoes a migration that fails in the middle', async () => {
    (await openStore({ path: file, clock })).close();
    const migrations = [...MIGRATIONS, 'CREATE TABLE more (a TEXT)', 'CREATE TABLE jobs (a TEXT)'];
    await assert.rejects(openStore({ path: file, clock, migrations }));
    const store = await openStore({ path: file, clock });
    assert.equal(store.number('PRAGMA user_version'), MIGRATIONS.length);
    assert.equal(store.number("SELECT count(*) FROM sqlite_schema WHERE name = 'more'"), 0);
    store.close();
  });

  it('says clearly that a folder, or a path below a file, is no place for it', async () => {
    await assert.rejects(openStore({ path: folder, clock }), (error: { code: string; message: string }) => {
      assert.match(error.code, /STORE_(UNREACHABLE|REFUSED)/);
      return error.message.includes(folder);
    });
    await writeFile(file, '');
    await assert.rejects(openStore({ path: path.join(file, 'below.db'), clock }), /below\.db/);
  });
});
