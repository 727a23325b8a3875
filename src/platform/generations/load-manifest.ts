/** The loader as programs of others call it. */
import { SkepError } from '../../foundation/index.ts';
import { loadManifest as load, type LoadOptions, type LoadResult } from '../../manifest/index.ts';

/** Where `env` is left out, that of the process is read. */
export type LoadManifestOptions = Partial<LoadOptions>;

/**
 * Reads and checks a manifest, and does nothing else: no handler is looked at unless `handlers` can.
 * @param file relative to `options.cwd`, else to the working directory
 * @returns the manifest, or all that is wrong with it, in reading order
 * @throws SkepError USAGE where `file` is no text, as programs in JavaScript may call it
 */
export async function loadManifest(file: string, options: LoadManifestOptions = {}): Promise<LoadResult> {
  const given: unknown = file;
  if (typeof given !== 'string')
    throw new SkepError('USAGE', "loadManifest takes the manifest's file, as in loadManifest('jobs.yaml')");
  // eslint-disable-next-line no-restricted-properties -- the door of the library, as createPlatform's
  return await load(file, { ...options, env: options.env ?? process.env });
}
