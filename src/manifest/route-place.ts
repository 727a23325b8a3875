import { dirname } from 'node:path';

import { atOnce, type Json, type JsonObject } from '../foundation/index.ts';
import { Collector } from './collect.ts';
import { Combined } from './normalizing/combine.ts';
import type { Manifest, TaskRoute } from './manifest.ts';
import { Problems } from './problems.ts';
import { TaskRouter } from './task-router.ts';

export interface Place {
  /** Absolute. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** The route that decides on the queue of a task; null: none does, it is the default queue. */
export function routeFor(task: string, { routes }: Pick<Manifest, 'routes'>): TaskRoute | null {
  return routes.tasks[new TaskRouter(routes.tasks).routeOf(task)] ?? null;
}

/**
 * Where a task route stands. The files are read anew, for few ask: a manifest in force keeps no places.
 * @returns null where the files do not have it any more, or have its pattern from the environment
 */
export async function placeOfRoute(
  { match, where, queue }: Pick<TaskRoute, 'match' | 'where' | 'queue'>,
  { file }: Pick<Manifest, 'file'>,
): Promise<Place | null> {
  const problems = new Problems();
  const units = await new Collector(file, { env: {}, cwd: dirname(file) }, problems).collect();
  const [main] = units;
  if (main === undefined) return null;
  const combined = atOnce(Combined.of(units, main.file, problems));
  const routes = (combined.written['routes'] as JsonObject | undefined)?.['tasks'];
  const index = ((routes ?? []) as readonly Json[]).findIndex((route) => {
    const written = route as JsonObject;
    return written['match'] === match && written['queue'] === queue && (written['where'] ?? null) === where;
  });
  if (index < 0) return null;
  const spot = combined.spot(['routes', 'tasks', index, 'match']);
  const range = spot.file.locate(spot.path, spot.mark ?? 'value');
  return range === undefined ? null : { file: spot.file.path, line: spot.file.position(range.start).line };
}
