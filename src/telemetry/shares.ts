/** Shares of traces by task. */
import { matchesTask } from '../core/index.ts';

/** @returns the share of a task that has one of its own */
export type ShareOf = (task: string) => number | undefined;

/** Bounds the cache; names come from manifests, and those change. */
const CACHE_LIMIT = 10_000;

/**
 * A mapping has no order (a reload does not see a change of it): the task's own name decides before any pattern, the longest
 * pattern before shorter ones, the greater share of two of one length.
 */
export function shareOf(shares: Readonly<Record<string, number>>): ShareOf {
  const rules = Object.entries(shares).sort((a, b) => b[0].length - a[0].length || b[1] - a[1]);
  const names = new Map(rules);
  const known = new Map<string, number | undefined>();
  return (task) => {
    if (known.has(task)) return known.get(task);
    const share = names.get(task) ?? rules.find(([pattern]) => matchesTask(pattern, task))?.[1];
    if (known.size >= CACHE_LIMIT) known.clear();
    known.set(task, share);
    return share;
  };
}
