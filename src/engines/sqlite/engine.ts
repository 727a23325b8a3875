/**
 * The embedded engine: one SQLite file, several processes of one host on it.
 *
 * Its limits, honestly: one writer at a time, so all processes together are about as fast as one; one host,
 * for the shared memory of SQLite's log does not work over a network file system; the wake-up of another
 * process takes up to 40 ms; a process that dies is noticed after its lease, not at once.
 */
import type { Job } from '../../core/index.ts';
import {
  type Annotation,
  type Application,
  type Capabilities,
  type ChangeReceipt,
  type Consumer,
  ConsumerLoop,
  type ConsumeOptions,
  type Engine,
  type EnqueueReceipt,
  type ExpireReport,
  type InForce,
  type JobFilter,
  type JobPage,
  type NewJob,
  type ProcessInfo,
  type ProcessRow,
  type PromoteReport,
  type QueueCounts,
  type RescueReport,
  type Retention,
  type Revision,
  type RunLease,
  type ScheduleRow,
  type Signal,
  type Standing,
  type StoreCheck,
  type StoreRepair,
  type SweepReport,
  type TickClaim,
  type TickReceipt,
} from '../../engine/index.ts';
import { SkepError } from '../../foundation/index.ts';
import { cancelJobs, pauseQueue, removeJobs, retryJobs } from './change.ts';
import { checkStore } from './check.ts';
import type { Transaction } from './committer.ts';
import { examineStore } from './examine.ts';
import { insertJobs, prepareJobs } from './enqueue.ts';
import { storeFailure } from './failure.ts';
import { begin, standingOf, takeBack } from './in-force.ts';
import { listJobs, queueCounts, readJob } from './inspect.ts';
import { QueueLane } from './lane.ts';
import { expireJobs, promoteJobs, pruneJobs, rescueJobs, unblockJobs } from './maintain.ts';
import { momentOf } from './moment.ts';
import { moveJobs } from './move.ts';
import { assembleParts, type Parts } from './parts.ts';
import { claimStore, projectOf } from './project.ts';
import { repairStore } from './repair.ts';
import { recordRevision, revisionRows } from './revisions.ts';
import { applySchedules, claimTick, pauseSchedule, prepareClaims, scheduleRows, setBackCursors } from './schedules.ts';
import { processRows } from './sessions.ts';
import { annotateJobs } from './annotate.ts';
import type { SqliteEngineOptions } from './options.ts';
import { sendSignal } from './signals.ts';
import type { Store } from './store.ts';

export class SqliteEngine implements Engine {
  readonly kind = 'sqlite';
  readonly capabilities: Capabilities;
  readonly #options: SqliteEngineOptions;
  #opening: Promise<Parts> | undefined;
  #parts: Parts | undefined;

  constructor(options: SqliteEngineOptions) {
    this.#options = options;
    this.capabilities = {
      ...{ manyHosts: false, durable: options.path !== ':memory:', foreignJobs: false },
      atomicEnqueue: 'call',
    };
  }

