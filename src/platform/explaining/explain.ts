/** What would become of a job, and why one is where it is. Both only look. */
import { backoffDelay, decideRetry, type Job, type RetryPolicy } from '../../core/index.ts';
import type { Engine, Pause, ProcessRow, QueueCounts, StandingHold } from '../../engine/index.ts';
import { counted, iso, type Json, SkepError } from '../../foundation/index.ts';
import {
  fillerOf,
  type GenerationSource,
  type Manifest,
  placeOfRoute,
  routeFor,
  type TaskSpec,
} from '../../manifest/index.ts';
import type { ExplainRequest, ExplainView, PlannedAttempt, WhyView } from '../../api/index.ts';
import { type Enqueuer, routed, tenantOf, unknownTask } from '../../runtime/index.ts';
import { explainedKey } from './explain-key.ts';
import { nextOfHeld } from './next-of-held.ts';
import { missingJob } from '../local/missing-job.ts';
import { limitsOfTask, standingFor } from './explain-standing.ts';
import { errorView, taskView } from '../views/views.ts';

export interface ExplainParts {
  readonly generations: GenerationSource;
  readonly enqueuer: Pick<Enqueuer, 'prepare'>;
  readonly engine: Pick<Engine, 'holds' | 'queues'>;
  /** The store's clock, epoch milliseconds. */
  readonly now: number;
}

/** @param task of the manifest */
export async function explainTask(
  task: string,
  request: ExplainRequest,
  { generations, enqueuer, engine, now }: ExplainParts,
): Promise<ExplainView> {
  const { manifest } = generations.current();
  const spec = Object.hasOwn(manifest.tasks, task) ? manifest.tasks[task] : undefined;
  if (spec === undefined) throw unknownTask(task, manifest);
  const payload = 'payload' in request ? fillerOf(spec.input)((request.payload ?? null) as Json) : undefined;
  const way = await wayOf(spec, payload, manifest);
  const there = { ...spec, queue: way.queue };
  const shown = taskView(spec);
  const { name: policy, maxAttempts, retryOn, deadOn } = spec.retry;
  return {
    task,
    ...way,
    routes: spec.routes,
    version: spec.version,
    work: workOf(spec, shown),
    timeout: { softMs: spec.timeout.softMs, hardMs: spec.timeout.hardMs },
    concurrency: manifest.queues[way.queue]?.concurrency ?? null,
    limits: limitsOfTask(there, manifest),
    standing: await standingFor(there, engine),
    unique: explainedKey(spec, payload),
    collect: spec.collect,
    resources: spec.use,
    retry: { policy, maxAttempts, retryOn, deadOn },
    attempts: plannedAttempts(spec.retry, now),
    hooks: shown.on ?? {},
    payload: payload !== undefined ? await checked(task, request, enqueuer) : null,
  };
}

type Way = Pick<ExplainView, 'queue' | 'route' | 'priority' | 'order' | 'tenant'>;

/** Where its jobs go; where there is a payload, one with that. @param payload with the defaults of the task */
async function wayOf(spec: TaskSpec, payload: Json | undefined, manifest: Manifest): Promise<Way> {
  const way = payload === undefined ? spec : routed(spec, payload);
  const route = spec.routes.find((one) => one === way) ?? routeFor(spec.name, manifest);
  const order = manifest.queues[way.queue]?.order ?? null;
  return {
    queue: way.queue,
    route: route === null ? null : await placed(route, manifest),
    priority: way.priority,
    order,
    tenant: payload !== undefined && order === 'fair' ? tenantOf(spec, payload) : null,
  };
}

async function placed(route: TaskRouteOf, manifest: Manifest): Promise<NonNullable<ExplainView['route']>> {
  const place = await placeOfRoute(route, manifest);
  return { match: route.match, where: route.where, file: place?.file ?? null, line: place?.line ?? null };
}

type TaskRouteOf = NonNullable<ReturnType<typeof routeFor>>;

