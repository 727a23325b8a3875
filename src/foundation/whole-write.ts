/** Writing to a descriptor at once and as a whole; Node's own streams for files take a short write for a success. */
import { writeSync } from 'node:fs';

/** Between two tries to write to a pipe that is full. */
const TRY_AGAIN_MS = 5;
const NOBODY_WAKES = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes all of `text`, waiting for a reader that is slow.
 * @param fd         descriptor of a file, pipe, socket or terminal
 * @param patienceMs how long a full pipe is waited for in all; default: as long as it takes
 * @throws the error of write(2): ENOSPC, EPIPE, EIO …; EAGAIN when the patience is over. Part of it may be written then
 */
export function writeWhole(fd: number, text: string | Buffer, patienceMs = Infinity): void {
  let rest = Buffer.from(text as string);
  const end = performance.now() + patienceMs;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN' || performance.now() >= end) throw error;
      Atomics.wait(NOBODY_WAKES, 0, 0, TRY_AGAIN_MS);
    }
  }
}

/** The code of an error of the system, as `ENOSPC`; '' when it has none. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : '';
}
