/** `?wait=`: an answer as soon as a job is finished, or when the time is over. */
import { durationMs, SkepError } from '../foundation/index.ts';
import type { JobView, Operations, RunView } from '../api/index.ts';
import type { AdminLimits } from './limits.ts';

export interface WaitOptions {
  readonly operations: Operations;
  readonly limits: AdminLimits;
  /** How many wait, over all requests. */
  readonly waiting: { requests: number };
  /** Aborts when the client goes away or the server stops. */
  readonly gone: () => AbortSignal;
}

/**
 * @param wait the query parameter; undefined = no wait
 * @returns milliseconds, at most the limit's
 * @throws REQUEST_INVALID when it is no duration, or is there twice
 */
export function waitMsOf(wait: unknown, { waitMs }: AdminLimits): number {
  if (wait === undefined) return 0;
  if (typeof wait === 'string') return Math.min(durationMs(wait), waitMs);
  throw new SkepError('REQUEST_INVALID', 'the query parameter `wait` is there twice');
}

/**
 * The job as soon as it is finished, or when the time is over.
 * @param wait the query parameter
 * @throws JOB_UNKNOWN, REQUEST_INVALID
 */
export function jobAfter(id: string, wait: unknown, options: WaitOptions): Promise<JobView> {
  return waitForEnd(id, waitMsOf(wait, options.limits), options);
}

/** A wait is cut into slices, so that it ends soon after its client is gone or the server stops. */
const SLICE_MS = 1_000;

/**
 * The job when it is finished, or as it is after `waitMs`. When too many wait already it is answered as it is now: each
 * of them asks the store several times a second.
 * @throws JOB_UNKNOWN
 */
export function waitForEnd(id: string, waitMs: number, options: WaitOptions): Promise<JobView> {
  return sliced((ms) => options.operations.getJob(id, ms), waitMs, options);
}

/** The same of a run. @throws RUN_UNKNOWN, REQUEST_INVALID */
export function runAfter(id: string, wait: unknown, options: WaitOptions): Promise<RunView> {
  return sliced((ms) => options.operations.getRun(id, ms), waitMsOf(wait, options.limits), options);
}

async function sliced<T extends { readonly finished: boolean }>(
  read: (ms: number) => Promise<T>,
  waitMs: number,
  { limits, waiting, gone }: WaitOptions,
): Promise<T> {
  if (waitMs === 0 || waiting.requests >= limits.waits) return read(0);
  waiting.requests += 1;
  const signal = gone();
  try {
    for (let rest = waitMs; ; rest -= SLICE_MS) {
      const seen = await read(Math.max(0, Math.min(rest, SLICE_MS)));
      if (seen.finished || rest <= SLICE_MS || signal.aborted) return seen;
    }
  } finally {
    waiting.requests -= 1;
  }
}
