/** What stands around one queue or task: where it is written, what leads to it, and its figures. */
import type { Engine, ProcessRow } from '../../engine/index.ts';
import { SkepError } from '../../foundation/index.ts';
import { type Manifest, ownWorkflows, placesOf, type TaskSpec } from '../../manifest/index.ts';
import type { QueueContext, TaskContext } from '../../api/index.ts';
import { plannedAttempts } from '../explaining/explain.ts';
import { requestsFor, routesFor } from '../explaining/routes-of.ts';
import { statsOf } from '../views/stats-of.ts';

type Asked = Pick<Engine, 'stats' | 'now'>;

export async function aroundQueue(
  name: string,
  {
    manifest,
    processes,
    engine,
  }: { readonly manifest: Manifest; readonly processes: readonly ProcessRow[]; readonly engine: Asked },
): Promise<QueueContext> {
  const spec = Object.hasOwn(manifest.queues, name) ? manifest.queues[name] : undefined;
  const [places, stats] = await Promise.all([
    placesOf(manifest),
    statsOf({ range: '1h', by: 'queue', queue: name }, { engine }),
  ]);
  return {
    place: places.entry('queues', name),
    settings: spec
      ? {
          prefetch: spec.prefetch,
          globalConcurrency: spec.globalConcurrency,
          rate: spec.rate && { limit: spec.rate.limit, perMs: spec.rate.perMs, burst: spec.rate.burst },
          shards: spec.shards,
          foreign: spec.foreign,
        }
      : null,
    tasks: Object.values(manifest.tasks)
      .filter(({ queue, routes }) => queue === name || routes.some((route) => route.queue === name))
      .map((task) => task.name),
    capacity: processes.reduce((sum, { queues }) => sum + (Object.hasOwn(queues, name) ? (queues[name] ?? 0) : 0), 0),
    lastHour: stats.total,
  };
}

export async function aroundTask(spec: TaskSpec, manifest: Manifest, engine: () => Asked): Promise<TaskContext> {
  const { name } = spec;
  const [places, lastDay] = await Promise.all([placesOf(manifest), lastDayOf(name, engine)]);
  return {
    place: places.entry('tasks', name),
    timeline: plannedAttempts(spec.retry, 0).map(({ number, earliest, latest }) => ({
      attempt: number,
      earliestMs: Date.parse(earliest),
      latestMs: Date.parse(latest),
    })),
    via: routesFor(name, manifest, places),
    http: requestsFor(name, manifest),
    schedules: Object.values(manifest.schedules).flatMap(({ name: schedule, task }) =>
      task === name ? [schedule] : [],
    ),
    workflows: ownWorkflows(manifest).filter((workflow) =>
      Object.values(manifest.workflows[workflow]?.steps ?? {}).some(
        ({ work }) => work.kind === 'task' && work.task === name,
      ),
    ),
    lastDay,
  };
}

/** What is known of tasks is told though the store is away. */
async function lastDayOf(task: string, engine: () => Asked): Promise<TaskContext['lastDay']> {
  try {
    return (await statsOf({ range: '24h', task }, { engine: engine() })).total;
  } catch (error) {
    if (error instanceof SkepError && error.kind === 'unavailable') return null;
    throw error;
  }
}
