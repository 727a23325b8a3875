/** Reads a job, what it has made, and the run that it is a step of, or a run with its jobs, and puts them into one waterfall. */
import type { JobView, Operations, RunView } from '../api/index.ts';
import { SkepError } from '../foundation/index.ts';
import { type LifeRow, lifeRows, runRows } from './life-rows.ts';

interface TraceView {
  readonly id: string;
  readonly state: string;
  /** The job that made it. */
  readonly parentId: string | null;
  /** Of its last attempt whose trace was kept, else of whoever enqueued it. */
  readonly traceId: string | null;
  readonly rows: readonly LifeRow[];
  /** Jobs whose own children were not read, or were more than are shown. */
  readonly more: readonly string[];
}

export interface JobTraceView extends TraceView {
  readonly task: string;
}

export interface RunTraceView extends TraceView {
  /** null: it came with its call. */
  readonly workflow: string | null;
  /** Runs that are steps of it. */
  readonly runs: readonly string[];
}

/** A waterfall of more jobs than that is read by nobody, and each of them costs a search. */
const MOST_JOBS = 50;
/** Children of children of children. */
const DEEPEST = 5;
/** Run, step, job. */
const BELOW_STEP = 2;
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

/** The run, each step, and below it its jobs with what they have made. */
export async function readRunTrace(operations: Operations, id: string): Promise<RunTraceView> {
  const run = await operations.getRun(id);
  const reading = new Reading(operations);
  const byStep = new Map(run.steps.map((step) => [step.name, step]));
  const rows: LifeRow[] = [];
  for (const row of runRows(run, null, 0)) {
    rows.push(row);
    const step = row.kind === 'step' ? byStep.get(row.name) : undefined;
    if (step?.kind === 'task') rows.push(...(await reading.jobsOf(step.ids)));
  }
  const { workflow, state, parentId } = run;
  const runs = run.steps.flatMap(({ kind, ids }) => (kind === 'workflow' ? ids : []));
  const traceId = run.traceparent?.split('-')[1] ?? null;
  return { id: run.id, workflow, state, parentId, traceId, rows, more: reading.more, runs };
}

type RunStep = RunView['steps'][number];

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

  /** The jobs of a step, as many as the waterfall has place for. */
  async jobsOf(ids: RunStep['ids']): Promise<readonly LifeRow[]> {
    const rows: LifeRow[] = [];
    for (const id of ids) {
      if (this.#jobs >= MOST_JOBS) {
        this.more.push(id);
        break;
      }
      const job = await this.#jobOf(id);
      if (job !== undefined) rows.push(...(await this.tree(job, BELOW_STEP)));
    }
    return rows;
  }

  /** undefined where it is removed, or not for who asks. */
  async #jobOf(id: string): Promise<JobView | undefined> {
    try {
      this.#jobs++;
      return await this.#operations.getJob(id);
    } catch (error) {
      if (error instanceof SkepError && error.code === 'JOB_UNKNOWN') return undefined;
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
