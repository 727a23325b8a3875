/**
 * The package as users get it, in a folder outside of this repository: packed by npm, unpacked, its dependencies linked
 * from here, so that no registry is needed. Only those that package.json declares are there: what is missing in it is
 * missed. SKEP_FULL=1 lets npm install the tarball instead.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = path.join(import.meta.dirname, '../..');

export interface PackedFile {
  readonly path: string;
}

export interface Packed {
  readonly tarball: string;
  /** Relative to the package's folder. */
  readonly files: readonly string[];
  dispose(): Promise<void>;
}

/** What a clone does not have. */
const UNCLONED = ['.git', 'coverage', 'dist', 'node_modules', 'var'];

/** What a user types in a clone, and pack() does: the modules that `npm ci` would fetch are linked from here. */
export const PACKING: readonly string[] = ['npm ci', 'npm pack'];

/** Packs a copy of this repository as it is when it was cloned, after `npm ci`: prepack and all. */
export async function pack(): Promise<Packed> {
  const folder = await mkdtemp(path.join(tmpdir(), 'skep-pack-'));
  const clone = path.join(folder, 'clone');
  await cp(ROOT, clone, { recursive: true, filter: (from) => !UNCLONED.includes(path.relative(ROOT, from)) });
  await symlink(path.join(ROOT, 'node_modules'), path.join(clone, 'node_modules'));
  const args = ['pack', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', args, { cwd: clone, maxBuffer: 64 * 1_048_576 });
  const told = JSON.parse(stdout) as unknown;
  // npm 12 gives an object by name, those before a list.
  const [{ filename, files }] = Object.values(told as object) as [{ filename: string; files: PackedFile[] }];
  return {
    tarball: path.join(folder, filename),
    files: files.map((file) => file.path),
    dispose: () => rm(folder, { recursive: true }),
  };
}

/**
 * `npm install TARBALL` in that folder, which has a package.json.
 * @param tarball relative to the folder, or absolute
 */
export async function install(folder: string, tarball: string): Promise<void> {
  if (process.env['SKEP_FULL'] !== undefined) {
    await run('npm', ['install', '--no-audit', '--no-fund', path.resolve(folder, tarball)], { cwd: folder });
    return;
  }
  const modules = path.join(folder, 'node_modules');
  await mkdir(path.join(modules, '.bin'), { recursive: true });
  await run('tar', ['-xzf', path.resolve(folder, tarball), '-C', modules]);
  await run('mv', [path.join(modules, 'package'), path.join(modules, 'skep')]);
  const text = await readFile(path.join(modules, 'skep/package.json'), 'utf8');
  const { dependencies } = JSON.parse(text) as { dependencies: Readonly<Record<string, string>> };
  for (const name of Object.keys(dependencies)) {
    await mkdir(path.dirname(path.join(modules, name)), { recursive: true });
    await symlink(path.join(ROOT, 'node_modules', name), path.join(modules, name));
  }
  await symlink('../skep/dist/cli/main.js', path.join(modules, '.bin/skep'));
  await declare(folder, `file:${tarball}`);
}

async function declare(folder: string, skep: string): Promise<void> {
  const file = path.join(folder, 'package.json');
  if (!(await readdir(folder)).includes('package.json'))
    throw new Error(`no package.json in ${folder}: npm init -y first`);
  const own = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...own, dependencies: { skep } }, null, 2));
}
