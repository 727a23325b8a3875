/**
 * Getting the log onto the disk without holding up the event loop: SQLite writes a commit into the log, a thread of
 * Node's pool syncs that file, and what was promised is acknowledged then. Meanwhile the next transaction runs.
 *
 * The log is a chain of checksums, so what a power cut leaves is a part of the history up to some commit; and all that
 * was acknowledged lies before it.
 *
 * Modes: idle · syncing (those who come now wait for the next round) · failed (a sync failed: the kernel may have
 * dropped what it could not write, and a second sync would not notice; only a write-back into the file itself, with a
 * sync of that, makes sure).
 */
import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import { type Clock, SkepError } from '../../foundation/index.ts';
import type { Store } from './store.ts';

/** undefined: it is on disk. */
export type Synced = (failure: unknown) => void;

export interface Disk {
  readonly sync: (file: number, done: (failure: Error | null) => void) => void;
  readonly syncNow: (file: number) => void;
}

/** Handlers may keep all threads of the pool busy (file work, crypto, names): after that long the loop syncs itself. */
const PATIENCE_MS = 250;

const DISK: Disk = { sync: fdatasync, syncNow: fdatasyncSync };

export class Sync {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #disk: Disk;
  #file: number | undefined;
  #waiting: Synced[] = [];
  #syncing = false;
  #failed = false;
  #closed = false;

  /** @param disk given by tests only */
  constructor(store: Store, clock: Clock, disk = DISK) {
    this.#store = store;
    this.#clock = clock;
    this.#disk = disk;
  }

  /** The disk did not take what was committed last, and a write-back has not mended it yet. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Calls back, never at once, when all that is committed now is on disk, or when that failed. */
  after(synced: Synced): void {
    this.#waiting.push(synced);
    if (!this.#syncing) this.#begin();
  }

  /** Syncs what is left and calls back before it returns. */
  close(): void {
    this.#closed = true;
    this.#settle(() => {
      if (this.#failed) this.#writeBack();
      else if (this.#file !== undefined) this.#disk.syncNow(this.#file);
    }, this.#waiting.splice(0));
    if (!this.#syncing) this.#closeFile();
  }

  #begin(): void {
    const waiting = this.#waiting.splice(0);
    if (waiting.length === 0) return;
    this.#syncing = true;
    const done = (failure: unknown): void => {
      this.#syncing = false;
      if (failure) this.#failed = true;
      for (const synced of waiting) synced(failure ?? undefined);
      if (this.#closed) this.#closeFile();
      else this.#begin();
    };
    if (this.#store.memory) setImmediate(done);
    else if (this.#failed) setImmediate(() => this.#settle(() => this.#writeBack(), [done]));
    else this.#start(done);
  }

  #start(done: Synced): void {
    try {
      // It exists from the first commit until the last connection closes; no lock of SQLite's is on this file.
      const file = (this.#file ??= openSync(`${this.#store.path}-wal`, 'r+'));
      let told = false;
      const once = (failure: unknown): void => {
        timer.cancel();
        if (!told) done(failure);
        told = true;
      };
      const timer = this.#clock.after(PATIENCE_MS, () => this.#settle(() => this.#disk.syncNow(file), [once]));
      this.#disk.sync(file, once);
    } catch (error) {
      setImmediate(done, error);
    }
  }

  #settle(act: () => void, waiting: readonly Synced[]): void {
    let failure: unknown;
    try {
      act();
    } catch (error) {
      failure = error;
    }
    for (const synced of waiting) synced(failure);
  }

  #writeBack(): void {
    const [busy] = this.#store.get('PRAGMA wal_checkpoint(TRUNCATE)') ?? [1];
    if (busy !== 0) throw new SkepError('STORE_UNREACHABLE', `${this.#store.path} could not be synced to the disk`);
    this.#failed = false;
  }

  #closeFile(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
