/**
 * Plans of runs: a workflow of the manifest, or of a call, with all that its jobs are given, as they are stored with the run. A run under
 * way so knows no manifest, and one that comes into force later changes nothing of it.
 */
import {
  type Gathered,
  type Plan,
  type PlanStep,
  readsOf,
  readsOfStep,
  type StepJob,
  type Way,
  type Work,
} from '../../core/index.ts';
import { type Json, MAX_JSON_BYTES, SkepError } from '../../foundation/index.ts';
import {
  type GatheredNames,
  type Manifest,
  readInline,
  type RunHooks,
  type StepSpec,
  type StepWork,
  type TaskSpec,
  type WorkflowGraph,
} from '../../manifest/index.ts';
import { careOf } from '../enqueueing/draft.ts';
import { letterConsequences, type Mortal } from '../following/dead-letters.ts';
import { hookConsequences, runHookConsequences } from '../following/hook-jobs.ts';
import { keptResult } from '../attempts/kept-result.ts';
import { keyedRules } from '../rules/limits-of.ts';
import { fairIn, tenantRule } from '../enqueueing/routing.ts';
import { unknownWorkflow } from '../enqueueing/unknown-names.ts';

type TaskStepWork = Extract<StepWork, { readonly kind: 'task' }>;
type TaskWork = Extract<Work, { readonly kind: 'task' }>;

const plans = new WeakMap<Manifest, Map<string, Plan>>();

/**
 * @returns the same value for the same manifest and name
 * @throws SkepError WORKFLOW_UNKNOWN
 */
export function planOf(manifest: Manifest, name: string): Plan {
  const known = plans.get(manifest) ?? new Map<string, Plan>();
  plans.set(manifest, known);
  const found = known.get(name);
  if (found !== undefined) return found;
  const workflow = Object.hasOwn(manifest.workflows, name) ? manifest.workflows[name] : undefined;
  if (workflow === undefined) throw unknownWorkflow(name, manifest);
  const plan = new Planning(manifest).plan(workflow, workflow.on);
  known.set(name, plan);
  return plan;
}

/**
 * @param spec a workflow as in the manifest: `{ chain: […] }`, `{ group: […] }`, `{ chord: … }`, `{ map: … }` or `{ steps: … }`
 * @throws SkepError WORKFLOW_INVALID with all that is wrong as `details.problems`
 */
export function planInline(manifest: Manifest, spec: Json): Plan {
  const workflow = readInline(manifest, spec);
  return new Planning(manifest).plan(workflow, workflow.on);
}

/** What tasks of its steps have as sensitive may stand anywhere in its result. */
function isSecret(steps: Plan['steps']): boolean {
  return steps.some(({ work }) => {
    if (work.kind === 'workflow') return isSecret(work.plan.steps);
    return work.kind === 'task' && (work.job.care?.sealed === true || (work.job.care?.sensitive ?? []).length > 0);
  });
}

