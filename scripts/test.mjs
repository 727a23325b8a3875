/**
 * `npm test`: builds, finds redis-server, runs every spec. `npm test -- FILE …` runs those files alone, and
 * `npm run test:faults` the fault scenarios.
 *
 * All specs take two runs of mocha side by side: most of the time they wait for leases, limits and processes. The
 * second run is shown when the first is over; one line at the end sums up both. A run that died without telling its
 * numbers counts as one failure.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureRedisServer } from './redis-server.mjs';

const root = path.join(import.meta.dirname, '..');
const engines = process.env.SKEP_ENGINES ?? 'sqlite,redis';
const SECOND_RUN = ['test/faults/', 'test/example/'];
const MOCHA = path.join(root, 'node_modules/mocha/bin/mocha.js');

function everySpec() {
  return readdirSync(path.join(root, 'test'), { recursive: true })
    .map((file) => path.posix.join('test', file.replaceAll(path.sep, '/')))
    .filter((file) => file.endsWith('.spec.ts'))
    .sort();
}

/** @returns the numbers of that run and its output, unless it was shown as it came */
async function run(files, { tally, shown }) {
  const child = spawn(process.execPath, [MOCHA, ...files], {
    cwd: root,
    stdio: ['ignore', shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
    env: { ...process.env, SKEP_TALLY: tally },
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
  const [status, signal] = await once(child, 'close');
  const numbers = numbersOf(tally);
  if (status === 0 || numbers.failures > 0) return { ...numbers, output };
  output.push(`\nmocha ended with ${signal ?? `code ${status}`}\n`);
  return { ...numbers, failures: 1, output };
}

function numbersOf(tally) {
  try {
    return JSON.parse(readFileSync(tally, 'utf8'));
  } catch {
    return { passes: 0, failures: 1, pending: 0 };
  }
}

async function runSideBySide(runs) {
  const folder = mkdtempSync(path.join(tmpdir(), 'skep-test-'));
  const results = await Promise.all(
    runs.map((files, index) => run(files, { tally: path.join(folder, String(index)), shown: index === 0 })),
  );
  rmSync(folder, { recursive: true });
  for (const { output } of results) for (const chunk of output) process.stdout.write(chunk);
  const sum = (name) => results.reduce((total, numbers) => total + numbers[name], 0);
  process.stdout.write(`\n${sum('passes')} passed, ${sum('failures')} failed, ${sum('pending')} skipped\n`);
  process.exitCode = sum('failures') > 0 ? 1 : 0;
}

if (engines.split(',').includes('redis') && !ensureRedisServer()) process.exit(1);
const built = spawnSync(process.execPath, [path.join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const asked = process.argv.slice(2);
const second = (file) => SECOND_RUN.some((folder) => file.startsWith(folder));
await runSideBySide(
  asked.length > 0 ? [asked] : [everySpec().filter((file) => !second(file)), everySpec().filter(second)],
);
