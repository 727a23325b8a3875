/**
 * Keys of jobs (NewJob.unique), decided in the step that stores them, so that it holds whoever enqueues, from wherever, at once.
 *
 * A key leads to the job that took it last. Whether that one holds it still follows from its state and from the clock, and from
 * nothing that is done when it ends (core/unique.ts): so no key can stick, however a job ends. An enqueue that meets a holder
 *
 * - `keep`: stores nothing, and is answered with the holder;
 * - `reject`: stores nothing of the whole call;
 * - `replace`: gives the holder its payload and start where it waits. One that runs has read its payload: there the newcomer is
 *   stored beside it and takes the key. In a window it starts when that is over, and a window of its own begins then; so one that
 *   is replaced there keeps its start.
 *
 * What follows from an end or a tick cannot be refused: there `reject` is `keep`. A job that comes back (retry of one that has ended) takes its key again, or is
 * refused where another one holds it; a window stops nobody then. A job that has lost its key while it ran goes on without.
 * An id that is stored already is `existing` before keys are looked at. How far a key reaches: `capabilities.gates`; a job that is moved takes
 * its key along where the other queue has no holder of it.
 */
import { SkepError } from '../foundation/index.ts';

/** What enqueue rejects with, and a retry, when the job `holder` of that task has the key. */
export function jobExists(task: string, holder: string): SkepError {
  return new SkepError('JOB_EXISTS', `job ${holder} of ${task} has the same key`, {
    hint: 'wait until it has ended, or cancel it',
    details: { id: holder, task },
  });
}
