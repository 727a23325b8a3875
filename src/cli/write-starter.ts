/** Writes a first project into a folder, and never over what is there. */
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { messageOf, SkepError } from '../foundation/index.ts';
import { type ModuleForm, starterFiles } from './starter.ts';

export interface StarterRequest {
  /** Absolute; made where there is none. */
  readonly folder: string;
  readonly name: string;
  readonly engine: string;
}

/** What was written; `package` tells whether scripts are there to start it. */
export interface StarterResult {
  readonly folder: string;
  /** Below the folder, with slashes. */
  readonly files: readonly string[];
  readonly package: boolean;
}

/** @throws SkepError USAGE where one of its files is there already; then nothing is written */
export async function writeStarter({ folder, name, engine }: StarterRequest): Promise<StarterResult> {
  const owner = await nearestPackage(folder);
  const form = await formOf(folder, owner);
  const all = starterFiles({ name, engine, form, package: owner === undefined });
  // Its name says that nothing in it is kept: one that is there does the same.
  const files = (await exists(path.join(folder, 'var')))
    ? all.filter(({ path: file }) => !file.startsWith('var/'))
    : all;
  await assertFree(folder, files);
  for (const { path: file, text } of files) await writeNew(path.join(folder, file), text);
  return { folder, files: files.map(({ path: file }) => file), package: owner === undefined };
}

async function assertFree(folder: string, files: readonly { readonly path: string }[]): Promise<void> {
  const taken: string[] = [];
  for (const { path: file } of files) if (await exists(path.join(folder, file))) taken.push(file);
  if (taken.length === 0) return;
  throw new SkepError(
    'USAGE',
    `${taken.join(', ')} ${taken.length === 1 ? 'is' : 'are'} there already; nothing was written`,
    {
      hint: taken.includes('jobs.yaml') ? '`skep check` says whether it runs' : 'name another folder: `skep init jobs`',
      details: { folder, taken },
    },
  );
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    throw new SkepError('OUTPUT_FAILED', `${file} could not be written: ${messageOf(error)}`, { cause: error });
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** The package.json that Node goes by for modules of that folder. */
async function nearestPackage(folder: string): Promise<string | undefined> {
  const file = path.join(folder, 'package.json');
  if (await exists(file)) return file;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : nearestPackage(parent);
}

async function formOf(folder: string, owner: string | undefined): Promise<ModuleForm> {
  if (owner === undefined) return 'esm';
  for (const place of [folder, path.dirname(owner)]) {
    if (await exists(path.join(place, 'tsconfig.json'))) return 'typescript';
  }
  try {
    const { type } = JSON.parse(await readFile(owner, 'utf8')) as { readonly type?: unknown };
    return type === 'module' ? 'esm' : 'commonjs';
  } catch (error) {
    throw new SkepError('USAGE', `${owner} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
