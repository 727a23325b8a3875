/** I9 for logs: a fault that lasts does not flood them. */
import { strict as assert } from 'node:assert';
import type { WorkerProcess } from './worker.ts';

/** Log lines of a process since it had `before` of them: so many a second, by the times that they bear. */
export function quiet(worker: WorkerProcess, before: number): void {
  const lines = worker.log().slice(before);
  const times = lines.map(({ time }) => new Date(time as string | number).getTime());
  const seconds = times.length === 0 ? 0 : (Math.max(...times) - Math.min(...times)) / 1_000;
  assert.ok(lines.length < 10 * seconds + 40, `I9 (bounded): ${lines.length} log lines in ${seconds} s`);
}
