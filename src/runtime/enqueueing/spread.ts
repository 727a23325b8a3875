/** Jobs of one call whose starts are spread over a time, so that a thousand of them do not come at once. */
import { durationMs, SkepError } from '../../foundation/index.ts';
import type { Draft } from './draft.ts';

/**
 * The job at `index` of n starts `floor(index × spread / n)` ms later than it would: the first as ever, the last one step before the
 * end, so that calls which follow each other by that time go on evenly. Nothing of it is random: the same call gives the same starts.
 * @throws SkepError REQUEST_INVALID where it is no duration, or a job would expire before it starts
 */
export function spreadOut<T extends Draft>(
  drafts: readonly T[],
  spread: string | number | undefined,
  now: number,
): readonly T[] {
  if (spread === undefined) return drafts;
  const spreadMs = durationMs(spread);
  return drafts.map((draft, index) => {
    const laterMs = Math.floor((index * spreadMs) / drafts.length);
    const { delayMs, runAt, expiresInMs } = draft.options;
    const waitMs = laterMs + (runAt === null ? delayMs : Math.max(0, runAt - now));
    if (expiresInMs !== null && expiresInMs <= waitMs) {
      throw new SkepError('REQUEST_INVALID', `jobs[${index}].options.expires: the job would expire before it is due`, {
        hint: `the spread lets it wait ${laterMs} ms longer`,
        details: { index },
      });
    }
    // An instant in the past would swallow what is added to it.
    const options = runAt === null ? { delayMs: waitMs } : { runAt: Math.max(runAt, now) + laterMs };
    return { ...draft, options: { ...draft.options, ...options } };
  });
}
