import type { QueueRules, Rules } from '../../engine/index.ts';
import type { Manifest, QueueSpec } from '../../manifest/index.ts';

/** What of a manifest the store has to know. */
export function rulesOf(manifest: Pick<Manifest, 'queues' | 'tasks' | 'defaults' | 'admin'>): Rules {
  const { queues, tasks, defaults, admin } = manifest;
  return {
    queues: Object.fromEntries(Object.entries(queues).map(([name, queue]) => [name, queueRules(queue, tasks)])),
    tasks: Object.keys(tasks),
    retention: defaults.keep,
    audit: admin.audit,
  };
}

function queueRules({ shards, foreign, order }: QueueSpec, tasks: Manifest['tasks']): QueueRules {
  const spec = foreign === null ? undefined : tasks[foreign];
  return {
    between: order === 'weighted' ? 'weighted' : 'strict',
    shards,
    foreign: spec === undefined ? null : { task: spec.name, maxAttempts: spec.retry.maxAttempts },
  };
}
