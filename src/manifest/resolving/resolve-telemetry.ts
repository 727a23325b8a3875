import { checkPattern, matchesTask } from '../../core/index.ts';
import type { Resolving } from './resolving.ts';

/** Not a pattern: the share of all others. */
const DEFAULT = 'default';

/** Shares by task must be by patterns that can be read; one that no task comes to is told of. */
export function resolveTelemetry({ source, combined, problems }: Resolving): void {
  const { sample } = source.telemetry.traces;
  if (typeof sample === 'number') return;
  const tasks = [...combined.names('tasks')];
  for (const pattern of Object.keys(sample).filter((key) => key !== DEFAULT)) {
    const spot = combined.spot(['telemetry', 'traces', 'sample', pattern]);
    const form = checkPattern(pattern);
    if (!form.ok) problems.add('REF_SAMPLE', spot, form.message, form.hint);
    else if (!tasks.some((name) => matchesTask(pattern, name))) {
      problems.add('REF_SAMPLE_IDLE', spot, `no task of this manifest comes to \`${pattern}\``);
    }
  }
}
