/** Compiles src/ to dist/, copies what the compiler leaves behind (Lua scripts), and adds the door for CommonJS. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { writeCommonJsEntry, writePlainSpecifiers } from './commonjs-entry.mjs';

const root = path.join(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
for (const entry of readdirSync(path.join(root, 'src'), { recursive: true })) {
  if (entry.endsWith('.lua')) cpSync(path.join(root, 'src', entry), path.join(dist, entry));
}
const tsc = path.join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

writePlainSpecifiers(dist);
writeCommonJsEntry(dist);
chmodSync(path.join(dist, 'cli', 'main.js'), 0o755);
