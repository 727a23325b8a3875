/**
 * Group commit: what is to be written in one turn of the event loop is one transaction; one sync serves all those
 * that were committed before it began.
 *
 * Modes: idle · scheduled (work waits for the end of this turn) · waiting (for the write lock, see write-lock.ts) · closed.
 */
import { type Clock, outside, reach, SkepError } from '../../foundation/index.ts';
import { type JobState, type Run, type StepProgress } from '../../core/index.ts';
import type { RunTurnListener } from '../../engine/index.ts';
import { count } from './counting.ts';
import { isBusy, storeFailure } from './failure.ts';
import { failureOn, newerLayout } from './layout.ts';
import { type Moment, momentOf } from './moment.ts';
import type { FilesThere } from './files-there.ts';
import type { Store } from './store.ts';
import type { Sync } from './sync.ts';
import { WriteLock } from './write-lock.ts';

/** What a unit of work may use and leave behind. Units must be repeatable: a transaction may be run again. */
export class Transaction {
  readonly store: Store;
  /** One instant for all of it. */
  readonly moment: Moment;
  readonly #counts = new Map<string, Map<JobState, number>>();
  /** Queues that got available jobs or were resumed. */
  readonly woken = new Set<string>();
  /** Called after the commit, in order; not at all when it failed. */
  readonly committed: (() => void)[] = [];
  /** A signal was sent: this process looks for it itself right after the commit. */
  signalled = false;
  /** Some run has something to do now: it is done in a transaction of its own right after the commit. */
  runsDue = false;
  /** Runs that are over now, told of after the commit. */
  readonly ended: Run[] = [];
  /** Runs as they were before a turn, and the steps that it changed. */
  readonly turned: (readonly [run: Run, changed: ReadonlyMap<number, StepProgress>])[] = [];

  constructor(store: Store, moment: Moment) {
    this.store = store;
    this.moment = moment;
  }

  /** Epoch milliseconds. */
  get now(): number {
    return this.moment.now;
  }

  /** `count` jobs of the queue went from one state to another; null is "not stored". */
  moved(queue: string, from: JobState | null, to: JobState | null, count = 1): void {
    if (count === 0) return;
    const counts = this.#counts.get(queue) ?? new Map<JobState, number>();
    this.#counts.set(queue, counts);
    if (from) counts.set(from, (counts.get(from) ?? 0) - count);
    if (to) counts.set(to, (counts.get(to) ?? 0) + count);
    if (to === 'available') this.woken.add(queue);
  }

  /** All of it, or nothing where it throws. @param name of letters alone @throws what it throws */
  within<T>(name: string, work: () => T): T {
    this.flush();
    const lengths = [this.committed.length, this.ended.length, this.turned.length] as const;
    this.store.run(`SAVEPOINT ${name}`);
    try {
      return work();
    } catch (error) {
      this.store.run(`ROLLBACK TO ${name}`);
      [this.committed.length, this.ended.length, this.turned.length] = lengths;
      this.#counts.clear();
      throw error;
    } finally {
      this.store.run(`RELEASE ${name}`);
    }
  }

  /** Writes the sums of all moves: one statement per transaction, however many jobs of however many queues moved. */
  flush(): void {
    const moved = [...this.#counts].filter(([, counts]) => [...counts.values()].some((change) => change !== 0));
    this.#counts.clear();
    count(this.store, moved);
  }
}

type Work = (transaction: Transaction) => unknown;

interface Unit {
  readonly work: Work;
  readonly durable: boolean;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface CommitterOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly files: FilesThere;
  readonly sync: Sync;
  /** Queues that may have got available jobs. */
  readonly onWake: (queues: ReadonlySet<string>) => void;
  readonly onSignalled: () => void;
  readonly onRunsDue: () => void;
  readonly onRunEnded?: (run: Run) => void;
  readonly onRunTurned?: RunTurnListener;
}

/** Other writers hold the lock for a few milliseconds each: so long it is asked for at every turn, then rarely. */
const LOCK_EAGER_MS = 100;
const LOCK_RETRY_MS = 5;

export class Committer {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #lock: WriteLock;
  readonly #files: FilesThere;
  readonly #sync: Sync;
  readonly #onWake: (queues: ReadonlySet<string>) => void;
  readonly #onSignalled: () => void;
  readonly #onRunsDue: () => void;
  readonly #onRunEnded: (run: Run) => void;
  readonly #onRunTurned: RunTurnListener;
  #units: Unit[] = [];
  #scheduled = false;
  #closed = false;
  constructor(options: CommitterOptions) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#lock = new WriteLock(options.store, options.clock);
    this.#files = options.files;
    this.#sync = options.sync;
    this.#onWake = options.onWake;
    this.#onSignalled = options.onSignalled;
    this.#onRunsDue = options.onRunsDue;
    this.#onRunEnded = options.onRunEnded ?? (() => undefined);
    this.#onRunTurned = options.onRunTurned ?? (() => undefined);
  }

