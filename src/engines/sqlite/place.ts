/**
 * Whether the open file is still the one that its path names. SQLite goes on writing to a file that was deleted or
 * replaced, and all of it is gone with the last process: such a write must not be acknowledged.
 */
import { statSync } from 'node:fs';
import { SkepError } from '../../foundation/index.ts';

export class Place {
  readonly #path: string;
  /** 0 for a store in memory. */
  readonly #inode: number;

  /** @param path of a file that has just been opened, or :memory: */
  constructor(path: string) {
    this.#path = path;
    this.#inode = path === ':memory:' ? 0 : inodeOf(path);
  }

  /** A look takes 2 µs. */
  get kept(): boolean {
    return this.#inode === 0 || inodeOf(this.#path) === this.#inode;
  }

  get failure(): SkepError {
    return new SkepError('STORE_UNREACHABLE', `${this.#path} was deleted or replaced while it was open`, {
      hint: 'Put the file back (or take a backup) and start again; nothing is accepted until then.',
    });
  }
}

function inodeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? -1;
}
