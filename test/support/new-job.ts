/** Jobs to be stored, with everything filled in that a test does not care about. */
import type { NewJob } from '../../src/engine/index.ts';
import { newId } from '../../src/foundation/index.ts';

export function newJob(given: Partial<NewJob> = {}): NewJob {
  return {
    id: newId(),
    idChosen: false,
    task: 'test.work',
    queue: 'default',
    priority: 5,
    payload: null,
    maxAttempts: 3,
    delayMs: 0,
    runAt: null,
    expiresInMs: null,
    timeout: null,
    tags: [],
    headers: {},
    traceparent: null,
    tracestate: null,
    manifestRevision: null,
    schedule: null,
    parentId: null,
    resultKeepMs: null,
    gates: [],
    care: null,
    workflow: null,
    retry: null,
    consequences: [],
    ...given,
  };
}

export function newJobs(count: number, given: Partial<NewJob> = {}): NewJob[] {
  return Array.from({ length: count }, () => newJob(given));
}
