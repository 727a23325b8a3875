/** Opening a file: is it ours, which version has it, may it be used. What is refused is left untouched. */
import { closeSync, existsSync, mkdirSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Clock, pause, SkepError } from '../../foundation/index.ts';
import { isHeld } from './file-identity.ts';
import { isBusy, storeFailure } from './failure.ts';
import { tooNew } from './layout.ts';
import { MIGRATIONS } from './migrations.ts';
import { APPLICATION_ID } from './schema.ts';
import { Store } from './store.ts';

export interface OpeningOptions {
  readonly path: string;
  readonly clock: Clock;
  /** Steps of the layout; given by tests only. */
  readonly migrations?: readonly string[];
}

/** How long another process may hold the file while it is created or migrated. */
const OPEN_PATIENCE_MS = 10_000;

/**
 * Pages of the log before it is written back: 16 MB. SQLite's own 1 000 writes back four times as often,
 * with two syncs each.
 */
const CHECKPOINT_PAGES = 4_000;
/** What a log that grew under a long reader is cut back to, in bytes. */
const LOG_LIMIT = 64 * 1024 * 1024;
const CACHE_KB = 16 * 1024;

/** @throws SkepError STORE_REFUSED (not ours, newer), STORE_UNREACHABLE (cannot be opened), STORE_FULL */
export async function openStore(options: OpeningOptions): Promise<Store> {
  const { path } = options;
  let store: Store | undefined;
  try {
    store = new Store(path === ':memory:' ? path : settledFile(path, (options.migrations ?? MIGRATIONS).length));
    await prepare(store, options);
    return store;
  } catch (error) {
    store?.close();
    throw storeFailure(error, path);
  }
}

/** Payloads are nobody else's business: a new file is its owner's alone. SQLite gives its log the same rights. */
const OWNER_ONLY = 0o600;

/**
 * The file at that path, made when there is none, as its real path: SQLite follows links and lays its log beside the
 * file itself, so everything that looks for the log must do the same.
 */
function settledFile(path: string, known: number): string {
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path)) closeSync(openSync(path, 'a', OWNER_ONLY));
  const real = realpathSync(path);
  refuseOtherKinds(real);
  if (!isHeld(real)) refuseByHeader(real, known);
  return real;
}

/** A folder, a device, a pipe: to read from a pipe would wait for ever. */
function refuseOtherKinds(path: string): void {
  const found = statSync(path);
  if (found.isFile()) return;
  const what = found.isDirectory() ? 'a folder' : 'no regular file';
  throw new SkepError('STORE_REFUSED', `${path} is ${what}`, {
    hint: found.isDirectory() ? `Name a file in it: ${join(path, 'skep.db')}.` : 'Name a path for Skep alone.',
  });
}

async function prepare(store: Store, options: OpeningOptions): Promise<void> {
  const end = options.clock.monotonic() + OPEN_PATIENCE_MS;
  for (;;) {
    try {
      store.exec('PRAGMA busy_timeout = 200');
      migrate(store, options.migrations ?? MIGRATIONS);
      configure(store);
      return;
    } catch (error) {
      if (store.inTransaction) store.exec('ROLLBACK');
      if (!isBusy(error) || options.clock.monotonic() > end) throw error;
      await pause(options.clock, 20);
    }
  }
}

function configure(store: Store): void {
  store.exec(`
    PRAGMA journal_mode = WAL;
    -- A commit itself is not synced, see sync.ts; a write-back is.
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
    PRAGMA journal_size_limit = ${LOG_LIMIT};
    PRAGMA cache_size = -${CACHE_KB};
    PRAGMA temp_store = MEMORY;
    -- Waiting for the write lock is the committer's business: it must not hold up the event loop.
    PRAGMA busy_timeout = 1;
  `);
  // The first look makes the log, which place.ts then knows.
  store.number('SELECT count(*) FROM sqlite_schema');
}

/** All steps in one transaction, in rollback mode for a new file: so its header says at once whose it is. */
function migrate(store: Store, migrations: readonly string[]): void {
  // In one transaction: between two looks at a new file another process may lay it out, and it would seem a stranger's.
  store.exec('BEGIN');
  const found = versionOf(store, migrations.length);
  store.exec('COMMIT');
  if (found === migrations.length) return;
  store.exec('BEGIN IMMEDIATE');
  const version = versionOf(store, migrations.length);
  for (const step of migrations.slice(version)) store.exec(step);
  store.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  store.exec(`PRAGMA user_version = ${migrations.length}`);
  store.exec('COMMIT');
}

/** @returns the file's version; 0 for a new file */
function versionOf(store: Store, known: number): number {
  const applicationId = store.number('PRAGMA application_id');
  if (applicationId !== APPLICATION_ID) {
    if (applicationId === 0 && store.number('SELECT count(*) FROM sqlite_schema') === 0) return 0;
    throw notOurs(store.path);
  }
  const version = store.number('PRAGMA user_version');
  if (version > known) throw tooNew(store.path, version, known);
  return version;
}

function notOurs(path: string): SkepError {
  return new SkepError('STORE_REFUSED', `${path} is a database of another program, or no database at all`, {
    hint: 'Name a path for Skep alone; a new file is created there.',
  });
}

const MAGIC = 'SQLite format 3\u0000';
const HEADER_BYTES = 100;

/**
 * Looks at the header itself first: merely opening and closing another program's file in WAL mode could write
 * its log back. Offsets: https://www.sqlite.org/fileformat.html section 1.3.
 */
function refuseByHeader(path: string, known: number): void {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  let length: number;
  try {
    length = readSync(file, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(file);
  }
  if (length === 0) return;
  if (length < HEADER_BYTES || header.toString('latin1', 0, 16) !== MAGIC) throw notOurs(path);
  const applicationId = header.readUInt32BE(68);
  const writeAheadLog = header.readUInt8(18) === 2;
  if (applicationId !== APPLICATION_ID && (applicationId !== 0 || writeAheadLog)) throw notOurs(path);
  const version = header.readUInt32BE(60);
  if (applicationId === APPLICATION_ID && version > known) throw tooNew(path, version, known);
  refuseTruncated(path, header);
}

/**
 * SQLite notices missing pages only when it needs one, which may be after much was written. While there is a log the
 * file may rightly be shorter than its header says: a write-back was interrupted, and the log has the rest.
 */
function refuseTruncated(path: string, header: Buffer): void {
  const log = ['-wal', '-journal'].some((end) => (statSync(path + end, { throwIfNoEntry: false })?.size ?? 0) > 0);
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  // The page count counts only when it was written together with the change counter.
  const counted = header.readUInt32BE(24) === header.readUInt32BE(92);
  const bytes = header.readUInt32BE(28) * pageSize;
  const { size } = statSync(path);
  if (log || !counted || size >= bytes) return;
  throw new SkepError('STORE_REFUSED', `${path} is cut off: it has ${size} bytes of ${bytes}`, {
    hint: 'Restore the file from a backup, or name another path.',
    details: { size, bytes },
  });
}
