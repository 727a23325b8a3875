/** Who we are: the version of this package, and the mark by which a CLI knows a server of its own manifest. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Version of the package, as in package.json. The file lies at the same distance from src/ and from dist/. */
export const VERSION = readVersion();

/**
 * Mark of a manifest file: SHA-256 (hex) of its absolute path. `/healthz` shows it, so that a CLI on the same
 * host can tell whether the server at that port runs this very manifest, without the path being told.
 * @param file path of the main file, absolute or relative to the working directory
 */
export function manifestFingerprint(file: string): string {
  return createHash('sha256').update(path.resolve(file)).digest('hex');
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return String((JSON.parse(text) as { version?: unknown }).version);
}
