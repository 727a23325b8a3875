/**
 * `npm run test:browser`: the specs of test/browser/ in a real headless Chromium, against a build of this source. All of them
 * go in two runs side by side, each with a browser of its own: half of the time a test waits for a page.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ensureChromium } from './chromium.mjs';
import { inBrief, runMocha, sumUp } from './run-mocha.mjs';

const root = path.join(import.meta.dirname, '..');
const RUNS = 2;

/** Longer files test more: dealt out by length, there and back again, all runs end at about the same time. */
function dealt() {
  const lengthOf = (file) => statSync(path.join(root, file)).size;
  const files = readdirSync(path.join(root, 'test/browser'))
    .filter((name) => name.endsWith('.spec.ts'))
    .map((name) => `test/browser/${name}`)
    .sort((a, b) => lengthOf(b) - lengthOf(a));
  const runs = Array.from({ length: RUNS }, () => []);
  for (const [at, file] of files.entries()) {
    const place = at % RUNS;
    runs[Math.floor(at / RUNS) % 2 === 0 ? place : RUNS - 1 - place].push(file);
  }
  return runs;
}

const chromium = ensureChromium();
if (chromium === null) process.exit(1);
const built = spawnSync(process.execPath, [path.join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const asked = process.argv.slice(2);
const runs = asked.length > 0 ? [asked] : dealt();
const folder = mkdtempSync(path.join(tmpdir(), 'skep-test-browser-'));
const env = { SKEP_CHROMIUM: chromium };
const results = await Promise.all(
  runs.map((files, at) => runMocha({ files, env }, { tally: path.join(folder, `${at}`), atOnce: runs.length === 1 })),
);
rmSync(folder, { recursive: true });
const failed = results.flatMap((numbers) => numbers.failed);
// Once more at the end, where whoever reads a long log looks first.
if (failed.length > 0) process.stdout.write(`\n${failed.join('\n\n')}\n\nFailed:\n`);
for (const story of failed) process.stdout.write(`  ${inBrief(story)}\n`);
process.exitCode = sumUp(results) ? 0 : 1;