class Planning {
  readonly #manifest: Manifest;

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
  }

  plan({ steps, output }: WorkflowGraph, on: RunHooks | null): Plan {
    const all = Object.values(steps);
    const numbers = new Map(all.map(({ name }, number) => [name, number]));
    const planned = all.map((step) => this.#step(step, numbers));
    const consequences = on === null ? [] : runHookConsequences(on, isSecret(planned), this.#taskOf);
    const draft: Plan = { steps: planned, output, consequences };
    return withKeptResults(draft);
  }

  readonly #taskOf = (name: string): Manifest['tasks'][string] | undefined => this.#manifest.tasks[name];

  #step(step: StepSpec, numbers: ReadonlyMap<string, number>): PlanStep {
    const { name, place, when, forEach, concurrency, chunk, onFailure } = step;
    const numberOf = (needed: string): number => numberIn(numbers, needed);
    const needs = step.needs.map(numberOf).sort((one, other) => one - other);
    const results = step.results === null ? null : usual(gatheredBy(step.results, numberOf), needs);
    const work = this.#work(step.work);
    return { name, place, needs, results, when, forEach, concurrency, chunk, onFailure, work };
  }

  #work(work: StepWork): Work {
    if (work.kind === 'wait') return work;
    if (work.kind === 'task') return this.#job(work);
    const { workflow } = work;
    return { kind: 'workflow', workflow, plan: planOf(this.#manifest, workflow), input: work.with };
  }

  /** @param queues that the jobs may go to */
  #turns(task: TaskSpec, queues: readonly string[]): Pick<TaskWork, 'tenant'> {
    const rule = tenantRule(task);
    const fair = [...new Set(queues)].filter(fairIn(this.#manifest));
    return rule === null || fair.length === 0 ? {} : { tenant: { ...rule, queues: fair } };
  }

  #job(work: TaskStepWork): Work {
    const task = this.#manifest.tasks[work.task];
    if (task === undefined) throw new SkepError('TASK_UNKNOWN', `there is no task \`${work.task}\``);
    const ways = waysOf(task, work);
    const queue = work.queue ?? task.queue;
    const mortal = stepJob(task, work, queue);
    return {
      kind: 'task',
      payload: work.with,
      maxBytes: task.maxPayloadBytes ?? MAX_JSON_BYTES,
      keyed: keyedRules(task),
      ...(ways.length > 0 && { ways }),
      ...this.#turns(task, [queue, ...ways.map((way) => way.queue)]),
      job: { ...mortal, consequences: this.#consequences(task, mortal) },
    };
  }

  #consequences(task: TaskSpec, job: Mortal): StepJob['consequences'] {
    const carrier = { traceparent: null, tracestate: null, propagation: 'parent' } as const;
    const about = { id: '', revision: null, carrier, sensitive: task.sensitive, taskOf: this.#taskOf };
    return [...(task.on === null ? [] : hookConsequences(task.on, about)), ...letterConsequences(task, job, about)];
  }
}

/** Without what only its run and its payload say. */
function stepJob(
  task: TaskSpec,
  { priority, retry, timeout }: TaskStepWork,
  queue: string,
): Omit<StepJob, 'consequences'> {
  return {
    ...{ task: task.name, queue, priority: priority ?? task.priority, tags: task.tags, headers: {} },
    ...{ maxAttempts: (retry ?? task.retry).maxAttempts, retry, timeout },
    ...{ delayMs: 0, runAt: null, expiresInMs: null, schedule: null, parentId: null },
    ...{ traceparent: null, tracestate: null, manifestRevision: null },
    ...{ resultKeepMs: keptResult(task), care: careOf(task), gates: [], fairness: null, unique: null },
  };
}

/** What the step says holds wherever its jobs go. */
function waysOf({ routes }: TaskSpec, { queue, priority }: Pick<TaskStepWork, 'queue' | 'priority'>): readonly Way[] {
  if (queue !== null && priority !== null) return [];
  return routes.map(({ where, ...way }) => ({ where, queue: queue ?? way.queue, priority: priority ?? way.priority }));
}

function numberIn(numbers: ReadonlyMap<string, number>, name: string): number {
  const number = numbers.get(name);
  if (number === undefined) throw new SkepError('INTERNAL', `a workflow without its step ${name}`);
  return number;
}

function gatheredBy(names: GatheredNames, numberOf: (name: string) => number): Gathered {
  return typeof names === 'string' ? numberOf(names) : names.map((one) => gatheredBy(one, numberOf));
}

/** @returns null where it is what a step gets without saying so */
function usual(gathered: Gathered, needs: readonly number[]): Gathered | null {
  const same = needs.length === 1 ? gathered === needs[0] : JSON.stringify(gathered) === JSON.stringify(needs);
  return same ? null : gathered;
}

/** What another step or the output reads is there until then, though its task stores no results, or for a short time. */
function withKeptResults(plan: Plan): Plan {
  const read = new Set([...readsOf(plan, null), ...plan.steps.flatMap((_, number) => [...readsOfStep(plan, number)])]);
  const steps = plan.steps.map((step, number) => {
    const { work } = step;
    if (work.kind !== 'task' || work.job.resultKeepMs === null || !read.has(number)) return step;
    return { ...step, work: { ...work, job: { ...work.job, resultKeepMs: null } } };
  });
  return { ...plan, steps };
}
