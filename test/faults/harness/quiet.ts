/** I9 for logs: a fault that lasts does not flood them. */
import { strict as assert } from 'node:assert';
import type { WorkerProcess } from './worker.ts';

/** Log lines of a process since it had `before` of them, per second of its fault. */
export function quiet(worker: WorkerProcess, before: number, seconds: number): void {
  const lines = worker.log().length - before;
  assert.ok(lines < 10 * seconds + 10, `I9 (bounded): ${lines} log lines in ${seconds} s`);
}
