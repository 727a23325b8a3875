/** What can be said quickly about the file's health; what takes longer is examine.ts. */
import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { StoreCheck } from '../../engine/index.ts';
import { formatDuration, messageOf } from '../../foundation/index.ts';
import { lookAt } from './file-identity.ts';
import type { Moment } from './moment.ts';
import type { Parts } from './parts.ts';
import { MIGRATIONS } from './migrations.ts';
import { APPLICATION_ID } from './schema.ts';
import type { Store } from './store.ts';
import { LOCK_PATIENCE_MS, writeLockHolder } from './write-lock.ts';

export function ok(name: string, message: string): StoreCheck {
  return { name, status: 'ok', message, hint: null };
}

export function warn(name: string, message: string, hint: string): StoreCheck {
  return { name, status: 'warn', message, hint };
}

export function fail(name: string, message: string, hint: string | null): StoreCheck {
  return { name, status: 'fail', message, hint };
}

/** For people; formatSize is exact. */
function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MB`;
}

type Check = (parts: Parts) => StoreCheck;

const inPlace: Check = ({ store, files }) => {
  if (store.memory) return ok('file', 'held in memory');
  if (files.look()) return named(store.path);
  const { message, hint = null } = files.failure;
  return fail('file', message, hint);
};

/** SQLite names its log after the name that it was given: by another one it would write another log. */
function named(file: string): StoreCheck {
  const others = lookAt(file).links - 1;
  if (others <= 0) return ok('file', `${file} is in files`);
  const message = `${file} has ${others} other ${others === 1 ? 'name' : 'names'} (hard links)`;
  const hint =
    'Whoever opens it by such a name damages it: remove the other names, or copy the file instead (sqlite3 FILE .backup).';
  return warn('file', message, hint);
}

const writable: Check = ({ store }) => {
  if (!store.memory) accessSync(store.path, constants.R_OK | constants.W_OK);
  return ok('access', 'readable and writable');
};

const layout: Check = ({ store }) => {
  const version = store.number('PRAGMA user_version');
  const ours = store.number('PRAGMA application_id') === APPLICATION_ID && version === MIGRATIONS.length;
  if (ours) return ok('layout', `version ${version}`);
  const hint = 'Another version of Skep has taken the file over: restart this process with the same version.';
  return fail('layout', `the file has layout ${version}, this process knows ${MIGRATIONS.length}`, hint);
};

/** In three sentences what an operator of any store wants to know: does what was accepted survive? */
const persistence: Check = ({ store, sync }) => {
  if (store.memory) {
    const hint = 'Set engine.path to a file, unless losing all jobs at the end of the process is what you want.';
    return warn('persistence', 'held in memory: all jobs end with the process', hint);
  }
  if (sync.failed) {
    const hint = "See the disk and the host's log; what is refused now may be sent again.";
    return fail('persistence', 'the disk does not take what is written: nothing is acknowledged', hint);
  }
  const mode = String(store.get('PRAGMA journal_mode')?.[0]);
  if (mode === 'wal') return ok('persistence', 'write-ahead log, synced before anything is acknowledged');
  const hint = 'The file system may not support shared memory (network file systems do not): use a local disk.';
  return warn('persistence', `journal mode is ${mode}, not wal`, hint);
};

/** Types of statfs(2) that are network file systems. Source: linux/magic.h, and the CIFS client for SMB. */
const NETWORK: Readonly<Record<number, string>> = {
  0x6969: 'NFS',
  0x517b: 'SMB',
  0xff534d42: 'CIFS',
  0xfe534d42: 'SMB2',
  0x01021997: '9P',
  0x00c36400: 'Ceph',
  0x5346414f: 'AFS',
};

const disk: Check = ({ store }) => {
  if (store.memory) return ok('disk', 'none is used');
  const { type, bavail, bsize } = statfsSync(path.dirname(path.resolve(store.path)));
  const network = NETWORK[type >>> 0];
  if (network !== undefined) {
    return warn('disk', `the file lies on ${network}, where SQLite's locks do not hold`, 'Use a disk of this host.');
  }
  const room = bavail * bsize;
  if (room >= LEAST_ROOM) return ok('disk', `${megabytes(room)} free`);
  return warn('disk', `only ${megabytes(room)} free`, 'Free space: a full disk refuses new jobs.');
};

/** A log and a few seconds of work. */
const LEAST_ROOM = 256 * 1024 * 1024;
/** Four times what it is cut back to (opening.ts): only a reader that does not end lets it grow so far. */
const MOST_LOG = 256 * 1024 * 1024;

const log: Check = ({ store }) => {
  const size = store.memory ? 0 : (statSync(`${store.path}-wal`, { throwIfNoEntry: false })?.size ?? 0);
  if (size <= MOST_LOG) return ok('log', `${megabytes(size)} not written back`);
  const hint = 'Some process reads the file in one long transaction (a backup, a shell): end it.';
  return warn('log', `the write-ahead log has grown to ${megabytes(size)}`, hint);
};

const lease: Check = ({ membership }) => {
  const failure = membership.renewalFailure;
  if (failure === undefined) return ok('lease', 'renewed by its own thread');
  const hint = 'Jobs may be taken back while a handler keeps the event loop busy; restart the process.';
  return warn('lease', `the thread that renews the lease has ended: ${messageOf(failure)}`, hint);
};

/** Reads go on beside it, so nothing else would tell. */
const writeLock: Check = ({ store, committer }) => {
  const lockedMs = committer.lockedMs();
  if (lockedMs === undefined) return ok('lock', 'the write lock is free');
  const holder = writeLockHolder(store.path);
  const who = holder === undefined ? 'another process' : `process ${holder}`;
  if (lockedMs < LOCK_PATIENCE_MS) return ok('lock', `${who} has the write lock now`);
  const message = `${who} has held the write lock for ${formatDuration(Math.floor(lockedMs / 1_000) * 1_000)}`;
  const hint =
    'It may be stopped, frozen, or in a debugger: let it go on, or kill it; nothing that was accepted is lost.';
  return fail('lock', message, hint);
};

const CHECKS: Readonly<Record<string, Check>> = {
  file: inPlace,
  access: writable,
  layout,
  lock: writeLock,
  persistence,
  disk,
  log,
  lease,
};

/** Never throws: what fails is a check that failed. */
export function checkStore(parts: Parts | undefined, { path: file }: { readonly path: string }): StoreCheck[] {
  if (!parts) return [fail('file', `${file} is not open`, null)];
  return Object.entries(CHECKS).map(([name, check]) => guarded(name, () => check(parts)));
}

export function guarded(name: string, check: () => StoreCheck): StoreCheck {
  try {
    return check();
  } catch (error) {
    return fail(name, messageOf(error), 'See whether the file can be read and written.');
  }
}

export type Examination = (store: Store, moment: Moment) => StoreCheck;
