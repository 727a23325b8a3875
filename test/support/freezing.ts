/** Processes that sleep: SIGSTOP until SIGCONT. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { waitFor } from './wait-for.ts';

/** /proc tells when all threads have stopped; elsewhere nobody does. */
export const CAN_FREEZE = existsSync('/proc/self/task');
const LOCKS = '/proc/locks';

/** Stops it between any two of its steps, with whatever it holds. Resolves when all its threads have stopped. */
export async function stopAnywhere(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  if (CAN_FREEZE) await waitFor('every thread to stop', () => threadStates(pid).every(isStill));
}

/**
 * Stops it where others can go on: an SQLite file has one write lock, and whoever sleeps with that keeps all others out.
 */
export async function freeze(pid: number): Promise<void> {
  await stopAnywhere(pid);
  while (holdsWriteLock(pid)) {
    thaw(pid);
    await stopAnywhere(pid);
  }
}

export function thaw(pid: number): void {
  process.kill(pid, 'SIGCONT');
}

function isStill(state: string): boolean {
  return state === 'T' || state === 'X';
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

/** Of any file: byte 120 of the shared memory is SQLite's write lock. */
function holdsWriteLock(pid: number): boolean {
  if (!existsSync(LOCKS)) return false;
  return readFileSync(LOCKS, 'utf8')
    .split('\n')
    .some((line) => {
      const [, , , access, holder, , first] = line.trim().split(/\s+/);
      return access === 'WRITE' && holder === String(pid) && first === '120';
    });
}
