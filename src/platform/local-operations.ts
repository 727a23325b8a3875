/**
 * Operations straight on an engine: inside a running platform, and in a CLI call without any service.
 * It decides nothing about jobs itself: rules are the engine's and the enqueuer's.
 */
import { type EventSink, type Job, refOf } from '../core/index.ts';
import type { ChangeReceipt, Engine, ListedJob, PauseWhy } from '../engine/index.ts';
import { anySignal, type Clock, type IdSource, type Json, SkepError } from '../foundation/index.ts';
import type { GenerationSource, Manifest, ScheduleSpec } from '../manifest/index.ts';
import { type Enqueuer, waitForJob } from '../runtime/index.ts';
import { askWorker } from './ask-worker.ts';
import { BulkCarrier } from './bulk-carrier.ts';
import { checkItems, enqueuedView } from './enqueue-items.ts';
import { errorsOf } from './errors-of.ts';
import { explainTask, whyJob } from './explain.ts';
import { jobFilter, LIST_STEPS, pageLimit } from './job-query.ts';
import { manifestView } from './manifest-view.ts';
import { moveJobs } from './move-jobs.ts';
import { prioritized } from './prioritize.ts';
import type {
  EnqueuedView,
  ErrorQuery,
  ErrorsView,
  ExplainRequest,
  ExplainView,
  JobPageView,
  JobQuery,
  JobView,
  ManifestView,
  MovedView,
  MoveRequest,
  PauseRequest,
  NextTicksView,
  QueueView,
  RevealOptions,
  ScheduleView,
  WhyView,
  WorkerAnswerView,
  WorkerCommand,
  WorkerView,
} from '../api/index.ts';
import type { ServedOperations, TaskItem } from './served.ts';
import { plannedTicks } from './planned-ticks.ts';
import { assertDone, unknownJob, unknownName } from './refusals.ts';
import type { Refusal } from './reloader.ts';
import { hiddenSight, wholeSight } from './sight.ts';
import { pauseWhy } from './standing.ts';
import { StandingOperations } from './standing-operations.ts';
import { jobView, queueView, scheduleView, workerView } from './views.ts';

export interface LocalParts {
  /** The open engine; throws STORE_UNREACHABLE while it is not open yet, STOPPING when it is closed. */
  readonly engine: () => Engine;
  readonly enqueuer: Enqueuer;
  readonly generations: GenerationSource;
  readonly clock: Clock;
  /** Told when a payload was revealed. */
  readonly events: EventSink;
  /** Loads anew here and asks all other processes to. @throws MANIFEST_INVALID */
  readonly reload: () => Promise<void>;
  /** Of the manifest in force. */
  readonly status: () => { readonly loadedAt: number; readonly refusal: Refusal | undefined };
  readonly newId: IdSource;
  /** Ends waits that are under way. */
  readonly signal: AbortSignal;
  readonly close: () => Promise<void>;
}

export class LocalOperations extends StandingOperations implements ServedOperations {
  readonly #parts: LocalParts;
  readonly #bulk: BulkCarrier;

  constructor(parts: LocalParts) {
    super(parts);
    this.#parts = parts;
    this.#bulk = new BulkCarrier({ ...parts, manifest: () => this.#manifest });
  }

