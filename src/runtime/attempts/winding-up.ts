/**
 * What is awaited between the end of an execution and its settlement: it is ended where the attempt was cut off, then
 * what it holds is closed. Both are bounded, as the lease is held meanwhile; where an attempt is cut off, they stay
 * together below what a stop gives the last outcomes (worker.ts).
 */
import { CLOSE_MS, type Execution, type Outcome, tell } from '../../core/index.ts';
import { type Clock, inTime, type Logger, messageOf, SkepError } from '../../foundation/index.ts';
import type { Discretion } from './discretion.ts';
import { doneWithin } from '../working/patience.ts';

const KILL_MS = 1_000;
const GIVEN_UP: Outcome = { kind: 'release' };

export interface WindingUp {
  readonly outcome: Outcome;
  /** Its lease is lost: the engine will refuse the outcome, and nothing of the attempt may count. */
  readonly refused: boolean;
  /** The attempt ended and its code did not. */
  readonly cut: boolean;
  readonly logger: Logger;
  readonly discretion: Discretion | null;
}

export interface WoundUp {
  /** Its code still runs. */
  readonly runs: boolean;
  /** Why it could not be closed, where that makes an attempt fail which had completed. */
  readonly unclosed?: { readonly error: unknown };
}

/** Never rejects. */
export async function windUp(
  execution: Execution,
  { refused, cut, logger, discretion, ...of }: WindingUp,
  clock: Clock,
): Promise<WoundUp> {
  const outcome = refused ? GIVEN_UP : of.outcome;
  let runs = cut;
  const ended = (): void => {
    runs = false;
  };
  if (cut) {
    execution.done.then(ended, ended);
    await doneWithin(kill(execution, ended), KILL_MS, { clock });
  }
  const unclosed = await close(execution, outcome, { clock, ms: cut ? CLOSE_MS : execution.closeMs });
  if (unclosed === undefined) return { runs };
  if (outcome.kind === 'complete') return { runs, unclosed };
  const reason = messageOf(unclosed.error);
  tell(logger, 'attempt.unclosed', { reason: discretion?.text(reason) ?? reason });
  return { runs };
}

async function kill(execution: Execution, ended: () => void): Promise<void> {
  if (await execution.kill()) ended();
}

async function close(
  execution: Execution,
  outcome: Outcome,
  { clock, ms }: { readonly clock: Clock; readonly ms: number },
) {
  const tooLate = (): Error => new SkepError('RESOURCE_TIMED_OUT', `not done within ${ms} ms`);
  try {
    await inTime(execution.close(outcome), { clock, ms, tooLate });
    return undefined;
  } catch (error) {
    return { error };
  }
}
