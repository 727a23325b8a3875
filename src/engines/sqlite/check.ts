/** What can be said quickly about the file's health; a full integrity check of a large file takes minutes. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import type { StoreCheck } from '../../engine/index.ts';
import { messageOf } from '../../foundation/index.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';
import type { Store } from './store.ts';

type Check = (store: Store, inode: number | undefined) => StoreCheck;

function ok(name: string, message: string): StoreCheck {
  return { name, status: 'ok', message, hint: null };
}

/** A file that was deleted or replaced under a running process takes all its jobs with it, silently. */
const inPlace: Check = (store, inode) => {
  if (store.memory) return ok('file', 'held in memory: it ends with the process');
  const same = existsSync(store.path) && statSync(store.path).ino === inode;
  if (same) return ok('file', `${store.path} is in place`);
  return {
    name: 'file',
    status: 'fail',
    message: `${store.path} was deleted or replaced while it was open`,
    hint: 'Put the file back from a backup and start again; what this process writes now is lost.',
  };
};

const writable: Check = (store) => {
  if (!store.memory) accessSync(store.path, constants.R_OK | constants.W_OK);
  return ok('access', 'readable and writable');
};

const layout: Check = (store) => {
  const version = store.number('PRAGMA user_version');
  const ours = store.number('PRAGMA application_id') === APPLICATION_ID && version === MIGRATIONS.length;
  if (ours) return ok('layout', `version ${version}`);
  return {
    name: 'layout',
    status: 'fail',
    message: `the file has layout ${version}, this process knows ${MIGRATIONS.length}`,
    hint: 'Another version of Skep has taken the file over: restart this process with the same version.',
  };
};

const journal: Check = (store) => {
  const mode = String(store.get('PRAGMA journal_mode')?.[0]);
  if (store.memory || mode === 'wal') return ok('journal', `journal mode ${mode}, synchronous FULL`);
  return {
    name: 'journal',
    status: 'warn',
    message: `journal mode is ${mode}, not wal`,
    hint: 'The file system may not support shared memory (network file systems do not): use a local disk.',
  };
};

const CHECKS: Readonly<Record<string, Check>> = { file: inPlace, access: writable, layout, journal };

/** Never throws: what fails is a check that failed. */
export function checkStore(store: Store, inode: number | undefined): StoreCheck[] {
  return Object.entries(CHECKS).map(([name, check]) => {
    try {
      return check(store, inode);
    } catch (error) {
      return { name, status: 'fail', message: messageOf(error), hint: 'See whether the file can be read and written.' };
    }
  });
}

export function checkRenewal(failure: unknown): StoreCheck[] {
  if (failure === undefined) return [];
  return [
    {
      name: 'lease',
      status: 'warn',
      message: `the thread that renews the lease has ended: ${messageOf(failure)}`,
      hint: 'Jobs may be taken back while a handler keeps the event loop busy; restart the process.',
    },
  ];
}
