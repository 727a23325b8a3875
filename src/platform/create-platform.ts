/** Making a platform: the manifest and its handlers are loaded and checked before anything is opened. */
import type { Platform } from './platform.ts';
import { checkOptions, type PlatformOptions } from './platform-options.ts';

/**
 * Builds the whole of a manifest as one running thing: engine, worker, scheduler. `start()` it; the admin API
 * is put before it by whoever wants it (cli/commands/run.ts).
 * @throws SkepError MANIFEST_NOT_FOUND; MANIFEST_INVALID with all diagnostics; USAGE for options that do not exist; QUEUE_UNKNOWN of `queues`
 */
export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  checkOptions(options);
  const { Platform } = await import('./platform.ts');
  // eslint-disable-next-line no-restricted-properties -- the door of the library: what the cli hands in, others may leave to it
  return Platform.create({ ...options, env: options.env ?? process.env });
}
