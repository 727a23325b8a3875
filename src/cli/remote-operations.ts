/** Operations over HTTP: the same words as in process, carried by the admin API. */
import { type Json, systemClock } from '../foundation/index.ts';
import type {
  EnqueuedView,
  EnqueueItem,
  JobPageView,
  JobQuery,
  JobView,
  ManifestView,
  MovedView,
  MoveRequest,
  NextTicksView,
  Operations,
  QueueView,
  ScheduleView,
  TaskView,
  WorkerView,
} from '../platform/index.ts';
import { HttpClient } from './http-client.ts';

/** One request waits at most this long, so that no proxy cuts it; longer waits are several requests. */
const WAIT_STEP_MS = 20_000;

const at = encodeURIComponent;

/** Of the server at that base URL. */
export function operationsOf(server: string, token: string | undefined): RemoteOperations {
  const client = new HttpClient({ server, ...(token === undefined ? {} : { token }) });
  return new RemoteOperations(client, () => systemClock.monotonic());
}

export class RemoteOperations implements Operations {
  readonly #client: HttpClient;
  /** Monotonic milliseconds. */
  readonly #monotonic: () => number;

  constructor(client: HttpClient, monotonic: () => number) {
    this.#client = client;
    this.#monotonic = monotonic;
  }

  async enqueue(task: string, jobs: readonly EnqueueItem[]): Promise<readonly EnqueuedView[]> {
    const [only] = jobs;
    const path = `api/tasks/${at(task)}/jobs`;
    if (jobs.length === 1 && only) return [await this.#client.call<EnqueuedView>('POST', path, only)];
    return (await this.#client.call<{ jobs: EnqueuedView[] }>('POST', path, { jobs })).jobs;
  }

  async getJob<Payload = Json, Result = Json>(id: string, waitMs = 0): Promise<JobView<Payload, Result>> {
    const end = this.#monotonic() + waitMs;
    for (;;) {
      const left = Math.max(0, Math.min(WAIT_STEP_MS, Math.round(end - this.#monotonic())));
      const query = left > 0 ? `?wait=${left}ms` : '';
      const job = await this.#client.call<JobView<Payload, Result>>('GET', `api/jobs/${at(id)}${query}`);
      if (job.finished || this.#monotonic() >= end) return job;
    }
  }

  listJobs(query: JobQuery): Promise<JobPageView> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query) as [string, string | number | readonly string[]][]) {
      search.set(name, typeof value === 'object' ? value.join(',') : String(value));
    }
    return this.#client.call('GET', `api/jobs?${search.toString()}`);
  }

  cancelJob(id: string): Promise<JobView> {
    return this.#client.call('POST', `api/jobs/${at(id)}/cancel`);
  }

  retryJob(id: string): Promise<JobView> {
    return this.#client.call('POST', `api/jobs/${at(id)}/retry`);
  }

  removeJob(id: string): Promise<void> {
    return this.#client.call('DELETE', `api/jobs/${at(id)}`);
  }

  moveJobs(request: MoveRequest): Promise<MovedView> {
    return this.#client.call('POST', 'api/jobs/move', request);
  }

  async queues(): Promise<readonly QueueView[]> {
    return (await this.#client.call<{ queues: QueueView[] }>('GET', 'api/queues')).queues;
  }

  queue(name: string): Promise<QueueView> {
    return this.#client.call('GET', `api/queues/${at(name)}`);
  }

  pauseQueue(name: string, paused: boolean): Promise<QueueView> {
    return this.#client.call('POST', `api/queues/${at(name)}/${paused ? 'pause' : 'resume'}`);
  }

  async tasks(): Promise<readonly TaskView[]> {
    return (await this.#client.call<{ tasks: TaskView[] }>('GET', 'api/tasks')).tasks;
  }

  task(name: string): Promise<TaskView> {
    return this.#client.call('GET', `api/tasks/${at(name)}`);
  }

  async schedules(): Promise<readonly ScheduleView[]> {
    return (await this.#client.call<{ schedules: ScheduleView[] }>('GET', 'api/schedules')).schedules;
  }

  schedule(name: string): Promise<ScheduleView> {
    return this.#client.call('GET', `api/schedules/${at(name)}`);
  }

  nextTicks(name: string, count: number, from?: string): Promise<NextTicksView> {
    const search = new URLSearchParams({ n: String(count), ...(from === undefined ? {} : { from }) });
    return this.#client.call('GET', `api/schedules/${at(name)}/next?${search.toString()}`);
  }

  runSchedule(name: string): Promise<EnqueuedView> {
    return this.#client.call('POST', `api/schedules/${at(name)}/run`);
  }

  pauseSchedule(name: string, paused: boolean): Promise<ScheduleView> {
    return this.#client.call('POST', `api/schedules/${at(name)}/${paused ? 'pause' : 'resume'}`);
  }

  async workers(): Promise<readonly WorkerView[]> {
    return (await this.#client.call<{ workers: WorkerView[] }>('GET', 'api/workers')).workers;
  }

  manifest(): Promise<ManifestView> {
    return this.#client.call('GET', 'api/manifest');
  }

  reload(): Promise<ManifestView> {
    return this.#client.call('POST', 'api/reload');
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
