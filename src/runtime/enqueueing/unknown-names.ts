/** Names of no task or no workflow; often it is the one where the other is meant. */
import { SkepError, suggestion } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';

type Names = Pick<Manifest, 'tasks' | 'workflows'>;

export function unknownTask(name: string, { tasks, workflows }: Names): SkepError {
  const hint = Object.hasOwn(workflows, name)
    ? `${name} is a workflow: start a run of it, as with \`skep workflows run ${name}\``
    : suggestion(name.slice(0, 64), Object.keys(tasks));
  return new SkepError('TASK_UNKNOWN', `there is no task ${shown(name)}`, hinted(hint));
}

export function unknownWorkflow(name: string, { tasks, workflows }: Names): SkepError {
  const hint = Object.hasOwn(tasks, name)
    ? `${name} is a task: enqueue a job of it, as with \`skep enqueue ${name}\``
    : suggestion(name.slice(0, 64), Object.keys(workflows));
  return new SkepError('WORKFLOW_UNKNOWN', `there is no workflow ${shown(name)} in the manifest`, hinted(hint));
}

function hinted(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 64));
}
