/** The mark by which a CLI knows a server of its own manifest. */
import { createHash } from 'node:crypto';
import path from 'node:path';

/**
 * Mark of a manifest file: SHA-256 (hex) of its absolute path. `/healthz` shows it, so that a CLI on the same
 * host can tell whether the server at that port runs this very manifest, without the path being told.
 * @param file path of the main file, absolute or relative to the working directory
 */
export function manifestFingerprint(file: string): string {
  return createHash('sha256').update(path.resolve(file)).digest('hex');
}
