/** What a handler on the far side answered, as it crosses. */
import { answerOf } from '../core/index.ts';
import { encodeResult } from '../foundation/index.ts';
import { errorAcross, stoppedHow } from './across.ts';
import type { Answered, Ended } from './messages.ts';

/** What its handler answered for each of many jobs. */
export function answered(returned: unknown): Answered {
  if (!Array.isArray(returned)) return { kind: 'answered', answers: null };
  const answers = Array.from(returned, (given: unknown, index): Ended | null =>
    Object.hasOwn(returned, index) ? endedBy(given) : null,
  );
  return { kind: 'answered', answers };
}

/** Whether another attempt follows for an error, or none does. */
export function isFailure(how: Ended | null): boolean {
  if (how === null || how.kind === 'returned') return false;
  return how.kind === 'threw' || how.wish.kind === 'retry' || how.wish.kind === 'dead';
}

function endedBy(given: unknown): Ended {
  try {
    const told = answerOf(given);
    if ('value' in told) return stoppedHow(told.value) ?? { kind: 'returned', encoded: encodeResult(told.value) };
    return stoppedHow(told.error) ?? { kind: 'threw', error: errorAcross(told.error) };
  } catch (error) {
    return { kind: 'threw', error: errorAcross(error) };
  }
}
