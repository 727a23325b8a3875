import type { TimeoutLimits } from '../core/index.ts';
import { formatDuration } from '../foundation/index.ts';
import type { Resolving } from './resolving.ts';
import type { Path } from './source-file.ts';

/** A soft limit must be below the hard one. */
export function resolveTimeouts(context: Resolving): void {
  const { defaults, tasks } = context.source;
  checkOrder(context, defaults.timeout, ['defaults', 'timeout']);
  for (const [name, { timeout }] of Object.entries(tasks)) checkOrder(context, timeout, ['tasks', name, 'timeout']);
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
