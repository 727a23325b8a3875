/** Keys of limits, tenants and calls: a place that no payload can have would put all jobs of a task together. */
import type { DiagnosticCode } from '../../foundation/index.ts';
import { withinPayload } from '../normalizing/normalize-unique.ts';
import { leadsSomewhere } from '../payload-places.ts';
import type { ResolvedTask, Resolving } from './resolving.ts';
import { checkSchema } from '../schemas/schema-check.ts';

type Task = ResolvedTask;
type Holder = 'rate' | 'concurrency' | 'fairness' | 'collect';

const HOLDERS: Readonly<Record<Holder, { readonly code: DiagnosticCode; readonly hint: string }>> = {
  rate: { code: 'REF_LIMIT', hint: 'all its jobs would count together: without `key` they do' },
  concurrency: { code: 'REF_LIMIT', hint: 'all its jobs would count together: without `key` they do' },
  fairness: { code: 'REF_FAIRNESS', hint: 'all its jobs would be of one tenant' },
  collect: { code: 'REF_COLLECT', hint: 'all its jobs would have the same: without `key` nobody asks' },
};

/** Where a task has an `input` schema that leaves no room for the place of a key. */
export function resolveTaskKeys({ combined, problems }: Resolving, name: string, task: ResolvedTask): void {
  const { input } = task;
  if (input === null || checkSchema(input).length > 0) return;
  for (const [holder, { code, hint }] of Object.entries(HOLDERS) as [Holder, (typeof HOLDERS)[Holder]][]) {
    const key = keyOf(task, holder);
    if (key === null || leadsSomewhere(input, withinPayload(key).split('.'))) continue;
    const message = `the input of \`${name}\` has no place \`${withinPayload(key)}\``;
    problems.add(code, combined.spot(['tasks', name, holder, 'key']), message, hint);
  }
}

function keyOf(task: Task, holder: Holder): string | null {
  const said = task[holder];
  return typeof said === 'object' && said !== null ? said.key : null;
}
