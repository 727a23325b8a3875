import type { Resolving } from './resolving.ts';
import { TaskRouter } from '../task-router.ts';

/** Letters that would lie where their jobs died, and those that nobody could read. */
export function resolveDeadTo(context: Resolving): void {
  const { source, combined, problems, tasks } = context;
  const { routes, defaults } = source;
  if (tasks.every(([, { deadTo }]) => deadTo === null)) return;
  const router = new TaskRouter(routes.tasks);
  for (const [name, { deadTo, encrypt }] of tasks) {
    if (deadTo === null) continue;
    const spot = combined.spot(['tasks', name, 'deadTo']);
    const own = deadTo.task === null || deadTo.task === name;
    const queue = routes.tasks[router.routeOf(name)]?.queue ?? defaults.queue;
    if (own && deadTo.queue === queue) {
      const message = `the jobs of \`${name}\` are in the queue \`${queue}\` already: a letter there would be the same again`;
      problems.add('REF_DEAD_TO', spot, message, 'name a queue of its own, or a `task` for letters');
    }
    checkSealed(context, { name, task: deadTo.task ?? name, encrypt });
  }
}

interface Leading {
  readonly name: string;
  readonly task: string;
  readonly encrypt: boolean;
}

/** The store makes the letter, and has no key; a ciphertext is bound to the id of its job. */
function checkSealed({ source, combined, problems }: Resolving, { name, task, encrypt }: Leading): void {
  const own = task === name && encrypt;
  if (!own && source.tasks[task]?.encrypt !== true) return;
  const message = own
    ? `the payloads of \`${name}\` are encrypted, and can be read under the id of their job alone`
    : `the payloads of \`${task}\` are encrypted, and a letter is filled in by the store, in the clear`;
  problems.add(
    'REF_DEAD_TO',
    combined.spot(['tasks', name, 'deadTo']),
    message,
    'name a `task` for letters that does not encrypt',
  );
}
