/**
 * `npm test`: builds, finds redis-server, runs every spec. The specs run in two processes side by side, because
 * those that wait for leases, kills and restarts leave a processor idle; their output follows when the others are
 * done. `npm test -- FILE …` runs those files alone.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ensureRedisServer } from './redis-server.mjs';

const root = path.join(import.meta.dirname, '..');
const engines = process.env.SKEP_ENGINES ?? 'sqlite,redis';
const WAITING = ['test/conformance', 'test/faults'];

if (engines.split(',').includes('redis') && !ensureRedisServer()) process.exit(1);
const build = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);

/** Runs mocha over `files`; `live` shows its output as it comes, else it is returned. */
function mocha(files, live) {
  const bin = path.join(root, 'node_modules/mocha/bin/mocha.js');
  const child = spawn(process.execPath, [bin, ...files], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
    if (live) process.stdout.write(chunk);
  });
  return new Promise((resolve) => child.once('close', (status) => resolve({ status: status ?? 1, text })));
}

/** What the reporter's closing line says; a run that did not come to it counts as one failure. */
function tally({ text }) {
  const line = [...text.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1);
  return line ? line.slice(1).map(Number) : [0, 1, 0];
}

const asked = process.argv.slice(2);
if (asked.length > 0) process.exit((await mocha(asked, true)).status);

const specs = readdirSync(path.join(root, 'test'), { recursive: true })
  .filter((file) => file.endsWith('.spec.ts'))
  .map((file) => path.posix.join('test', file.replaceAll(path.sep, '/')))
  .sort();
const waits = (file) => WAITING.some((folder) => file.startsWith(`${folder}/`));
const second = mocha(specs.filter(waits), false);
const results = [
  await mocha(
    specs.filter((file) => !waits(file)),
    true,
  ),
  await second,
];
process.stdout.write(results[1].text);

const [passed, failed, skipped] = [0, 1, 2].map((index) => results.reduce((sum, run) => sum + tally(run)[index], 0));
console.log(`\nIn all:\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(results.some(({ status }) => status !== 0) || failed > 0 ? 1 : 0);