function workOf(spec: TaskSpec, shown: ReturnType<typeof taskView>): ExplainView['work'] {
  const { executor } = spec;
  if (shown.request !== null) return { kind: 'request', executor, does: shown.request };
  if (shown.command !== null) return { kind: 'command', executor, does: shown.command };
  return { kind: 'handler', executor, does: shown.handler ?? '' };
}

const ATTEMPTS_SHOWN = 100;
const FAILED = { name: 'Error', message: '', code: null, stack: null };

/** As the policy decides after each failure: the bounds of its dice, an attempt that takes no time. */
export function plannedAttempts(policy: RetryPolicy, now: number): readonly PlannedAttempt[] {
  const any = { ...policy, retryOn: [], deadOn: [] };
  const planned: PlannedAttempt[] = [{ number: 1, earliest: iso(now), latest: iso(now) }];
  let [earliest, latest] = [now, now];
  for (let attempt = 1; planned.length < ATTEMPTS_SHOWN; attempt += 1) {
    const facts = { policy: any, error: FAILED, attempt, maxAttempts: policy.maxAttempts, firstStartedAt: now };
    const decision = decideRetry({ ...facts, now: earliest }, () => 0);
    if (decision.kind === 'dead') break;
    earliest += decision.delayMs;
    latest += backoffDelay(policy.backoff, attempt, () => 1);
    if (policy.retryForMs !== null) latest = Math.min(latest, now + policy.retryForMs);
    planned.push({ number: attempt + 1, earliest: iso(earliest), latest: iso(latest) });
  }
  return planned;
}

/** Checked as an enqueue checks it; the job that it would be is dropped. */
async function checked(
  task: string,
  { payload }: ExplainRequest,
  enqueuer: ExplainParts['enqueuer'],
): Promise<NonNullable<ExplainView['payload']>> {
  try {
    await enqueuer.prepare([{ task, payload }]);
    return { valid: true, problems: [] };
  } catch (error) {
    if (!(error instanceof SkepError) || !error.code.startsWith('PAYLOAD_')) throw error;
    const violations = error.details?.['violations'];
    const listed = Array.isArray(violations) ? (violations as readonly { pointer: string; message: string }[]) : [];
    const problems = listed.map(({ pointer, message }) => ({ pointer, message }));
    return { valid: false, problems: problems.length > 0 ? problems : [{ pointer: '', message: error.message }] };
  }
}

type Asked = Pick<Engine, 'jobs' | 'runs' | 'queues' | 'fleet' | 'holds' | 'now'>;

/** @throws SkepError JOB_UNKNOWN */
export async function whyJob(id: string, engine: Asked): Promise<WhyView> {
  const job = await engine.jobs.get(id);
  if (job === null) throw await missingJob(id, engine);
  const [now, processes, counts] = await Promise.all([engine.now(), engine.fleet.processes(), engine.queues.counts()]);
  const standing = job.hold?.reason === 'hold' ? await engine.holds.list() : [];
  const waits = waitOf(job, { processes, counts: counts.find(({ queue }) => queue === job.queue) });
  return {
    ...{ id: job.id, task: job.task, queue: job.queue, state: job.state },
    waits,
    runs: job.state === 'running' ? runsOf(job, processes) : null,
    attempt: job.attempt,
    maxAttempts: job.maxAttempts,
    error: errorView(job.error),
    spent: spentOf(job, now),
    next: nextOf(job, waits, standing),
  };
}

interface Around {
  readonly processes: readonly ProcessRow[];
  readonly counts: QueueCounts | undefined;
}

function waitOf(job: Job, around: Around): WhyView['waits'] {
  const until = iso(job.runAt);
  switch (job.state) {
    case 'scheduled':
      return { reason: 'scheduled', name: job.queue, until, text: null, queued: null };
    case 'retryable':
      return { reason: 'retry', name: job.queue, until, text: null, queued: null };
    case 'blocked':
      return { reason: 'blocked', name: job.blockedBy ?? 'move', until: null, text: null, queued: null };
    case 'available':
      return waitOfAvailable(job, around);
    default:
      return null;
  }
}