  /**
   * Resolves with what `work` returned once it is on disk; rejects when nothing of it was written, or when it is
   * written but the disk failed to take it.
   *
   * @param options.durable false: resolves once it is committed, which outlives this process but not the power
   */
  write<T>(work: (transaction: Transaction) => T, { durable } = { durable: true }): Promise<T> {
    if (this.#closed) return Promise.reject(new SkepError('STORE_UNREACHABLE', `${this.#store.path} is closed`));
    return new Promise<T>((resolve, reject) => {
      this.#units.push({ work, durable, resolve: resolve as (value: unknown) => void, reject });
      this.#schedule();
    });
  }

  /** See WriteLock.heldMs(). */
  lockedMs(): number | undefined {
    return this.#lock.heldMs(this.#units.length > 0);
  }

  /** Writes what is left, then refuses everything. */
  close(): void {
    this.#closed = true;
    this.#commitAll();
    this.#sync.close();
    for (const unit of this.#units.splice(0)) {
      unit.reject(new SkepError('STORE_UNREACHABLE', `${this.#store.path} was closed before it could be written`));
    }
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // One commit serves many callers: what it does afterwards (waking, telling) is no part of the first one's call.
    outside(() =>
      setImmediate(() => {
        this.#scheduled = false;
        this.#commitAll();
      }),
    );
  }

  #commitAll(): void {
    if (this.#units.length === 0 || !this.#begin()) return;
    const units = this.#units;
    this.#units = [];
    if (this.#attempt(units) || units.length === 1) return;
    // One unit threw and must not spoil the others: each gets a transaction of its own.
    for (const unit of units) this.#single(unit);
  }

  #single(unit: Unit): void {
    try {
      this.#store.exec('BEGIN IMMEDIATE');
    } catch (error) {
      // The lock was lost to another process in between; it will be tried with the next batch.
      if (isBusy(error)) this.#requeue(unit);
      else unit.reject(storeFailure(error, this.#store.path));
      return;
    }
    this.#attempt([unit]);
  }

  #requeue(unit: Unit): void {
    this.#units.push(unit);
    this.#schedule();
  }

  /** @returns whether the write lock is held now; else it is tried again later, or all units were rejected */
  #begin(): boolean {
    if (!this.#files.look()) {
      this.#rejectAll(this.#files.failure);
      return false;
    }
    let waitedMs: number | undefined;
    try {
      waitedMs = this.#lock.take(!this.#closed);
    } catch (error) {
      this.#rejectAll(error);
      return false;
    }
    if (waitedMs === undefined) return this.#isOurs();
    this.#waitForLock(waitedMs);
    return false;
  }

  /** Nobody can change the layout while the write lock is held. @returns false: a newer Skep has, and all units were rejected */
  #isOurs(): boolean {
    const newer = newerLayout(this.#store);
    if (newer === undefined) return true;
    this.#rollback();
    this.#rejectAll(newer);
    return false;
  }

  /** SQLite itself has just waited a millisecond; the loop gets a turn before it does so again. */
  #waitForLock(waitedMs: number): void {
    this.#scheduled = true;
    const again = (): void => {
      this.#scheduled = false;
      this.#commitAll();
    };
    if (waitedMs < LOCK_EAGER_MS) setImmediate(again);
    else this.#clock.after(LOCK_RETRY_MS, again, { hold: true });
  }

  #rejectAll(error: unknown): void {
    this.#lock.nobodyWaits();
    const failure = storeFailure(error, this.#store.path);
    for (const unit of this.#units.splice(0)) unit.reject(failure);
  }

  /** Runs the units in the open transaction. @returns false when a unit threw and there are others to save */
  #attempt(units: readonly Unit[]): boolean {
    const transaction = new Transaction(this.#store, momentOf(this.#clock));
    let results: unknown[];
    try {
      results = units.map((unit) => unit.work(transaction));
      transaction.flush();
    } catch (error) {
      this.#rollback();
      if (units.length === 1) units[0]?.reject(failureOn(this.#store, error));
      return false;
    }
    try {
      this.#store.exec('COMMIT');
    } catch (error) {
      this.#rollback();
      const failure = storeFailure(error, this.#store.path);
      for (const unit of units) unit.reject(failure);
      return true;
    }
    if (!this.#files.look()) {
      for (const unit of units) unit.reject(this.#files.failure);
      return true;
    }
    reach('commit.unsynced');
    units.forEach((unit, index) => this.#acknowledge(unit, results[index]));
    this.#tell(transaction);
    return true;
  }

  #tell({ committed, ended, turned, signalled, runsDue, woken }: Transaction): void {
    for (const after of committed) after();
    for (const [run, changed] of turned) this.#onRunTurned(run, changed);
    for (const run of ended) this.#onRunEnded(run);
    if (signalled) this.#onSignalled();
    if (runsDue) this.#onRunsDue();
    if (woken.size > 0) this.#onWake(woken);
  }

  #acknowledge(unit: Unit, result: unknown): void {
    if (!unit.durable) unit.resolve(result);
    else {
      this.#sync.after((failure) => {
        if (failure === undefined) unit.resolve(result);
        else unit.reject(storeFailure(failure, this.#store.path));
      });
    }
  }

  /** SQLite rolls back by itself on some failures (disk full), on others not. */
  #rollback(): void {
    if (this.#store.inTransaction) this.#store.exec('ROLLBACK');
  }
}
