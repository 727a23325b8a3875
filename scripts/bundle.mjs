/**
 * The files of a layer made few: its door, what threads and processes begin with, and what is loaded when it is needed. A
 * command that starts finds, reads and links some forty files instead of four hundred: a fifth of its time.
 *
 * Layers stay apart, each in its folder: what one takes from another it imports from that one's door, and what lies beside the
 * files (scripts in Lua) is found as before. Declarations stay as the compiler has made them.
 */
import { build } from 'esbuild';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A folder with one of these is a layer. */
const DOORS = ['index.js', 'main.js', 'producer.js'];
/** Files that are not imported but begun with. */
const BEGUN = /-(thread|process)\.js$/;

/** @param dist folder of the compiled files */
export async function bundleLayers(dist) {
  for (const folder of foldersOf(dist)) {
    const doors = DOORS.filter((door) => existsSync(path.join(folder, door)));
    if (doors.length > 0) await bundleLayer(folder, doors);
  }
}

function foldersOf(dist) {
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

async function bundleLayer(folder, doors) {
  const entries = [...doors, ...readdirSync(folder).filter((file) => BEGUN.test(file))];
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: entries,
    outdir: folder,
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    sourcesContent: false,
    chunkNames: '[name]-[hash]',
    logLevel: 'error',
    plugins: [otherLayers(folder)],
    write: false,
  });
  removeCode(folder);
  for (const { path: file, contents } of outputFiles) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
}

/** What is imported from outside of the folder stays an import, as seen from the folder itself. */
function otherLayers(folder) {
  return {
    name: 'other-layers',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path: specifier, resolveDir }) => {
        const file = path.relative(folder, path.resolve(resolveDir, specifier));
        return file.startsWith('..') ? { path: file, external: true } : undefined;
      });
    },
  };
}

function removeCode(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (/\.js(\.map)?$/.test(entry.name)) rmSync(path.join(entry.parentPath, entry.name));
  }
}
