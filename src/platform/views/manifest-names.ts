/** The names that a manifest declares. */
import { type Manifest, ownTasks, ownWorkflows } from '../../manifest/index.ts';

/** @returns in the order of the manifest */
export function manifestNames(
  manifest: Manifest,
  of: 'tasks' | 'queues' | 'schedules' | 'workflows' | 'buckets',
): readonly string[] {
  if (of === 'tasks') return ownTasks(manifest);
  return of === 'workflows' ? ownWorkflows(manifest) : Object.keys(manifest[of]);
}
