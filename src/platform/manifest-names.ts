/** The names that a manifest declares. */
import { type Manifest, ownTasks } from '../manifest/index.ts';

/** @returns in the order of the manifest */
export function manifestNames(
  manifest: Manifest,
  of: 'tasks' | 'queues' | 'schedules' | 'workflows' | 'buckets',
): readonly string[] {
  return of === 'tasks' ? ownTasks(manifest) : Object.keys(manifest[of]);
}
