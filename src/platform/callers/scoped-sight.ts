/** What is there for somebody who sees some queues and some tasks: of jobs, runs, workflows, schedules and holds. */
import { checkPattern, type Scope, seesJob, seesName } from '../../core/index.ts';
import type { HoldRequest, HoldView, ListedRunView, RunView, WorkflowStepView } from '../../api/index.ts';
import { SkepError } from '../../foundation/index.ts';
import type { ServedOperations } from '../served.ts';

type Asked = Pick<ServedOperations, 'task' | 'workflow' | 'getRun'>;

export class ScopedSight {
  readonly scope: Scope;
  readonly #asked: Asked;

  constructor(scope: Scope, asked: Asked) {
    this.scope = scope;
    this.#asked = asked;
  }

  job(job: { readonly queue: string; readonly task: string }): boolean {
    return seesJob(this.scope, job);
  }

  /** Its counts are of the jobs of all tasks. */
  queue(name: string): boolean {
    return this.scope.tasks === null && seesName(this.scope.queues, name);
  }

  /** Wherever its jobs may go. */
  task({ name, queue, routes }: TaskPlace): boolean {
    const { queues, tasks } = this.scope;
    return (
      seesName(tasks, name) && [queue, ...routes.map((route) => route.queue)].every((one) => seesName(queues, one))
    );
  }

  async taskNamed(name: string): Promise<boolean> {
    return seesName(this.scope.tasks, name) && this.task(await this.#asked.task(name));
  }

  /** Whether all of its steps are seen; one that the manifest does not have (any more) is not. */
  async workflow(name: string, on: ReadonlySet<string> = new Set()): Promise<boolean> {
    if (on.has(name)) return true;
    const found = await ifThere(this.#asked.workflow(name));
    return found !== null && this.#steps(found.steps, new Set([...on, name]));
  }

  /** Its own steps, which may be others than those that its workflow has by now; and that one too, unless the graph came with the call. */
  async run({ id, workflow, ...rest }: ListedRunView & Partial<Pick<RunView, 'steps'>>): Promise<boolean> {
    if (workflow !== null && !(await this.workflow(workflow))) return false;
    const steps = rest.steps ?? (await ifThere(this.#asked.getRun(id)))?.steps ?? null;
    return steps !== null && this.#steps(steps, new Set());
  }

  async schedule({
    task,
    workflow,
  }: {
    readonly task: string | null;
    readonly workflow: string | null;
  }): Promise<boolean> {
    if (task !== null) return (await ifThere(this.taskNamed(task))) ?? false;
    return workflow !== null && this.workflow(workflow);
  }

  /** One that means nothing beyond what is seen. */
  hold({ task = null, queue = null }: Partial<Pick<HoldView, 'task' | 'queue'>> | HoldRequest): boolean {
    const { queues, tasks } = this.scope;
    const within = (patterns: readonly string[] | null, said: string | null): boolean =>
      patterns === null || (said !== null && (patterns.includes(said) || (isName(said) && seesName(patterns, said))));
    return within(queues, queue) && within(tasks, task);
  }

  async #steps(steps: readonly Pick<WorkflowStepView, 'kind' | 'does'>[], on: ReadonlySet<string>): Promise<boolean> {
    for (const { kind, does } of steps) if (!(await this.#step(kind, does, on))) return false;
    return true;
  }

  async #step(kind: WorkflowStepView['kind'], does: string | null, on: ReadonlySet<string>): Promise<boolean> {
    if (kind === 'wait') return true;
    if (does === null) return false;
    return kind === 'task' ? ((await ifThere(this.taskNamed(does))) ?? false) : this.workflow(does, on);
  }
}

interface TaskPlace {
  readonly name: string;
  readonly queue: string;
  readonly routes: readonly { readonly queue: string }[];
}

function isName(said: string): boolean {
  return checkPattern(said).ok && !/[*?{]/.test(said);
}

/** @returns null for what is not there (any more) */
export async function ifThere<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof SkepError && error.kind === 'not_found') return null;
    throw error;
  }
}
