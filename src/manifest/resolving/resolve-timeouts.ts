import type { TimeoutLimits } from '../../core/index.ts';
import { formatDuration } from '../../foundation/index.ts';
import type { ResolvedTask, Resolving } from './resolving.ts';
import type { Path } from '../yaml/source-file.ts';

/** A soft limit must be below the hard one. */
export function resolveTimeouts(context: Resolving): void {
  checkOrder(context, context.source.defaults.timeout, ['defaults', 'timeout']);
}

/** The same of a task. */
export function resolveTaskTimeout(context: Resolving, name: string, { timeout }: ResolvedTask): void {
  if (timeout !== null) checkOrder(context, timeout, ['tasks', name, 'timeout']);
}

function checkOrder({ combined, problems }: Resolving, limits: TimeoutLimits | null, path: Path): void {
  const { softMs, hardMs } = limits ?? { softMs: null, hardMs: null };
  if (softMs === null || hardMs === null || softMs < hardMs) return;
  const [soft, hard] = [formatDuration(softMs), formatDuration(hardMs)];
  problems.add(
    'REF_TIMEOUT',
    combined.spot([...path, 'soft']),
    `the soft limit (${soft}) must be below the hard one (${hard})`,
  );
}
