export { createPlatform } from './create-platform.ts';
export { manifestFingerprint, VERSION } from './identity.ts';
export { openOperations } from './open-operations.ts';
export type * from './operations.ts';
export { plannedTicks } from './planned-ticks.ts';
export type { Platform } from './platform.ts';
export { PLATFORM_ROLES, type PlatformOptions, type PlatformRole, type QueueSelection } from './platform-options.ts';
export { type CheckedManifest, checkManifest, readManifest } from './read-manifest.ts';
export type * from './served.ts';
