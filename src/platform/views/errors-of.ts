/** Dead jobs by fault: exact and at once where the store counts them, else of so many jobs as one call looks at. */
import type { ErrorGroup, ErrorQuery, ErrorsView } from '../../api/index.ts';
import { type Job, type JobError, faultOf, type Scope, seesJob } from '../../core/index.ts';
import type { Fault, JobFilter, JobsFacet, ListedJob } from '../../engine/index.ts';
import { iso, SkepError } from '../../foundation/index.ts';
import { inSteps } from '../local/in-steps.ts';
import { jobFilter } from '../local/job-query.ts';

export interface ErrorParts {
  readonly engine: { readonly jobs: Pick<JobsFacet, 'get' | 'list' | 'faults'>; now(): Promise<number> };
  /** Ends it between two steps. */
  readonly signals: readonly (AbortSignal | undefined)[];
  /** null: all jobs are seen. */
  readonly scope: Scope | null;
}

/** Faults of one answer. */
const FAULTS = 100;
/** Dead jobs that one call looks at where the store does not count them. */
const LOOKED_AT = 5_000;
const AT_ONCE = 50;

/** @throws SkepError REQUEST_INVALID; STOPPING when a signal ends it */
export async function errorsOf(query: ErrorQuery, parts: ErrorParts): Promise<ErrorsView> {
  const filter = jobFilter(query, await parts.engine.now());
  // The store counts faults over all queues and tasks.
  if (filter.tag !== undefined || filter.since !== undefined || parts.scope !== null)
    return lookedFor(query, filter, parts);
  const { queue, task } = filter;
  const before = query.cursor === undefined ? undefined : instantOf(query.cursor);
  const asked = { ...(queue !== undefined && { queue }), ...(task !== undefined && { task }) };
  const page = await parts.engine.jobs.faults({ ...asked, ...(before !== undefined && { before }) }, FAULTS);
  const errors: ErrorGroup[] = [];
  for (let from = 0; from < page.faults.length; from += AT_ONCE) {
    const some = page.faults.slice(from, from + AT_ONCE);
    errors.push(
      ...(await Promise.all(some.map(async (fault) => groupOf(fault, await parts.engine.jobs.get(fault.job))))),
    );
  }
  const looked = errors.reduce((sum, { count }) => sum + count, 0);
  return { errors, looked, next: page.next === null ? null : `t${page.next}` };
}

function instantOf(cursor: string): number {
  const at = /^t(\d{1,15})$/.exec(cursor)?.[1];
  if (at !== undefined) return Number(at);
  throw new SkepError('REQUEST_INVALID', 'the cursor is none that a list of these errors gave', {
    hint: 'take `next` of the call before, with the same filter, or leave it out',
  });
}

/** @param job the newest; null where it was removed in the same moment */
function groupOf({ fingerprint, count, tasks, firstAt, lastAt, job: id }: Fault, job: Job | null): ErrorGroup {
  const { name = 'Error', code = null, message = '' } = job?.error ?? {};
  return { fingerprint, name, code, message, count, tasks, firstAt: iso(firstAt), lastAt: iso(lastAt), job: id };
}

async function lookedFor(
  query: ErrorQuery,
  filter: JobFilter,
  { engine, signals, scope }: ErrorParts,
): Promise<ErrorsView> {
  const groups = new Map<string, ErrorGroup>();
  let looked = 0;
  const ended = (): SkepError => new SkepError('STOPPING', `ended after ${looked} jobs`);
  const dead = { ...filter, states: ['dead'] as const };
  const steps = { jobs: engine.jobs, filter: dead, cursor: query.cursor ?? null, limit: LOOKED_AT, signals, ended };
  const next = await inSteps(steps, async (listed) => {
    const found = listed.filter((job) => seesJob(scope, job));
    looked += found.length;
    for (const { job, error } of await withErrors(found, engine.jobs)) addTo(groups, job, error);
    return found.length;
  });
  const errors = [...groups.values()].sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1));
  return { errors, looked, next };
}

function addTo(groups: Map<string, ErrorGroup>, job: Job, error: JobError): void {
  const fingerprint = faultOf(error);
  const known = groups.get(fingerprint);
  const at = job.finishedAt ?? job.createdAt;
  const one = groupOf({ fingerprint, count: 1, tasks: [job.task], firstAt: at, lastAt: at, job: job.id }, job);
  groups.set(fingerprint, known === undefined ? one : together(known, one));
}

function together(known: ErrorGroup, one: ErrorGroup): ErrorGroup {
  const { message, job, lastAt } = one.lastAt > known.lastAt ? one : known;
  const tasks = [...new Set([...known.tasks, ...one.tasks])];
  const firstAt = one.firstAt < known.firstAt ? one.firstAt : known.firstAt;
  return { ...known, count: known.count + one.count, tasks, message, job, firstAt, lastAt };
}

/** Lists leave large errors out: those jobs are read whole, a few at a time. */
async function withErrors(
  found: readonly ListedJob[],
  jobs: Pick<JobsFacet, 'get'>,
): Promise<readonly { readonly job: Job; readonly error: JobError }[]> {
  const whole: { job: Job; error: JobError }[] = [];
  for (let from = 0; from < found.length; from += AT_ONCE) {
    const some = found.slice(from, from + AT_ONCE);
    const read = await Promise.all(
      some.map((job) => (job.omitted.includes('error') ? jobs.get(job.id) : Promise.resolve(job))),
    );
    for (const job of read) if (job !== null && job.error !== null) whole.push({ job, error: job.error });
  }
  return whole;
}
