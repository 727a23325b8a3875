/** How jobs, queues, schedules and workers look in a terminal. */
import { counted, formatDuration } from '../foundation/index.ts';
import type { EnqueuedView, JobView, QueueView, ScheduleView, WorkerAnswerView, WorkerView } from '../api/index.ts';
import { faultText } from './fault-text.ts';
import { pauseText } from './pause-flags.ts';
import type { Layout } from './printer.ts';
import { printable } from './terminal.ts';

/** Characters of an id as Skep makes them; whoever copies one needs all of it. */
const UUID = 36;

export const ENQUEUED: Layout<EnqueuedView> = {
  plural: 'jobs',
  name: (job) => job.id,
  columns: [
    { title: 'ID', of: (job) => job.id, yields: 'middle', keeps: UUID },
    { title: 'STATE', of: (job) => job.state },
    { title: 'EXISTING', of: (job) => job.existing },
  ],
};

export const JOBS: Layout<JobView> = {
  plural: 'jobs',
  name: (job) => job.id,
  columns: [
    { title: 'ID', of: (job) => job.id, yields: 'middle', keeps: UUID },
    { title: 'STATE', of: (job) => job.state },
    { title: 'TASK', of: (job) => job.task, yields: 'middle' },
    { title: 'ATTEMPT', of: (job) => `${job.attempt}/${job.maxAttempts}` },
    { title: 'CREATED', of: (job) => job.createdAt, instant: true },
    { title: 'QUEUE', of: (job) => job.queue, wide: true },
    { title: 'HELD BY', of: (job) => job.hold?.name ?? null, wide: true },
    { title: 'PRIORITY', of: (job) => job.priority, wide: true },
    { title: 'RUN AT', of: (job) => job.runAt, wide: true },
    { title: 'FINISHED', of: (job) => job.finishedAt, wide: true },
    { title: 'ERROR', of: (job) => job.error?.message ?? null, wide: true },
  ],
  details: jobDetails,
};

function jobDetails(job: JobView): string[] {
  const facts: [string, string | null][] = [
    ['id', job.id],
    ['task', job.task],
    ['queue', `${job.queue} (priority ${job.priority})`],
    ['state', stateOf(job)],
    [
      'attempt',
      `${job.attempt} of ${job.maxAttempts}${job.rescues > 0 ? `, rescued ${counted(job.rescues, 'time')}` : ''}`,
    ],
    ['created', job.createdAt],
    ['run at', job.finished ? null : job.runAt],
    ['started', job.startedAt],
    ['finished', job.finishedAt],
    ['expires', job.expiresAt],
    ['tags', job.tags.join(', ')],
    ['key', job.uniqueKey],
    ['schedule', job.schedule && `${job.schedule.name} at ${job.schedule.tickAt}`],
    ['parent', job.parentId],
    ['letter', job.letter],
    ['tenant', job.fairness],
    ['run', job.workflow && `${job.workflow.run}, step ${job.workflow.step}, item ${job.workflow.index}`],
    ['trace', job.traceparent],
    ['progress', progressText(job.progress)],
    ['payload', JSON.stringify(job.payload)],
    ['result', resultText(job)],
    ['error', job.error && faultText(job.error)],
  ];
  return [
    ...facts.flatMap(([name, text]) => (text === null || text === '' ? [] : [fact(name, text)])),
    ...job.waits.map(({ reason, name, from, until }) =>
      fact('held', `by ${reason} ${name} from ${from}${until === null ? ', still' : ` until ${until}`}`),
    ),
    ...job.attempts.map((attempt) =>
      fact(
        `attempt ${attempt.number}`,
        `${attempt.outcome} at ${attempt.finishedAt} after ${attempt.durationMs} ms` +
          (attempt.error ? `: ${attempt.error.message}` : ''),
      ),
    ),
    ...job.logs.map(({ at, level, line }) => fact('log', `${at} ${level === 'info' ? '' : `${level} `}${line}`)),
  ];
}

function stateOf({ state, blockedBy, hold }: JobView): string {
  if (blockedBy !== null) return `${state} (no worker knows its ${blockedBy})`;
  if (hold === null) return state;
  const why = hold.text === null ? '' : `: ${hold.text}`;
  return `${state} (held by ${hold.name}${hold.until === null ? '' : ` until ${hold.until}`}${why})`;
}

