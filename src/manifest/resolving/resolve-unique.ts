import { longestRetries } from '../../core/index.ts';
import { formatDuration } from '../../foundation/index.ts';
import { withinPayload } from '../normalizing/normalize-unique.ts';
import { leadsSomewhere } from '../payload-places.ts';
import type { Resolving } from './resolving.ts';
import { checkSchema } from '../schemas/schema-check.ts';

type Task = Resolving['source']['tasks'][string];

const RULES = ['unique', 'debounce', 'throttle'] as const;
type RuleName = (typeof RULES)[number];

/** The keys of jobs: one rule a task, of places that are there, and nothing replaced that cannot be. */
export function resolveUnique(context: Resolving): void {
  for (const [name, task] of context.tasks) {
    const rules = RULES.filter((rule) => task[rule] !== null);
    if (rules.length === 0) continue;
    for (const rule of rules) {
      checkKey(context, name, rule);
      checkEncrypted(context, name, rule);
    }
    checkAlone(context, name, rules);
    checkTimes(context, name, task);
  }
}

function checkAlone({ combined, problems }: Resolving, name: string, [first, second]: readonly RuleName[]): void {
  if (first === undefined || second === undefined) return;
  const message = `\`${name}\` has \`${first}\` and \`${second}\`: a job has one key and one rule for it`;
  problems.add('REF_UNIQUE', combined.spot(['tasks', name, second]), message, 'leave one of them out');
}

/** A place with a slip in it would make all jobs the same. */
function checkKey({ combined, problems, source }: Resolving, name: string, rule: RuleName): void {
  const { input, ...task } = source.tasks[name] ?? { input: null };
  const places = (task as Partial<Task>)[rule]?.key ?? [];
  if (input === null || checkSchema(input).length > 0) return;
  for (const place of places) {
    if (leadsSomewhere(input, withinPayload(place).split('.'))) continue;
    const message = `the input of \`${name}\` has no place \`${place}\``;
    problems.add(
      'REF_UNIQUE',
      combined.spot(['tasks', name, rule, 'key']),
      message,
      'all its jobs would have the same key',
    );
  }
}

/** What is encrypted belongs to its job. */
function checkEncrypted({ combined, problems, source }: Resolving, name: string, rule: RuleName): void {
  const task = source.tasks[name];
  if (task?.encrypt !== true || !replaces(task, rule)) return;
  const message = `\`${name}\` encrypts its payloads, and \`${rule}\` would put one job's into another`;
  problems.add(
    'REF_UNIQUE',
    combined.spot(['tasks', name, rule]),
    message,
    'what is encrypted belongs to its job: it can be kept out, not put elsewhere',
  );
}

function replaces({ unique, throttle }: Task, rule: RuleName): boolean {
  if (rule === 'unique') return unique?.onConflict === 'replace';
  return rule === 'debounce' || throttle?.trailing === true;
}

function checkTimes(context: Resolving, name: string, task: Task): void {
  const { combined, problems, source } = context;
  const { unique, debounce } = task;
  if (debounce !== null && debounce.maxMs !== null && debounce.maxMs < debounce.waitMs) {
    const [max, wait] = [formatDuration(debounce.maxMs), formatDuration(debounce.waitMs)];
    const message = `\`max\` (${max}) is below \`wait\` (${wait}): the first one would start before it is over`;
    problems.add('REF_UNIQUE', combined.spot(['tasks', name, 'debounce', 'max']), message);
  }
  const retries = retriesOf(task, source);
  const forMs = unique?.forMs ?? null;
  if (forMs === null || forMs >= retries) return;
  const message = `the key of \`${name}\` is free after ${formatDuration(forMs)}, and its attempts may take ${formatDuration(retries)} and more`;
  const hint = 'a second job may run beside one that is being retried';
  problems.add('REF_UNIQUE_SHORT', combined.spot(['tasks', name, 'unique', 'for']), message, hint);
}

function retriesOf({ retry }: Task, { retryPolicies, defaults }: Resolving['source']): number {
  const named = retry ?? defaults.retry;
  const policy = typeof named === 'string' ? retryPolicies[named] : named;
  return policy === undefined ? 0 : longestRetries(policy);
}
