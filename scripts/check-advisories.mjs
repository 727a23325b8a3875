/**
 * `npm run check:advisories`: whether a package that this is built with or runs with has a known advisory, and which are
 * behind. Exit codes: 0 none is known · 1 some are · 2 the registry does not say, which is no `none`.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { readAudit, readOutdated } from './audit-answer.mjs';

const root = path.join(import.meta.dirname, '..');
const npm = (...args) => spawnSync('npm', args, { cwd: root, encoding: 'utf8' }).stdout ?? '';

const behind = readOutdated(npm('outdated', '--json'));
console.log(behind.length === 0 ? 'no package is behind' : `behind:\n  ${behind.join('\n  ')}`);

const { verdict, why, known, looked } = readAudit(npm('audit', '--json'));
if (verdict === 'none') console.log(`no known advisory for any of ${looked} packages`);
else if (verdict === 'some') console.log(`known advisories:\n  ${known.join('\n  ')}`);
else {
  console.log(`the registry does not say which packages have advisories: ${why}`);
  console.log('ask from where npm reaches a registry that does, as the public one; npm_config_registry=URL names it');
}
process.exitCode = { none: 0, some: 1, unknown: 2 }[verdict];
