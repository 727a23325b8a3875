/** Dead jobs by fault, and all jobs of a filter retried or removed, a bounded number of them. */
import {
  CHANGE_ACTS,
  CHANGE_LIMIT,
  type ChangedView,
  type ChangeRequest,
  type ErrorGroup,
  type ErrorQuery,
  type ErrorsView,
} from '../api/index.ts';
import { fingerprintOf, type Job, type JobError, type JobState, mayLeave } from '../core/index.ts';
import type { ChangeReceipt, JobFilter, JobsFacet, ListedJob } from '../engine/index.ts';
import { iso, SkepError } from '../foundation/index.ts';
import { inSteps } from './in-steps.ts';
import { jobFilter } from './job-query.ts';
import { refusalOf } from './refusals.ts';

export interface ChangeParts {
  readonly engine: { readonly jobs: Pick<JobsFacet, 'get' | 'list' | 'remove' | 'retry'>; now(): Promise<number> };
  /** Ends it between two steps: what is changed stays changed. */
  readonly signals: readonly (AbortSignal | undefined)[];
}

/** Dead jobs that one call for errors looks at. */
const LOOKED_AT = 5_000;
const TOLD = 100;
const IDS_TOLD = 1_000;
const DONE = { retry: 'retried', remove: 'removed' } as const;

/** @throws SkepError REQUEST_INVALID; STOPPING when a signal ends it */
export async function errorsOf(query: ErrorQuery, { engine, signals }: ChangeParts): Promise<ErrorsView> {
  const filter = { ...jobFilter(query, await engine.now()), states: ['dead'] as const };
  const groups = new Map<string, ErrorGroup>();
  let looked = 0;
  const ended = (): SkepError => new SkepError('STOPPING', `ended after ${looked} jobs`);
  const steps = { jobs: engine.jobs, filter, cursor: query.cursor ?? null, limit: LOOKED_AT, signals, ended };
  const next = await inSteps(steps, async (found) => {
    looked += found.length;
    for (const { job, error } of await withErrors(found, engine.jobs)) addTo(groups, job, error);
    return found.length;
  });
  const errors = [...groups.values()].sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1));
  return { errors, looked, next };
}

function addTo(groups: Map<string, ErrorGroup>, job: Job, error: JobError): void {
  const fingerprint = fingerprintOf(error);
  const known = groups.get(fingerprint);
  const one = groupOf(fingerprint, job, error);
  groups.set(fingerprint, known === undefined ? one : together(known, one));
}

function groupOf(fingerprint: string, job: Job, { name, code, message }: JobError): ErrorGroup {
  const at = iso(job.finishedAt ?? job.createdAt);
  const times = { firstAt: at, lastAt: at };
  return { fingerprint, name, code, message, count: 1, tasks: [job.task], ...times, job: job.id };
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

const AT_ONCE = 50;

/** @throws SkepError REQUEST_INVALID, USAGE; STOPPING when a signal ends it */
export async function changeJobs(request: ChangeRequest, { engine, signals }: ChangeParts): Promise<ChangedView> {
  const filter = filterOf(request, await engine.now());
  const { act, dryRun = false, limit = CHANGE_LIMIT, fingerprint } = request;
  const sum = new Sum(act);
  const ended = (): SkepError =>
    new SkepError('STOPPING', `ended after ${sum.changed} jobs were ${DONE[act]}`, {
      hint: 'the same call again goes on with the rest',
    });
  const steps = { jobs: engine.jobs, filter, cursor: request.cursor ?? null, limit, signals, ended };
  const next = await inSteps(steps, async (found) => {
    const meant =
      fingerprint === undefined
        ? found
        : (await withErrors(found, engine.jobs))
            .filter(({ error }) => fingerprintOf(error) === fingerprint)
            .map(({ job }) => job);
    sum.matched += meant.length;
    if (!dryRun && meant.length > 0)
      for (const receipt of await engine.jobs[act](meant.map(({ id }) => id))) sum.add(receipt);
    return meant.length;
  });
  return { act, dryRun, ...sum.counts, next };
}

class Sum {
  matched = 0;
  changed = 0;
  #stayed = 0;
  readonly #ids: string[] = [];
  readonly #refusals: ChangedView['refusals'][number][] = [];
  readonly #act: ChangeRequest['act'];

  constructor(act: ChangeRequest['act']) {
    this.#act = act;
  }

  get counts(): Pick<ChangedView, 'matched' | 'changed' | 'ids' | 'stayed' | 'refusals'> {
    const { matched, changed } = this;
    return { matched, changed, ids: this.#ids, stayed: this.#stayed, refusals: this.#refusals };
  }

  add(receipt: ChangeReceipt): void {
    const refusal = refusalOf(receipt.id, receipt, DONE[this.#act]);
    if (refusal === undefined) {
      this.changed += 1;
      if (this.#ids.length < IDS_TOLD) this.#ids.push(receipt.id);
      return;
    }
    this.#stayed += 1;
    if (this.#refusals.length >= TOLD) return;
    const code = receipt.status === 'unknown' ? 'JOB_UNKNOWN' : receipt.holder ? 'JOB_EXISTS' : 'STATE_CONFLICT';
    this.#refusals.push({ id: receipt.id, code, detail: refusal.message, state: receipt.state });
  }
}

const DEAD: readonly JobState[] = ['dead'];

/** Programs in JavaScript call too; what comes by HTTP was checked before. */
function filterOf(request: ChangeRequest, now: number): JobFilter {
  checkForm(request);
  const { act } = request;
  const filter = jobFilter(request, now);
  const { states = DEAD, ...others } = filter;
  if (Object.keys(others).length === 0 && request.fingerprint === undefined) {
    throw new SkepError('REQUEST_INVALID', `nothing says which jobs are to be ${DONE[act]}`, {
      hint: 'give some of queue, task, tag, since and fingerprint',
    });
  }
  const wrong = states.find((state) => !mayLeave(act, state));
  if (wrong === undefined) return { ...others, states };
  throw new SkepError('REQUEST_INVALID', `state: ${wrong} jobs cannot be ${DONE[act]}`);
}

function checkForm(request: unknown): void {
  const { limit = 1, act } = (request ?? {}) as { readonly limit?: unknown; readonly act?: unknown };
  const known = (CHANGE_ACTS as readonly unknown[]).includes(act);
  if (known && Number.isInteger(limit) && Number(limit) >= 1 && Number(limit) <= CHANGE_LIMIT) return;
  throw new SkepError('USAGE', `changeJobs takes an act, a filter, and a limit from 1 to ${CHANGE_LIMIT}`, {
    hint: "write changeJobs({ act: 'retry', task: 'emails.send' }); one job by its id is retryJob('id')",
  });
}
