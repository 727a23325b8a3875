/**
 * Makes sure that a real `redis-server` is on the PATH, because the tests run against one: finds it, or
 * installs Debian's package where this user may. Otherwise one line says what to do, and the run fails.
 */
import { spawnSync } from 'node:child_process';

function found() {
  return spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;
}

function install() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  return apt('update', '-qq') && apt('install', '-qq', '-y', '--no-install-recommends', 'redis-server');
}

/** @returns true when redis-server can be started; otherwise says how to get it and returns false */
export function ensureRedisServer() {
  if (found()) return true;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    console.error('redis-server is not on the PATH: installing it with apt-get (once)');
    if (install() && found()) return true;
  }
  console.error(
    'The tests need redis-server on the PATH: `sudo apt-get install redis-server` (Debian, Ubuntu) or ' +
      '`brew install redis` (macOS). SKEP_ENGINES=sqlite npm test runs without it.',
  );
  return false;
}
