/** One call of the bundler: handler modules in, files for Node and the names they export out. */
import { basename, resolve } from 'node:path';

import type { BuildFailure, BuildOptions, BuildResult, Message } from 'esbuild';
import { build, stop } from 'esbuild';

import { HELPERS_ENTRY, PLACE_DEFINES, sourcePlugin } from './source-plugin.ts';

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
  readonly files: readonly { readonly name: string; readonly contents: Uint8Array }[];
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
  try {
    const result = await whileBundling(() => build(options(modules, place, stamps)));
    return { ok: true, built: readResult(result, place, stamps) };
  } catch (error) {
    const { errors } = error as Partial<BuildFailure>;
    if (!errors) throw error;
    return { ok: false, reason: errors.slice(0, 3).map(describe).join('; ') };
  }
}

type Options = BuildOptions & { readonly metafile: true; readonly write: false };

function options(modules: readonly string[], { root, folder }: BuildPlace, stamps: Map<string, string>): Options {
  return {
    entryPoints: [...modules, HELPERS_ENTRY],
    absWorkingDir: root,
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
    plugins: [sourcePlugin({ root, stamps })],
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
    if (bundling === 0) await stop();
  }
}

function readResult(result: BuildResult<Options>, place: BuildPlace, stamps: ReadonlyMap<string, string>): Built {
  const modules = new Map<string, BuiltModule>();
  const texts = new Map(result.outputFiles.map((file) => [basename(file.path), file]));
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    if (output.entryPoint === undefined) continue;
    const file = basename(path);
    const commonJs = result.metafile.inputs[output.entryPoint]?.format === 'cjs';
    const open = commonJs || /^export \* from /m.test(texts.get(file)?.text ?? '');
    const exports = open ? [...output.exports, '*'] : output.exports;
    modules.set(resolve(place.root, output.entryPoint), { file, exports, commonJs });
  }
  const files = [...texts].map(([name, { contents }]) => ({ name, contents }));
  return { modules, files, stamps };
}

function describe({ location, text }: Message): string {
  return location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text;
}
