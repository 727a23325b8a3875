/** The client library: jobs of a manifest's tasks, asked of a server or of the store. */
import type {
  BulkOptions,
  EventQuery,
  EnqueueItem,
  JobPageView,
  JobQuery,
  Operations,
  RunOptions,
  RunPageView,
  RunQuery,
  WatchOptions,
} from '../api/index.ts';
import type { EnqueueOptions, JsonInput, StreamEvent } from '../core/index.ts';
import { SkepError } from '../foundation/index.ts';
import { JobHandle } from './job-handle.ts';
import { RunHandle, type RunOperations } from './run-handle.ts';
import type {
  AnyTasks,
  AnyWorkflows,
  InputOf,
  PayloadOf,
  ResultOf,
  RunResultOf,
  TaskItem,
  TaskTypes,
  WorkflowTypes,
} from './task-types.ts';

/** What a client asks for. */
export type ClientOperations = Pick<
  Operations,
  'enqueue' | 'enqueueGroup' | 'getJob' | 'listJobs' | 'cancelJob' | 'startRun' | 'listRuns' | 'watch' | 'close'
> &
  // Straight on a store a job is asked again and again: that costs less than a stream for one.
  Partial<Pick<Operations, 'watchJob'>> &
  RunOperations;

type HandleOf<Tasks extends TaskTypes<Tasks>, Name extends keyof Tasks> = JobHandle<
  PayloadOf<Tasks, Name>,
  ResultOf<Tasks, Name>
>;

export class Jobs<
  Tasks extends TaskTypes<Tasks> = AnyTasks,
  Workflows extends WorkflowTypes<Workflows> = AnyWorkflows,
> {
  readonly #operations: ClientOperations;
  readonly runs: Runs<Workflows>;

  constructor(operations: ClientOperations) {
    this.#operations = operations;
    this.runs = new Runs(operations);
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
   * Stores jobs of one task as one run, all or none: one id, counts, and their results in order by `results('jobs')`.
   * @param options of each of the jobs; `id` is that of the run
   * @throws SkepError as enqueue; RUN_ID_TAKEN
   */
  async enqueueGroup<Name extends keyof Tasks & string>(
    task: Name,
    payloads: readonly PayloadOf<Tasks, Name>[],
    options?: EnqueueOptions,
  ): Promise<RunHandle<null, readonly ResultOf<Tasks, Name>[]>> {
    if (!Array.isArray(payloads)) throw new SkepError('USAGE', 'enqueueGroup takes a list of payloads');
    const jobs = payloads.map((payload) => ({ payload: payload as JsonInput }));
    const { id, existing } = await this.#operations.enqueueGroup(task, { jobs, ...(options && { options }) });
    return new RunHandle(id, existing, this.#operations);
  }

  /**
   * Starts a run of a workflow. It survives a crash from the moment that this resolves.
   * @param workflow its name; or one that comes with the call, see `chain`, `group`, `chord` and `map`
   * @throws SkepError WORKFLOW_UNKNOWN, WORKFLOW_INVALID, INPUT_INVALID, PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE, REQUEST_INVALID, RUN_ID_TAKEN; SERVER_UNREACHABLE, STORE_UNREACHABLE
   */
  start<Name extends keyof Workflows & string>(
    workflow: Name,
    input: InputOf<Workflows, Name>,
    options?: RunOptions,
  ): Promise<RunHandle<InputOf<Workflows, Name>, RunResultOf<Workflows, Name>>>;
  start(workflow: object, input?: JsonInput, options?: RunOptions): Promise<RunHandle>;
  async start(workflow: string | object, input: JsonInput = null, options?: RunOptions): Promise<RunHandle> {
    const { id, existing } = await this.#operations.startRun({ workflow, input, ...(options && { options }) });
    return new RunHandle(id, existing, this.#operations);
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

  /**
   * What happens in all processes from now on: `for await (const event of jobs.events({ topics: ['jobs'] }))`. `reset` says that something
   * is missing. It ends with the signal; a connection that is lost is made again, for as long as `retryFor` says.
   * @throws SkepError REQUEST_INVALID, EVENTS_FULL, SERVER_UNREACHABLE, STORE_UNREACHABLE
   */
  async *events(query: EventQuery = {}, options: WatchOptions = {}): AsyncGenerator<StreamEvent, void, undefined> {
    for await (const { news } of this.#operations.watch(query, options)) yield* news;
  }

  /** Lets go of the store or the server, and ends waits that are under way. */
  close(): Promise<void> {
    return this.#operations.close();
  }
}

/** Runs of workflows that are stored. */
export class Runs<Workflows extends WorkflowTypes<Workflows> = AnyWorkflows> {
  readonly #operations: ClientOperations;

  constructor(operations: ClientOperations) {
    this.#operations = operations;
  }

  /** Whoever knows its workflow names it: `jobs.runs.get<'digest'>(id)`. @throws SkepError RUN_UNKNOWN */
  async get<Name extends keyof Workflows & string = keyof Workflows & string>(
    id: string,
  ): Promise<RunHandle<InputOf<Workflows, Name>, RunResultOf<Workflows, Name>>> {
    await this.#operations.getRun(id);
    return new RunHandle(id, true, this.#operations);
  }

  /** A page of runs, newest first. @throws SkepError REQUEST_INVALID */
  list(query: RunQuery = {}): Promise<RunPageView> {
    return this.#operations.listRuns(query);
  }
}
