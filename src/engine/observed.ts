/**
 * The one place where lifecycle events come from: an engine wrapped so that the results of its calls are told
 * to whoever listens. Engines themselves never log, trace or emit.
 *
 * While nobody listens a call costs one property read more than the bare engine's. An event is emitted after
 * the store has confirmed what it tells, so no listener hears of something that a crash undoes.
 *
 * Not told, because the contract reports them as counts: jobs that `unblock` and `prune` touched.
 */
import { aboutCarried, type EventSink, isWanted, type LifecycleEvent } from '../core/index.ts';
import { type Clock, reach } from '../foundation/index.ts';
import { ObservedConsumption, refOf } from './observed-consumption.ts';
import { CRASHED_ERROR } from './own-errors.ts';
import type { ConsumeOptions, Consumer, RunLease } from './consuming.ts';
import type { ProcessInfo, ScheduleRow, Signal, TickClaim, TickReceipt } from './coordination.ts';
import type {
  ChangeReceipt,
  Engine,
  EnqueueReceipt,
  ExpireReport,
  JobFilter,
  MoveReceipt,
  PromoteReport,
  RescuedJob,
  RescueReport,
  Retention,
} from './engine.ts';
import type { Application } from './in-force.ts';
import type { NewJob } from './new-job.ts';
import type { Annotation } from './lease.ts';

/**
 * Wraps `engine` so that its calls emit lifecycle events.
 *
 * @param events where they go; `active: false` skips building them
 * @param clock for durations and lateness, in milliseconds
 */
export function observe(engine: Engine, events: EventSink, clock: Clock): Engine {
  return new ObservedEngine(engine, events, clock);
}

class ObservedEngine implements Engine {
  readonly kind: Engine['kind'];
  readonly capabilities: Engine['capabilities'];
  readonly #engine: Engine;
  readonly #events: EventSink;
  readonly #clock: Clock;

  constructor(engine: Engine, events: EventSink, clock: Clock) {
    this.#engine = engine;
    this.#events = events;
    this.#clock = clock;
    this.kind = engine.kind;
    this.capabilities = engine.capabilities;
  }

  // ── told ───────────────────────────────────────────────────────────────────────────────────────────

