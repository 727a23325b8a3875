/** A stop must end, also when the store does not answer any more: what is held is then rescued by others. */
import type { Engine } from '../engine/index.ts';
import { anySignal, type Clock, newAborter, pause, SkepError } from '../foundation/index.ts';
import { boundedCheck } from './readiness.ts';

/** Between two looks whether the store is still there. */
const LOOK_MS = 1_000;
/** So many looks in a row without an answer mean that it is gone: one alone may meet a connection that is being made anew. */
const MISSES = 3;
const CLOSE_MS = 2_000;

export interface StopLimits {
  readonly clock: Clock;
  /** What attempts may take; before that the store is given the chance to come back. */
  readonly waitMs: number;
  /** Aborts when nobody wants to wait any more. */
  readonly hurried: AbortSignal;
}

/**
 * Waits for the services to stop; past the limit only for as long as the store answers.
 * @returns whether everything could be told to the store
 */
export async function stoppedOrStoreGone(stopped: Promise<void>, engine: Engine, limits: StopLimits): Promise<boolean> {
  const { clock, waitMs, hurried } = limits;
  const done = newAborter();
  const there = (): Promise<boolean> => answers(engine, limits);
  const all = stopped.then(() => {
    done.abort();
    return true;
  });
  const gone = async (): Promise<boolean> => {
    await pause(clock, waitMs, anySignal([done.signal, hurried]));
    while (!done.signal.aborted && (await there())) await pause(clock, LOOK_MS, done.signal);
    return done.signal.aborted;
  };
  return (await Promise.race([all, gone()])) && (await there());
}

async function answers(engine: Engine, { clock, hurried }: StopLimits): Promise<boolean> {
  for (let miss = 0; miss < MISSES; miss += 1) {
    if (miss > 0) await pause(clock, LOOK_MS, hurried);
    if ((await boundedCheck(engine, clock)).every(({ status }) => status !== 'fail')) return true;
  }
  return false;
}

/** @throws SkepError STORE_UNREACHABLE when the store keeps us waiting; what the engine throws */
export async function closedInTime(engine: Engine, clock: Clock): Promise<void> {
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
