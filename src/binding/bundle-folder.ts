/**
 * The folder that built handlers run from. Names are hashes of what is in them, so a file is written once,
 * by whoever comes first, and never changes. What lies there is run: nobody else may write to it.
 */
import { createHash } from 'node:crypto';
import { lstat, mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { type IdSource, SkepError } from '../foundation/index.ts';
import type { Built } from './build-modules.ts';

/** `<temporary folder>/skep-<user id>/handlers` */
export function defaultBundleFolder(): string {
  return join(tmpdir(), `skep-${userId() ?? 'user'}`, 'handlers');
}

/**
 * The folder of one project below `base`: equal sources of two projects stay two modules.
 * @param root absolute path of the project folder
 */
export function bundleFolderOf(base: string, root: string): string {
  return join(base, createHash('sha256').update(root).digest('hex').slice(0, 16));
}

/**
 * Writes what is not there yet; each file appears whole or not at all.
 * @throws SkepError HANDLER_MISSING when the folder belongs to somebody else or cannot be written
 */
export async function writeBundle(built: Built, folder: string, newId: IdSource): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Whoever may write to a folder above could put another one in this one's place.
    await refuseForeign(dirname(dirname(folder)));
    await refuseForeign(dirname(folder));
    await refuseForeign(folder);
    await Promise.all([...built.files].map(([name, text]) => writeOnce(join(folder, name), text, newId)));
  } catch (error) {
    if (error instanceof SkepError) throw error;
    throw new SkepError('HANDLER_MISSING', `the built handlers cannot be written to ${folder}`, {
      hint: 'give the process a writable temporary folder (TMPDIR)',
      cause: error,
    });
  }
}

/** Bits of the mode: group or others may write; only owners may rename (as in /tmp). */
const WRITABLE = 0o022;
const STICKY = 0o1000;

async function refuseForeign(folder: string): Promise<void> {
  const facts = await lstat(folder);
  const { uid, mode } = facts;
  const own = userId();
  const trusted = own === undefined || uid === own || uid === 0;
  if (facts.isDirectory() && trusted && ((mode & WRITABLE) === 0 || (mode & STICKY) !== 0)) return;
  throw new SkepError('HANDLER_MISSING', `the folder ${folder} for built handlers is not this user's alone`, {
    hint: 'remove it, or set TMPDIR to a folder of your own',
  });
}

async function writeOnce(path: string, text: string, newId: IdSource): Promise<void> {
  const present = await stat(path).catch(() => null);
  // The size catches a file that a crash of the machine cut short.
  if (present?.size === Buffer.byteLength(text)) return;
  const draft = `${path}.${newId()}.draft`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, path);
}

function userId(): number | undefined {
  return process.getuid?.();
}
