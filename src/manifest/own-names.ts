/** The names that somebody wrote: former ones stand among them, as do tasks that are built in. */
import type { MovedSpec } from './manifest.ts';
import { BUILT_IN_TASKS } from './specs/hook-spec.ts';

type Entries = Readonly<Record<string, unknown>>;

/** @returns in the order of the manifest */
export function ownTasks(manifest: {
  readonly tasks: Entries;
  readonly moved?: Pick<MovedSpec, 'tasks'>;
}): readonly string[] {
  return without(manifest.tasks, manifest.moved?.tasks).filter((name) => !BUILT_IN_TASKS.includes(name));
}

/** @returns in the order of the manifest */
export function ownWorkflows(manifest: {
  readonly workflows: Entries;
  readonly moved?: Pick<MovedSpec, 'workflows'>;
}): readonly string[] {
  return without(manifest.workflows, manifest.moved?.workflows);
}

const NONE: Entries = {};

/** @returns by name, what stands in a section only because it is a former name of something else */
export function formerNames(section: string, { moved }: { readonly moved: MovedSpec }): Entries {
  return section === 'tasks' || section === 'workflows' ? moved[section] : NONE;
}

function without(entries: Entries, former: Entries = {}): readonly string[] {
  return Object.keys(entries).filter((name) => !Object.hasOwn(former, name));
}
