/** What a program says of its tasks; `skep types` writes it from the manifest. */
import type { EnqueueOptions, JsonInput } from '../core/index.ts';
import type { Json } from '../foundation/index.ts';

/** The payload and the result of each task, by its name. */
export type TaskTypes<Tasks> = {
  readonly [Name in keyof Tasks]: { readonly payload: unknown; readonly result: unknown };
};

/** Any task, and whatever is JSON: without the types of a manifest. */
export interface AnyTasks {
  readonly [name: string]: { readonly payload: JsonInput; readonly result: Json };
}

export type PayloadOf<Tasks extends TaskTypes<Tasks>, Name extends keyof Tasks> = Tasks[Name]['payload'];
export type ResultOf<Tasks extends TaskTypes<Tasks>, Name extends keyof Tasks> = Tasks[Name]['result'];

/** One of many jobs of a task. */
export interface TaskItem<Payload> {
  readonly payload: Payload;
  readonly options?: EnqueueOptions;
}

/** The input and the result of each workflow, by its name. */
export type WorkflowTypes<Workflows> = {
  readonly [Name in keyof Workflows]: { readonly input: unknown; readonly result: unknown };
};

/** Any workflow, and whatever is JSON. */
export interface AnyWorkflows {
  readonly [name: string]: { readonly input: JsonInput; readonly result: Json };
}

export type InputOf<
  Workflows extends WorkflowTypes<Workflows>,
  Name extends keyof Workflows,
> = Workflows[Name]['input'];
export type RunResultOf<
  Workflows extends WorkflowTypes<Workflows>,
  Name extends keyof Workflows,
> = Workflows[Name]['result'];
