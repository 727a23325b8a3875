/**
 * `npm run check:nodes`: conformance, command line, example and the package on the other lines of Node that are supported,
 * by binaries that npm has as packages. What follows `--` narrows it: majors (22), files, and what mocha takes.
 *
 * The whole suite runs on the oldest, by `npm test`: what a newer Node does otherwise shows where Skep starts processes,
 * loads handlers and speaks to its stores, and that is what these specs do.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureRedisServer } from './redis-server.mjs';

const MAJORS = ['22', '24'];
const SPECS = ['test/conformance/conformance.spec.ts', 'test/cli', 'test/example', 'test/packaging'];

const root = path.join(import.meta.dirname, '..');
const mocha = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
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

function passes(major, args) {
  const bin = binOf(major);
  const node = path.join(bin, 'node');
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  process.stdout.write(`\nNode ${stdout.trim()}: ${args.join(' ')}\n`);
  // First in the path: npm and what tests start as `node` are then of that line too.
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` };
  return spawnSync(node, [mocha, ...args], { cwd: root, stdio: 'inherit', env }).status === 0;
}

const asked = process.argv.slice(2);
const majors = asked.filter((word) => MAJORS.includes(word));
const rest = asked.filter((word) => !MAJORS.includes(word));
const named = rest.some((word) => word.startsWith('test/'));
const args = named ? rest : ['--recursive', '--extension', 'spec.ts', ...SPECS, ...rest];

const engines = process.env.SKEP_ENGINES ?? 'sqlite,redis';
if (engines.split(',').includes('redis') && !ensureRedisServer()) process.exit(1);
const built = spawnSync(process.execPath, [path.join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const failed = (majors.length > 0 ? majors : MAJORS).filter((major) => !passes(major, args));
if (failed.length > 0) console.error(`failed on Node ${failed.join(' and ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
