/** The other door of the platform, for programs that only enqueue and look: nothing that runs jobs is behind it. */
export { openOperations } from './open-operations.ts';
export { readManifest } from './read-manifest.ts';
