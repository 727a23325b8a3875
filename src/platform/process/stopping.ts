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
import { doneWithin } from '../../runtime/index.ts';
import type { Reloader } from '../generations/reloader.ts';
import { boundedCheck } from '../lookout/readiness.ts';
import type { StoreWatch } from '../lookout/store-watch.ts';

/** Between two looks whether the store is still there. */
const LOOK_MS = 1_000;
/** So many looks in a row without an answer mean that it is gone: one alone may meet a connection that is being made anew. */
const MISSES = 3;
const CLOSE_MS = 2_000;
const RELOAD_MS = 3_000;
/**
 * A store that answers may keep calls waiting for ever all the same (a Redis whose clients are paused). So long a stop goes on
 * past its limit, and a start that it overtakes: with CLOSE_MS it is what whoever supervises a process gives it beyond the limit.
 */
const REST_MS = 8_000;
/** The same for what a start has left behind that was given up: it has waited already. */
const GIVEN_UP_MS = 3_000;

interface Asking {
  readonly clock: Clock;
  /** Aborts when nobody wants to wait any more. */
  readonly hurried: AbortSignal;
}

export interface StopLimits extends Asking {
  /** What attempts may take; before that the store is given the chance to come back. */
  readonly waitMs: number;
  /** It never ran: its start failed, or was given up. */
  readonly ran: boolean;
}

export interface StartLimits extends Asking {
  /** Aborts when a stop overtakes the start. */
  readonly ending: AbortSignal;
  /** Where the store is known to take nothing, what begins only waits for that to end. */
  readonly outage: Pick<StoreWatch, 'troubled'>;
}

/**
 * Waits for a start. One that a stop overtakes is let to its end, so that the stop finds something whole, but not for long, and
 * only for as long as the store answers and takes work: a call of it may wait through an outage.
 * @throws SkepError STOPPING when it is given up; what `started` throws
 */
export async function startedOrStoreGone(started: Promise<void>, engine: Engine, limits: StartLimits): Promise<void> {
  const over = newAborter();
  const end = (): void => over.abort();
  started.then(end, end);
  const gone = async (): Promise<void> => {
    await aborted(anySignal([limits.ending, over.signal]));
    if (await lost(engine, { ...limits, restMs: REST_MS }, over.signal)) {
      throw new SkepError('STOPPING', 'stopped while the store did not answer');
    }
    await started;
  };
  await Promise.race([started, gone()]);
}

/**
 * Waits for the services to stop; past the limit not for long, and only for as long as the store answers.
 * @returns whether everything could be told to the store
 */
export async function stoppedOrStoreGone(stopped: Promise<void>, engine: Engine, limits: StopLimits): Promise<boolean> {
  const { clock, waitMs, hurried, ran } = limits;
  const done = newAborter();
  const all = stopped.then(() => {
    done.abort();
    return true;
  });
  const gone = async (): Promise<boolean> => {
    await pause(clock, waitMs, anySignal([done.signal, hurried]));
    return !(await lost(engine, { ...limits, restMs: ran ? REST_MS : GIVEN_UP_MS }, done.signal));
  };
  return (await Promise.race([all, gone()])) && (await answers(engine, limits));
}

interface Losing extends Asking, Partial<Pick<StartLimits, 'outage'>> {
  readonly restMs: number;
}

/**
 * Waits until nothing reloads any more, but not for long: a reload may wait in the store, or for code that does not load.
 * @param looking resolve when nobody asks for another one
 */
export async function reloadsOver(
  looking: readonly Promise<void>[],
  reloader: Pick<Reloader, 'settled'>,
  { clock, hurried }: Asking,
): Promise<void> {
  const over = async (): Promise<void> => {
    await Promise.all(looking);
    await reloader.settled();
  };
  await doneWithin(over(), RELOAD_MS, { clock, signal: hurried });
}

/** Looks until the store does not answer, or time is over, or `done` aborts. @returns whether there is no hope any more */
async function lost(engine: Engine, asking: Losing, done: AbortSignal): Promise<boolean> {
  const { clock, restMs, outage } = asking;
  const until = clock.monotonic() + restMs;
  const hopeful = (): boolean => clock.monotonic() < until && outage?.troubled !== true;
  while (!done.aborted && hopeful() && (await answers(engine, asking))) await pause(clock, LOOK_MS, done);
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
