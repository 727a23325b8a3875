import { resolveTaskCollect } from './resolve-collect.ts';
import { resolveTaskExposed } from './resolve-exposed.ts';
import { resolveTaskKeys } from './resolve-keys.ts';
import { resolveTaskPayload } from './resolve-payloads.ts';
import { resolveTaskSchemas } from './resolve-schemas.ts';
import { resolveTaskTimeout } from './resolve-timeouts.ts';
import { resolveTaskVersion } from './resolve-versions.ts';
import { resolveTaskWork } from './resolve-work.ts';
import type { ResolvedTask, Resolving } from './resolving.ts';

/** A rule of a task and its name alone. What looks at anything else of the manifest is a stage of its own. */
type TaskRule = (context: Resolving, name: string, task: ResolvedTask) => void;

/** In the order in which their problems are told where they are of one place. */
const RULES: readonly TaskRule[] = [
  resolveTaskTimeout,
  resolveTaskWork,
  resolveTaskKeys,
  resolveTaskCollect,
  resolveTaskSchemas,
  resolveTaskPayload,
  resolveTaskExposed,
  resolveTaskVersion,
];

/** Tasks of which no rule had anything to say, and under which name: a reload meets the same objects again. */
const sound = new WeakMap<ResolvedTask, string>();

/** What a task may not be whatever stands around it. It may be interrupted between two tasks. */
export function* resolveEachTask(context: Resolving): Generator<void> {
  const { problems, tasks } = context;
  for (const [name, task] of tasks) {
    if (sound.get(task) === name) continue;
    const before = problems.count;
    for (const rule of RULES) rule(context, name, task);
    if (problems.count === before) sound.set(task, name);
    yield;
  }
}
