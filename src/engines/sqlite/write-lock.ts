/** The write lock of a file, which one process has at a time, and who has it as far as the host tells. */
import { readFileSync, statSync } from 'node:fs';

import type { Clock } from '../../foundation/index.ts';
import { isBusy } from './failure.ts';
import type { Store } from './store.ts';

/** How long another process may hold it before callers hear of it. */
export const LOCK_PATIENCE_MS = 10_000;

export class WriteLock {
  readonly #store: Store;
  readonly #clock: Clock;
  /** Since when those wait who wait now, monotonic. */
  #waitingSince: number | undefined;
  /** Since when it could not be had, also when those who waited have been told so. */
  #heldSince: number | undefined;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Begins a transaction with it.
   * @param patient whether it may be waited for
   * @returns undefined: it is ours; otherwise for how many milliseconds it has been waited for
   * @throws SqliteError what keeps it from being had; that another process holds it, when nobody waits any longer
   */
  take(patient: boolean): number | undefined {
    try {
      this.#store.exec('BEGIN IMMEDIATE');
      this.#waitingSince = this.#heldSince = undefined;
      return undefined;
    } catch (error) {
      const now = this.#clock.monotonic();
      if (!isBusy(error)) throw error;
      this.#heldSince ??= now;
      this.#waitingSince ??= now;
      const waitedMs = now - this.#waitingSince;
      if (!patient || waitedMs >= LOCK_PATIENCE_MS) throw error;
      return waitedMs;
    }
  }

  /** Those who waited have been told. */
  nobodyWaits(): void {
    this.#waitingSince = undefined;
  }

  /**
   * @param awaited whether somebody waits for it, and so asks
   * @returns for how many milliseconds another process has held it, as far as it was asked for; undefined: it can be had
   */
  heldMs(awaited: boolean): number | undefined {
    const now = this.#clock.monotonic();
    if (!awaited) this.#heldSince = this.#isFree() ? undefined : (this.#heldSince ?? now);
    return this.#heldSince === undefined ? undefined : now - this.#heldSince;
  }

  #isFree(): boolean {
    try {
      this.#store.exec('BEGIN IMMEDIATE; ROLLBACK');
      return true;
    } catch (error) {
      if (isBusy(error)) return false;
      throw error;
    }
  }
}

/** WAL_WRITE_LOCK: the byte of the shared memory that a writer locks. Source: https://www.sqlite.org/walformat.html section 2.3. */
const WRITE_LOCK_BYTE = 120;

/**
 * @param file of the database
 * @returns the id of the process; undefined where nobody holds it, in another container, and beyond Linux
 */
export function writeLockHolder(file: string): number | undefined {
  try {
    const { ino } = statSync(`${file}-shm`);
    const lock = readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .find((fields) => holds(fields, ino));
    const pid = Number(lock?.[4]);
    // 0 and -1 stand for a process of which this one cannot know.
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** A line of /proc/locks: number, kind, ADVISORY, READ or WRITE, process, device:inode, first and last byte. See proc_locks(5). */
function holds([, , , access, , place = '', first, last]: readonly string[], inode: number): boolean {
  const locksIt = Number(first) <= WRITE_LOCK_BYTE && (last === 'EOF' || Number(last) >= WRITE_LOCK_BYTE);
  return access === 'WRITE' && place.endsWith(`:${inode}`) && locksIt;
}
