/** `npm test`: builds, finds redis-server, runs mocha over everything (or over the files given). */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureRedisServer } from './redis-server.mjs';

const root = path.join(import.meta.dirname, '..');
const engines = process.env.SKEP_ENGINES ?? 'sqlite,redis';

function run(file, args) {
  const { status } = spawnSync(process.execPath, [path.join(root, file), ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

if (engines.split(',').includes('redis') && !ensureRedisServer()) process.exit(1);
run('scripts/build.mjs', []);
const asked = process.argv.slice(2);
run('node_modules/mocha/bin/mocha.js', asked.length > 0 ? asked : ['test/**/*.spec.ts']);
