/**
 * The build when it is as new as the source (`npm test` builds first), else the source itself: for processes that a test
 * starts, which take a fifth of the processor time from the build.
 */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = path.join(import.meta.dirname, '..', '..');

const IS_BUILT = buildIsFresh();

/** What Node is told first. tsx by its address: the child's own folder may have no node_modules. */
export const LOADING: readonly string[] = IS_BUILT ? [] : ['--import', import.meta.resolve('tsx')];

/** @param file below src/, without its ending: a door of a layer. @returns its path */
export function entry(file: string): string {
  return path.join(ROOT, IS_BUILT ? `dist/${file}.js` : `src/${file}.ts`);
}

/** @returns its address, to be imported */
export function door(layer: string): string {
  return pathToFileURL(entry(`${layer}/index`)).href;
}

function buildIsFresh(): boolean {
  const built = statSync(path.join(ROOT, 'dist', 'cli', 'main.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const folder = path.join(ROOT, 'src');
  const newest = readdirSync(folder, { recursive: true })
    .map((name) => statSync(path.join(folder, String(name))).mtimeMs)
    .reduce((one, other) => Math.max(one, other), 0);
  return built > newest;
}
