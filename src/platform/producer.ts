/** The other door of the platform, for programs that only enqueue and look: nothing that runs jobs is behind it. */
export { readManifest } from './generations/read-manifest.ts';
export { openOperations } from './local/open-operations.ts';
