/**
 * `npm test`: builds, finds redis-server, runs every spec but those of test/faults. `npm test -- FILE …` runs those
 * files alone; `npm run test:faults` the fault scenarios, which take minutes and want a machine to themselves.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ensureRedisServer } from './redis-server.mjs';

const root = path.join(import.meta.dirname, '..');
const engines = process.env.SKEP_ENGINES ?? 'sqlite,redis';
const BY_THEMSELVES = 'test/faults/';

function run(file, args) {
  const { status } = spawnSync(process.execPath, [path.join(root, file), ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function everySpec() {
  return readdirSync(path.join(root, 'test'), { recursive: true })
    .map((file) => path.posix.join('test', file.replaceAll(path.sep, '/')))
    .filter((file) => file.endsWith('.spec.ts') && !file.startsWith(BY_THEMSELVES))
    .sort();
}

if (engines.split(',').includes('redis') && !ensureRedisServer()) process.exit(1);
run('scripts/build.mjs', []);
const asked = process.argv.slice(2);
run('node_modules/mocha/bin/mocha.js', asked.length > 0 ? asked : everySpec());
