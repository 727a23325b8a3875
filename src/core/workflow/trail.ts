/**
 * What a job of a step comes after, for its trace: the spans of the jobs of the steps that it needs, and the waits between. A
 * header of the job says it, and only where the run is traced and its trace is kept.
 */
import type { AttemptRecord, NewJob } from '../job.ts';
import { type Begun, itemId } from './items.ts';
import { progressOf, type Run, stepOf, type StepProgress } from './run.ts';

/** Reserved, as PROPAGATION_HEADER is. */
export const TRAIL_HEADER = 'skep-after';

/** Spans that one job is linked to: the first of each step that it needs, then no more. */
const LINKS_MAX = 32;

/** A wait of a run before a job; epoch milliseconds. */
export interface RunWait {
  readonly step: string;
  readonly from: number;
  readonly to: number;
}

/** What stands in the header. */
export interface Trail {
  /** traceId-spanId */
  readonly spans: readonly string[];
  readonly waits: readonly RunWait[];
}

/** Jobs whose attempts have to be read, and waits, before a step. */
interface Behind {
  readonly jobs: readonly string[];
  readonly waits: readonly RunWait[];
}

/**
 * @param changed steps as the turn leaves them
 * @returns by step that begins jobs in it, the ids of the jobs that it comes after; nothing of a run whose trace is not kept
 */
export function behindOf(
  run: Run,
  { begun, steps: changed }: { readonly begun: readonly Begun[]; readonly steps: ReadonlyMap<number, StepProgress> },
): ReadonlyMap<string, Behind> {
  const found = new Map<string, Behind>();
  if (run.traceparent?.endsWith('-01') !== true) return found;
  const after = { ...run, steps: run.steps.map((progress, number) => changed.get(number) ?? progress) };
  for (const one of begun) {
    const name = one.kind === 'job' ? one.job.workflow?.step : undefined;
    if (name === undefined || found.has(name)) continue;
    const behind = stepBehind(after, name);
    if (behind.jobs.length + behind.waits.length > 0) found.set(name, behind);
  }
  return found;
}

function stepBehind(run: Run, name: string): Behind {
  const jobs: string[] = [];
  const waits: RunWait[] = [];
  const seen = new Set<number>();
  // Through what has no job, to what was before it.
  const open = [...(run.plan.steps.find((step) => step.name === name)?.needs ?? [])];
  for (let number = open.shift(); number !== undefined && jobs.length < LINKS_MAX; number = open.shift()) {
    if (seen.has(number)) continue;
    seen.add(number);
    const { work, needs, name: step } = stepOf(run.plan, number);
    const { state, begun, round, startedAt, finishedAt } = progressOf(run, number);
    if (work.kind === 'task' && begun > 0) {
      const count = Math.min(begun, LINKS_MAX - jobs.length);
      for (let index = 0; index < count; index += 1) jobs.push(itemId(run, { step: number, index, round }));
      continue;
    }
    if (work.kind === 'wait' && state !== 'skipped' && startedAt !== null && finishedAt !== null) {
      waits.push({ step, from: startedAt, to: finishedAt });
    }
    open.push(...needs);
  }
  return { jobs, waits };
}

/** @param attempts of the jobs that `behindOf` named, by id; those of a job that is gone are missing */
export function trailed(
  begun: readonly Begun[],
  behind: ReadonlyMap<string, Behind>,
  attempts: ReadonlyMap<string, readonly AttemptRecord[]>,
): readonly Begun[] {
  if (behind.size === 0) return begun;
  const texts = new Map([...behind].map(([name, { jobs, waits }]) => [name, textOf(jobs, waits, attempts)] as const));
  return begun.map((one) => (one.kind === 'job' ? { ...one, job: withTrail(one.job, texts) } : one));
}

function withTrail(job: NewJob, texts: ReadonlyMap<string, string>): NewJob {
  const text = texts.get(job.workflow?.step ?? '');
  return text === undefined ? job : { ...job, headers: { ...job.headers, [TRAIL_HEADER]: text } };
}

function textOf(
  jobs: readonly string[],
  waits: readonly RunWait[],
  attempts: ReadonlyMap<string, readonly AttemptRecord[]>,
): string {
  const spans = jobs.flatMap((id) => {
    const last = attempts.get(id)?.findLast(({ spanId }) => spanId !== null);
    return last?.traceId == null || last.spanId === null ? [] : [`${last.traceId}-${last.spanId}`];
  });
  return JSON.stringify({ spans, waits } satisfies Trail);
}

/** @returns what a job comes after in its run; null for one that says nothing of it */
export function trailOf({ headers }: Pick<NewJob, 'headers'>): Trail | null {
  const text = headers[TRAIL_HEADER];
  return text === undefined ? null : (JSON.parse(text) as Trail);
}
