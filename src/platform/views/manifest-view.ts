/** The manifest in force, as the API shows it. */
import type { ManifestView } from '../../api/index.ts';
import { iso } from '../../foundation/index.ts';
import { type Generation, ownTasks, ownWorkflows } from '../../manifest/index.ts';
import { placeOf } from '../engine-kinds.ts';
import type { Refusal } from '../generations/reloader.ts';

/** @param status when it was loaded, and why newer files are not in force */
export function manifestView(
  { manifest, revision }: Pick<Generation, 'manifest' | 'revision'>,
  { loadedAt, refusal }: { readonly loadedAt: number; readonly refusal: Refusal | undefined },
): ManifestView {
  const { name, file, hash, engine, queues, schedules, routes } = manifest;
  return {
    ...{ name, file, hash, revision },
    loadedAt: iso(loadedAt),
    engine: { type: engine.type, location: placeOf(engine).location },
    counts: {
      queues: Object.keys(queues).length,
      tasks: ownTasks(manifest).length,
      workflows: ownWorkflows(manifest).length,
      schedules: Object.keys(schedules).length,
      httpRoutes: routes.http.length,
    },
    problems: refusal?.problems ?? [],
    refusedAt: refusal ? iso(refusal.at) : null,
  };
}