  async enqueue(batch: readonly NewJob[]): Promise<readonly EnqueueReceipt[]> {
    const receipts = await this.#engine.enqueue(batch);
    reach('enqueue.stored');
    if (isWanted('job.enqueued', this.#events)) batch.forEach((job, index) => this.#enqueued(job, receipts[index]));
    return receipts;
  }

  consume(queue: string, options: ConsumeOptions, run: RunLease): Consumer {
    const observed = new ObservedConsumption(options, run, this.#events, this.#clock);
    return this.#engine.consume(queue, observed.options, observed.run);
  }

  async promote(limit: number): Promise<PromoteReport> {
    const report = await this.#engine.promote(limit);
    if (this.#listening) {
      for (const [queue, count] of Object.entries(report.promoted)) {
        if (count > 0) this.#emit({ type: 'job.promoted', queue, count });
      }
    }
    return report;
  }

  async rescue(limit: number): Promise<RescueReport> {
    const report = await this.#engine.rescue(limit);
    if (this.#listening) for (const job of report.rescued) this.#rescued(job);
    return report;
  }

  async cancel(ids: readonly string[], reason: string): Promise<readonly ChangeReceipt[]> {
    const receipts = await this.#engine.cancel(ids, reason);
    if (this.#listening) for (const receipt of receipts) this.#cancelled(receipt, reason);
    return receipts;
  }

  async retry(ids: readonly string[]): Promise<readonly ChangeReceipt[]> {
    const receipts = await this.#engine.retry(ids);
    if (this.#listening) for (const id of done(receipts)) this.#emit({ type: 'job.retried', id });
    return receipts;
  }

  async remove(ids: readonly string[]): Promise<readonly ChangeReceipt[]> {
    const receipts = await this.#engine.remove(ids);
    if (this.#listening) for (const id of done(receipts)) this.#emit({ type: 'job.removed', id });
    return receipts;
  }

  async move(...given: Parameters<Engine['move']>): ReturnType<Engine['move']> {
    const receipts = await this.#engine.move(...given);
    if (this.#listening) for (const receipt of receipts) this.#moved(receipt);
    return receipts;
  }

  async pauseQueue(queue: string, paused: boolean): Promise<void> {
    await this.#engine.pauseQueue(queue, paused);
    if (this.#listening) this.#emit({ type: paused ? 'queue.paused' : 'queue.resumed', queue });
  }

  async expire(limit: number): Promise<ExpireReport> {
    const report = await this.#engine.expire(limit);
    if (this.#listening) {
      for (const job of report.expired) this.#emit({ type: 'job.cancelled', job: refOf(job), reason: 'expired' });
    }
    return report;
  }

  async claimTicks(claims: readonly TickClaim[]): Promise<readonly TickReceipt[]> {
    const receipts = await this.#engine.claimTicks(claims);
    if (this.#listening) {
      claims.forEach((claim, index) => {
        if (receipts[index]?.status === 'claimed') this.#ticked(claim);
      });
    }
    return receipts;
  }

  // ── passed on ──────────────────────────────────────────────────────────────────────────────────────

  open(): Promise<void> {
    return this.#engine.open();
  }
  close(): Promise<void> {
    return this.#engine.close();
  }
  claim(project: string, adopt?: boolean): Promise<string> {
    return this.#engine.claim(project, adopt);
  }
  now(): Promise<number> {
    return this.#engine.now();
  }
  check(): ReturnType<Engine['check']> {
    return this.#engine.check();
  }
  examine(): ReturnType<Engine['examine']> {
    return this.#engine.examine();
  }
  repair(): ReturnType<Engine['repair']> {
    return this.#engine.repair();
  }
  annotate(notes: readonly Annotation[]): Promise<void> {
    return this.#engine.annotate(notes);
  }
  unblock(tasks: readonly string[], limit: number): ReturnType<Engine['unblock']> {
    return this.#engine.unblock(tasks, limit);
  }
  prune(retention: Retention, limit: number): ReturnType<Engine['prune']> {
    return this.#engine.prune(retention, limit);
  }
  getJob(id: string): ReturnType<Engine['getJob']> {
    return this.#engine.getJob(id);
  }
  listJobs(filter: JobFilter, limit: number, cursor: string | null): ReturnType<Engine['listJobs']> {
    return this.#engine.listJobs(filter, limit, cursor);
  }
  counts(): ReturnType<Engine['counts']> {
    return this.#engine.counts();
  }
  applySchedules(application: Application): ReturnType<Engine['applySchedules']> {
    return this.#engine.applySchedules(application);
  }
  takeBackSchedules(...given: Parameters<Engine['takeBackSchedules']>): ReturnType<Engine['takeBackSchedules']> {
    return this.#engine.takeBackSchedules(...given);
  }
  standing(): ReturnType<Engine['standing']> {
    return this.#engine.standing();
  }
  withdrawSchedules(): Promise<void> {
    return this.#engine.withdrawSchedules();
  }
  schedules(): Promise<readonly ScheduleRow[]> {
    return this.#engine.schedules();
  }
  pauseSchedule(name: string, paused: boolean): Promise<ScheduleRow | null> {
    return this.#engine.pauseSchedule(name, paused);
  }
  setBackCursors(names: readonly string[], aheadMs: number): Promise<readonly ScheduleRow[]> {
    return this.#engine.setBackCursors(names, aheadMs);
  }
  join(info: ProcessInfo): Promise<string> {
    return this.#engine.join(info);
  }
  beat(info: ProcessInfo): Promise<void> {
    return this.#engine.beat(info);
  }
  leave(): Promise<void> {
    return this.#engine.leave();
  }
  processes(): ReturnType<Engine['processes']> {
    return this.#engine.processes();
  }
  onSignal(listener: (signal: Signal) => void): () => void {
    return this.#engine.onSignal(listener);
  }
  requestReload(): Promise<void> {
    return this.#engine.requestReload();
  }
  recordRevision(hash: string, by: string): ReturnType<Engine['recordRevision']> {
    return this.#engine.recordRevision(hash, by);
  }
  revisions(limit: number): ReturnType<Engine['revisions']> {
    return this.#engine.revisions(limit);
  }

  // ── telling ────────────────────────────────────────────────────────────────────────────────────────

  get #listening(): boolean {
    return this.#events.active !== false;
  }

  #emit(event: LifecycleEvent): void {
    this.#events.emit(event);
  }

  #enqueued(job: NewJob, receipt: EnqueueReceipt | undefined): void {
    if (receipt === undefined) return;
    const created = receipt.status === 'created';
    this.#emit({ type: 'job.enqueued', job: refOf(job), runAt: receipt.runAt, created });
  }

  #rescued(job: RescuedJob): void {
    const dead = job.state === 'dead';
    this.#emit({ type: 'lease.expired', job: refOf(job), rescues: job.rescues, dead });
    if (dead) this.#emit({ type: 'job.dead', job: refOf(job), attempt: job.attempt, error: CRASHED_ERROR });
  }

  #cancelled({ status, id, task, queue }: ChangeReceipt, reason: string): void {
    if (status !== 'done' || task === null || queue === null) return;
    this.#emit({ type: 'job.cancelled', job: { id, task, queue }, reason });
  }

  #moved({ id, task, queue, from }: MoveReceipt): void {
    if (task === null || queue === null || from === null) return;
    this.#emit({ type: 'job.moved', job: { id, task, queue }, from });
  }

  #ticked(claim: TickClaim): void {
    const { schedule, job, from, to } = claim;
    if (job === null) {
      if (to > from) this.#emit({ type: 'schedule.missed', schedule, from, to });
      return;
    }
    const now = this.#clock.now();
    const latenessMs = Math.max(0, now - to);
    const about = aboutCarried(job.traceparent);
    this.#emit({ type: 'schedule.ticked', schedule, tickAt: to, jobId: job.id, latenessMs, ...about });
    this.#emit({
      type: 'job.enqueued',
      job: refOf(job),
      runAt: job.runAt ?? now + job.delayMs,
      created: true,
      ...about,
    });
  }
}

function done(receipts: readonly ChangeReceipt[]): string[] {
  return receipts.filter((receipt) => receipt.status === 'done').map((receipt) => receipt.id);
}
