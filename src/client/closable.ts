/** A store that is closed under somebody who waits on it: he is told that it was closed, not that it cannot be reached. */
import { anySignal, newAborter, SkepError } from '../foundation/index.ts';
import type { ClientOperations } from './jobs.ts';

export function closable(operations: ClientOperations): ClientOperations {
  const closing = newAborter();
  const unlessClosed = async <T>(ask: () => Promise<T>): Promise<T> => {
    closing.signal.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      closing.signal.throwIfAborted();
      throw error;
    }
  };
  return {
    enqueue: (task, jobs, bulk) => unlessClosed(() => operations.enqueue(task, jobs, bulk)),
    getJob: (...asked) => unlessClosed(() => operations.getJob(...asked)),
    listJobs: (query) => unlessClosed(() => operations.listJobs(query)),
    enqueueGroup: (task, request) => unlessClosed(() => operations.enqueueGroup(task, request)),
    startRun: (request) => unlessClosed(() => operations.startRun(request)),
    listRuns: (query) => unlessClosed(() => operations.listRuns(query)),
    getRun: (...asked) => unlessClosed(() => operations.getRun(...asked)),
    runItems: (...asked) => unlessClosed(() => operations.runItems(...asked)),
    cancelRun: (id) => unlessClosed(() => operations.cancelRun(id)),
    resumeRun: (id, from) => unlessClosed(() => operations.resumeRun(id, from)),
    signalRun: (...asked) => unlessClosed(() => operations.signalRun(...asked)),
    removeRun: (id) => unlessClosed(() => operations.removeRun(id)),
    watch: (query, options = {}) => {
      const { signal } = options;
      return operations.watch(query, {
        ...options,
        signal: signal ? anySignal([signal, closing.signal]) : closing.signal,
      });
    },
    cancelJob: (id) => unlessClosed(() => operations.cancelJob(id)),
    close: () => {
      closing.abort(closed());
      return operations.close();
    },
  };
}

/** Why what waits ends. */
export function closed(): SkepError {
  return new SkepError('STOPPING', 'the client was closed');
}
