/** Cancels all unfinished jobs of a filter, a bounded number of them. */
import { CANCEL_LIMIT, type CancelledView, type CancelRequest } from '../api/index.ts';
import { type JobState, mayLeave, statesBefore } from '../core/index.ts';
import type { ChangeReceipt, JobFilter, JobsFacet, ListedJob } from '../engine/index.ts';
import { SkepError } from '../foundation/index.ts';
import { inSteps } from './in-steps.ts';
import { jobFilter } from './job-query.ts';
import { refusalOf } from './refusals.ts';

export interface CancelParts {
  readonly engine: { readonly jobs: Pick<JobsFacet, 'cancel' | 'list'>; now(): Promise<number> };
  /** Ends it between two steps: what is cancelled stays cancelled. */
  readonly signals: readonly (AbortSignal | undefined)[];
}

/** Of those that stay so many are told by name. */
const TOLD = 100;

const REASON = 'cancelled on request, with others';

/** @throws SkepError REQUEST_INVALID, USAGE; STOPPING when a signal ends it */
export async function cancelJobs(request: CancelRequest, { engine, signals }: CancelParts): Promise<CancelledView> {
  const filter = await filterOf(request, engine);
  const { dryRun = false, limit = CANCEL_LIMIT } = request;
  const sum = new Sum();
  const ended = (): SkepError => endedAfter(sum.cancelled);
  const cursor = request.cursor ?? null;
  const next = await inSteps({ jobs: engine.jobs, filter, cursor, limit, signals, ended }, async (found) => {
    sum.met(found);
    if (dryRun || found.length === 0) return found.length;
    const ids = found.map(({ id }) => id);
    for (const receipt of await engine.jobs.cancel(ids, REASON)) sum.add(receipt);
    return found.length;
  });
  return { dryRun, ...sum.counts, next };
}

class Sum {
  matched = 0;
  cancelled = 0;
  #running = 0;
  #stayed = 0;
  readonly #refusals: CancelledView['refusals'][number][] = [];

  get counts(): Omit<CancelledView, 'dryRun' | 'next'> {
    const { matched, cancelled } = this;
    return { matched, cancelled, running: this.#running, stayed: this.#stayed, refusals: this.#refusals };
  }

  met(jobs: readonly ListedJob[]): void {
    this.matched += jobs.length;
    this.#running += jobs.filter(({ state }) => state === 'running').length;
  }

  add(receipt: ChangeReceipt): void {
    const refusal = refusalOf(receipt.id, receipt, 'cancelled');
    if (refusal === undefined) {
      this.cancelled += 1;
      return;
    }
    this.#stayed += 1;
    if (this.#refusals.length >= TOLD) return;
    const code = receipt.status === 'unknown' ? 'JOB_UNKNOWN' : 'STATE_CONFLICT';
    this.#refusals.push({ id: receipt.id, code, detail: refusal.message, state: receipt.state });
  }
}

function endedAfter(cancelled: number): SkepError {
  return new SkepError('STOPPING', `ended after ${cancelled} jobs were cancelled`, {
    hint: 'the same call again cancels the rest',
  });
}

/** Programs in JavaScript call too; what comes by HTTP was checked before. */
async function filterOf(request: CancelRequest, engine: CancelParts['engine']): Promise<JobFilter> {
  checkForm(request);
  const filter = jobFilter(request, await engine.now());
  if (Object.keys(filter).length === 0) {
    throw new SkepError('REQUEST_INVALID', 'nothing says which jobs are to be cancelled', {
      hint: `give some of queue, task, tag, state and since; all states are ${statesBefore('cancel').join(', ')}`,
    });
  }
  const over = filter.states?.find((state) => !mayLeave('cancel', state));
  if (over !== undefined) throw overAlready(over);
  return { states: statesBefore('cancel'), ...filter };
}

function overAlready(state: JobState): SkepError {
  return new SkepError('REQUEST_INVALID', `state: ${state} jobs cannot be cancelled`, {
    hint: `they have ended; only these can: ${statesBefore('cancel').join(', ')}`,
  });
}

function checkForm(request: unknown): void {
  const { limit = 1 } = (request ?? {}) as { readonly limit?: unknown };
  const whole = typeof request === 'object' && request !== null && !Array.isArray(request);
  if (whole && Number.isInteger(limit) && Number(limit) >= 1 && Number(limit) <= CANCEL_LIMIT) return;
  throw new SkepError('USAGE', `cancelJobs takes a filter, and a limit from 1 to ${CANCEL_LIMIT}`, {
    hint: "write cancelJobs({ queue: 'reports', state: ['available'] }); one job by its id is cancelJob('id')",
  });
}
