/** What the outside sees of jobs, tasks, schedules and workers: plain JSON, instants as ISO 8601 in UTC. */
import type { AttemptRecord, Job, JobError, JobState } from '../../core/index.ts';
import {
  faultOf,
  isFinished,
  JOB_STATES,
  latestTick,
  letterOf,
  nextTicks,
  resultUntil,
  tickDelay,
  timingRules,
  versionOf,
} from '../../core/index.ts';
import {
  CURSOR_AHEAD_MS,
  type InForce,
  type ListedJob,
  type ProcessRow,
  type QueueCounts,
  type ScheduleRow,
} from '../../engine/index.ts';

import { iso } from '../../foundation/index.ts';
import type { HookSpec, QueueSpec, PublishSpec, RequestSpec, ScheduleSpec, TaskSpec } from '../../manifest/index.ts';
import type { Sight } from './sight.ts';
import { sourceStateView } from './source-views.ts';
import { pauseViewOf } from './standing.ts';
import type {
  AttemptView,
  ErrorView,
  JobView,
  PauseView,
  QueueView,
  ScheduleView,
  TaskView,
  WorkerView,
} from '../../api/index.ts';

function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at);
}

/** @param shown its payload and result as they may be seen, see sight.ts */
export function jobView(job: Job & Partial<ListedJob>, shown: Sight): JobView {
  return {
    id: job.id,
    task: job.task,
    queue: job.queue,
    priority: job.priority,
    state: job.state,
    finished: isFinished(job.state),
    payload: shown.payload,
    attempt: job.attempt,
    maxAttempts: job.maxAttempts,
    rescues: job.rescues,
    ...instantsOf(job),
    tags: job.tags,
    headers: job.headers,
    traceparent: job.traceparent,
    manifestRevision: job.manifestRevision,
    schedule: job.schedule && { name: job.schedule.name, tickAt: iso(job.schedule.tickAt) },
    parentId: job.parentId,
    letter: letterOf(job),
    fingerprint: job.state === 'dead' && job.error !== null ? faultOf(job.error) : null,
    fairness: job.fairness,
    uniqueKey: job.unique?.key ?? null,
    workflow: job.workflow,
    blockedBy: job.blockedBy,
    hold: job.hold && { ...job.hold, until: isoOrNull(job.hold.until) },
    waits: job.waits.map((wait) => ({ ...wait, from: iso(wait.from), until: isoOrNull(wait.until) })),
    progress: job.progress && { ...job.progress, at: iso(job.progress.at) },
    logs: job.logs.map(({ at, line, level = 'info' }) => ({ at: iso(at), level, line })),
    result: shown.result,
    resultGone: job.resultGone,
    resultUntil: isoOrNull(resultUntil(job)),
    hidden: shown.hidden,
    version: versionOf(job),
    error: errorView(job.error),
    attempts: job.attempts.map(attemptView),
    omitted: job.omitted ?? [],
  };
}

function instantsOf(job: Job): Pick<JobView, 'runAt' | 'createdAt' | 'startedAt' | 'finishedAt' | 'expiresAt'> {
  return {
    runAt: iso(job.runAt),
    createdAt: iso(job.createdAt),
    startedAt: isoOrNull(job.startedAt),
    finishedAt: isoOrNull(job.finishedAt),
    expiresAt: isoOrNull(job.expiresAt),
  };
}

export function errorView(error: JobError | null): ErrorView | null {
  return error && { name: error.name, message: error.message, code: error.code, stack: error.stack };
}

function attemptView(record: AttemptRecord): AttemptView {
  return {
    number: record.number,
    worker: record.worker,
    startedAt: iso(record.startedAt),
    finishedAt: iso(record.finishedAt),
    durationMs: Math.max(0, record.finishedAt - record.startedAt),
    outcome: record.outcome,
    error: errorView(record.error),
    traceId: record.traceId,
    spanId: record.spanId,
  };
}

export interface QueueFacts {
  readonly spec: QueueSpec | undefined;
  readonly counts: QueueCounts | undefined;
  readonly processes: readonly ProcessRow[];
  /** The store's clock. */
  readonly now: number;
}

export function queueView(name: string, { spec, counts, processes, now }: QueueFacts): QueueView {
  const { paused, pause, held, oldestAt, counts: byState } = counts ?? nothingIn(name);
  return {
    name,
    declared: spec !== undefined,
    paused,
    pause: pause === null ? null : pauseViewOf(pause),
    concurrency: spec?.concurrency ?? null,
    order: spec?.order ?? null,
    held,
    counts: byState,
    oldestAgeMs: oldestAt === null ? null : Math.max(0, now - oldestAt),
    workers: processes.filter((process) => Object.hasOwn(process.queues, name)).length,
  };
}

function nothingIn(queue: string): QueueCounts {
  const counts = Object.fromEntries(JOB_STATES.map((state) => [state, 0])) as Record<JobState, number>;
  return { queue, paused: false, pause: null, held: 0, oldestAt: null, counts };
}

/** @param pause why its jobs are held; null: it is not paused */
export function taskView(spec: TaskSpec, pause: PauseView | null = null): TaskView {
  const { name: policy, maxAttempts, backoff } = spec.retry;
  const upcast = Object.fromEntries(Object.entries(spec.upcast).map(([from, { text }]) => [from, text]));
  const { handler, request, publish, command, on } = spec;
  return {
    ...spec,
    upcast,
    handler: handler?.text ?? null,
    request: request && requestText(request),
    publish: publish && publishText(publish),
    // Arguments may hold what is secret.
    command: command?.[0] ?? null,
    on: on && Object.fromEntries(Object.entries(on).map(([event, hooks]) => [event, hooks.map(hookText)])),
    retry: { policy, maxAttempts, backoff },
    pause,
  };
}

