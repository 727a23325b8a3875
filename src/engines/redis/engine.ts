/**
 * The Redis engine: bee-queue's layout, Queue and protocol, with reserving, settling and everything else of the
 * contract in scripts of our own (bee-queue-lane.ts says why).
 *
 * Honest limits:
 * - Durable as Redis is: with `appendonly yes` and `everysec` a crash of Redis may lose the last second; a failover
 *   to a lagging replica loses what it had not received. check() tells.
 * - On a Cluster a call of enqueue that names several queues is stored queue by queue (capabilities.atomicEnqueue).
 * - Order holds within a shard of a queue. To find a job by its id alone, all queues are asked.
 * - A waiting job of plain bee-queue is counted and run, but listed only from its first attempt on.
 */
import type { Job } from '../../core/index.ts';
import {
  type Annotation,
  type Application,
  type Capabilities,
  type ChangeReceipt,
  type ConsumeOptions,
  type Consumer,
  ConsumerLoop,
  type Engine,
  type EngineTimings,
  type EnqueueReceipt,
  ExpiredInPassing,
  type ExpireReport,
  type JobFilter,
  type JobPage,
  type MoveReceipt,
  type MoveTarget,
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
import { type Clock, type IdSource, SkepError } from '../../foundation/index.ts';
import { Changes } from './change.ts';
import type { RedisTarget } from './connection.ts';
import { ConsumedLanes } from './consumed-lanes.ts';
import { Enqueuer } from './enqueue.ts';
import { Examination } from './examination.ts';
import { Health } from './health.ts';
import { Inspector } from './inspect.ts';
import { Keys } from './keys.ts';
import { Lanes } from './lanes.ts';
import { Maintenance } from './maintain.ts';
import { Mover } from './move.ts';
import { Schedules } from './schedules.ts';
import { Sessions } from './sessions.ts';
import { Signals } from './signals.ts';
import { claimStore } from './project.ts';
import { RedisStore } from './store.ts';
import { UnfinishedMoves } from './unfinished.ts';

export interface RedisEngineOptions {
  /** A URL (address.ts), or options of ioredis. */
  readonly url: RedisTarget;
  /** Begins every key. */
  readonly prefix: string;
  readonly timings: EngineTimings;
  readonly clock: Clock;
  readonly newId: IdSource;
}

export class RedisEngine implements Engine {
  readonly kind = 'redis';
  readonly capabilities: Capabilities;
  readonly #clock: Clock;
  readonly #store: RedisStore;
  readonly #signals: Signals;
  readonly #sessions: Sessions;
  readonly #enqueuer: Enqueuer;
  readonly #maintenance: Maintenance;
  readonly #inspector: Inspector;
  readonly #changes: Changes;
  readonly #mover: Mover;
  readonly #schedules: Schedules;
  readonly #examination: Examination;
  readonly #health: Health;
  readonly #expiries = new ExpiredInPassing();
  readonly #consumed: ConsumedLanes;

  /** @throws SkepError REQUEST_INVALID for a URL, options or a prefix that cannot work */
  constructor({ url, prefix, timings, clock, newId }: RedisEngineOptions) {
    const store = new RedisStore(url, new Keys(prefix), clock);
    this.#clock = clock;
    this.#store = store;
    const atomicEnqueue = store.clustered ? 'queue' : 'call';
    this.capabilities = { manyHosts: true, durable: true, foreignJobs: true, atomicEnqueue };
    this.#signals = new Signals(store, (queue, id) => this.#consumed.publicId(queue, id));
    this.#sessions = new Sessions({ store, signals: this.#signals, target: url, timings, clock, newId });
    const lanes = new Lanes(store);
    this.#consumed = new ConsumedLanes({
      ...{ lanes, store, sessions: this.#sessions, signals: this.#signals, clock, onExpired: this.#expiries.add },
    });
    this.#enqueuer = new Enqueuer(store);
    this.#mover = new Mover(store, newId);
    this.#maintenance = new Maintenance({
      ...{ store, lanes, sessions: this.#sessions, timings },
      unfinished: new UnfinishedMoves(store, this.#mover, clock),
    });
    this.#inspector = new Inspector(store);
    this.#changes = new Changes(store);
    this.#schedules = new Schedules(store, this.#enqueuer, this.#sessions);
    this.#examination = new Examination(store, this.#mover, clock);
    this.#health = new Health(store, clock);
  }

  /**
   * Pending until Redis can be used: it waits through any outage, tries that one address only, and check() tells
   * meanwhile what is wrong. close() ends the wait.
   * @throws SkepError STORE_REFUSED when Redis answers but must not be used (password, version, eviction, role)
   */
  async open(): Promise<void> {
    await this.#store.connect();
    const failed = (await this.#health.answer()).find(({ status }) => status === 'fail');
    if (failed) {
      await this.close();
      throw new SkepError('STORE_REFUSED', `${failed.message} (${this.#store.where})`, { hint: failed.hint ?? '' });
    }
    await this.#signals.open();
  }

  async close(): Promise<void> {
    this.#sessions.close();
    await this.#store.close();
  }

  claim(project: string, adopt = false): Promise<string> {
    return claimStore(this.#store, project, adopt);
  }

  now(): Promise<number> {
    return this.#store.now();
  }

  check(): Promise<readonly StoreCheck[]> {
    return this.#health.checks();
  }

  async examine(): Promise<readonly StoreCheck[]> {
    const checks = await this.check();
    return checks[0]?.status === 'fail' ? checks : [...checks, ...(await this.#examination.checks())];
  }

  repair(): Promise<readonly StoreRepair[]> {
    return this.#examination.repair();
  }

  enqueue(batch: readonly NewJob[]): Promise<readonly EnqueueReceipt[]> {
    return this.#enqueuer.enqueue(batch);
  }

  consume(queue: string, options: ConsumeOptions, run: RunLease): Consumer {
    return new ConsumerLoop(this.#consumed.laneFor(queue, options), options, run, this.#clock);
  }

  annotate(notes: readonly Annotation[]): Promise<void> {
    return this.#consumed.annotate(notes);
  }

  promote(limit: number): Promise<PromoteReport> {
    return this.#maintenance.promote(limit);
  }

  async rescue(limit: number): Promise<RescueReport> {
    await this.#schedules.finishOpen();
    return this.#maintenance.rescue(limit);
  }

  async expire(limit: number): Promise<ExpireReport> {
    return this.#expiries.into(await this.#maintenance.expire(limit));
  }

  unblock(tasks: readonly string[], limit: number): Promise<SweepReport> {
    return this.#maintenance.unblock(tasks, limit);
  }

  prune(retention: Retention, limit: number): Promise<SweepReport> {
    return this.#maintenance.prune(retention, limit);
  }

  getJob(id: string): Promise<Job | null> {
    return this.#inspector.getJob(id);
  }

  listJobs(filter: JobFilter, limit: number, cursor: string | null): Promise<JobPage> {
    return this.#inspector.listJobs(filter, limit, cursor);
  }

  counts(): Promise<readonly QueueCounts[]> {
    return this.#inspector.counts();
  }

  cancel(ids: readonly string[], reason: string): Promise<readonly ChangeReceipt[]> {
    return this.#changes.cancel(ids, reason);
  }

  retry(ids: readonly string[]): Promise<readonly ChangeReceipt[]> {
    return this.#changes.retry(ids);
  }

  remove(ids: readonly string[]): Promise<readonly ChangeReceipt[]> {
    return this.#changes.remove(ids);
  }

  move(ids: readonly string[], to: MoveTarget): Promise<readonly MoveReceipt[]> {
    return this.#mover.move(ids, to);
  }

  pauseQueue(queue: string, paused: boolean): Promise<void> {
    return this.#changes.pauseQueue(queue, paused);
  }

  applySchedules(application: Application): ReturnType<Engine['applySchedules']> {
    return this.#schedules.apply(application);
  }

  takeBackSchedules(...given: Parameters<Engine['takeBackSchedules']>): ReturnType<Engine['takeBackSchedules']> {
    return this.#schedules.takeBack(...given);
  }

  standing(): Promise<Standing> {
    return this.#schedules.standing();
  }

  withdrawSchedules(): Promise<void> {
    return this.#sessions.withdraw();
  }

  schedules(): Promise<readonly ScheduleRow[]> {
    return this.#schedules.all();
  }

  claimTicks(claims: readonly TickClaim[]): Promise<readonly TickReceipt[]> {
    return this.#schedules.claim(claims);
  }

  async pauseSchedule(name: string, paused: boolean): Promise<ScheduleRow | null> {
    const row = await this.#schedules.pause(name, paused);
    if (row) await this.#changes.notice('c');
    return row;
  }

  async setBackCursors(names: readonly string[], aheadMs: number): Promise<readonly ScheduleRow[]> {
    const rows = await this.#schedules.setBack(names, aheadMs);
    if (rows.length > 0) await this.#changes.notice('c');
    return rows;
  }

  join(info: ProcessInfo): Promise<string> {
    return this.#sessions.join(info);
  }

  async beat(info: ProcessInfo): Promise<void> {
    await this.#sessions.beat(info);
    this.#consumed.suspect();
  }

  leave(): Promise<void> {
    return this.#sessions.leave();
  }

  processes(): Promise<readonly ProcessRow[]> {
    return this.#sessions.processes();
  }

  onSignal(listener: (signal: Signal) => void): () => void {
    return this.#signals.subscribe(listener);
  }

  requestReload(): Promise<void> {
    return this.#changes.notice('r');
  }

  recordRevision(hash: string, by: string): Promise<Revision> {
    return this.#schedules.recordRevision(hash, by);
  }

  revisions(limit: number): Promise<readonly Revision[]> {
    return this.#schedules.revisions(limit);
  }
}
