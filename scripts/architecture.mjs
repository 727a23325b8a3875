/**
 * Proves the rules of .dependency-cruiser.cjs. The module count is asserted, because a cruiser that cannot
 * read TypeScript finds no module and reports no violation.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const bin = path.join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const { stdout, stderr } = spawnSync(process.execPath, [bin, 'src', '--output-type', 'json'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
});
if (!stdout) {
  console.error(stderr);
  process.exit(1);
}
const { modules, summary } = JSON.parse(stdout);
const own = modules.filter((module) => module.source.startsWith('src/'));
for (const { rule, from, to, cycle } of summary.violations) {
  console.error(`${rule.name}: ${from} → ${cycle ? cycle.map((step) => step.name ?? step).join(' → ') : to}`);
}
console.log(`architecture: ${own.length} modules, ${summary.violations.length} violations`);
if (own.length < 50 || summary.violations.length > 0) process.exit(1);
