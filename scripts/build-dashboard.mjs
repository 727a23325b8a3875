/**
 * src/dashboard/ → a folder of static files: hashed names, each beside what it is compressed, and no source.
 *
 * `node scripts/build-dashboard.mjs --watch` writes into dist/ again whenever a file is saved, for those who work on it.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = path.join(import.meta.dirname, '..');
const sources = path.join(root, 'src', 'dashboard');
/** Kept between builds: what is served changes more rarely than what serves it. */
const kept = path.join(root, 'node_modules', '.cache', 'skep-dashboard');
/** Below that a compressed file saves no packet. */
const WORTH_IT = 1_000;
const PACKED = /\.(js|css|svg|html)$/;

/** @param to folder that is made; none where there is no dashboard in these sources */
export async function buildDashboard(to) {
  if (!existsSync(sources)) return;
  const mark = dashboardMark();
  const ready = path.join(kept, mark);
  if (!existsSync(path.join(ready, 'index.html'))) {
    const { build } = await import('vite');
    const beside = `${ready}-${process.pid}`;
    await build(settings(beside));
    compressAll(beside);
    // What earlier sources made is of no use any more.
    rmSync(ready, { recursive: true, force: true });
    cpSync(beside, ready, { recursive: true });
    rmSync(beside, { recursive: true });
    for (const other of readdirSync(kept))
      if (other !== mark) rmSync(path.join(kept, other), { recursive: true, force: true });
  }
  mkdirSync(to, { recursive: true });
  cpSync(ready, to, { recursive: true });
}

function settings(outDir, more = {}) {
  return {
    configFile: false,
    root: sources,
    // Every address is relative: the page says at run time where it lives.
    base: './',
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1_000,
      // Each page's file is called page.tsx: it goes by the name of its folder.
      rollupOptions: { output: { chunkFileNames: nameOfChunk } },
      ...more,
    },
  };
}

function nameOfChunk({ facadeModuleId, name }) {
  const isPage = path.basename(facadeModuleId ?? '') === 'page.tsx';
  return `assets/${isPage ? path.basename(path.dirname(facadeModuleId)) : name}-[hash].js`;
}

/** @returns SHA-256 (hex) of all that a build is made from */
function dashboardMark() {
  const hash = createHash('sha256');
  const files = readdirSync(sources, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  for (const file of [...files, path.join(root, 'package-lock.json'), import.meta.filename]) {
    hash.update(`${path.relative(root, file)}\0`).update(createHash('sha256').update(readFileSync(file)).digest());
  }
  return hash.digest('hex').slice(0, 32);
}

function compressAll(folder) {
  for (const name of readdirSync(path.join(folder, 'assets'))) {
    const file = path.join(folder, 'assets', name);
    const bytes = readFileSync(file);
    if (!PACKED.test(name) || bytes.length < WORTH_IT) continue;
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { build } = await import('vite');
  const watch = process.argv.includes('--watch') ? { watch: {} } : {};
  await build(settings(path.join(root, 'dist', 'dashboard'), { ...watch, sourcemap: 'inline' }));
}
