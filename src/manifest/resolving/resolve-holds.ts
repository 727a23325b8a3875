import { checkPattern, HOLD_ROOTS, matchesTask, readCondition } from '../../core/index.ts';
import { INSTANT_FORM, parseInstant, systemClock } from '../../foundation/index.ts';
import type { ExpandedSource } from '../expanding/expand.ts';
import type { Resolving } from './resolving.ts';
import type { Path } from '../yaml/source-file.ts';

type Hold = ExpandedSource['holds'][string];

/** A hold must mean somebody, by what can be read; one that keeps nobody is told of. */
export function resolveHolds(context: Resolving): void {
  for (const [name, hold] of Object.entries(context.source.holds)) {
    const path = ['holds', name];
    const { task, queue, tag, where } = hold;
    if ([task, queue, tag, where].every((said) => said === null)) {
      const hint = 'give it a `task`, a `queue`, a `tag` or a `where`; `skep queues pause` stops a whole queue';
      context.problems.add(
        'REF_HOLD',
        context.combined.spot(path),
        `the hold \`${name}\` says not whom it means`,
        hint,
      );
    }
    checkTask(context, hold, path);
    checkWhere(context, hold, path);
    checkEnd(context, hold, path);
  }
}

function checkTask({ combined, problems }: Resolving, { task }: Hold, path: Path): void {
  if (task === null) return;
  const spot = combined.spot([...path, 'task']);
  const pattern = checkPattern(task);
  if (!pattern.ok) problems.add('REF_HOLD', spot, pattern.message, pattern.hint);
  else if (![...combined.names('tasks')].some((name) => matchesTask(task, name))) {
    problems.add('REF_HOLD_IDLE', spot, `no task of this manifest comes to \`${task}\``);
  }
}

function checkWhere({ combined, problems }: Resolving, { where }: Hold, path: Path): void {
  if (where === null) return;
  const read = readCondition(where, HOLD_ROOTS);
  if (read.ok) return;
  const message = `\`${where}\` cannot be read at character ${read.at + 1}: ${read.message}`;
  problems.add('REF_HOLD', combined.spot([...path, 'where']), message, read.hint);
}

function checkEnd({ combined, problems }: Resolving, { until }: Hold, path: Path): void {
  if (until === null) return;
  const spot = combined.spot([...path, 'until']);
  const at = parseInstant(until);
  if (at === undefined) problems.add('REF_HOLD', spot, `\`${until}\` is no instant`, `write ${INSTANT_FORM}`);
  else if (at <= systemClock.now())
    problems.add('REF_HOLD_IDLE', spot, 'this hold has ended: it keeps nobody', 'take it out');
}
