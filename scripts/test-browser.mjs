/** `npm run test:browser`: the specs of test/browser/ in a real headless Chromium, against a build of this source. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

import { ensureChromium } from './chromium.mjs';

const root = path.join(import.meta.dirname, '..');
const chromium = ensureChromium();
if (chromium === null) process.exit(1);
const built = spawnSync(process.execPath, [path.join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const asked = process.argv.slice(2);
const every = readdirSync(path.join(root, 'test/browser')).filter((name) => name.endsWith('.spec.ts'));
const files = asked.length > 0 ? asked : every.map((name) => path.join('test/browser', name));
const mocha = path.join(root, 'node_modules/mocha/bin/mocha.js');
const { status } = spawnSync(process.execPath, [mocha, ...files], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, SKEP_CHROMIUM: chromium },
});
process.exitCode = status ?? 1;
