/** Whether dist/ is a build of the source that is there: by what the files hold, for a checkout touches them all. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a build is made from; the lock file says which compiler made it. */
const INPUTS = [
  'src',
  'schemas',
  'scripts/build.mjs',
  'scripts/build-dashboard.mjs',
  'scripts/bundle.mjs',
  'scripts/commonjs-entry.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
/** Not packed, see `files` of package.json. */
const STAMP = '.build.json';

/** @returns SHA-256 (hex) of names and contents of all inputs */
export function sourceMark(root) {
  const hash = createHash('sha256');
  for (const file of INPUTS.flatMap((input) => filesOf(root, input))) {
    hash.update(`${file}\0`).update(
      createHash('sha256')
        .update(readFileSync(path.join(root, file)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

/** Files of that folder, or it alone, relative to the root, in order. */
function filesOf(root, input) {
  const whole = path.join(root, input);
  if (!existsSync(whole)) return [];
  if (!statSync(whole).isDirectory()) return [input];
  return readdirSync(whole, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Whether that folder holds a whole build of the source of that mark. */
export function isBuilt(dist, mark) {
  try {
    const stamp = JSON.parse(readFileSync(path.join(dist, STAMP), 'utf8'));
    return stamp.mark === mark && stamp.files.every((file) => existsSync(path.join(dist, file)));
  } catch {
    return false;
  }
}

/** Says in the folder of a build what it was made from and which files it has. */
export function writeStamp(folder, mark) {
  writeFileSync(path.join(folder, STAMP), JSON.stringify({ mark, files: filesOf(folder, '.') }));
}
