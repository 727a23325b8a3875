/** A request whose connection was lost is asked again, where asking twice does what asking once does. */
import type {
  EnqueuedView,
  EnqueueItem,
  GroupRequest,
  GroupView,
  Operations,
  StartedView,
  StartRequest,
} from '../api/index.ts';
import { type Clock, newId, pause } from '../foundation/index.ts';
import { isLost } from './http-client.ts';

export interface AskedAgainOptions {
  /** How long after the first loss one is asked again. */
  readonly forMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const FIRST_PAUSE_MS = 50;
const LAST_PAUSE_MS = 1_000;

/**
 * Reads are asked again, enqueues and starts: each job and run has its id before it is sent, so that an answer that was lost makes no second
 * one. A cancel is not: the second answer would be that the job has ended.
 */
export function askedAgain(operations: Operations, options: AskedAgainOptions): Operations {
  return {
    ...operations,
    enqueue: (task, jobs, bulk) =>
      enqueue(jobs, (named) => again(() => operations.enqueue(task, named, bulk), options)),
    getJob: (id, waitMs, signal, sight) => again(() => operations.getJob(id, waitMs, signal, sight), options, signal),
    listJobs: (query) => again(() => operations.listJobs(query), options),
    startRun: (request) => startRun(operations, request, options),
    enqueueGroup: (task, request) => enqueueGroup(operations, task, request, options),
    getRun: (id, waitMs, signal, sight) => again(() => operations.getRun(id, waitMs, signal, sight), options, signal),
    listRuns: (query) => again(() => operations.listRuns(query), options),
    runItems: (id, step, page, sight) => again(() => operations.runItems(id, step, page, sight), options),
  };
}

async function enqueue(
  jobs: readonly EnqueueItem[],
  store: (named: readonly EnqueueItem[]) => Promise<readonly EnqueuedView[]>,
): Promise<readonly EnqueuedView[]> {
  const named = jobs.map((job) => ({ ...job, options: { ...job.options, id: job.options?.id ?? newId() } }));
  const views = await store(named);
  // An id that was made here is of no earlier job, whatever the second answer says. Another id is that of a job with the same key.
  return views.map((view, index) => {
    const made = jobs[index]?.options?.id === undefined && view.id === named[index]?.options.id;
    return made ? { ...view, existing: false } : view;
  });
}

async function startRun(
  operations: Operations,
  request: StartRequest,
  options: AskedAgainOptions,
): Promise<StartedView> {
  const id = request.options?.id;
  const named = { ...request, options: { ...request.options, id: id ?? newId() } };
  const view = await again(() => operations.startRun(named), options);
  return id === undefined ? { ...view, existing: false } : view;
}

async function enqueueGroup(
  operations: Operations,
  task: string,
  request: GroupRequest,
  options: AskedAgainOptions,
): Promise<GroupView> {
  const id = request.options?.id;
  const named = { ...request, options: { ...request.options, id: id ?? newId() } };
  const view = await again(() => operations.enqueueGroup(task, named), options);
  return id === undefined ? { ...view, existing: false } : view;
}

async function again<T>(ask: () => Promise<T>, options: AskedAgainOptions, stop?: AbortSignal): Promise<T> {
  const { clock, forMs, signal } = options;
  let end: number | undefined;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LAST_PAUSE_MS)) {
    try {
      return await ask();
    } catch (error) {
      end ??= clock.monotonic() + forMs;
      if (!isLost(error) || clock.monotonic() + pauseMs > end) throw error;
    }
    await pause(clock, pauseMs, stop ?? signal);
    signal.throwIfAborted();
    stop?.throwIfAborted();
  }
}