  get #engine(): Engine {
    return this.#parts.engine();
  }

  get #manifest(): Manifest {
    return this.#parts.generations.current().manifest;
  }

  // ── jobs ───────────────────────────────────────────────────────────────────────────────────────────

  async enqueue(...[task, jobs, bulk]: Parameters<ServedOperations['enqueue']>): Promise<readonly EnqueuedView[]> {
    checkItems(jobs, "enqueue('emails.send', [{ payload: { to: 'ann@example.com' } }])");
    this.#parts.engine();
    const receipts = await this.#parts.enqueuer.enqueue(task, jobs, bulk);
    return receipts.map(enqueuedView);
  }

  async enqueueTogether(jobs: readonly TaskItem[]): Promise<readonly EnqueuedView[]> {
    checkItems(jobs, "enqueueTogether([{ task: 'emails.send', payload: { to: 'ann@example.com' } }])");
    this.#parts.engine();
    return (await this.#parts.enqueuer.enqueueTogether(jobs)).map(enqueuedView);
  }

  async getJob<Payload = Json, Result = Json>(
    id: string,
    waitMs = 0,
    stop?: AbortSignal,
    { revealTo }: RevealOptions = {},
  ): Promise<JobView<Payload, Result>> {
    const { clock } = this.#parts;
    const engine = this.#engine;
    const signal = stop ? anySignal([this.#parts.signal, stop]) : this.#parts.signal;
    stop?.throwIfAborted();
    const job = waitMs > 0 ? await waitForJob(engine.jobs, id, { waitMs, clock, signal }) : await engine.jobs.get(id);
    stop?.throwIfAborted();
    if (job === null) throw unknownJob(id);
    if (revealTo === undefined) return this.#view(job) as JobView<Payload, Result>;
    const sight = wholeSight(job, this.#manifest);
    this.#parts.events.emit({ type: 'job.revealed', job: refOf(job), by: revealTo });
    return jobView(job, sight) as JobView<Payload, Result>;
  }

  #view(job: Job & Partial<ListedJob>): JobView {
    return jobView(job, hiddenSight(job, this.#manifest));
  }

  async listJobs(query: JobQuery): Promise<JobPageView> {
    const engine = this.#engine;
    const filter = jobFilter(query, await engine.now());
    const limit = pageLimit(query);
    const jobs: JobView[] = [];
    let next = query.cursor ?? null;
    // Each step of the engine is bounded; what is rare or large takes several, and others get their turn in between.
    for (let steps = 1; ; steps += 1) {
      const page = await engine.jobs.list(filter, limit - jobs.length, next);
      jobs.push(...page.jobs.map((job) => this.#view(job)));
      next = page.next;
      if (next === null || jobs.length >= limit || steps >= LIST_STEPS) return { jobs, next };
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async cancelJob(id: string): Promise<JobView> {
    return this.#changed(id, (await this.#engine.jobs.cancel([id], 'cancelled on request'))[0], 'cancelled');
  }

  async retryJob(id: string): Promise<JobView> {
    return this.#changed(id, (await this.#engine.jobs.retry([id]))[0], 'retried');
  }

  async prioritizeJob(id: string, priority: number): Promise<JobView> {
    return this.#changed(id, await prioritized(id, priority, this.#engine.jobs), 'given another priority');
  }

  async removeJob(id: string): Promise<void> {
    assertDone(id, (await this.#engine.jobs.remove([id]))[0], 'removed');
  }

  readonly startBulk: ServedOperations['startBulk'] = (request, by = null) => this.#bulk.start(request, by);
  readonly bulks: ServedOperations['bulks'] = () => this.#bulk.list();
  readonly bulk: ServedOperations['bulk'] = (id) => this.#bulk.get(id);
  readonly cancelBulk: ServedOperations['cancelBulk'] = (id) => this.#bulk.cancel(id);
  /** Goes on with a bulk operation that another process has left. @returns whether there was one */
  readonly resumeBulk = (): Promise<boolean> => this.#bulk.resume();
  /** Resolves when no bulk operation is carried out here any more; the signal makes it so. */
  readonly settled = (): Promise<void> => this.#bulk.settled();

  async errors(query: ErrorQuery): Promise<ErrorsView> {
    return errorsOf(query, { engine: this.#engine, signals: [this.#parts.signal] });
  }

  async moveJobs(request: MoveRequest, signal?: AbortSignal): Promise<MovedView> {
    return moveJobs(request, { engine: this.#engine, manifest: this.#manifest, signals: [signal, this.#parts.signal] });
  }

  async #changed(id: string, receipt: ChangeReceipt | undefined, verb: string): Promise<JobView> {
    assertDone(id, receipt, verb);
    return this.getJob(id);
  }

  // ── queues and tasks ───────────────────────────────────────────────────────────────────────────────

  async queues(): Promise<readonly QueueView[]> {
    const engine = this.#engine;
    const [counts, processes, now] = await Promise.all([
      engine.queues.counts(),
      engine.fleet.processes(),
      engine.now(),
    ]);
    const specs = this.#manifest.queues;
    const names = new Set([...Object.keys(specs), ...counts.map(({ queue }) => queue)]);
    return [...names].map((name) =>
      queueView(name, {
        spec: Object.hasOwn(specs, name) ? specs[name] : undefined,
        counts: counts.find(({ queue }) => queue === name),
        processes,
        now,
      }),
    );
  }

  async queue(name: string): Promise<QueueView> {
    const found = (await this.queues()).find((queue) => queue.name === name);
    if (found === undefined) throw unknownName('QUEUE_UNKNOWN', 'queue', name, Object.keys(this.#manifest.queues));
    return found;
  }

  async pauseQueue(name: string, paused: boolean, why: PauseRequest = {}, by?: string | null): Promise<QueueView> {
    await this.queue(name);
    await this.#engine.queues.pause(name, paused, await this.#why(why, by));
    return this.queue(name);
  }

  async explainTask(task: string, request: ExplainRequest = {}): Promise<ExplainView> {
    await this.task(task);
    return explainTask(task, request, { ...this.#parts, engine: this.#engine, now: await this.#engine.now() });
  }

  async whyJob(id: string): Promise<WhyView> {
    return whyJob(id, this.#engine);
  }

  // ── schedules ──────────────────────────────────────────────────────────────────────────────────────

  async schedules(): Promise<readonly ScheduleView[]> {
    const engine = this.#engine;
    const [rows, now] = await Promise.all([engine.schedules.list(), engine.now()]);
    const stored = new Map(rows.map((row) => [row.name, row]));
    return Object.values(this.#manifest.schedules).map((spec) => scheduleView(spec, stored.get(spec.name), now));
  }

  async schedule(name: string): Promise<ScheduleView> {
    this.#scheduleSpec(name);
    const found = (await this.schedules()).find((schedule) => schedule.name === name);
    if (found === undefined) throw unknownName('SCHEDULE_UNKNOWN', 'schedule', name, []);
    return found;
  }

  async nextTicks(name: string, count: number, from?: string): Promise<NextTicksView> {
    return plannedTicks(this.#manifest, name, { count, from: from ?? (await this.#engine.now()) });
  }

  async runSchedule(name: string): Promise<EnqueuedView> {
    const { task, payload, workflow } = this.#scheduleSpec(name);
    const [receipt] = await (task === null ? this.runOfSchedule(workflow, payload) : this.enqueue(task, [{ payload }]));
    if (receipt === undefined) throw new SkepError('INTERNAL', 'the engine gave no receipt');
    return receipt;
  }

  async #why(request: PauseRequest, by: string | null = null): Promise<PauseWhy> {
    return pauseWhy(request, by, await this.#engine.now());
  }

  async pauseSchedule(
    name: string,
    paused: boolean,
    why: PauseRequest = {},
    by?: string | null,
  ): Promise<ScheduleView> {
    const spec = this.#scheduleSpec(name);
    const row = await this.#engine.schedules.pause(name, paused, await this.#why(why, by));
    if (row !== null) return this.schedule(name);
    throw new SkepError('STATE_CONFLICT', `the store does not know the schedule ${spec.name} yet`, {
      hint: 'start a process with the scheduler role once, so that it is applied',
    });
  }

  #scheduleSpec(name: string): ScheduleSpec {
    const { schedules } = this.#manifest;
    const spec = Object.hasOwn(schedules, name) ? schedules[name] : undefined;
    if (spec === undefined) throw unknownName('SCHEDULE_UNKNOWN', 'schedule', name, Object.keys(schedules));
    return spec;
  }

  // ── processes and manifest ─────────────────────────────────────────────────────────────────────────

  async workers(): Promise<readonly WorkerView[]> {
    const engine = this.#engine;
    const [rows, { inForce }] = await Promise.all([engine.fleet.processes(), engine.schedules.standing()]);
    return rows.map((row) => workerView(row, inForce));
  }

  async tellWorker(id: string, command: WorkerCommand, by: string | null = null): Promise<WorkerAnswerView> {
    const engine = this.#engine;
    const { row, ...answer } = await askWorker(id, { command, by }, { ...this.#parts, engine });
    const { inForce } = await engine.schedules.standing();
    return { worker: workerView(row, inForce), ...answer };
  }

  async manifest(): Promise<ManifestView> {
    return manifestView(this.#parts.generations.current(), this.#parts.status());
  }

  async reload(): Promise<ManifestView> {
    await this.#parts.reload();
    return this.manifest();
  }

  close(): Promise<void> {
    return this.#parts.close();
  }
}
