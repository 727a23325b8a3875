/** Views as the stand-in of fake-served.ts gives them. */
import { DEFAULT_PRIORITY, noFigure, readingOf } from '../../src/core/index.ts';
import type { Json } from '../../src/foundation/index.ts';
import type { JobView, QueueDetailView, QueueView } from '../../src/api/index.ts';

export const NOW = '2026-01-01T00:00:00.000Z';

export function fakeJob(id: string, payload: Json): JobView {
  return {
    id,
    task: 'emails.send',
    queue: 'default',
    priority: DEFAULT_PRIORITY,
    state: 'available',
    finished: false,
    payload,
    attempt: 0,
    maxAttempts: 4,
    rescues: 0,
    runAt: NOW,
    createdAt: NOW,
    startedAt: null,
    finishedAt: null,
    expiresAt: null,
    tags: [],
    headers: {},
    traceparent: null,
    manifestRevision: 1,
    schedule: null,
    parentId: null,
    letter: null,
    fingerprint: null,
    fairness: null,
    uniqueKey: null,
    workflow: null,
    blockedBy: null,
    hold: null,
    waits: [],
    progress: null,
    logs: [],
    result: null,
    resultGone: null,
    resultUntil: null,
    error: null,
    attempts: [],
    hidden: [],
    version: 1,
    omitted: [],
  };
}

export function queueView(paused: boolean): QueueView {
  const counts = {
    scheduled: 0,
    blocked: 0,
    available: 0,
    running: 0,
    retryable: 0,
    completed: 0,
    cancelled: 0,
    dead: 0,
  };
  return {
    name: 'default',
    declared: true,
    paused,
    pause: null,
    concurrency: 10,
    order: 'strict',
    counts,
    held: 0,
    oldestAgeMs: null,
    workers: 0,
  };
}

export function queueDetail(): QueueDetailView {
  const lastHour = readingOf(noFigure());
  return { ...queueView(false), place: null, settings: null, tasks: [], capacity: 0, lastHour };
}
