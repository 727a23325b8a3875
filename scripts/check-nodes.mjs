/**
 * `npm run check:nodes`: conformance, command line, example and the package on the other lines of Node that are supported,
 * by binaries that npm has as packages. What follows `--` narrows it: majors (22), files, and what mocha takes.
 *
 * The whole suite runs on the oldest, by `npm test`: what a newer Node does otherwise shows where Skep starts processes,
 * loads handlers and speaks to its stores, and that is what these specs do.
 *
 * They go in bundles, of which as many run at once as there are lanes; what one says is shown when it is over, so that whoever
 * is cut off in the middle has what was done until then.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureRedisServer } from './redis-server.mjs';
import { inBrief, runMocha, sumUp } from './run-mocha.mjs';

const MAJORS = ['22', '24'];
/** The longest first. */
const SPECS = ['test/cli', 'test/conformance', 'test/packaging', 'test/example'];
/** Files of a folder that go together: one of the command line waits for minutes. */
const TOGETHER = 3;
const LANES = 2;

const root = path.join(import.meta.dirname, '..');
const PACKAGE = `node-${process.platform}-${process.arch}`;

/** @returns the folder of that Node's binary, which is fetched once */
function binOf(major) {
  const folder = path.join(root, 'node_modules', '.cache', 'nodes', major);
  const bin = path.join(folder, 'node_modules', PACKAGE, 'bin');
  if (existsSync(path.join(bin, 'node'))) return bin;
  mkdirSync(folder, { recursive: true });
  // Else npm would take the repository for the project.
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', `${PACKAGE}@${major}`];
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${PACKAGE}@${major} is not to be had from npm`);
  return bin;
}

/** @returns bundles of files, the same for every Node */
function bundled() {
  return SPECS.flatMap((folder) => {
    const files = readdirSync(path.join(root, folder))
      .filter((name) => name.endsWith('.spec.ts'))
      .map((name) => `${folder}/${name}`);
    const many = Math.ceil(files.length / TOGETHER);
    return Array.from({ length: many }, (_, at) => files.filter((_file, place) => place % many === at));
  });
}

/** @returns its numbers, once it is over */
async function passes(major, files) {
  const bin = binOf(major);
  // First in the path: npm and what tests start as `node` are then of that line too.
  const env = { PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` };
  const tally = path.join(tallies, `${major}-${path.basename(files[0])}`);
  const numbers = await runMocha({ files, env, node: path.join(bin, 'node') }, { tally, atOnce: false });
  process.stdout.write(`Node ${major}: ${numbers.passes} passed, ${numbers.failures} failed: ${files.join(' ')}\n`);
  return { major, ...numbers };
}

const asked = process.argv.slice(2);
const named = asked.filter((word) => MAJORS.includes(word));
const majors = named.length > 0 ? named : MAJORS;
const rest = asked.filter((word) => !MAJORS.includes(word));
const narrowed = rest.some((word) => word.startsWith('test/'));
const bundles = narrowed ? [rest] : bundled().map((files) => [...files, ...rest]);

const engines = process.env.SKEP_ENGINES ?? 'sqlite,redis';
if (engines.split(',').includes('redis') && !ensureRedisServer()) process.exit(1);
const built = spawnSync(process.execPath, [path.join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
for (const major of majors) {
  const { stdout } = spawnSync(path.join(binOf(major), 'node'), ['--version'], { encoding: 'utf8' });
  process.stdout.write(`Node ${stdout.trim()}\n`);
}
const tallies = mkdtempSync(path.join(tmpdir(), 'skep-check-nodes-'));
const waiting = bundles.flatMap((files) => majors.map((major) => [major, files]));
const results = [];
const lane = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await passes(...next));
};
await Promise.all(Array.from({ length: LANES }, lane));
rmSync(tallies, { recursive: true });
for (const { major, failed } of results) {
  for (const story of failed) process.stdout.write(`\nfailed on Node ${major}: ${inBrief(story)}\n`);
}
process.exitCode = sumUp(results) ? 0 : 1;
