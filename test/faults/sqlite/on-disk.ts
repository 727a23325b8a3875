/** A SQLite file of each test's own, the engines on it, and what is asked of them again and again. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_TIMINGS, type StoreCheck } from '../../../src/engine/index.ts';
import { openSqliteEngine, type SqliteEngine, type SqliteEngineOptions } from '../../../src/engines/sqlite/index.ts';
import { type Clock, newId, systemClock } from '../../../src/foundation/index.ts';
import { openWatched, type Watched } from './watched.ts';

interface OpenOptions {
  /** Default: the test's own file. */
  readonly at?: string;
  readonly clock?: Clock;
  readonly leaseMs?: number;
}

export interface OnDisk {
  /** The test's own, deleted with all in it. */
  readonly folder: string;
  readonly file: string;
  /** What is still open at the test's end is closed then. */
  open(options?: OpenOptions): Promise<SqliteEngine>;
  /** Of the test's own file. */
  watched(): Promise<Watched>;
}

export function optionsOf({ at = '', clock = systemClock, leaseMs = 30_000 }: OpenOptions): SqliteEngineOptions {
  return { path: at, timings: { ...DEFAULT_TIMINGS, leaseMs }, clock, newId };
}

/** A fresh folder for each test of the surrounding describe. */
export function onDisk(): OnDisk {
  let folder = '';
  let engines: SqliteEngine[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-damage-'));
  });
  afterEach(async () => {
    await Promise.all(engines.map((engine) => engine.close()));
    engines = [];
    await rm(folder, { recursive: true, force: true });
  });
  return {
    get folder() {
      return folder;
    },
    get file() {
      return path.join(folder, 'store.db');
    },
    async open(options = {}) {
      const engine = await openSqliteEngine(optionsOf({ at: this.file, ...options }));
      engines.push(engine);
      return engine;
    },
    async watched() {
      const both = await openWatched(optionsOf({ at: this.file }));
      engines.push(both.engine);
      return both;
    },
  };
}

export function named(checks: readonly StoreCheck[], name: string): StoreCheck {
  const found = checks.find((check) => check.name === name);
  assert.ok(found, `no check ${name}`);
  return found;
}

/** Nothing of the file is wrong. (Copies that a test makes have the rights of its umask.) */
export async function sound(engine: SqliteEngine): Promise<void> {
  const wrong = (await engine.health.examine()).filter(({ name, status }) => status !== 'ok' && name !== 'privacy');
  assert.deepEqual(wrong, []);
}
