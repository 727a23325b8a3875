/** The entries of `include`: plain paths, or patterns with `*`, `**`, `?` and `{a,b}`. */
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import picomatch from 'picomatch';

/** No `+(…)` and its kin: repetition inside of repetition takes for ever on some names. */
const OPTIONS = { dot: false, noextglob: true } as Parameters<typeof picomatch>[1];
/** In one step of a path: each more multiplies the ways to match a name, which has up to 255 characters. */
const MAX_STARS = 3;
const MAX_BRACES = 4;

/** @returns what is wrong with an entry; undefined when it can be looked for */
export function flawOfPattern(pattern: string): string | undefined {
  const stars = Math.max(...pattern.split('/').map((step) => step.split('*').length - 1));
  if (stars > MAX_STARS) return `the include has more than ${MAX_STARS} stars between two slashes`;
  if (pattern.split('{').length - 1 > MAX_BRACES) return `the include has more than ${MAX_BRACES} pairs of braces`;
  return undefined;
}

/** The path up to the first step that may match several names, absolute; of a plain path all of it. */
export function fixedPart(pattern: string, directory: string): string {
  const { isGlob, base } = picomatch.scan(pattern);
  return resolve(directory, isGlob ? base : pattern);
}

/** Entries looked at for one pattern; a pattern that walks a whole disk is a mistake. */
const MAX_ENTRIES = 20_000;

/**
 * The files that an entry of `include` names, sorted. A plain path names itself, whether or not it exists.
 * @param directory folder of the including file
 */
export async function expandInclude(pattern: string, directory: string): Promise<readonly string[]> {
  const scanned = picomatch.scan(pattern);
  if (!scanned.isGlob) return [resolve(directory, pattern)];
  const base = resolve(directory, scanned.base);
  const matches = picomatch(scanned.glob, OPTIONS);
  const depth = scanned.glob.includes('**') ? Number.POSITIVE_INFINITY : scanned.glob.split('/').length;
  const found: string[] = [];
  for await (const path of walk(base, '', depth)) if (matches(path)) found.push(join(base, path));
  return found.sort();
}

async function* walk(base: string, below: string, depth: number, seen = { entries: 0 }): AsyncGenerator<string> {
  const entries = await readdir(join(base, below), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (++seen.entries > MAX_ENTRIES) return;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    // Links to files are taken (ConfigMaps are made of them); links to folders may lead in circles.
    // Pipes, sockets and devices too: whoever put one there is told that it is not read.
    if (!entry.isDirectory()) yield path;
    else if (depth > 1 && !/^\.|^node_modules$/.test(entry.name)) yield* walk(base, path, depth - 1, seen);
  }
}
