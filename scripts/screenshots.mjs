/** `npm run screenshots`: builds, and takes the pictures of the dashboard that README and docs/dashboard.md show. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { ensureChromium } from './chromium.mjs';

const root = path.join(import.meta.dirname, '..');
const chromium = ensureChromium();
if (chromium === null) process.exit(1);
const steps = [
  [path.join(root, 'scripts/build.mjs')],
  ['--import', 'tsx', path.join(root, 'scripts/screenshots/take.ts')],
];
for (const args of steps) {
  const env = { ...process.env, SKEP_CHROMIUM: chromium };
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}