  async open(): Promise<void> {
    this.#opening ??= assembleParts(this.#options);
    try {
      this.#parts = await this.#opening;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    const parts = this.#parts;
    this.#parts = undefined;
    this.#opening = undefined;
    if (!parts) return;
    parts.watcher.stop();
    await parts.membership.close();
    parts.committer.close();
    parts.store.close();
  }

  async claim(project: string, adopt = false): Promise<string> {
    const owner = adopt ? undefined : await this.#read(projectOf);
    return owner ?? this.#write((transaction) => claimStore(transaction, project, adopt));
  }

  async now(): Promise<number> {
    return this.#options.clock.now();
  }

  async check(): Promise<readonly StoreCheck[]> {
    return checkStore(this.#parts, this.#options);
  }

  async examine(): Promise<readonly StoreCheck[]> {
    const quick = checkStore(this.#parts, this.#options);
    return this.#parts ? [...quick, ...examineStore(this.#parts.store, momentOf(this.#options.clock))] : quick;
  }

  repair(): Promise<readonly StoreRepair[]> {
    return this.#write(repairStore);
  }

  async enqueue(batch: readonly NewJob[]): Promise<readonly EnqueueReceipt[]> {
    if (batch.length === 0) return [];
    const prepared = prepareJobs(batch);
    return this.#write((transaction) => insertJobs(transaction, prepared));
  }

  consume(queue: string, options: ConsumeOptions, run: RunLease): Consumer {
    const { watcher, ...parts } = this.#given();
    watcher.start();
    return new ConsumerLoop(new QueueLane(queue, parts), options, run, this.#options.clock);
  }

  async annotate(notes: readonly Annotation[]): Promise<void> {
    if (notes.length === 0) return;
    const { membership } = this.#given();
    await this.#write((transaction) => annotateJobs(transaction, notes, (session) => membership.numberOf(session)));
  }

  promote(limit: number): Promise<PromoteReport> {
    return this.#write((transaction) => promoteJobs(transaction, limit));
  }

  async rescue(limit: number): Promise<RescueReport> {
    const { maxRescues } = this.#options.timings;
    const { watch } = this.#given();
    return this.#write((transaction) => rescueJobs(transaction, { maxRescues, watch }, limit));
  }

  async expire(limit: number): Promise<ExpireReport> {
    const report = await this.#write((transaction) => expireJobs(transaction, limit));
    return this.#given().expiries.into(report);
  }

  unblock(tasks: readonly string[], limit: number): Promise<SweepReport> {
    return this.#write((transaction) => unblockJobs(transaction, tasks, limit));
  }

  prune(retention: Retention, limit: number): Promise<SweepReport> {
    return this.#write((transaction) => pruneJobs(transaction, retention, limit));
  }

  getJob(id: string): Promise<Job | null> {
    return this.#read((store) => readJob(store, id));
  }

  listJobs(filter: JobFilter, limit: number, cursor: string | null): Promise<JobPage> {
    return this.#read((store) => listJobs(store, filter, limit, cursor));
  }

  counts(): Promise<readonly QueueCounts[]> {
    return this.#read(queueCounts);
  }

  cancel(ids: readonly string[], reason: string): Promise<readonly ChangeReceipt[]> {
    return this.#write((transaction) => cancelJobs(transaction, ids, reason));
  }

  retry(ids: readonly string[]): Promise<readonly ChangeReceipt[]> {
    return this.#write((transaction) => retryJobs(transaction, ids));
  }

  remove(ids: readonly string[]): Promise<readonly ChangeReceipt[]> {
    return this.#write((transaction) => removeJobs(transaction, ids));
  }

  move(...[ids, to]: Parameters<Engine['move']>): ReturnType<Engine['move']> {
    return moveJobs(ids, to, (work) => this.#write(work));
  }

  async pauseQueue(queue: string, paused: boolean): Promise<void> {
    await this.#write((transaction) => pauseQueue(transaction, queue, paused));
  }

  applySchedules(application: Application): ReturnType<Engine['applySchedules']> {
    const { membership } = this.#given();
    return this.#write((transaction) => {
      const turn = begin(transaction, application);
      membership.entered(transaction, { ...application, turn });
      return { turn, rows: applySchedules(transaction, application.schedules, transaction.now) };
    });
  }

  takeBackSchedules(
    application: Application,
    as: Pick<InForce, 'turn' | 'change'>,
  ): Promise<readonly ScheduleRow[] | null> {
    return this.#write((transaction) => {
      const from = takeBack(transaction, application, as);
      return from === null ? null : applySchedules(transaction, application.schedules, from);
    });
  }

  standing(): Promise<Standing> {
    return this.#read((store) => standingOf(store, momentOf(this.#options.clock)));
  }

  async withdrawSchedules(): Promise<void> {
    await this.#given().membership.withdraw();
  }

  schedules(): Promise<readonly ScheduleRow[]> {
    return this.#read(scheduleRows);
  }

  async claimTicks(claims: readonly TickClaim[]): Promise<readonly TickReceipt[]> {
    if (claims.length === 0) return [];
    const prepared = prepareClaims(claims);
    return this.#write((transaction) => prepared.map((claim) => claimTick(transaction, claim)));
  }

  pauseSchedule(name: string, paused: boolean): Promise<ScheduleRow | null> {
    return this.#write((transaction) => pauseSchedule(transaction, name, paused));
  }

  setBackCursors(names: readonly string[], aheadMs: number): Promise<readonly ScheduleRow[]> {
    return this.#write((transaction) => setBackCursors(transaction, names, aheadMs));
  }

  async join(info: ProcessInfo): Promise<string> {
    const { membership, watcher } = this.#given();
    watcher.start();
    return membership.join(info);
  }

  async beat(info: ProcessInfo): Promise<void> {
    await this.#given().membership.beat(info);
  }

  async leave(): Promise<void> {
    await this.#parts?.membership.leave();
  }

  processes(): Promise<readonly ProcessRow[]> {
    return this.#read((store) => processRows(store, momentOf(this.#options.clock)));
  }

  onSignal(listener: (signal: Signal) => void): () => void {
    return this.#given().membership.subscribe(listener);
  }

  async requestReload(): Promise<void> {
    await this.#write((transaction) => sendSignal(transaction, { type: 'reload', owner: null, ids: null }));
  }

  recordRevision(hash: string, by: string): Promise<Revision> {
    return this.#write((transaction) => recordRevision(transaction, hash, by));
  }

  revisions(limit: number): Promise<readonly Revision[]> {
    return this.#read((store) => revisionRows(store, limit));
  }

  #given(): Parts {
    if (this.#parts) return this.#parts;
    throw new SkepError('STORE_UNREACHABLE', `${this.#options.path} is not open`);
  }

  async #write<T>(work: (transaction: Transaction) => T): Promise<T> {
    return this.#given().committer.write(work);
  }

  async #read<T>(look: (store: Store) => T): Promise<T> {
    const { store } = this.#given();
    try {
      return look(store);
    } catch (error) {
      throw storeFailure(error, store.path);
    }
  }
}

/** @returns the engine, opened; see SqliteEngine.open for what can go wrong */
export async function openSqliteEngine(options: SqliteEngineOptions): Promise<SqliteEngine> {
  const engine = new SqliteEngine(options);
  await engine.open();
  return engine;
}
