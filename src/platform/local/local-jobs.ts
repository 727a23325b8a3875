/** The operations on jobs. Rules are the engine's and the enqueuer's. */
import { type EventSink, type Job, refOf, type Scope } from '../../core/index.ts';
import type { ChangeReceipt, Engine, ListedJob } from '../../engine/index.ts';
import { anySignal, type Clock, type Json } from '../../foundation/index.ts';
import type { GenerationSource, Manifest } from '../../manifest/index.ts';
import { type Enqueuer, waitForJob } from '../../runtime/index.ts';
import type {
  EnqueuedView,
  ErrorQuery,
  ErrorsView,
  JobPageView,
  JobQuery,
  JobView,
  MovedView,
  MoveRequest,
  RevealOptions,
  WhyView,
} from '../../api/index.ts';
import { checkItems, enqueuedView } from './enqueue-items.ts';
import { errorsOf } from '../views/errors-of.ts';
import { whyJob } from '../explaining/explain.ts';
import { jobFilter, pageLimit } from './job-query.ts';
import { narrowed, orderedSearchOf, searchJobs, sortedJobs } from './job-search.ts';
import { moveJobs } from './move-jobs.ts';
import { prioritized } from './prioritize.ts';
import { missingJob } from './missing-job.ts';
import { assertDone } from './refusals.ts';
import type { ServedOperations, TaskItem } from '../served.ts';
import { hiddenSight, wholeSight } from '../views/sight.ts';
import { jobView } from '../views/views.ts';

export interface JobParts {
  readonly engine: () => Engine;
  readonly enqueuer: Enqueuer;
  readonly generations: GenerationSource;
  readonly clock: Clock;
  /** Told when a payload was revealed. */
  readonly events: EventSink;
  /** Ends waits that are under way. */
  readonly signal: AbortSignal;
}

export class LocalJobs {
  readonly #parts: JobParts;

  constructor(parts: JobParts) {
    this.#parts = parts;
  }

  get #engine(): Engine {
    return this.#parts.engine();
  }

  get #manifest(): Manifest {
    return this.#parts.generations.current().manifest;
  }

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
    if (job === null) throw await missingJob(id, engine);
    if (revealTo === undefined) return this.#view(job) as JobView<Payload, Result>;
    const sight = wholeSight(job, this.#manifest);
    this.#parts.events.emit({ type: 'job.revealed', job: refOf(job), by: revealTo });
    return jobView(job, sight) as JobView<Payload, Result>;
  }

  #view(job: Job & Partial<ListedJob>): JobView {
    return jobView(job, hiddenSight(job, this.#manifest));
  }

  async listJobs(query: JobQuery, scope: Scope | null = null): Promise<JobPageView> {
    const engine = this.#engine;
    const now = await engine.now();
    const { terms, order } = orderedSearchOf(query.q ?? '');
    const sought = narrowed(terms, jobFilter(query, now), now);
    const page = { limit: pageLimit(query), cursor: query.cursor ?? null };
    const parts = { jobs: engine.jobs, view: (job: Job & Partial<ListedJob>) => this.#view(job), now, scope };
    return order === null ? searchJobs(sought, page, parts) : sortedJobs(sought, order, page, parts);
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

  async errors(query: ErrorQuery, scope: Scope | null = null): Promise<ErrorsView> {
    return errorsOf(query, { engine: this.#engine, signals: [this.#parts.signal], scope });
  }

  async moveJobs(request: MoveRequest, signal?: AbortSignal): Promise<MovedView> {
    return moveJobs(request, { engine: this.#engine, manifest: this.#manifest, signals: [signal, this.#parts.signal] });
  }

  async #changed(id: string, receipt: ChangeReceipt | undefined, verb: string): Promise<JobView> {
    if (receipt === undefined || receipt.status === 'unknown') throw await missingJob(id, this.#engine);
    assertDone(id, receipt, verb);
    return this.getJob(id);
  }

  async whyJob(id: string): Promise<WhyView> {
    return whyJob(id, this.#engine);
  }
}
