/** Which file a path leads to, and which files this process has open itself. */
import { statSync } from 'node:fs';

export interface Looked {
  /** Device and number of the file; '' for none. A number is used again only after the last process has closed the file. */
  readonly identity: string;
  /** Other names of the same file. */
  readonly links: number;
  /** Why nothing can be seen there (no rights, links in a circle, a server that is away); undefined else. */
  readonly trouble: string | undefined;
}

/** Follows links. Never throws: whoever looks at every commit must not end the process. */
export function lookAt(path: string): Looked {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return { identity: '', links: 0, trouble: undefined };
    return { identity: `${stat.dev}:${stat.ino}`, links: stat.nlink, trouble: undefined };
  } catch (error) {
    return { identity: '', links: 0, trouble: (error as NodeJS.ErrnoException).code ?? 'unknown' };
  }
}

const held = new Map<string, number>();

/**
 * Tells of an open file. Closing any descriptor of a file ends all locks that the process has on it, those of SQLite too
 * (fcntl(2); https://www.sqlite.org/howtocorrupt.html section 2.2). Another program that closes the file last then
 * takes the log away from under us. So nothing but SQLite may open and close a file that is held.
 * @returns what tells that it is closed; further calls do nothing
 */
export function hold(path: string): () => void {
  const { identity } = lookAt(path);
  held.set(identity, (held.get(identity) ?? 0) + 1);
  let open = true;
  return () => {
    if (!open) return;
    open = false;
    const others = (held.get(identity) ?? 1) - 1;
    if (others > 0) held.set(identity, others);
    else held.delete(identity);
  };
}

/** Whether this thread has the file open that the path leads to. */
export function isHeld(path: string): boolean {
  const { identity } = lookAt(path);
  return identity !== '' && held.has(identity);
}
