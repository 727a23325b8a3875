import { readFileSync } from 'node:fs';

let known: string | undefined;

/**
 * Version of this package, as in package.json: read when it is asked for, and once. The file lies at the same distance
 * from src/ and from dist/.
 */
export function packageVersion(): string {
  known ??= readVersion();
  return known;
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return String((JSON.parse(text) as { version?: unknown }).version);
}
