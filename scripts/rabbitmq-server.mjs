/**
 * Makes sure that a real `rabbitmq-server` is there for the tests of brokers: finds it, or installs Debian's package
 * where this user may. Without one those tests are skipped, and one line says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** As Debian has it: the one on the PATH wants to be root, and to write under /var. */
export const RABBITMQ_SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';

function install() {
  // Runlevel 1: the package would start its service on the port that everybody uses.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  return apt('update', '-qq') && apt('install', '-qq', '-y', '--no-install-recommends', 'rabbitmq-server');
}

/** @returns whether rabbitmq-server can be started */
export function ensureRabbitServer() {
  if (existsSync(RABBITMQ_SERVER)) return true;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    console.error('rabbitmq-server is not there: installing it with apt-get (once)');
    if (install() && existsSync(RABBITMQ_SERVER)) return true;
  }
  console.error('rabbitmq-server is not there (apt-get install rabbitmq-server): the tests of brokers are skipped');
  return false;
}
