/** What an executor can hold, and whether there is one. */
import { formatSize, sizeBytes } from '../../foundation/index.ts';
import { executorOf } from '../executors.ts';
import type { Resolving } from './resolving.ts';
import type { Path } from '../yaml/source-file.ts';

/** Node alone takes some 50 MiB; a thread starts with a heap of a few. */
const LEAST_BYTES = { process: 64 * 1024 * 1024, thread: 16 * 1024 * 1024 };

export function resolveExecutors(context: Resolving): void {
  const { defaults, executors } = context.source;
  for (const [name, task] of context.tasks) {
    const executor = executorOf(task, defaults);
    if (executor !== 'inline' || task.limits !== null) checkTask(context, ['tasks', name], task, executor);
  }
  const { overMemory } = executors.process.recycle;
  if (overMemory !== null)
    checkMemory(context, 'process', ['executors', 'process', 'recycle', 'overMemory'], overMemory);
}

function checkTask(
  context: Resolving,
  path: Path,
  { handler, limits }: Pick<Resolving['source']['tasks'][string], 'handler' | 'limits'>,
  executor: 'inline' | 'thread' | 'process',
): void {
  const { combined, problems } = context;
  if (executor !== 'inline' && handler === null) {
    const message = '`executor` says where a handler runs, and this task has none';
    problems.add('REF_EXECUTOR', combined.spot([...path, 'executor']), message, 'leave it out');
  } else if (limits !== null && executor === 'inline') {
    const message = 'nothing can hold limits of what does not run in a thread or process of its own';
    const hint = handler === null ? 'leave them out' : 'write `executor: process`, or `thread`';
    problems.add('REF_EXECUTOR', combined.spot([...path, 'limits']), message, hint);
  } else if (executor !== 'inline' && limits !== null && limits.memory !== null) {
    checkMemory(context, executor, [...path, 'limits', 'memory'], limits.memory);
  }
}

function checkMemory({ combined, problems }: Resolving, kind: 'thread' | 'process', path: Path, size: string): void {
  const least = LEAST_BYTES[kind];
  if (sizeBytes(size) >= least) return;
  const message = `a ${kind} does not make do with so little`;
  problems.add('REF_EXECUTOR', combined.spot(path), message, `write ${formatSize(least)} or more`);
}