function hookText(hook: HookSpec): string {
  if (hook.kind === 'function') return hook.ref.text;
  if (hook.kind === 'publish') return `publish ${publishText(hook)}`;
  return hook.kind === 'task' ? `task ${hook.task}` : requestText({ method: 'POST', url: hook.url });
}

function publishText({
  broker,
  exchange,
  routingKey,
}: Pick<PublishSpec, 'broker' | 'exchange' | 'routingKey'>): string {
  return `${[exchange, routingKey].filter((text) => text !== '').join(' ')} (broker ${broker})`;
}

/** Path and query may hold what is secret. */
function requestText({ method, url }: Pick<RequestSpec, 'method' | 'url'>): string {
  return `${method} ${/^https?:\/\/[^/?#@]*/.exec(url)?.[0] ?? '${…}'}`;
}

/**
 * @param row what the store knows of it; undefined when no scheduler has applied it yet
 * @param now the store's clock, epoch milliseconds
 */
export function scheduleView(spec: ScheduleSpec, row: ScheduleRow | undefined, now: number): ScheduleView {
  const { name, task, workflow, payload, maxRuns, overlap } = spec;
  return {
    ...{ name, task, workflow, payload },
    ...timesOf(spec),
    ...{ maxRuns, overlap, runs: row?.runs ?? 0 },
    ...pausedIn(spec, row),
    last: isoOrNull(row?.lastTickAt ?? null),
    lastJobId: row?.lastJobId ?? null,
    ...outlook(spec, row, now),
  };
}

type Times = Pick<ScheduleView, 'cron' | 'everyMs' | 'at' | 'timezone' | 'startAt' | 'endAt'>;

function timesOf({ timing, timezone }: ScheduleSpec): Times {
  const rules = timingRules(timing);
  const { from, until } = timing.kind === 'bounded' ? timing : { from: null, until: null };
  const crons = rules.flatMap((rule) => (rule.kind === 'cron' ? rule.cron : []));
  const every = rules.find((rule) => rule.kind === 'every');
  return {
    cron: crons.length === 0 ? null : crons.join(' | '),
    everyMs: every?.everyMs ?? null,
    at: rules.find((rule) => rule.kind === 'at')?.at.map(iso) ?? null,
    timezone: every === undefined ? timezone : null,
    startAt: isoOrNull(from),
    endAt: isoOrNull(until),
  };
}

function pausedIn(spec: ScheduleSpec, row: ScheduleRow | undefined): Pick<ScheduleView, 'paused' | 'pause'> {
  return { paused: spec.paused || (row?.paused ?? false), pause: row?.pause ? pauseViewOf(row.pause) : null };
}

function outlook(
  schedule: ScheduleSpec,
  row: ScheduleRow | undefined,
  now: number,
): Pick<ScheduleView, 'inForce' | 'decidedUntil' | 'next'> {
  if (row?.spec !== schedule.spec) return { inForce: false, decidedUntil: null, next: null };
  const silent = row.paused || schedule.paused || (schedule.maxRuns !== null && row.runs >= schedule.maxRuns);
  const ahead = row.cursorAt > now + CURSOR_AHEAD_MS;
  return {
    inForce: true,
    decidedUntil: ahead ? iso(row.cursorAt) : null,
    next: isoOrNull(silent ? null : nextDue(schedule, row.cursorAt, now)),
  };
}

/** A tick that is planned already and due later, by its `jitter`, is the next one. */
function nextDue(schedule: ScheduleSpec, cursorAt: number, now: number): number | null {
  const { timing } = schedule;
  const planned = latestTick(timing, now);
  const waits = planned !== null && planned > cursorAt && planned + tickDelay(schedule, planned) > now;
  const [next = null] = waits ? [planned] : nextTicks(timing, Math.max(now, cursorAt), 1);
  return next === null ? null : next + tickDelay(schedule, next);
}

/** @param inForce what is in force in the store; null while no process has applied schedules */
export function workerView(row: ProcessRow, inForce: InForce | null): WorkerView {
  return {
    ...loadOf(row),
    id: row.session,
    host: row.host,
    pid: row.pid,
    version: row.version,
    roles: row.roles,
    state: row.control?.state ?? 'working',
    queues: row.queues,
    told: { concurrency: row.control?.concurrency ?? {}, queues: row.control?.queues ?? null },
    running: row.running,
    overrunning: row.overrunning,
    standstills: row.standstills ?? 0,
    startedAt: iso(row.bornAt ?? row.startedAt),
    seenAt: iso(row.seenAt),
    manifestHash: row.manifestHash,
    manifestRevision: row.manifestRevision,
    schedulesInForce: row.roles.includes('scheduler') ? row.manifestHash === inForce?.hash : null,
    adminUrl: row.adminUrl,
    troubles: row.troubles ?? [],
  };
}

/** Of pools and sources one says nothing that has none; of its load, one of an older version. */
function loadOf({ pools = {}, sources = {}, load }: ProcessRow): Pick<WorkerView, 'pools' | 'sources' | 'load'> {
  const told = new Map(Object.entries(sources).map(([name, info]) => [name, sourceStateView(info)]));
  return { pools, sources: Object.fromEntries(told), load: load ?? null };
}
