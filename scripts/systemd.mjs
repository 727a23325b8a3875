/**
 * systemd's own `systemd-notify` and `systemd-analyze`, by which tests see what systemd would see: finds them, or installs
 * Debian's package where this user may; nothing of it is started. Without them those tests are skipped, and counted.
 */
import { spawnSync } from 'node:child_process';

function found() {
  return spawnSync('systemd-analyze', ['--version'], { stdio: 'ignore' }).status === 0;
}

function install() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  return apt('update', '-qq') && apt('install', '-qq', '-y', '--no-install-recommends', 'systemd');
}

/** Installs them where that can be done; else one line says what is left out. */
export function ensureSystemd() {
  if (process.platform !== 'linux' || found()) return;
  if (process.getuid?.() === 0) {
    console.error('systemd-analyze is not there: installing systemd with apt-get (once)');
    if (install() && found()) return;
  }
  console.error('systemd-analyze is not there (`sudo apt-get install systemd`): tests with systemd are skipped');
}