function resultText({ result, resultGone, resultUntil }: JobView): string | null {
  if (resultGone === 'ignored') return '(not stored: its task ignores results)';
  if (resultGone === 'expired') return `(expired at ${resultUntil ?? '?'})`;
  return result === null ? null : JSON.stringify(result);
}

export function fact(name: string, text: string): string {
  return `${`${name}:`.padEnd(12)} ${printable(text)}`;
}

function progressText(progress: JobView['progress']): string | null {
  if (progress === null) return null;
  const total = progress.total === null ? '' : ` of ${progress.total}`;
  return `${progress.done}${total}${progress.message === null ? '' : ` (${progress.message})`}`;
}

export const QUEUES: Layout<QueueView> = {
  plural: 'queues',
  name: (queue) => queue.name,
  columns: [
    { title: 'QUEUE', of: (queue) => queue.name, yields: 'middle' },
    { title: 'STATUS', of: queueStatus },
    { title: 'AVAILABLE', short: 'AVAIL', of: (queue) => queue.counts.available },
    { title: 'HELD', of: (queue) => queue.held },
    { title: 'RUNNING', of: (queue) => queue.counts.running },
    { title: 'SCHEDULED', short: 'SCHED', of: (queue) => queue.counts.scheduled },
    { title: 'RETRYABLE', short: 'RETRY', of: (queue) => queue.counts.retryable },
    { title: 'DEAD', of: (queue) => queue.counts.dead },
    { title: 'BLOCKED', of: (queue) => queue.counts.blocked, wide: true },
    { title: 'COMPLETED', of: (queue) => queue.counts.completed, wide: true },
    { title: 'CANCELLED', of: (queue) => queue.counts.cancelled, wide: true },
    { title: 'OLDEST', of: ({ oldestAgeMs }) => (oldestAgeMs === null ? null : ageText(oldestAgeMs)) },
    { title: 'CONCURRENCY', of: (queue) => queue.concurrency, wide: true },
    { title: 'ORDER', of: (queue) => queue.order, wide: true },
    { title: 'WORKERS', of: (queue) => queue.workers },
  ],
};

/** No finer than a person reads it: tenths of a second below ten, then whole ones. */
function ageText(ms: number): string {
  const step = ms < 1_000 ? 1 : ms < 10_000 ? 100 : 1_000;
  return formatDuration(Math.floor(ms / step) * step);
}

export function queueStatus(queue: QueueView): string {
  if (!queue.declared) return 'undeclared';
  return queue.paused ? (pauseText(queue.pause) ?? 'paused') : 'active';
}

export const SCHEDULES: Layout<ScheduleView> = {
  plural: 'schedules',
  name: (schedule) => schedule.name,
  columns: [
    { title: 'SCHEDULE', of: (schedule) => schedule.name, yields: 'middle' },
    { title: 'STATUS', of: scheduleStatus, yields: 'end', keeps: 'not in force'.length },
    { title: 'BEGINS', of: (schedule) => schedule.task ?? schedule.workflow, yields: 'middle' },
    { title: 'WHEN', of: whenText, yields: 'end' },
    { title: 'NEXT', of: (schedule) => schedule.next, instant: true },
    { title: 'LAST', of: (schedule) => schedule.last, instant: true },
    { title: 'LAST JOB', of: (schedule) => schedule.lastJobId, wide: true },
  ],
};

export function scheduleStatus({ inForce, paused, pause, decidedUntil, next }: ScheduleView): string {
  if (!inForce) return 'not in force';
  if (paused) return pauseText(pause) ?? 'paused';
  if (decidedUntil !== null) return `waits for ${decidedUntil}`;
  return next === null ? 'over' : 'active';
}

export function whenText(schedule: ScheduleView): string {
  // A server of a former version does not say it.
  if (schedule.at) return `at ${schedule.at.join(', ')}`;
  if (schedule.cron === null) return `every ${formatDuration(schedule.everyMs ?? 0)}`;
  return schedule.timezone === 'UTC' || schedule.timezone === null
    ? schedule.cron
    : `${schedule.cron} (${schedule.timezone})`;
}

