/** The client library: jobs of a manifest's tasks, asked of a server or of the store. */
import type { BulkOptions, EnqueueItem, JobPageView, JobQuery, Operations } from '../api/index.ts';
import type { EnqueueOptions } from '../core/index.ts';
import { SkepError } from '../foundation/index.ts';
import { JobHandle } from './job-handle.ts';
import type { AnyTasks, PayloadOf, ResultOf, TaskItem, TaskTypes } from './task-types.ts';

/** What a client asks for. */
export type ClientOperations = Pick<Operations, 'enqueue' | 'getJob' | 'listJobs' | 'cancelJob' | 'close'>;

type HandleOf<Tasks extends TaskTypes<Tasks>, Name extends keyof Tasks> = JobHandle<
  PayloadOf<Tasks, Name>,
  ResultOf<Tasks, Name>
>;

export class Jobs<Tasks extends TaskTypes<Tasks> = AnyTasks> {
  readonly #operations: ClientOperations;

  constructor(operations: ClientOperations) {
    this.#operations = operations;
  }

  /**
   * Stores a job. It survives a crash from the moment that this resolves.
   * @throws SkepError TASK_UNKNOWN, PAYLOAD_INVALID, PAYLOAD_NOT_JSON, REQUEST_INVALID, QUEUE_UNKNOWN, JOB_ID_TAKEN; SERVER_UNREACHABLE, STORE_UNREACHABLE
   */
  async enqueue<Name extends keyof Tasks & string>(
    task: Name,
    payload: PayloadOf<Tasks, Name>,
    options?: EnqueueOptions,
  ): Promise<HandleOf<Tasks, Name>> {
    const [handle] = await this.enqueueMany(task, [{ payload, ...(options && { options }) }]);
    if (handle === undefined) throw new SkepError('INTERNAL', 'the enqueue gave no receipt');
    return handle;
  }

  /** Stores all of them or none; `{ spread: '60s' }` spreads their starts. @returns their handles, in the same order @throws SkepError as enqueue */
  async enqueueMany<Name extends keyof Tasks & string>(
    task: Name,
    items: readonly TaskItem<PayloadOf<Tasks, Name>>[],
    options?: BulkOptions,
  ): Promise<readonly HandleOf<Tasks, Name>[]> {
    if (!Array.isArray(items)) {
      throw new SkepError('USAGE', 'enqueueMany takes a list, as in [{ payload: { to: "ann@example.org" } }]');
    }
    if (items.length === 0) return [];
    const receipts = await this.#operations.enqueue(task, items as readonly EnqueueItem[], options);
    return receipts.map(({ id, existing }) => new JobHandle(id, existing, this.#operations));
  }

  /**
   * A job that is stored. Whoever knows its task names it: `jobs.get<'emails.send'>(id)`.
   * @throws SkepError JOB_UNKNOWN
   */
  async get<Name extends keyof Tasks & string = keyof Tasks & string>(id: string): Promise<HandleOf<Tasks, Name>> {
    await this.#operations.getJob(id);
    return new JobHandle(id, true, this.#operations);
  }

  /** A page of jobs, newest first. @throws SkepError REQUEST_INVALID */
  list(query: JobQuery = {}): Promise<JobPageView> {
    return this.#operations.listJobs(query);
  }

  /** Lets go of the store or the server, and ends waits that are under way. */
  close(): Promise<void> {
    return this.#operations.close();
  }
}
