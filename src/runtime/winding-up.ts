/**
 * What is awaited between the end of an execution and its settlement: it is ended where the attempt was cut off, then
 * what it holds is closed. Both are bounded, as the lease is held meanwhile, and together they stay below what a stop
 * gives the last outcomes (worker.ts).
 */
import { type Execution, type Outcome, tell } from '../core/index.ts';
import { type Clock, type Logger, messageOf } from '../foundation/index.ts';
import { doneWithin } from './patience.ts';

const KILL_MS = 1_000;
const CLOSE_MS = 3_000;

export interface WindingUp {
  readonly outcome: Outcome;
  /** The attempt ended and its code did not. */
  readonly cut: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Never rejects. @returns whether the code still runs */
export async function windUp(execution: Execution, { outcome, cut, clock, logger }: WindingUp): Promise<boolean> {
  let runs = cut;
  const ended = (): void => {
    runs = false;
  };
  if (cut) {
    execution.done.then(ended, ended);
    await doneWithin(kill(execution, ended), KILL_MS, { clock });
  }
  await close(execution, outcome, { clock, logger });
  return runs;
}

async function kill(execution: Execution, ended: () => void): Promise<void> {
  if (await execution.kill()) ended();
}

async function close(execution: Execution, outcome: Outcome, { clock, logger }: Pick<WindingUp, 'clock' | 'logger'>) {
  let trouble: string | undefined;
  const work = async (): Promise<void> => execution.close(outcome);
  const told = work().catch((error: unknown) => {
    trouble = messageOf(error);
  });
  const done = await doneWithin(told, CLOSE_MS, { clock });
  if (!done) trouble = `not done within ${CLOSE_MS} ms`;
  if (trouble !== undefined) tell(logger, 'attempt.unclosed', { reason: trouble });
}
