/** A question for jobs as people ask it, turned into the engine's filter. */
import { JOB_STATES } from '../../core/index.ts';
import type { JobFilter } from '../../engine/index.ts';
import { DURATION_FORM, INSTANT_FORM, parseDuration, parseInstant, SkepError } from '../../foundation/index.ts';
import type { JobQuery } from '../../api/index.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
/** Steps after which a search gives what it has found: a million jobs are gone through. */
export const LIST_STEPS = 100;

/**
 * @param now the store's clock, for `since` as a duration back from now
 * @throws SkepError REQUEST_INVALID
 */
export function jobFilter({ state, queue, task, tag, since, fingerprint }: JobQuery, now: number): JobFilter {
  const wrong = state?.find((one) => !JOB_STATES.includes(one));
  if (wrong !== undefined) {
    throw new SkepError('REQUEST_INVALID', `state: ${JSON.stringify(wrong)} is no state of a job`, {
      hint: `states are ${JOB_STATES.join(', ')}`,
    });
  }
  return {
    ...(state === undefined || state.length === 0 ? {} : { states: state }),
    ...(queue === undefined ? {} : { queue }),
    ...(task === undefined ? {} : { task }),
    ...(tag === undefined ? {} : { tag }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(since === undefined ? {} : { since: instantOf('since', since, now) }),
  };
}

/** @param text an instant, or a duration back from `now`. @throws SkepError REQUEST_INVALID */
export function instantOf(name: string, text: string, now: number): number {
  const back = parseDuration(text);
  const at = back === undefined ? parseInstant(text) : now - back;
  if (at !== undefined) return at;
  throw new SkepError('REQUEST_INVALID', `${name}: ${JSON.stringify(text)} is neither an instant nor a duration`, {
    hint: `write ${INSTANT_FORM}; or ${DURATION_FORM}`,
  });
}

/** @throws SkepError REQUEST_INVALID */
export function pageLimit({ limit }: Pick<JobQuery, 'limit'>): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new SkepError('REQUEST_INVALID', `limit: ${limit} is not a whole number from 1 to ${MAX_LIMIT}`);
}
