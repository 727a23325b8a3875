import { readFileSync } from 'node:fs';

/** Version of this package, as in package.json. The file lies at the same distance from src/ and from dist/. */
export const VERSION = readVersion();

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return String((JSON.parse(text) as { version?: unknown }).version);
}
