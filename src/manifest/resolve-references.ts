import { suggestion } from '../foundation/index.ts';
import type { CombinedSource } from './combine.ts';
import type { Resolving } from './resolving.ts';
import type { NamedSection } from './sections.ts';
import type { Path } from './source-file.ts';

/** Queues and policies that exist without being declared. */
export const BUILT_IN_QUEUE = 'default';
export const BUILT_IN_POLICY = 'standard';

const MAX_SUGGESTIONS = 200;

const KINDS = {
  queues: { code: 'REF_QUEUE', word: 'queue', builtIn: [BUILT_IN_QUEUE] },
  retryPolicies: { code: 'REF_POLICY', word: 'retry policy', builtIn: [BUILT_IN_POLICY] },
  tasks: { code: 'REF_TASK', word: 'task', builtIn: [] },
  schedules: { code: 'REF_TASK', word: 'schedule', builtIn: [] },
} as const satisfies Record<NamedSection, unknown>;

/** Every name that is used must be declared. */
export function resolveReferences(context: Resolving): void {
  const { source } = context.combined;
  const check = (section: NamedSection, name: string | undefined, path: Path): void => {
    if (name !== undefined) checkReference(context, section, name, path);
  };
  check('queues', source.defaults?.queue, ['defaults', 'queue']);
  check('retryPolicies', source.defaults?.retry, ['defaults', 'retry']);
  for (const [name, queue] of Object.entries(source.queues)) check('tasks', queue.foreign, ['queues', name, 'foreign']);
  for (const [name, task] of Object.entries(source.tasks)) {
    if (typeof task === 'object' && typeof task.retry === 'string') {
      check('retryPolicies', task.retry, ['tasks', name, 'retry']);
    }
  }
  for (const [index, route] of source.routes.tasks.entries())
    check('queues', route.queue, ['routes', 'tasks', index, 'queue']);
  for (const [index, route] of source.routes.http.entries()) {
    for (const { name, path } of tasksOf(route)) check('tasks', name, ['routes', 'http', index, ...path]);
  }
  for (const [name, schedule] of Object.entries(source.schedules))
    check('tasks', schedule.task, ['schedules', name, 'task']);
  checkForeign(context);
}

function tasksOf(route: CombinedSource['routes']['http'][number]): readonly { name: string; path: Path }[] {
  if ('task' in route) return [{ name: route.task, path: ['task'] }];
  return 'tasks' in route ? route.tasks.map(({ task }, at) => ({ name: task, path: ['tasks', at, 'task'] })) : [];
}

function checkReference({ combined, problems }: Resolving, section: NamedSection, name: string, path: Path): void {
  const { code, word, builtIn } = KINDS[section];
  if ((builtIn as readonly string[]).includes(name) || combined.declares(section, name)) return;
  // Each suggestion looks at every name: not for thousands of slips, of which nobody reads the last.
  const known = problems.count < MAX_SUGGESTIONS ? [...combined.names(section), ...builtIn] : [];
  const hint = suggestion(name, known, `declare it under \`${section}\``);
  problems.add(code, combined.spot(path), `there is no ${word} \`${name}\``, hint);
}

/** On another engine the key would do nothing. */
function checkForeign({ combined, problems }: Resolving): void {
  const { engine } = combined.source;
  const isRedis = typeof engine === 'string' ? !engine.startsWith('sqlite:') : engine?.type === 'redis';
  if (isRedis) return;
  for (const [name, queue] of Object.entries(combined.source.queues)) {
    if (queue.foreign === undefined) continue;
    const spot = combined.spot(['queues', name, 'foreign'], 'key');
    problems.add(
      'REF_FOREIGN',
      spot,
      '`foreign` works only with the Redis engine',
      'remove it, or set `engine: { type: redis }`',
    );
  }
}
