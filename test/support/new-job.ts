/** Jobs and processes as engines take and hand them out, with everything filled in that a test does not care about. */
import { type Job, NOTHING_GIVEN } from '../../src/core/index.ts';
import type { NewJob, ProcessInfo } from '../../src/engine/index.ts';
import { newId } from '../../src/foundation/index.ts';

export function newJob(given: Partial<NewJob> = {}): NewJob {
  return {
    ...NOTHING_GIVEN,
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
    ...given,
  };
}

export function newJobs(count: number, given: Partial<NewJob> = {}): NewJob[] {
  return Array.from({ length: count }, () => newJob(given));
}

/** A job as an engine hands it out for its first attempt, at the beginning of time. */
export function runningJob(changes: Partial<Job> = {}): Job {
  return {
    ...NOTHING_GIVEN,
    id: 'job-1',
    task: 'work',
    queue: 'default',
    priority: 5,
    state: 'running',
    payload: null,
    attempt: 1,
    maxAttempts: 3,
    rescues: 0,
    runAt: 0,
    createdAt: 0,
    startedAt: 0,
    finishedAt: null,
    expiresAt: null,
    manifestRevision: 1,
    hold: null,
    waits: [],
    resultGone: null,
    blockedBy: null,
    progress: null,
    logs: [],
    result: null,
    error: null,
    attempts: [],
    ...changes,
  };
}

/** A process that does nothing. */
export function idleProcess(info: Partial<ProcessInfo> = {}): ProcessInfo {
  return {
    host: 'test-host',
    pid: process.pid,
    version: '0.0.0',
    roles: ['worker'],
    queues: {},
    running: 0,
    overrunning: 0,
    manifestHash: '',
    manifestRevision: null,
    adminUrl: null,
    ...info,
  };
}
