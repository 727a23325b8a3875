/** Jobs, tasks and what is done to many at once, for somebody who sees some queues and tasks. */
import { seesName } from '../../core/index.ts';
import { SkepError } from '../../foundation/index.ts';
import type { BulkView, JobRefusal, JobView, TaskDetailView } from '../../api/index.ts';
import { unknownJob, unknownName } from '../local/refusals.ts';
import { seenRoutes } from './scoped-overview.ts';
import { behind, beyond, filtered, listed, type Rules, type Scoped } from './scoped-rule.ts';

/** Jobs named by a move that are looked at one by one. */
const MOVED_MAX = 1_000;

/** @throws SkepError JOB_UNKNOWN */
export async function seenJob({ all, sight }: Scoped, id: string): Promise<JobView> {
  const job = await all.getJob(id);
  if (!sight.job(job)) throw unknownJob(id);
  return job;
}

/** @throws SkepError TASK_UNKNOWN; QUEUE_UNKNOWN for another queue than its own that is not seen */
async function seenTask({ sight }: Scoped, task: string, ...queues: readonly (string | undefined)[]): Promise<void> {
  if (!(await sight.taskNamed(task).catch(() => false))) throw unknownName('TASK_UNKNOWN', 'task', task, []);
  const other = queues.find((queue) => queue !== undefined && !sight.job({ queue, task }));
  if (other !== undefined) throw unknownName('QUEUE_UNKNOWN', 'queue', other, []);
}

/** He sees those that he has begun. @throws SkepError BULK_UNKNOWN */
async function ownBulk({ all, me }: Scoped, id: string): Promise<BulkView> {
  const bulk = await all.bulk(id);
  if (bulk.by !== me) throw new SkepError('BULK_UNKNOWN', `there is no bulk operation ${id}`);
  return bulk;
}

/** What leads to it as far as that is seen itself. */
async function detailsOf(to: Scoped, name: string): Promise<TaskDetailView> {
  await seenTask(to, name);
  const task = await to.all.task(name);
  const { http } = await seenRoutes(to);
  const paths = new Set(http.map(({ method, path }) => `${method} ${path}`));
  return {
    ...task,
    http: task.http.filter(({ method, path }) => paths.has(`${method} ${path}`)),
    workflows: await filtered(task.workflows, (one) => to.sight.workflow(one)),
  };
}

export const JOB_RULES = {
  enqueue: behind('enqueue', (to, task, jobs) => seenTask(to, task, ...jobs.map(({ options }) => options?.queue))),
  enqueueTogether: behind('enqueueTogether', async (to, jobs) => {
    for (const { task, options } of jobs) await seenTask(to, task, options?.queue);
  }),
  enqueueGroup: behind('enqueueGroup', (to, task, { options }) => seenTask(to, task, options?.queue)),
  // It may be moved while its end is waited for.
  getJob: async (to, id, ...rest) => {
    await seenJob(to, id);
    const job = await to.all.getJob(id, ...rest);
    if (!to.sight.job(job)) throw unknownJob(id);
    return job;
  },
  listJobs: ({ all, sight }, query) => all.listJobs(query, sight.scope),
  cancelJob: behind('cancelJob', seenJob),
  retryJob: behind('retryJob', seenJob),
  prioritizeJob: behind('prioritizeJob', seenJob),
  removeJob: behind('removeJob', seenJob),
  whyJob: behind('whyJob', seenJob),
  moveJobs: async (to, request, signal) => {
    const { to: queue, ids } = request;
    if (ids.length > MOVED_MAX) throw beyond(`it moves at most ${MOVED_MAX} jobs at once`);
    const [mine, refusals]: [string[], JobRefusal[]] = [[], []];
    for (const id of ids) {
      const job = await seenJob(to, id).catch(() => null);
      if (job === null) refusals.push({ id, code: 'JOB_UNKNOWN', detail: unknownJob(id).message, state: null });
      else if (to.sight.job({ queue, task: job.task })) mine.push(id);
      else throw unknownName('QUEUE_UNKNOWN', 'queue', queue, []);
    }
    const none = { to: queue, moved: 0, there: 0, stayed: 0, refusals: [] };
    const moved = mine.length === 0 ? none : await to.all.moveJobs({ to: queue, ids: mine }, signal);
    const told = [...moved.refusals, ...refusals].slice(0, 100);
    return { ...moved, stayed: moved.stayed + refusals.length, refusals: told };
  },
  errors: ({ all, sight }, query) => all.errors(query, sight.scope),
  stats: ({ all, sight }, query) => all.stats(query, sight.scope),
  tasks: listed('tasks', ({ sight }, task) => sight.task(task)),
  task: detailsOf,
  pauseTask: behind('pauseTask', (to, name) => seenTask(to, name)),
  explainTask: behind('explainTask', (to, name) => seenTask(to, name)),
  startBulk: ({ all, sight, me }, request, by) => {
    const { to } = request;
    if (to !== undefined && !seesName(sight.scope.queues, to)) throw unknownName('QUEUE_UNKNOWN', 'queue', to, []);
    return all.startBulk(request, by ?? me, sight.scope);
  },
  bulks: listed('bulks', ({ me }, { by }) => by === me),
  bulk: ownBulk,
  cancelBulk: behind('cancelBulk', ownBulk),
} satisfies Partial<Rules>;
