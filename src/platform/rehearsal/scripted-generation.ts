import { inline } from '../../core/index.ts';
import type { Generation, Manifest } from '../../manifest/index.ts';
import { unboundGeneration } from '../generations/generation.ts';
import type { Script } from './script.ts';

/** The manifest with the script in the place of all code. Functions of hooks are code too; the jobs that hooks make are made. */
export function scriptedGeneration(manifest: Manifest, script: Script): Generation {
  const unbound = unboundGeneration(manifest);
  const executor = inline(script.handler);
  return Object.freeze({
    ...unbound,
    task: (name: string) => {
      const task = unbound.task(name);
      // Each job has a call of its own: company would have to be made up.
      return task && { ...task, executor, spec: { ...task.spec, collect: null } };
    },
  });
}
