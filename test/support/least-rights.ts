/** The rights that docs/engines.md says a Redis user needs. */
import { readFile } from 'node:fs/promises';

const DOCUMENT = new URL('../../docs/engines.md', import.meta.url);

/** @returns arguments of ACL SETUSER */
export async function leastRights(prefix: string): Promise<readonly string[]> {
  const text = await readFile(DOCUMENT, 'utf8');
  const rights = /ACL SETUSER skep on >PASSWORD ([^`]*)```/.exec(text)?.[1];
  if (rights === undefined) throw new Error('docs/engines.md does not say which rights a user needs');
  return rights.replaceAll('PREFIX', prefix).replaceAll('\\', ' ').trim().split(/\s+/);
}
