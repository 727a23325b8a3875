import type { Resolving } from './resolving.ts';

/** Former names that are names again, and what is watched of a revision that is not on probation. */
export function resolveMoved({ source, combined, problems }: Resolving): void {
  const { moved, reload } = source;
  for (const section of ['tasks', 'queues', 'workflows'] as const) {
    for (const name of Object.keys(moved[section])) {
      if (!Object.hasOwn(source[section], name)) continue;
      const message = `\`${name}\` is declared, so nothing of it moves`;
      problems.add(
        'REF_MOVED',
        combined.spot(['moved', section, name]),
        message,
        `leave it out of \`${section}\`, or here`,
      );
    }
  }
  if (reload.revertIf === null || reload.probationMs !== null) return;
  const hint = 'say how long, as in `probation: 5m`';
  problems.add('REF_PROBATION', combined.spot(['reload', 'revertIf']), 'nothing is on `probation`', hint);
}
