/**
 * `npm run check:upgrade -- COMMIT`: an older version of Skep, built from that commit or tag, and this one on one store: beside each
 * other, and one after the other in both directions. What follows the commit goes to mocha.
 *
 * The older one is built in a folder of its own, which is removed afterwards, with the packages that are installed here.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureRedisServer } from './redis-server.mjs';

const SPEC = 'test/upgrade/two-versions.ts';
const root = path.join(import.meta.dirname, '..');

/** Ends this program where the other one fails. */
function done(program, args, options = {}) {
  const { status, stdout } = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`);
  return stdout;
}

/** @returns its command line */
function built(commit, folder) {
  const archive = path.join(folder, 'version.tar');
  done('git', ['archive', '--output', archive, commit]);
  done('tar', ['-xf', archive, '-C', folder]);
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  for (const script of ['generate', 'build']) done('npm', ['run', '--silent', script], { cwd: folder });
  return path.join(folder, 'dist', 'cli', 'main.js');
}

const [asked, ...rest] = process.argv.slice(2);
if (asked === undefined || asked.startsWith('-')) {
  console.error('npm run check:upgrade -- COMMIT: which version to come from is to be said');
  process.exit(2);
}
if (process.env.SKEP_ENGINES !== 'sqlite' && !ensureRedisServer()) process.exit(1);
const folder = mkdtempSync(path.join(tmpdir(), 'skep-version-'));
try {
  const capture = { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' };
  const commit = done('git', ['rev-parse', '--verify', `${asked}^{commit}`], capture).trim();
  const former = built(commit, folder);
  done('npm', ['run', '--silent', 'build']);
  const mocha = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  done(process.execPath, [mocha, SPEC, ...rest], { env: { ...process.env, SKEP_FORMER: former } });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
