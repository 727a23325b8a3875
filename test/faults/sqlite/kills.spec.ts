import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_TIMINGS } from '../../../src/engine/index.ts';
import { openSqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { MIGRATIONS } from '../../../src/engines/sqlite/migrations.ts';
import { stateOf } from '../../../src/engines/sqlite/schema.ts';
import { Store } from '../../../src/engines/sqlite/store.ts';
import { newId, systemClock } from '../../../src/foundation/index.ts';
import { lasting } from '../harness/lasting.ts';
import { Random, seedOfRun } from '../harness/random.ts';
import { WHOLE } from '../../support/engines.ts';
import { waitFor } from '../../support/wait-for.ts';
import { CAN_FREEZE } from '../../support/freezing.ts';
import { copyStore, frozen } from './frozen.ts';
import { furtherLayout, MIGRATED_JOBS } from './migrator.ts';
import { LONG_TEST_MS } from '../../support/patience.ts';

const KILLS = WHOLE ? 500 : 60;
/** Kills per file: it grows, and each one copies it. */
const PER_FILE = KILLS / 4;
const MIGRATION_KILLS = WHOLE ? 40 : 20;

describe('SQLite: kills at random offsets', function () {
  // Of a busy machine: on a quiet one it takes 25 s.
  this.timeout(LONG_TEST_MS);
  let folder: string;
  let children: ChildProcess[] = [];
  beforeEach(async function () {
    if (!CAN_FREEZE) this.skip();
    folder = await mkdtemp(path.join(tmpdir(), 'skep-kills-'));
  });
  afterEach(async () => {
    await Promise.all(children.map(ended));
    children = [];
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const start = (program: string, args: readonly string[]): ChildProcess => {
    const file = new URL(`./${program}.ts`, import.meta.url);
    const child = fork(file, args, { execArgv: ['--import', 'tsx'], stdio: 'inherit' });
    children.push(child);
    return child;
  };
  const linesOf = (file: string): string[] => (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
  const grown = (child: ChildProcess, log: string, lines: number): Promise<unknown> =>
    waitFor(`${lines} lines`, () => child.exitCode === null && linesOf(log).length > lines);

  it(`S01 ${KILLS} kills: every copy is sound and holds all that was acknowledged`, async () => {
    const seed = seedOfRun();
    const random = new Random(seed);
    for (let kill = 0; kill < KILLS; kill += PER_FILE) {
      const file = path.join(folder, `store-${kill}.db`);
      const child = start('writer', [file, `${file}.log`, String(seed + kill)]);
      await grown(child, `${file}.log`, 5);
      for (let each = 0; each < PER_FILE; each += 1) {
        const copy = path.join(folder, 'copy.db');
        await lasting(random.between(0, 8));
        const log = await frozen(child.pid ?? 0, async () => {
          await copyStore(file, copy);
          return linesOf(`${file}.log`);
        });
        await holds(copy, log).catch((error: unknown) => {
          throw new Error(`kill ${kill + each} with SKEP_SEED=${seed}: ${String(error)}`, { cause: error });
        });
      }
      await ended(child);
    }
  });

  it(`S07 ${MIGRATION_KILLS} kills in the middle of a migration: the next start ends it`, async () => {
    const seed = seedOfRun();
    const random = new Random(seed);
    const log = path.join(folder, 'log');
    const child = start('migrator', [folder, log]);
    await grown(child, log, 3);
    const seen = { before: 0, after: 0 };
    for (let kill = 0; kill < MIGRATION_KILLS; kill += 1) {
      const copy = path.join(folder, 'copy.db');
      await lasting(random.between(0, 25));
      await frozen(child.pid ?? 0, async () => {
        const file = linesOf(log).filter(Boolean).at(-1) ?? '';
        await copyStore(file, copy);
      });
      const raw = new Store(copy);
      seen[raw.number('PRAGMA user_version') === MIGRATIONS.length ? 'before' : 'after'] += 1;
      raw.close();
      const store = await furtherLayout(copy);
      assert.equal(store.number('SELECT count(*) FROM jobs WHERE marked = 1'), MIGRATED_JOBS, `SKEP_SEED=${seed}`);
      assert.equal(store.get('PRAGMA integrity_check')?.[0], 'ok');
      store.close();
      await forget(copy);
    }
    assert.ok(seen.before > 0, 'no kill fell before the end of a migration');
  });
});

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function forget(copy: string): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) await rm(copy + end, { force: true });
}

/** Opens the copy as the next process would, and compares it with the log as it was at that instant. */
async function holds(copy: string, log: readonly string[]): Promise<void> {
  const engine = await openSqliteEngine({ path: copy, timings: DEFAULT_TIMINGS, clock: systemClock, newId });
  const wrong = (await engine.health.examine()).filter(({ status }) => status !== 'ok');
  await engine.close();
  assert.deepEqual(wrong, []);
  const raw = new Store(copy);
  const states = new Map(raw.all('SELECT id, state FROM jobs').map(([id, state]) => [id, stateOf(Number(state))]));
  raw.close();
  const acked = new Set(log.filter((line) => line.startsWith('acked ')).map((line) => line.split(' ')[1]));
  for (const line of log) {
    const [kind, subject = '', list = ''] = line.split(' ');
    if (kind === 'offered') {
      const ids = list.split(',');
      const there = ids.filter((id) => states.has(id)).length;
      if (acked.has(subject)) assert.equal(there, ids.length, `batch ${subject} was acknowledged`);
      else assert.ok(there === 0 || there === ids.length, `batch ${subject} is half there`);
    } else if (kind === 'done') assert.equal(states.get(subject), 'completed', subject);
    else if (kind === 'cancelled') assert.equal(states.get(subject), 'cancelled', subject);
    else assert.ok(kind !== 'error', line);
  }
  await forget(copy);
}
