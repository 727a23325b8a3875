/* eslint-disable max-lines-per-function -- a table: one line per operation */
/**
 * All operations as they are for somebody who sees some queues and some tasks. What he does not see is not there for him: it is
 * unknown where it is named, left out of lists, and not counted. What cannot be told apart so is refused with SCOPE_DENIED.
 * An operation that is added has to be decided here: without it this does not compile.
 */
import { type Scope, seesName } from '../core/index.ts';
import { SkepError } from '../foundation/index.ts';
import type { Json } from '../foundation/index.ts';
import type { JobRefusal, JobView, RevealOptions } from '../api/index.ts';
import { unknownJob, unknownName, unknownRun, unknownWorker } from './refusals.ts';
import { beyond, restOfOperations } from './scoped-rest.ts';
import { ScopedSight } from './scoped-sight.ts';
import type { ServedOperations } from './served.ts';

export interface ScopedCaller {
  readonly scope: Scope;
  /** As bulk operations name him. */
  readonly name: string;
}

type Ops = ServedOperations;

/** Jobs named by a move that are looked at one by one. */
const MOVED_MAX = 1_000;

export function scopedOperations(all: Ops, { scope, name: me }: ScopedCaller): Ops {
  const sight = new ScopedSight(scope, all);
  return {
    ...jobOperations(all, sight),
    ...bulkOperations(all, sight, me),
    ...queueOperations(all, sight),
    ...runOperations(all, sight),
    ...restOfOperations(all, sight),
  };
}

type JobOps = Pick<
  Ops,
  | 'enqueue'
  | 'enqueueTogether'
  | 'enqueueGroup'
  | 'getJob'
  | 'listJobs'
  | 'cancelJob'
  | 'retryJob'
  | 'prioritizeJob'
  | 'removeJob'
  | 'moveJobs'
  | 'whyJob'
  | 'errors'
  | 'stats'
  | 'tasks'
  | 'task'
  | 'pauseTask'
  | 'explainTask'
>;

function jobOperations(all: Ops, sight: ScopedSight): JobOps {
  const { scope } = sight;
  const known = async (id: string): Promise<JobView> => {
    const job = await all.getJob(id);
    if (!sight.job(job)) throw unknownJob(id);
    return job;
  };
  const seen = async (task: string, queues: readonly (string | undefined)[] = []): Promise<void> => {
    if (!(await sight.taskNamed(task).catch(() => false))) throw unknownName('TASK_UNKNOWN', 'task', task, []);
    const other = queues.find((queue) => queue !== undefined && !sight.job({ queue, task }));
    if (other !== undefined) throw unknownName('QUEUE_UNKNOWN', 'queue', other, []);
  };
  return {
    enqueue: async (task, jobs, options) => {
      await seen(
        task,
        jobs.map((job) => job.options?.queue),
      );
      return all.enqueue(task, jobs, options);
    },
    enqueueTogether: async (jobs) => {
      for (const { task, options } of jobs) await seen(task, [options?.queue]);
      return all.enqueueTogether(jobs);
    },
    enqueueGroup: async (task, request) => {
      await seen(task);
      return all.enqueueGroup(task, request);
    },
    getJob: async <Payload = Json, Result = Json>(
      id: string,
      waitMs?: number,
      signal?: AbortSignal,
      options?: RevealOptions,
    ): Promise<JobView<Payload, Result>> => {
      await known(id);
      return all.getJob<Payload, Result>(id, waitMs, signal, options);
    },
    listJobs: (query) => all.listJobs(query, scope),
    cancelJob: async (id) => all.cancelJob((await known(id)).id),
    retryJob: async (id) => all.retryJob((await known(id)).id),
    prioritizeJob: async (id, priority) => all.prioritizeJob((await known(id)).id, priority),
    removeJob: async (id) => all.removeJob((await known(id)).id),
    moveJobs: async (request, signal) => {
      const { to, ids } = request;
      if (ids.length > MOVED_MAX) throw beyond(`it moves at most ${MOVED_MAX} jobs at once`);
      const [mine, refusals]: [string[], JobRefusal[]] = [[], []];
      for (const id of ids) {
        const job = await known(id).catch(() => null);
        if (job === null) refusals.push({ id, code: 'JOB_UNKNOWN', detail: unknownJob(id).message, state: null });
        else if (sight.job({ queue: to, task: job.task })) mine.push(id);
        else throw unknownName('QUEUE_UNKNOWN', 'queue', to, []);
      }
      const none = { to, moved: 0, there: 0, stayed: 0, refusals: [] };
      const moved = mine.length === 0 ? none : await all.moveJobs({ to, ids: mine }, signal);
      const told = [...moved.refusals, ...refusals].slice(0, 100);
      return { ...moved, stayed: moved.stayed + refusals.length, refusals: told };
    },
    whyJob: async (id) => all.whyJob((await known(id)).id),
    errors: (query) => all.errors(query, scope),
    stats: (query) => all.stats(query, scope),
    tasks: async () => (await all.tasks()).filter((task) => sight.task(task)),
    task: async (name) => {
      await seen(name);
      return all.task(name);
    },
    pauseTask: async (name, ...rest) => {
      await seen(name);
      return all.pauseTask(name, ...rest);
    },
    explainTask: async (name, request) => {
      await seen(name);
      return all.explainTask(name, request);
    },
  };
}

type BulkOps = Pick<Ops, 'startBulk' | 'bulks' | 'bulk' | 'cancelBulk'>;

