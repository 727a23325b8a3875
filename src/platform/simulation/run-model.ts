import type { WorkflowGraph } from '../../manifest/index.ts';

export type EnqueueStep = (task: string, at: number, ended: (at: number) => void) => void;

/**
 * A run in the model: each step of a task is one job, once those that it needs have ended, however they did. Lists count as one item;
 * waits and runs within the run take no time.
 */
export class RunModel {
  readonly #steps: WorkflowGraph['steps'];
  readonly #enqueue: EnqueueStep;
  readonly #over = new Set<string>();
  readonly #begun = new Set<string>();

  constructor({ steps }: Pick<WorkflowGraph, 'steps'>, enqueue: EnqueueStep) {
    this.#steps = steps;
    this.#enqueue = enqueue;
  }

  begin(at: number): void {
    for (const { name, needs, work, when } of Object.values(this.#steps)) {
      if (this.#begun.has(name) || !needs.every((need) => this.#over.has(need))) continue;
      this.#begun.add(name);
      // What is there for failures alone is not done where all goes well.
      if (work.kind !== 'task' || when === 'failure') this.#end(name, at);
      else this.#enqueue(work.task, at, (then) => this.#end(name, then));
    }
  }

  #end(name: string, at: number): void {
    this.#over.add(name);
    this.begin(at);
  }
}
