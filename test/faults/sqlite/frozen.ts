/**
 * What a kill leaves, without a kill: a process that is stopped (SIGSTOP) stands between any two of its writes, so its
 * files, copied then, are those that kill -9 would leave at this very place. It goes on afterwards, to be stopped again.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { waitFor } from '../../support/wait-for.ts';

/** /proc tells when all threads have stopped; elsewhere nobody does. */
export const CAN_FREEZE = existsSync('/proc/self/task');

export async function frozen<T>(pid: number, act: () => Promise<T>): Promise<T> {
  process.kill(pid, 'SIGSTOP');
  try {
    await waitFor('every thread to stop', () => threadStates(pid).every((state) => state === 'T' || state === 'X'));
    return await act();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

function threadStates(pid: number): string[] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => {
    try {
      // The name, in parentheses, may hold anything.
      return readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').split(') ').at(-1)?.charAt(0) ?? 'X';
    } catch {
      return 'X';
    }
  });
}

/** Everything of a store but its shared memory, which dies with its processes. */
export async function copyStore(from: string, to: string): Promise<void> {
  for (const end of ['', '-wal', '-journal']) {
    if (existsSync(from + end)) await copyFile(from + end, to + end);
  }
}
