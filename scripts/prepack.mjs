/**
 * Before `npm pack` and `npm publish`: what is packed must hold a build of this very source. With the development
 * dependencies it is made; without them (`npm ci --omit=dev`) one that is there already and no older is taken, as in an
 * image that was built in stages.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const compiler = path.join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');

function newestOf(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => statSync(path.join(folder, name)).mtimeMs)
    .reduce((one, other) => Math.max(one, other), 0);
}

function buildIsFresh() {
  const main = statSync(path.join(root, 'dist', 'cli', 'main.js'), { throwIfNoEntry: false });
  return main !== undefined && main.mtimeMs >= newestOf(path.join(root, 'src'));
}

if (existsSync(compiler)) {
  // npm pack --json speaks on stdout: what the compiler has to say goes to stderr.
  const { status } = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  process.exitCode = status ?? 1;
} else if (!buildIsFresh()) {
  process.stderr.write('dist/ is missing or older than src/, and so is the compiler: run `npm ci`, then pack again\n');
  process.exitCode = 1;
}
