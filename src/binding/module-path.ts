/**
 * Which files may be handler modules. A manifest names code that will run, so the path is judged before
 * anything reads it: a file of a known kind, inside the project folder, also after all symbolic links.
 */
import { realpath, stat } from 'node:fs/promises';
import { extname, isAbsolute, relative, sep } from 'node:path';

import { fileFault } from '../foundation/index.ts';

export const HANDLER_ENDINGS = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs'] as const;

/** Modules that may be built, each with the file it really is, and why the others may not. */
export interface JudgedModules {
  readonly sound: ReadonlyMap<string, string>;
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * @param modules absolute paths, as the manifest gives them
 * @param root    absolute path of the project folder
 */
export async function judgeModules(modules: Iterable<string>, root: string): Promise<JudgedModules> {
  const sound = new Map<string, string>();
  const refused = new Map<string, string>();
  const realRoot = await realpath(root).catch(() => root);
  await Promise.all(
    [...new Set(modules)].map(async (module) => {
      const verdict = await judge(module, { root, realRoot });
      if ('file' in verdict) sound.set(module, verdict.file);
      else refused.set(module, verdict.reason);
    }),
  );
  return { sound, refused };
}

type Verdict = { readonly file: string } | { readonly reason: string };

async function judge(module: string, folder: { root: string; realRoot: string }): Promise<Verdict> {
  if (!isAbsolute(module) || module.includes('\0')) {
    return { reason: 'a handler is a file of the project, not a package name or URL' };
  }
  if (!(HANDLER_ENDINGS as readonly string[]).includes(extname(module))) {
    return { reason: `a handler module ends in one of ${HANDLER_ENDINGS.join(' ')}` };
  }
  if (!isInside(folder.root, module) && !isInside(folder.realRoot, module)) {
    return { reason: `it lies outside of the project folder ${folder.root}` };
  }
  return judgeFile(module, folder);
}

async function judgeFile(module: string, { root, realRoot }: { root: string; realRoot: string }): Promise<Verdict> {
  try {
    const file = await realpath(module);
    if (!(await stat(file)).isFile()) return { reason: 'it is not a file' };
    if (!isInside(realRoot, file)) {
      return { reason: `it is a link out of the project folder ${root}, to ${file}` };
    }
    // A file system that ignores case would load `Emails.ts` for `emails.ts` here and fail elsewhere.
    if (file !== module && file.toLowerCase() === module.toLowerCase()) {
      return { reason: `on disk it is written ${file}` };
    }
    return { file };
  } catch (error) {
    return { reason: fileFault(error) };
  }
}

/** Whether `file` lies below `folder`; both absolute. */
export function isInside(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}
