/** A stop must end, also when the store does not answer any more: what is held is then rescued by others. */
import { tell } from '../../core/index.ts';
import type { Engine } from '../../engine/index.ts';
import {
  aborted,
  anySignal,
  type Clock,
  type Logger,
  messageOf,
  newAborter,
  pause,
  SkepError,
} from '../../foundation/index.ts';
import { boundedCheck } from '../lookout/readiness.ts';

/** Between two looks whether the store is still there. */
const LOOK_MS = 1_000;
/** So many looks in a row without an answer mean that it is gone: one alone may meet a connection that is being made anew. */
const MISSES = 3;
const CLOSE_MS = 2_000;

interface Asking {
  readonly clock: Clock;
  /** Aborts when nobody wants to wait any more. */
  readonly hurried: AbortSignal;
}

export interface StopLimits extends Asking {
  /** What attempts may take; before that the store is given the chance to come back. */
  readonly waitMs: number;
}

export interface StartLimits extends Asking {
  /** Aborts when a stop overtakes the start. */
  readonly ending: AbortSignal;
}

/**
 * Waits for a start. One that a stop overtakes is let to its end, so that the stop finds something whole, but only for as
 * long as the store answers: a call of it may wait through an outage.
 * @throws SkepError STOPPING when the store is gone; what `started` throws
 */
export async function startedOrStoreGone(started: Promise<void>, engine: Engine, limits: StartLimits): Promise<void> {
  const over = newAborter();
  const end = (): void => over.abort();
  started.then(end, end);
  const gone = async (): Promise<void> => {
    await aborted(anySignal([limits.ending, over.signal]));
    if (await lost(engine, limits, over.signal)) {
      throw new SkepError('STOPPING', 'stopped while the store did not answer');
    }
    await started;
  };
  await Promise.race([started, gone()]);
}

/**
 * Waits for the services to stop; past the limit only for as long as the store answers.
 * @returns whether everything could be told to the store
 */
export async function stoppedOrStoreGone(stopped: Promise<void>, engine: Engine, limits: StopLimits): Promise<boolean> {
  const { clock, waitMs, hurried } = limits;
  const done = newAborter();
  const all = stopped.then(() => {
    done.abort();
    return true;
  });
  const gone = async (): Promise<boolean> => {
    await pause(clock, waitMs, anySignal([done.signal, hurried]));
    return !(await lost(engine, limits, done.signal));
  };
  return (await Promise.race([all, gone()])) && (await answers(engine, limits));
}

/** Looks until the store does not answer, or `done` aborts. @returns whether it is gone */
async function lost(engine: Engine, asking: Asking, done: AbortSignal): Promise<boolean> {
  while (!done.aborted && (await answers(engine, asking))) await pause(asking.clock, LOOK_MS, done);
  return !done.aborted;
}

async function answers(engine: Engine, { clock, hurried }: Asking): Promise<boolean> {
  for (let miss = 0; miss < MISSES; miss += 1) {
    if (miss > 0) await pause(clock, LOOK_MS, hurried);
    if ((await boundedCheck(engine, clock)).every(({ status }) => status !== 'fail')) return true;
  }
  return false;
}

/** Closes the store; that it cannot be is told. @returns whether it was closed in good order */
export async function closedStore(engine: Engine, clock: Clock, logger: Logger): Promise<boolean> {
  try {
    await closedInTime(engine, clock);
    return true;
  } catch (error) {
    tell(logger, 'store.unclosed', { error: messageOf(error) });
    return false;
  }
}

/** @throws SkepError STORE_UNREACHABLE when the store keeps us waiting; what the engine throws */
async function closedInTime(engine: Engine, clock: Clock): Promise<void> {
  const done = newAborter();
  const late = pause(clock, CLOSE_MS, done.signal).then(() => {
    if (!done.signal.aborted) throw new SkepError('STORE_UNREACHABLE', 'the store does not answer');
  });
  try {
    await Promise.race([engine.close(), late]);
  } finally {
    done.abort();
  }
}
