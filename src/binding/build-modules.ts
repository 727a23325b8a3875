/**
 * The bundler: handler modules in, files for Node and the names they export out.
 *
 * Every source becomes an entry of its own, so esbuild's splitting, which groups files by the entries that
 * reach them, puts each file (or circle of files) into one output. Its name is a hash of its code and of the
 * names of what it imports: it changes exactly when the file or something below it does, whoever imports it.
 */
import { basename, resolve } from 'node:path';

import type { BuildFailure, BuildOptions, BuildResult, Message, OnLoadResult } from 'esbuild';

import {
  ALL_ENTRY,
  HELPERS_ENTRY,
  PLACE_DEFINES,
  SOURCE_FILES,
  type SourceNotes,
  sourcePlugin,
} from './source-plugin.ts';

export interface BuiltModule {
  /** Name of its file among `files`. */
  readonly file: string;
  /** The names it exports; `'*'` among them when only running it could tell (CommonJS, `export *` of a package). */
  readonly exports: readonly string[];
  readonly commonJs: boolean;
}

export interface Built {
  /** By the path of the source. */
  readonly modules: ReadonlyMap<string, BuiltModule>;
  /** Text by name. */
  readonly files: ReadonlyMap<string, string>;
  /** Names of the files that each of them imports from the beginning. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
  /** Stamps of all files that went in, from before they were read. */
  readonly stamps: ReadonlyMap<string, string>;
}

export type BuildAnswer =
  { readonly ok: true; readonly built: Built } | { readonly ok: false; readonly reason: string };

export interface BuildPlace {
  readonly root: string;
  /** Where the files will be written: source maps are relative to it. */
  readonly folder: string;
}

/**
 * @param modules absolute paths of files that exist
 * @returns `ok: false` with the first problems as `file:line:column: text` when any module is broken
 */
export async function buildModules(modules: readonly string[], place: BuildPlace): Promise<BuildAnswer> {
  const stamps = new Map<string, string>();
  const work = { ...place, stamps, starred: new Set<string>(), loaded: new Map<string, OnLoadResult>() };
  try {
    const result = await whileBundling(async () => {
      const { build } = await import('esbuild');
      const found = await build({ ...options(modules, { ...work, sources: [] }), sourcemap: false });
      const sources = sourcesOf(found, place.root);
      // esbuild knows what a file passes on from a package only as long as that is no entry.
      const entries = sources.filter((source) => modules.includes(source) || !work.starred.has(source));
      return build(options(entries, { ...work, sources }));
    });
    return { ok: true, built: readResult(result, place, stamps) };
  } catch (error) {
    const { errors } = error as Partial<BuildFailure>;
    if (!errors) throw error;
    return { ok: false, reason: errors.slice(0, 3).map(describe).join('; ') };
  }
}

/** The project's own files that went into a build: code only, since data belongs to whoever imports it. */
function sourcesOf({ metafile }: BuildResult<Options>, root: string): readonly string[] {
  const inputs = Object.keys(metafile.inputs).filter((path) => SOURCE_FILES.test(path) && !path.startsWith('skep:'));
  return inputs.map((path) => resolve(root, path)).sort();
}

type Options = BuildOptions & { readonly metafile: true; readonly write: false };

function options(entries: readonly string[], { folder, ...notes }: BuildPlace & SourceNotes): Options {
  return {
    entryPoints: [...entries, HELPERS_ENTRY, ALL_ENTRY],
    absWorkingDir: notes.root,
    outdir: folder,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    // No package.json lies beside the bundle to say what a `.js` is; loaders that hook Node take it for CommonJS.
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Node's own conditions: esbuild would add `module`, whose files Node cannot always load.
    conditions: [],
    mainFields: ['main'],
    // Policies match errors by class name, so renaming on a clash must not show.
    keepNames: true,
    // `require` of CommonJS parts; esbuild keeps the name free of clashes with user code.
    banner: {
      js: "import{createRequire as __skepCreateRequire}from'node:module';const require=__skepCreateRequire(import.meta.url);",
    },
    define: { ...PLACE_DEFINES },
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    write: false,
    logLevel: 'silent',
    plugins: [sourcePlugin(notes)],
  };
}

let bundling = 0;

/** Stops esbuild's service process with the last build: it would stay for the life of this process. */
async function whileBundling<T>(work: () => Promise<T>): Promise<T> {
  bundling += 1;
  try {
    return await work();
  } finally {
    bundling -= 1;
    if (bundling === 0) await (await import('esbuild')).stop();
  }
}

function readResult(result: BuildResult<Options>, place: BuildPlace, stamps: ReadonlyMap<string, string>): Built {
  const modules = new Map<string, BuiltModule>();
  const texts = new Map(result.outputFiles.map((file) => [basename(file.path), file.text]));
  const { outputs, inputs } = result.metafile;
  for (const [path, output] of Object.entries(outputs)) {
    if (output.entryPoint === undefined) continue;
    const file = basename(path);
    // Nobody loads the entries that are only there to shape the others.
    if (output.entryPoint.startsWith('skep:')) {
      texts.delete(file);
      continue;
    }
    const commonJs = inputs[output.entryPoint]?.format === 'cjs';
    const stars = starsOf(output.entryPoint, outputs, texts);
    if (stars !== '') texts.set(file, `${stars}${texts.get(file) ?? ''}`);
    const exports = commonJs || stars !== '' ? [...output.exports, '*'] : output.exports;
    modules.set(resolve(place.root, output.entryPoint), { file, exports, commonJs });
  }
  const imports = new Map<string, readonly string[]>();
  for (const [path, output] of Object.entries(outputs)) {
    const direct = output.imports.filter(({ external, kind }) => external !== true && kind === 'import-statement');
    imports.set(
      basename(path),
      direct.map((each) => basename(each.path)),
    );
  }
  return { modules, imports, files: texts, stamps };
}

/**
 * `export * from` a package, which esbuild leaves in the output of the code and forgets in that of the entry.
 * @returns statements for the entry's first line, so that line numbers stay
 */
function starsOf(source: string, outputs: Outputs, texts: ReadonlyMap<string, string>): string {
  const home = Object.entries(outputs).find(([, output]) => Object.hasOwn(output.inputs, source));
  const stars = texts.get(basename(home?.[0] ?? ''))?.match(/^export \* from ".*";$/gm) ?? [];
  return stars.join('');
}

type Outputs = BuildResult<Options>['metafile']['outputs'];

function describe({ location, text }: Message): string {
  return location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text;
}
