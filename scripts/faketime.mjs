/**
 * libfaketime, by which tests set the clock of a child process: finds it, or installs Debian's package where this user
 * may. Without it the tests that need it are skipped, and counted as such.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** @returns the path of the library; null when it is not installed */
function findFaketime() {
  if (process.platform !== 'linux') return null;
  const folders = readdirSync('/usr/lib').filter((name) => name.includes('-linux-'));
  const files = ['', ...folders].map((folder) => path.join('/usr/lib', folder, 'faketime', 'libfaketimeMT.so.1'));
  return files.find((file) => existsSync(file)) ?? null;
}

function install() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  return apt('update', '-qq') && apt('install', '-qq', '-y', '--no-install-recommends', 'libfaketime');
}

/** Installs it where that can be done; else one line says what is left out. */
export function ensureFaketime() {
  if (findFaketime()) return;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    console.error('libfaketime is not there: installing it with apt-get (once)');
    if (install() && findFaketime()) return;
  }
  console.error('libfaketime is not there (`sudo apt-get install libfaketime`): tests that set a clock are skipped');
}
