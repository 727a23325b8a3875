/**
 * Whether the open files are still those that their paths name. SQLite goes on writing to a file that was deleted,
 * moved or replaced, and all of it is gone with the last process: such a write must not be acknowledged. The log counts
 * as much as the file itself: until it is written back, it alone holds what was acknowledged.
 */
import { SkepError } from '../../foundation/index.ts';
import { type Looked, lookAt } from './file-identity.ts';
import type { Store } from './store.ts';

interface Named {
  readonly path: string;
  readonly identity: string;
}

export class FilesThere {
  readonly #store: Store;
  /** As the user wrote it, perhaps through symbolic links; the real one is `store.path`. */
  readonly #files: readonly Named[];
  readonly #log: Named | undefined;
  #saved = false;

  /** @param path as it was given, of the file that `store` has just opened; looks at no file for one in memory */
  constructor(path: string, store: Store) {
    this.#store = store;
    const names = store.memory ? [] : [...new Set([path, store.path])];
    this.#files = names.map(named);
    const log = named(`${store.path}-wal`);
    // Without one (a file system that has no shared memory) every commit goes into the file itself.
    this.#log = store.memory || log.identity === ABSENT ? undefined : log;
  }

  /**
   * Whether what is committed now stays. When only the log was taken away, what it holds is written back at once, while
   * this process still has it open: after that a kill loses nothing that was acknowledged before.
   * A look at a file takes 2 µs; there are two, three when the path is a link.
   */
  look(): boolean {
    const lost = this.#lost;
    if (lost === undefined) return true;
    if (lost === this.#log && !this.#saved) this.#writeBack();
    return false;
  }

  get failure(): SkepError {
    const { path } = this.#lost ?? { path: this.#store.path };
    const { trouble } = lookAt(path);
    if (trouble !== undefined) {
      return new SkepError('STORE_UNREACHABLE', `${path} can no longer be seen (${trouble}), though it is open`, {
        hint: 'See to the links and folders that lead to it and to their rights; nothing is accepted until then.',
      });
    }
    const hint = this.#saved
      ? 'What had been acknowledged was written into the file. Stop all processes that use it and start them again; nothing is accepted until then.'
      : 'Put the file back (or take a backup) and start again; nothing is accepted until then.';
    return new SkepError('STORE_UNREACHABLE', `${path} was deleted, moved or replaced while it was open`, { hint });
  }

  #writeBack(): void {
    try {
      const [busy] = this.#store.get('PRAGMA wal_checkpoint(FULL)') ?? [1];
      this.#saved = busy === 0;
    } catch {
      // Another process writes back just now, or the disk is full: the next look tries again.
    }
  }

  get #lost(): Named | undefined {
    for (const file of this.#files) if (lookAt(file.path).identity !== file.identity) return file;
    return this.#log && lookAt(this.#log.path).identity !== this.#log.identity ? this.#log : undefined;
  }
}

const ABSENT: Looked['identity'] = '';

function named(path: string): Named {
  return { path, identity: lookAt(path).identity };
}
