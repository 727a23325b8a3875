/** Reads a job, what it has made, and the run that it is a step of, and puts them into one waterfall. */
import type { JobView, Operations } from '../api/index.ts';
import { SkepError } from '../foundation/index.ts';
import { type LifeRow, lifeRows, runRows } from './life-rows.ts';

export interface JobTraceView {
  readonly id: string;
  readonly task: string;
  readonly state: string;
  /** The job that made it. */
  readonly parentId: string | null;
  /** Of its last attempt whose trace was kept, else of whoever enqueued it. */
  readonly traceId: string | null;
  readonly rows: readonly LifeRow[];
  /** Jobs whose own children were not read, or were more than are shown. */
  readonly more: readonly string[];
}

/** A waterfall of more jobs than that is read by nobody, and each of them costs a search. */
const MOST_JOBS = 50;
/** Children of children of children. */
const DEEPEST = 5;
/** Hooks are stored with the end that they tell of, by another clock perhaps. */
const AFTER_END_MS = 60_000;

export async function readTrace(operations: Operations, id: string): Promise<JobTraceView> {
  const job = await operations.getJob(id);
  const reading = new Reading(operations);
  const run = job.workflow === null ? [] : await reading.runOf(job.workflow);
  const rows = await reading.tree(job, 0);
  const traced = job.attempts.findLast(({ traceId }) => traceId !== null);
  const traceId = traced?.traceId ?? job.traceparent?.split('-')[1] ?? null;
  const { task, state, parentId } = job;
  return { id: job.id, task, state, parentId, traceId, rows: [...run, ...rows], more: reading.more };
}

class Reading {
  readonly more: string[] = [];
  readonly #operations: Operations;
  #jobs = 1;

  constructor(operations: Operations) {
    this.#operations = operations;
  }

  /** @returns none where the run is removed, or not for who asks */
  async runOf({ run, step }: NonNullable<JobView['workflow']>): Promise<readonly LifeRow[]> {
    try {
      return runRows(await this.#operations.getRun(run), step, 0);
    } catch (error) {
      if (error instanceof SkepError && error.code === 'RUN_UNKNOWN') return [];
      throw error;
    }
  }

  async tree(job: JobView, depth: number): Promise<readonly LifeRow[]> {
    const own = lifeRows(job, depth);
    const children = await this.#childrenOf(job, depth);
    const rows: LifeRow[] = [...own];
    for (const child of children) rows.push(...(await this.tree(child, depth + 1)));
    return rows;
  }

  /** The oldest first. */
  async #childrenOf(job: JobView, depth: number): Promise<readonly JobView[]> {
    const limit = MOST_JOBS - this.#jobs;
    if (depth >= DEEPEST || limit <= 0) {
      this.more.push(job.id);
      return [];
    }
    const { jobs, next } = await this.#operations.listJobs({ q: searchOf(job), limit });
    this.#jobs += jobs.length;
    if (next !== null) this.more.push(job.id);
    const whole = jobs.map(async (one) => (one.omitted.length === 0 ? one : this.#operations.getJob(one.id)));
    return (await Promise.all(whole)).toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  }
}

/** No store finds jobs by who made them: the search is narrowed to the time in which this one lived. */
function searchOf({ id, createdAt, finishedAt }: JobView): string {
  const at = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();
  const until = finishedAt === null ? '' : ` created:<${at(finishedAt, AFTER_END_MS)}`;
  return `parent:${JSON.stringify(id)} created:>${at(createdAt, -1)}${until}`;
}
