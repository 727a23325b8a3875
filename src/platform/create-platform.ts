/** Making a platform: the manifest and its handlers are loaded and checked before anything is opened. */
import type { Platform } from './platform.ts';
import type { PlatformOptions } from './platform-options.ts';

/**
 * Builds the whole of a manifest as one running thing: engine, worker, scheduler. `start()` it; the admin API
 * is put before it by whoever wants it (cli/commands/run.ts).
 * @throws SkepError MANIFEST_INVALID with all diagnostics
 */
export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  const { Platform } = await import('./platform.ts');
  return Platform.create(options);
}
