/** `npm run bench:install`: the peers of the bench that are no packages of npm, from Debian's own. */
import { spawnSync } from 'node:child_process';

const PACKAGES = ['redis-server', 'postgresql', 'python3-celery', 'python3-rq', 'python3-redis'];

const sudo = process.getuid?.() === 0 ? [] : ['sudo'];
const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

function apt(...args) {
  const [program, ...rest] = [...sudo, 'apt-get', ...args];
  return spawnSync(program, rest, { env, stdio: 'inherit' }).status === 0;
}

if (!apt('update', '-qq') || !apt('install', '-qq', '-y', '--no-install-recommends', ...PACKAGES)) {
  console.error(`not installed; the bench leaves out what is missing of ${PACKAGES.join(', ')}`);
  process.exit(1);
}
