/** How the jobs of a task are told apart, in words. */
import type { ExplainView } from '../../api/index.ts';
import { formatDuration, type Json } from '../../foundation/index.ts';
import type { TaskSpec } from '../../manifest/index.ts';
import { uniqueOf } from '../../runtime/index.ts';

/** @param payload with the defaults of the task; undefined: none was given */
export function explainedKey(task: TaskSpec, payload: Json | undefined): ExplainView['unique'] {
  const about = aboutRule(task);
  if (about === null) return null;
  const value = payload === undefined ? null : (uniqueOf(task, payload, null)?.key ?? null);
  return { ...about, value };
}

type About = Omit<NonNullable<ExplainView['unique']>, 'value'>;

function aboutRule({ unique, debounce, throttle }: TaskSpec): About | null {
  if (unique !== null) return { rule: 'unique', key: unique.key, second: secondOf(unique) };
  if (debounce !== null) {
    const max = debounce.maxMs === null ? '' : `, at most ${formatDuration(debounce.maxMs)} after the first`;
    return {
      rule: 'debounce',
      key: debounce.key,
      second: `puts the start off by ${formatDuration(debounce.waitMs)}${max}, and brings its payload`,
    };
  }
  if (throttle === null) return null;
  const every = formatDuration(throttle.everyMs);
  const second = throttle.trailing
    ? `within ${every} starts when that is over, the newest of them`
    : `within ${every} is not stored`;
  return { rule: 'throttle', key: throttle.key, second };
}

function secondOf({ while: held, forMs, onConflict }: NonNullable<TaskSpec['unique']>): string {
  const when = held === 'waiting' ? 'while the first one waits' : 'while the first one has not ended';
  const bound = forMs === null ? '' : `, for ${formatDuration(forMs)} at most`;
  const what = {
    keep: 'is not stored, and answered with the first',
    reject: 'is refused',
    replace: 'brings its payload and start to the first, or waits beside it when that runs',
  }[onConflict];
  return `${what} ${when}${bound}`;
}