function waitOfAvailable({ hold, queue }: Job, { processes, counts }: Around): WhyView['waits'] {
  const endless = { until: null, text: null, queued: null };
  if (hold !== null) {
    const until = hold.until === null ? null : iso(hold.until);
    return { reason: 'hold', name: `${hold.reason} ${hold.name}`, until, text: hold.text, queued: null };
  }
  if (counts?.paused === true) return { reason: 'paused', name: queue, ...whyPaused(counts.pause), queued: null };
  if (!processes.some((row) => consumes(row, queue))) return { reason: 'no-worker', name: queue, ...endless };
  return { reason: 'turn', name: queue, ...endless, queued: counts?.counts.available ?? 1 };
}

function whyPaused(pause: Pause | null): { readonly until: string | null; readonly text: string | null } {
  const until = pause?.until ?? null;
  return { until: until === null ? null : iso(until), text: pause?.text ?? null };
}

function consumes({ queues, control }: ProcessRow, queue: string): boolean {
  return Object.hasOwn(queues, queue) && (control === undefined || control.state === 'working');
}

function runsOf(job: Job, processes: readonly ProcessRow[]): WhyView['runs'] {
  const by = processes
    .filter(({ queues, running }) => Object.hasOwn(queues, job.queue) && running > 0)
    .map(({ session, host, pid }) => ({ worker: session, host, pid }));
  return { since: iso(job.startedAt ?? job.runAt), by };
}

function spentOf(job: Job, now: number): WhyView['spent'] {
  const ended = job.attempts.reduce((sum, { startedAt, finishedAt }) => sum + Math.max(0, finishedAt - startedAt), 0);
  const running = job.state === 'running' ? Math.max(0, now - (job.startedAt ?? now)) : 0;
  const ranMs = ended + running;
  return { ranMs, waitedMs: Math.max(0, (job.finishedAt ?? now) - job.createdAt - ranMs) };
}

const MISSING: Readonly<Record<string, string>> = {
  task: 'it goes on when a process has its task in its manifest',
  version: 'it goes on when a process knows the version of its payload',
  key: 'it goes on when a process has the key of its payload',
  move: 'it is being brought into another queue',
};

function nextOf(job: Job, waits: WhyView['waits'], standing: readonly StandingHold[]): string {
  if (waits !== null) return nextOfWaiting(job, waits, standing);
  if (job.state === 'running') {
    const left = job.maxAttempts - job.attempt;
    return `it ends; should it fail, ${left > 0 ? `${counted(left, 'attempt')} more may follow` : 'it is dead'}`;
  }
  if (job.state === 'completed') return 'nothing: it is done; retention removes it';
  return 'nothing by itself; `skep jobs retry` lets it run again, until retention removes it';
}

function nextOfWaiting(
  job: Job,
  { reason, name, until, queued }: NonNullable<WhyView['waits']>,
  standing: readonly StandingHold[],
): string {
  switch (reason) {
    case 'scheduled':
      return `it is due at ${until ?? ''}`;
    case 'retry':
      return `attempt ${job.attempt + 1} of ${job.maxAttempts} is due at ${until ?? ''}`;
    case 'blocked':
      return MISSING[name] ?? 'it goes on when what it misses is there';
    case 'hold':
      return nextOfHeld(name, until, standing);
    case 'paused':
      return nextOfPaused(name, until);
    case 'no-worker':
      return `it starts when a process consumes the queue ${name}`;
    case 'turn':
      return `it starts when it is its turn; ${counted(queued ?? 1, 'job is', 'jobs are')} available in ${name}`;
  }
}

function nextOfPaused(queue: string, until: string | null): string {
  return `it goes on ${until === null ? '' : `at ${until}, or `}after \`skep queues resume ${queue}\``;
}
