/**
 * Finds a Chromium for the tests of the dashboard, or installs Debian's package where this user may. Otherwise one line
 * says what to do.
 */
import { spawnSync } from 'node:child_process';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

function found() {
  return NAMES.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0) ?? null;
}

function install() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  return apt('update', '-qq') && apt('install', '-qq', '-y', '--no-install-recommends', 'chromium');
}

/** @returns the name of the program; null after a line that says how to get one */
export function ensureChromium() {
  const there = process.env.SKEP_CHROMIUM ?? found();
  if (there !== null) return there;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    console.error('chromium is not on the PATH: installing it with apt-get (once)');
    if (install()) return found();
  }
  console.error(
    'The tests of the dashboard need Chromium: `sudo apt-get install chromium` (Debian, Ubuntu), or name one: ' +
      'SKEP_CHROMIUM=/path/to/chrome npm run test:browser',
  );
  return null;
}
