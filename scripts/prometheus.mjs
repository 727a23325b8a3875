/**
 * Prometheus and its promtool, by which tests see what it makes of our metrics: finds them, or unpacks Debian's package into
 * node_modules/.cache, where nothing of it is started. Without them those tests are skipped, and counted as such.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const UNPACKED = path.join(import.meta.dirname, '..', 'node_modules', '.cache', 'prometheus');
const PROGRAMS = ['prometheus', 'promtool'];

function found() {
  const folders = [path.join(UNPACKED, 'usr', 'bin'), ...(process.env.PATH ?? '').split(path.delimiter)];
  return folders.some((folder) => PROGRAMS.every((program) => existsSync(path.join(folder, program))));
}

function unpack() {
  const folder = mkdtempSync(path.join(tmpdir(), 'skep-prometheus-'));
  const run = (command, ...args) => spawnSync(command, args, { cwd: folder, stdio: 'ignore' }).status === 0;
  try {
    const download = () => run('apt-get', 'download', '-qq', 'prometheus');
    if (!download() && !(run('apt-get', 'update', '-qq') && download())) return;
    const [file] = readdirSync(folder).filter((name) => name.endsWith('.deb'));
    mkdirSync(UNPACKED, { recursive: true });
    if (file !== undefined) run('dpkg', '-x', file, UNPACKED);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Gets it where that can be done; else one line says what is left out. */
export function ensurePrometheus() {
  if (process.platform !== 'linux' || found()) return;
  console.error('prometheus is not there: unpacking the package of Debian (once)');
  unpack();
  if (!found()) console.error('prometheus is not there (`sudo apt-get install prometheus`): tests with it are skipped');
}
