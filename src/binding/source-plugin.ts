/**
 * What the bundler is told about handler sources: which imports become part of the bundle, where the others
 * are found, and that a file still knows its own place although its code runs from the cache folder.
 */
import { readFile, stat } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, extname, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import type { Loader, OnLoadResult, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild';

import { flawOfKind } from '../foundation/index.ts';
import { isInside } from './module-path.ts';

/** Replacements by the names that `ownPlace` declares at the top of each file that uses them. */
export const PLACE_DEFINES: Readonly<Record<string, string>> = {
  'import.meta.url': '__skepUrl',
  'import.meta.filename': '__skepFilename',
  'import.meta.dirname': '__skepDirname',
  __filename: '__skepFilename',
  __dirname: '__skepDirname',
};

const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.jsx': 'jsx',
};

/** An entry beside the handlers, see HELPERS. */
export const HELPERS_ENTRY = 'skep:helpers';

/**
 * Uses every helper function that esbuild may put into a bundle. The helpers share one file whose name is a
 * hash of those in use: without this, the first `require` in one handler would rename every other module,
 * and a reload would replace modules that nobody changed.
 */
const HELPERS: Readonly<Record<string, string>> = {
  [HELPERS_ENTRY]: `import * as own from 'skep:helpers/esm'; import cjs from 'skep:helpers/cjs';
    export class Named {} export { own, cjs }; export const load = (name) => require(name);
    export const lazy = () => import('skep:helpers/cjs');`,
  'skep:helpers/esm': 'export const a = 1; export { a as b }; export * from "skep:helpers/star";',
  'skep:helpers/star': 'export * from "node:os";',
  'skep:helpers/cjs': 'exports.a = require("skep:helpers/esm");',
};

/**
 * Another one, which imports every source whole. So each has an importer and a namespace object from the
 * beginning, and its output does not change when another file begins to import it.
 */
export const ALL_ENTRY = 'skep:all';

/** Files that are code. */
export const SOURCE_FILES = /\.[cm]?[jt]sx?$/;

const RESOLVING = Symbol('resolving');

export interface SourceNotes {
  readonly root: string;
  /** Filled while building: each file read, with its stamp from before it was read. */
  readonly stamps: Map<string, string>;
  /** Filled while building: sources as they were read, for a second build of the same. */
  readonly loaded: Map<string, OnLoadResult>;
  /** Filled while building: files with an `export * from` a package. */
  readonly starred: Set<string>;
  /** Absolute paths of what ALL_ENTRY imports. */
  readonly sources: readonly string[];
}

/** The plugin of one build. */
export function sourcePlugin(notes: SourceNotes): Plugin {
  return {
    name: 'skep-sources',
    setup: (build) => {
      build.onResolve({ filter: /^skep:/ }, ({ path }) => ({ path, namespace: 'skep' }));
      build.onLoad({ filter: /./, namespace: 'skep' }, ({ path }) => ({
        contents: HELPERS[path] ?? importsOf(notes.sources),
        resolveDir: notes.root,
        loader: 'js',
      }));
      // Not for relative imports: each call crosses over from esbuild's process.
      build.onResolve({ filter: /^[^./]|\.node$/ }, (args) => {
        const own = args.pluginData === RESOLVING || args.kind === 'entry-point';
        return own ? undefined : resolveImport(build, args, notes.root);
      });
      build.onLoad({ filter: /./, namespace: 'file' }, ({ path }) =>
        refusedKind(path).then((refused) => refused ?? load(path, notes)),
      );
    },
  };
}

function importsOf(sources: readonly string[]): string {
  return sources.map((path, index) => `export * as m${index} from ${JSON.stringify(path)};`).join('\n');
}

/** @returns a file's identity as far as it can be seen without reading it; '' when it is gone */
export async function stampOf(file: string): Promise<string> {
  const facts = await stat(file).catch(() => null);
  return facts ? `${facts.ino}:${facts.size}:${facts.mtimeMs}` : '';
}

/** esbuild and we would wait for ever for what a pipe holds. @returns undefined for a file, and for what is missing */
async function refusedKind(path: string): Promise<OnLoadResult | undefined> {
  const facts = await stat(path).catch(() => null);
  const flaw = facts ? flawOfKind(facts) : undefined;
  return flaw === undefined ? undefined : { errors: [{ text: `${path} cannot be read: ${flaw}` }] };
}

async function load(path: string, notes: SourceNotes): Promise<OnLoadResult | undefined> {
  return SOURCE_FILES.test(path) ? loadSource(path, notes) : noteData(path, notes);
}

/** Data that code imports (JSON, text): esbuild reads it, and a change of it is one of the handler's. */
async function noteData(path: string, { stamps }: SourceNotes): Promise<undefined> {
  stamps.set(path, await stampOf(path));
  return undefined;
}

async function loadSource(path: string, { stamps, starred, loaded }: SourceNotes): Promise<OnLoadResult> {
  const known = loaded.get(path);
  if (known) return known;
  stamps.set(path, await stampOf(path));
  const source = await readFile(path, 'utf8');
  if (/export\s*\*\s*from\s*['"][^./]/.test(source)) starred.add(path);
  const result: OnLoadResult = { contents: ownPlace(path, source), loader: LOADERS[extname(path)] ?? 'js' };
  loaded.set(path, result);
  return result;
}

/** Declares the file's place on its first line, so that line numbers stay. */
function ownPlace(path: string, source: string): string {
  const text = source.replace(/^\uFEFF/, '').replace(/^#!/, '//');
  if (!/import\.meta|__filename|__dirname/.test(text)) return text;
  const [url, filename, directory] = [pathToFileURL(path).href, path, dirname(path)].map((place) =>
    JSON.stringify(place),
  );
  return `const __skepUrl=${url},__skepFilename=${filename},__skepDirname=${directory};${text}`;
}

/**
 * Files of the project become part of the bundle. Packages stay outside, under the absolute path that Node
 * would find from the importing file: the bundle runs from another folder, and a package must be one
 * instance in the whole process.
 */
async function resolveImport(
  build: PluginBuild,
  args: OnResolveArgs,
  root: string,
): Promise<OnResolveResult | undefined> {
  if (isBuiltin(args.path)) return { path: args.path, external: true };
  if (args.path.startsWith('file:')) return { path: fileURLToPath(args.path) };
  const { kind, importer, resolveDir, with: attributes } = args;
  const found = await build.resolve(args.path, { kind, importer, resolveDir, with: attributes, pluginData: RESOLVING });
  // Left to esbuild, which reports it with its place.
  if (found.errors.length > 0) return undefined;
  if (found.external || found.namespace !== 'file') return { ...found, errors: [], warnings: [] };
  if (belongsInBundle(found.path, root)) return { path: found.path, sideEffects: found.sideEffects };
  const required = kind === 'require-call' || kind === 'require-resolve';
  return { path: required ? found.path : pathToFileURL(found.path).href, external: true };
}

/** Compiled add-ons cannot be part of a bundle. */
function isNative(path: string): boolean {
  return path.endsWith('.node');
}

/** Code that Node could not load by itself, or that is the project's own under another name (`#lib/x`, tsconfig paths). */
function belongsInBundle(file: string, root: string): boolean {
  // Node 20 wants an import attribute for JSON that its early versions do not know.
  if (file.endsWith('.json')) return true;
  if (isNative(file) || file.includes(`${sep}node_modules${sep}`)) return false;
  return /\.([cm]?ts|[jt]sx)$/.test(file) || isInside(root, file);
}