/** He sees those that he has begun. */
function bulkOperations(all: Ops, sight: ScopedSight, me: string): BulkOps {
  const own = async (id: string): ReturnType<Ops['bulk']> => {
    const bulk = await all.bulk(id);
    if (bulk.by !== me) throw new SkepError('BULK_UNKNOWN', `there is no bulk operation ${id}`);
    return bulk;
  };
  return {
    startBulk: async (request, by) => {
      const { to } = request;
      if (to !== undefined && !seesName(sight.scope.queues, to)) throw unknownName('QUEUE_UNKNOWN', 'queue', to, []);
      return all.startBulk(request, by ?? me, sight.scope);
    },
    bulks: async () => (await all.bulks()).filter(({ by }) => by === me),
    bulk: own,
    cancelBulk: async (id) => all.cancelBulk((await own(id)).id),
  };
}

type QueueOps = Pick<
  Ops,
  | 'queues'
  | 'queue'
  | 'pauseQueue'
  | 'buckets'
  | 'bucket'
  | 'setBucket'
  | 'resetBucket'
  | 'holds'
  | 'addHold'
  | 'removeHold'
  | 'workers'
  | 'tellWorker'
  | 'close'
>;

function queueOperations(all: Ops, sight: ScopedSight): QueueOps {
  const seen = (name: string): void => {
    if (!sight.queue(name)) throw unknownName('QUEUE_UNKNOWN', 'queue', name, []);
  };
  const noBucket = async (name: string): Promise<never> => {
    throw unknownName('BUCKET_UNKNOWN', 'bucket', name, []);
  };
  return {
    queues: async () => (await all.queues()).filter(({ name }) => sight.queue(name)),
    queue: async (name) => {
      seen(name);
      return all.queue(name);
    },
    pauseQueue: async (name, ...rest) => {
      seen(name);
      return all.pauseQueue(name, ...rest);
    },
    // Others share them.
    buckets: async () => [],
    bucket: noBucket,
    setBucket: noBucket,
    resetBucket: noBucket,
    holds: async () => (await all.holds()).filter((hold) => sight.hold(hold)),
    addHold: async (request, by) => {
      if (!sight.hold(request)) throw beyond('a hold must name a queue or task that it sees');
      await refuseOthers(all, sight, request.name);
      return all.addHold(request, by);
    },
    removeHold: async (name, by) => {
      await refuseOthers(all, sight, name);
      return all.removeHold(name, by);
    },
    workers: async () => [],
    tellWorker: async (id) => {
      throw unknownWorker(id);
    },
    close: () => all.close(),
  };
}

/** One of that name stands that he does not see. */
async function refuseOthers(all: Ops, sight: ScopedSight, name: string): Promise<void> {
  const standing = (await all.holds()).find((hold) => hold.name === name);
  if (standing === undefined || sight.hold(standing)) return;
  throw new SkepError('HOLD_UNKNOWN', `no hold ${name} stands`, { hint: 'another name is free' });
}

type RunOps = Pick<
  Ops,
  | 'workflows'
  | 'workflow'
  | 'startRun'
  | 'listRuns'
  | 'getRun'
  | 'runItems'
  | 'cancelRun'
  | 'resumeRun'
  | 'signalRun'
  | 'removeRun'
  | 'schedules'
  | 'schedule'
  | 'nextTicks'
  | 'runSchedule'
  | 'pauseSchedule'
>;

function runOperations(all: Ops, sight: ScopedSight): RunOps {
  const known = async (id: string): Promise<string> => {
    if (!(await sight.run(await all.getRun(id)))) throw unknownRun(id);
    return id;
  };
  const workflow = async (name: string): Promise<string> => {
    if (await sight.workflow(name)) return name;
    throw unknownName('WORKFLOW_UNKNOWN', 'workflow', name, []);
  };
  const schedule = async (name: string): Promise<string> => {
    const found = await all.schedule(name).catch(() => null);
    if (found !== null && (await sight.schedule(found))) return name;
    throw unknownName('SCHEDULE_UNKNOWN', 'schedule', name, []);
  };
  return {
    workflows: async () => filtered(await all.workflows(), ({ name }) => sight.workflow(name)),
    workflow: async (name) => all.workflow(await workflow(name)),
    startRun: async (request) => {
      if (typeof request.workflow !== 'string') throw beyond('it begins runs of workflows of the manifest alone');
      await workflow(request.workflow);
      return all.startRun(request);
    },
    listRuns: async (query) => {
      const { runs, next } = await all.listRuns(query);
      return { runs: await filtered(runs, (run) => sight.run(run)), next };
    },
    getRun: async (id, ...rest) => all.getRun(await known(id), ...rest),
    runItems: async (id, ...rest) => all.runItems(await known(id), ...rest),
    cancelRun: async (id) => all.cancelRun(await known(id)),
    resumeRun: async (id, from) => all.resumeRun(await known(id), from),
    signalRun: async (id, ...rest) => all.signalRun(await known(id), ...rest),
    removeRun: async (id) => all.removeRun(await known(id)),
    schedules: async () => filtered(await all.schedules(), (one) => sight.schedule(one)),
    schedule: async (name) => all.schedule(await schedule(name)),
    nextTicks: async (name, ...rest) => all.nextTicks(await schedule(name), ...rest),
    runSchedule: async (name) => all.runSchedule(await schedule(name)),
    pauseSchedule: async (name, ...rest) => all.pauseSchedule(await schedule(name), ...rest),
  };
}

async function filtered<T>(all: readonly T[], sees: (one: T) => Promise<boolean>): Promise<readonly T[]> {
  const found: T[] = [];
  for (const one of all) if (await sees(one)) found.push(one);
  return found;
}
