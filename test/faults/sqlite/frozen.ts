/**
 * What a kill leaves, without a kill: a process that is stopped (SIGSTOP) stands between any two of its writes, so its
 * files, copied then, are those that kill -9 would leave at this very place. It goes on afterwards, to be stopped again.
 */
import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';

import { stopAnywhere, thaw } from '../../support/freezing.ts';

export async function frozen<T>(pid: number, act: () => Promise<T>): Promise<T> {
  try {
    await stopAnywhere(pid);
    return await act();
  } finally {
    thaw(pid);
  }
}

/** Everything of a store but its shared memory, which dies with its processes. */
export async function copyStore(from: string, to: string): Promise<void> {
  for (const end of ['', '-wal', '-journal']) {
    if (existsSync(from + end)) await copyFile(from + end, to + end);
  }
}
