/** What a manifest leaves open of where handlers run. */
import { definitions } from './normalizing/defaults.ts';
import { toMs } from './durations.ts';
import type { ExpandedSource } from './expanding/expand.ts';
import type { ExecutorsSpec } from './manifest.ts';
import type { TaskSpec } from './specs/task-spec.ts';
import { sizeBytes } from '../foundation/index.ts';

/** @param said by the task, then by `defaults` */
export function graceOf(...said: readonly (number | null)[]): number {
  const found = said.find((ms) => ms !== null);
  return found ?? toMs(definitions.task.properties.cancelGrace.default) ?? 0;
}

/** The task's own, else the default, which means handlers alone. */
export function executorOf(
  { executor, handler }: Pick<ExpandedSource['tasks'][string], 'executor' | 'handler'>,
  defaults: Pick<ExpandedSource['defaults'], 'executor'>,
): TaskSpec['executor'] {
  return executor ?? (handler === null ? null : defaults.executor) ?? definitions.task.properties.executor.default;
}

export function executorsOf({ executors: { thread, process } }: Pick<ExpandedSource, 'executors'>): ExecutorsSpec {
  const { afterJobs, overMemory } = process.recycle;
  const overMemoryBytes = overMemory === null ? null : sizeBytes(overMemory);
  return { thread, process: { size: process.size, recycle: { afterJobs, overMemoryBytes } } };
}
