import { isFinished, type Job, type Run } from '../core/index.ts';
import type { JobsFacet, RunsFacet } from '../engine/index.ts';
import { anySignal, type Clock, newAborter, pause } from '../foundation/index.ts';

/** First and longest time between two looks: a short job is seen at once, a long one costs little. */
const FIRST_LOOK_MS = 10;
const LAST_LOOK_MS = 250;

export interface WaitOptions {
  readonly waitMs: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/**
 * Waits until a job is finished, for `waitMs` at most, or until `signal` aborts.
 * @returns the job as it is then, finished or not; null when no job of that id is stored
 */
export function waitForJob(jobs: Pick<JobsFacet, 'get'>, id: string, options: WaitOptions): Promise<Job | null> {
  return waitFor({ read: () => jobs.get(id), isOver: ({ state }) => isFinished(state) }, options);
}

/** The same of a run. One that ends in this process is seen at once. */
export async function waitForRun(
  runs: Pick<RunsFacet, 'get' | 'stateOf' | 'onEnded'>,
  id: string,
  options: WaitOptions,
): Promise<Run | null> {
  let ended = newAborter();
  const unsubscribe = runs.onEnded((run) => {
    if (run.id === id) ended.abort();
  });
  // It may have been resumed in the same moment: then one look follows, and the next news are waited for.
  const news = (): AbortSignal => {
    if (ended.signal.aborted) ended = newAborter();
    return ended.signal;
  };
  try {
    const state = await waitFor({ read: () => runs.stateOf(id), isOver: (now) => now !== 'running', news }, options);
    return state === null ? null : await runs.get(id);
  } finally {
    unsubscribe();
  }
}

interface Waited<T> {
  readonly read: () => Promise<T | null>;
  readonly isOver: (value: T) => boolean;
  /** Asked before each look: what is aborted when there is news since, so that another look follows at once. */
  readonly news?: () => AbortSignal;
}

async function waitFor<T>(
  { read, isOver, news }: Waited<T>,
  { waitMs, clock, signal }: WaitOptions,
): Promise<T | null> {
  const end = clock.monotonic() + waitMs;
  let lookMs = FIRST_LOOK_MS;
  for (;;) {
    const woken = news?.();
    const value = await read();
    const leftMs = end - clock.monotonic();
    if (value === null || isOver(value) || leftMs <= 0 || signal?.aborted === true) return value;
    await pause(clock, Math.min(lookMs, leftMs), woken && signal ? anySignal([woken, signal]) : (woken ?? signal));
    lookMs = Math.min(lookMs * 2, LAST_LOOK_MS);
  }
}