export const WORKERS: Layout<WorkerView> = {
  plural: 'workers',
  name: (worker) => worker.id,
  columns: [
    { title: 'ID', of: (worker) => worker.id, yields: 'middle' },
    { title: 'STATE', of: (worker) => worker.state },
    { title: 'RUNNING', of: (worker) => worker.running },
    { title: 'SCHEDULES', of: schedulesStatus },
    { title: 'HOST', of: (worker) => worker.host, yields: 'middle' },
    { title: 'PID', of: (worker) => worker.pid },
    { title: 'ROLES', of: (worker) => worker.roles.join(','), yields: 'end' },
    { title: 'QUEUES', of: slotsOf, yields: 'end' },
    { title: 'OVERRUNNING', of: (worker) => worker.overrunning, wide: true },
    { title: 'POOLS', of: poolsText, wide: true },
    { title: 'SOURCES', of: sourcesText, wide: true },
    { title: 'STANDSTILLS', of: (worker) => worker.standstills, wide: true },
    { title: 'REVISION', of: (worker) => worker.manifestRevision, wide: true },
    { title: 'MANIFEST', of: (worker) => worker.manifestHash.slice(0, 12), wide: true },
    { title: 'VERSION', of: (worker) => worker.version, wide: true },
    { title: 'STARTED', of: (worker) => worker.startedAt, instant: true },
    { title: 'SEEN', of: (worker) => worker.seenAt, wide: true },
    { title: 'ADMIN', of: (worker) => worker.adminUrl, wide: true },
    { title: 'TOLD', of: toldText, wide: true },
    { title: 'TROUBLES', of: (worker) => worker.troubles.join('; '), wide: true },
  ],
};

/** What it was told and was not started with. */
function toldText({ told }: WorkerView): string | null {
  const { concurrency, queues } = told;
  const numbers = Object.entries(concurrency).map(([queue, slots]) => `${queue}:${slots}`);
  const chosen = queues === null ? [] : [`queues ${queues.join(',') || 'none'}`];
  return [...chosen, ...(numbers.length > 0 ? [`concurrency ${numbers.join(',')}`] : [])].join('; ') || null;
}

/** Threads and processes that run handlers; null where none were needed. */
function poolsText({ pools }: WorkerView): string | null {
  const all = Object.entries(pools).map(([kind, { size, busy, idle, waiting, started }]) => {
    const more = waiting === 0 ? '' : `, ${waiting} waiting`;
    return `${kind}: ${busy} of ${size} busy, ${idle} idle${more}, ${started} started`;
  });
  return all.join('; ') || null;
}

/** Queues of brokers that feed tasks there; null where there are none. */
function sourcesText({ sources }: WorkerView): string | null {
  const all = Object.entries(sources).map(([name, { state, open, stored, refused }]) => {
    return `${name}: ${state}, ${stored} stored, ${refused} refused, ${open} open`;
  });
  return all.join('; ') || null;
}

/** What a process has answered: how it is, and what it runs. */
export function answerLines({ worker, tookMs, attempts }: WorkerAnswerView): string[] {
  const facts: [string, string | null][] = [
    ['id', worker.id],
    ['state', worker.state],
    ['host', `${worker.host} (process ${worker.pid})`],
    ['roles', worker.roles.join(', ')],
    ['queues', slotsOf(worker) || 'none'],
    ['told', toldText(worker)],
    ['version', worker.version],
    ['started', worker.startedAt],
    ['answered', `in ${tookMs} ms`],
    ['running', String(worker.running)],
    ['overrunning', worker.overrunning === 0 ? null : String(worker.overrunning)],
    ['pools', poolsText(worker)],
    ['sources', sourcesText(worker)],
    ['troubles', worker.troubles.join('; ')],
  ];
  return [
    ...facts.flatMap(([name, text]) => (text === null || text === '' ? [] : [fact(name, text)])),
    ...attempts.map(({ id, task, queue, attempt, runningMs, aborted }) =>
      fact('runs', `${id} ${task} (${queue}), attempt ${attempt}, ${runningMs} ms${aborted ? ', told to end' : ''}`),
    ),
  ];
}

/** Queues that it consumes, each with how many handlers may run at once. */
function slotsOf({ queues }: WorkerView): string {
  return Object.entries(queues)
    .map(([name, slots]) => `${name}:${slots}`)
    .join(',');
}

/** Of a process: whether it is its manifest's schedules that fire. */
function schedulesStatus({ schedulesInForce }: WorkerView): string | null {
  if (schedulesInForce === null) return null;
  return schedulesInForce ? 'in force' : 'not in force';
}
