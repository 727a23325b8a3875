/**
 * Compiles src/ to dist/, builds the dashboard, copies what the compiler leaves behind (Lua scripts), and adds the door for CommonJS.
 *
 * The build is made in a folder beside and moved into dist/ file by file, each by a rename: at no moment is a command
 * missing for those who run one in another terminal, and a build that fails leaves the last one as it was. A process
 * that starts within the few milliseconds of the move may meet files of both. Nothing is done where dist/ holds a build
 * of this very source.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import path from 'node:path';

import { isBuilt, sourceMark, writeStamp } from './build-stamp.mjs';
import { buildDashboard } from './build-dashboard.mjs';
import { bundleLayers } from './bundle.mjs';
import { writeCommonJsEntries, writePlainSpecifiers } from './commonjs-entry.mjs';
import { moveInto, removeLeftovers } from './move-into.mjs';

const root = path.join(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
/** As deep as dist/, for the source maps name their sources relative to it. */
const beside = path.join(root, `dist-new-${process.pid}`);

const startedAt = new Date();
const mark = sourceMark(root);
if (isBuilt(dist, mark)) {
  process.stderr.write('dist/ is up to date\n');
} else {
  process.stderr.write('building dist/ …\n');
  removeLeftovers(root);
  try {
    const dashboard = buildDashboard(path.join(beside, 'dashboard'));
    process.exitCode = await compile();
    await dashboard;
    if (process.exitCode === 0) await finish();
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}
// Those who compare times: no older than the source it was made from, older than what was changed meanwhile.
if (process.exitCode !== 1) utimesSync(path.join(dist, 'cli', 'main.js'), startedAt, startedAt);

/** Beside the dashboard's build. @returns exit code */
async function compile() {
  const tsc = path.join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
  const args = [tsc, '-p', 'tsconfig.json', '--outDir', beside];
  const [status] = await once(spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }), 'exit');
  return status === 0 ? 0 : 1;
}

async function finish() {
  await bundleLayers(beside);
  for (const entry of readdirSync(path.join(root, 'src'), { recursive: true })) {
    if (entry.endsWith('.lua')) cpSync(path.join(root, 'src', entry), path.join(beside, entry));
  }
  writePlainSpecifiers(beside);
  writeCommonJsEntries(beside);
  chmodSync(path.join(beside, 'cli', 'main.js'), 0o755);
  writeStamp(beside, mark);
  moveInto(beside, dist);
}
