/** A manifest reaches no file outside of its folder: handlers and includes alike. */
import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';

/** Whether a path lies outside of a folder, links not looked at. Both absolute. */
export function leadsOut(directory: string, file: string): boolean {
  const below = relative(directory, file);
  return below === '..' || below.startsWith(`..${sep}`);
}

/**
 * Whether links lead a file of the folder out of it. The folder itself may be a link: that is the choice of whoever
 * starts the process.
 * @returns false for a file that does not exist, which whoever reads it will find out
 */
export async function linksOut(directory: string, file: string): Promise<boolean> {
  const real = await realpath(file).catch(() => undefined);
  return real !== undefined && leadsOut(await realpath(directory).catch(() => directory), real);
}
