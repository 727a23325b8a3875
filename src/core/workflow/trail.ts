/**
 * What a job of a step comes after, for its trace: the spans of the jobs of the steps that it needs, and the waits between. Through a step that is a
 * run it goes to the last jobs of that run, and from the first jobs of such a run to what the step needs. A
 * header of the job says it, and only where the run is traced and its trace is kept; one that is a step has it among its own headers.
 */
import type { AttemptRecord, NewJob } from '../job.ts';
import { type Begun, itemId } from './items.ts';
import { type NewRun, progressOf, type Run, stepOf, type StepProgress } from './run.ts';

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

/**
 * @param changed steps as the turn leaves them
 * @returns what the steps that begin jobs or runs in it come after; null for a run whose trace is not kept, and where none of them comes after anything
 */
export function behindOf(
  run: Run,
  { begun, steps: changed }: { readonly begun: readonly Begun[]; readonly steps: ReadonlyMap<number, StepProgress> },
): Trails | null {
  if (run.traceparent?.endsWith('-01') !== true || begun.length === 0) return null;
  const after = { ...run, steps: run.steps.map((progress, number) => changed.get(number) ?? progress) };
  const found = new Map<string, Behind>();
  for (const one of begun) {
    const name = stepNameOf(one, run);
    if (found.has(name)) continue;
    const behind = new Behind();
    behind.look(after, run.plan.steps.find((step) => step.name === name)?.needs ?? []);
    if (!behind.isEmpty) found.set(name, behind);
  }
  return found.size === 0 ? null : new Trails(found);
}

function stepNameOf(one: Begun, { plan }: Run): string {
  if (one.kind === 'job') return one.job.workflow?.step ?? '';
  return plan.steps[one.run.parent?.step ?? -1]?.name ?? '';
}

/** By step. */
export class Trails {
  readonly #steps: ReadonlyMap<string, Behind>;

  constructor(steps: ReadonlyMap<string, Behind>) {
    this.#steps = steps;
  }

  /** Ids of runs that have to be read next, and given to `read`; after that there may be others, which are steps of theirs. */
  get runs(): readonly string[] {
    return [...new Set([...this.#steps.values()].flatMap(({ runs }) => runs))];
  }

  /** @param runs by id; those that are gone are missing */
  read(runs: ReadonlyMap<string, Run>): void {
    for (const behind of this.#steps.values()) behind.through(runs);
  }

  /** Ids of the jobs whose attempts have to be read. */
  get jobs(): readonly string[] {
    return [...new Set([...this.#steps.values()].flatMap(({ jobs }) => jobs))];
  }

  /** @param attempts by id of the job; those of a job that is gone are missing @returns the same, with what they come after */
  of(begun: readonly Begun[], attempts: ReadonlyMap<string, readonly AttemptRecord[]>, run: Run): readonly Begun[] {
    const texts = new Map([...this.#steps].map(([name, behind]) => [name, behind.text(attempts)] as const));
    return begun.map((one) => {
      const text = texts.get(stepNameOf(one, run));
      if (text === undefined) return one;
      return one.kind === 'job' ? { ...one, job: withTrail(one.job, text) } : { ...one, run: withTrail(one.run, text) };
    });
  }
}

/** What one step comes after. */
class Behind {
  readonly jobs: string[] = [];
  runs: string[] = [];
  readonly #spans: string[] = [];
  readonly #waits: RunWait[] = [];

  get isEmpty(): boolean {
    return this.jobs.length + this.runs.length + this.#spans.length + this.#waits.length === 0;
  }

  get #room(): number {
    return LINKS_MAX - this.jobs.length - this.runs.length;
  }

  /** From these steps, through what has no job, to what was before. */
  look(run: Run, steps: readonly number[]): void {
    const seen = new Set<number>();
    const open = [...steps];
    let reachesStart = steps.length === 0;
    for (let number = open.shift(); number !== undefined && this.#room > 0; number = open.shift()) {
      if (seen.has(number)) continue;
      seen.add(number);
      if (this.#take(run, number)) continue;
      const { needs } = stepOf(run.plan, number);
      open.push(...needs);
      reachesStart ||= needs.length === 0;
    }
    if (reachesStart) this.#begin(run);
  }

  /** @returns whether it has jobs, or is runs: what was before it is theirs to tell */
  #take(run: Run, number: number): boolean {
    const { work } = stepOf(run.plan, number);
    if (work.kind === 'wait') {
      this.#waits.push(...waitAt(run, number));
      return false;
    }
    const ids = idsAt(run, number, this.#room);
    (work.kind === 'task' ? this.jobs : this.runs).push(...ids);
    return ids.length > 0;
  }

  /** What the run itself comes after. */
  #begin(run: Run): void {
    const before = run.parent === null ? null : trailOf(run);
    this.#spans.push(...(before?.spans ?? []));
    this.#waits.push(...(before?.waits ?? []));
  }

  through(runs: ReadonlyMap<string, Run>): void {
    const ids = this.runs;
    this.runs = [];
    for (const id of ids) {
      const run = runs.get(id);
      if (run !== undefined) this.look(run, lastOf(run));
    }
  }

  text(attempts: ReadonlyMap<string, readonly AttemptRecord[]>): string {
    const spans = this.jobs.flatMap((id) => {
      const last = attempts.get(id)?.findLast(({ spanId }) => spanId !== null);
      return last?.traceId == null || last.spanId === null ? [] : [`${last.traceId}-${last.spanId}`];
    });
    const all = [...new Set([...spans, ...this.#spans])].slice(0, LINKS_MAX);
    return JSON.stringify({ spans: all, waits: this.#waits } satisfies Trail);
  }
}

/** Numbers of the steps that no other one needs. */
function lastOf({ plan: { steps } }: Run): readonly number[] {
  const needed = new Set(steps.flatMap(({ needs }) => needs));
  return steps.flatMap((_step, number) => (needed.has(number) ? [] : [number]));
}

/** Ids of the jobs or runs that a step has begun, `most` of them. */
function idsAt(run: Run, step: number, most: number): readonly string[] {
  const { begun, round } = progressOf(run, step);
  return Array.from({ length: Math.min(begun, most) }, (_, index) => itemId(run, { step, index, round }));
}

function waitAt(run: Run, number: number): readonly RunWait[] {
  const { name: step } = stepOf(run.plan, number);
  const { state, startedAt: from, finishedAt: to } = progressOf(run, number);
  return state !== 'skipped' && from !== null && to !== null ? [{ step, from, to }] : [];
}

function withTrail<Of extends NewJob | NewRun>(one: Of, text: string): Of {
  return { ...one, headers: { ...one.headers, [TRAIL_HEADER]: text } };
}

/** @returns what a job or run comes after; null for one that says nothing of it. Whoever starts a run may write any header */
export function trailOf({ headers }: Pick<NewJob, 'headers'>): Trail | null {
  const text = headers[TRAIL_HEADER];
  if (text === undefined) return null;
  try {
    const trail = JSON.parse(text) as Partial<Trail> | null;
    return Array.isArray(trail?.spans) && Array.isArray(trail.waits) ? (trail as Trail) : null;
  } catch {
    return null;
  }
}
