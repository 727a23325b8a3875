/** A folder takes another's place file by file, so that those who read it never find it gone. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * Afterwards `to` has the files of `from` and no others. What is new comes first, what is equal stays, what is gone
 * goes last: whoever reads meanwhile finds what he imports.
 */
export function moveInto(from, to) {
  const files = filesOf(from);
  const before = new Set(filesOf(to));
  const isNew = (file) => !before.has(file);
  const changed = files.filter((file) => !isNew(file) && !equal(path.join(from, file), path.join(to, file)));
  for (const file of [...files.filter(isNew), ...changed]) {
    mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    renameSync(path.join(from, file), path.join(to, file));
  }
  const kept = new Set(files);
  for (const file of before) if (!kept.has(file)) rmSync(path.join(to, file), { force: true });
}

/** Folders of builds that were killed. */
export function removeLeftovers(root) {
  for (const name of readdirSync(root)) {
    const pid = /^dist-new-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(path.join(root, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function filesOf(folder) {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  } catch {
    return [];
  }
}

function equal(one, other) {
  return readFileSync(one).equals(readFileSync(other));
}
