/** What follows for eyes from the end of an attempt: the finer events, all made of the one. */
import { type AttemptEnd, type LifecycleEvent, refOf } from './events.ts';

/** @param now epoch ms, for what is due at once */
export function eventsOfEnd(
  { job: whole, outcome, runAt, durationMs }: AttemptEnd,
  now: number,
): readonly LifecycleEvent[] {
  const job = refOf(whole);
  const { attempt, maxAttempts } = whole;
  const dueAt = runAt ?? now;
  switch (outcome.kind) {
    case 'complete':
      return [{ type: 'job.completed', job, attempt, durationMs }];
    case 'retry': {
      const { error } = outcome;
      const failed = { attempt, maxAttempts, error, durationMs, willRetry: true, retryAt: dueAt } as const;
      return [
        { type: 'attempt.failed', job, ...failed },
        { type: 'job.retryable', job, attempt, runAt: dueAt },
      ];
    }
    case 'dead': {
      const { error } = outcome;
      const failed = { attempt, maxAttempts, error, durationMs, willRetry: false, retryAt: null } as const;
      return [
        { type: 'attempt.failed', job, ...failed },
        { type: 'job.dead', job, attempt, error, durationMs },
      ];
    }
    case 'snooze':
      return [{ type: 'job.snoozed', job, runAt: dueAt, durationMs }];
    case 'cancel':
      return [{ type: 'job.cancelled', job, reason: outcome.error?.message ?? 'cancelled by its handler' }];
    case 'release':
      return [{ type: 'job.released', job }];
    case 'hold':
      return [{ type: 'job.blocked', job, reason: outcome.reason }];
  }
}
