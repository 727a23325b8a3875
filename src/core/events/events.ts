/** Lifecycle events: one stream that spans, metrics, logs, server-sent events and hooks read. */
import type { HookEvent } from '../handlers/hook.ts';
import type { Job, JobError, Progress } from '../job.ts';
import type { Outcome } from '../outcome.ts';
import type { SpanRef } from '../tracing.ts';
import type { RunRef, RunStepEvent } from '../workflow/step-events.ts';

/** The part of a job that events carry. */
export interface JobRef {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
}

/** Why, until when (epoch ms) and by whom something stands still, where that is said. */
interface ToldPause {
  readonly reason: string | null;
  readonly until: number | null;
  readonly by: string | null;
}

interface ToldWorker {
  /** Its session. */
  readonly worker: string;
  readonly host: string;
  readonly pid: number;
}

/** The part of a job that events carry. */
export function refOf(job: JobRef): JobRef {
  return { id: job.id, task: job.task, queue: job.queue };
}

/** An attempt whose outcome is stored. */
export interface AttemptEnd {
  /** As it was leased. */
  readonly job: Job;
  readonly outcome: Outcome;
  /** When the job is due again, epoch ms; null when it is not, or at once. */
  readonly runAt: number | null;
  /** By the process that ran it. */
  readonly durationMs: number;
}

/**
 * What happens to jobs, schedules and queues. Many are told of in one go, so an event says itself which span it is about,
 * where that is known; without one it belongs to whoever emits it.
 */
export type LifecycleEvent = HappenedEvent & { readonly span?: SpanRef };

type HappenedEvent =
  | { readonly type: 'job.enqueued'; readonly job: JobRef; readonly runAt: number; readonly created: boolean }
  | { readonly type: 'job.promoted'; readonly queue: string; readonly count: number }
  | { readonly type: 'attempt.started'; readonly job: Job; readonly attempt: number }
  | { readonly type: 'attempt.progress'; readonly job: JobRef; readonly progress: Progress }
  /** What a running attempt has told meanwhile is stored: its progress, where there is news of it, and so many log lines. */
  | { readonly type: 'attempt.noted'; readonly job: JobRef; readonly progress: Progress | null; readonly lines: number }
  | {
      readonly type: 'attempt.failed';
      readonly job: JobRef;
      readonly attempt: number;
      readonly maxAttempts: number;
      readonly error: JobError;
      readonly willRetry: boolean;
      /** When the next attempt is due, epoch ms; null when none follows. */
      readonly retryAt: number | null;
      readonly durationMs: number;
    }
  /** Its outcome is stored. The finer events of it follow, each made of this one (attempt-events.ts). */
  | ({ readonly type: 'attempt.ended' } & AttemptEnd)
  | { readonly type: 'job.completed'; readonly job: JobRef; readonly attempt: number; readonly durationMs: number }
  | { readonly type: 'job.retryable'; readonly job: JobRef; readonly attempt: number; readonly runAt: number }
  | { readonly type: 'job.snoozed'; readonly job: JobRef; readonly runAt: number; readonly durationMs: number }
  | { readonly type: 'job.released'; readonly job: JobRef }
  | { readonly type: 'job.blocked'; readonly job: JobRef; readonly reason: string }
  | {
      readonly type: 'job.dead';
      readonly job: JobRef;
      readonly attempt: number;
      readonly error: JobError;
      /** null: its process was lost. */
      readonly durationMs: number | null;
    }
  | { readonly type: 'job.cancelled'; readonly job: JobRef; readonly reason: string }
  | ({ readonly type: 'job.retried' } & JobRef)
  | ({ readonly type: 'job.removed' } & JobRef)
  /** Somebody was shown what is hidden of it. `by`: the name of a token, or whoever the caller says. */
  | { readonly type: 'job.revealed'; readonly job: JobRef; readonly by: string }
  /** The job waits in its queue now; `from` is the one that it left. */
  | { readonly type: 'job.moved'; readonly job: JobRef; readonly from: string }
  /** The job waits with another priority. */
  | { readonly type: 'job.prioritized'; readonly job: JobRef; readonly priority: number }
  /** A lease ran out; the job was taken back or buried. */
  | { readonly type: 'lease.expired'; readonly job: JobRef; readonly rescues: number; readonly dead: boolean }
  /** An outcome came from a lease that was no longer held; nothing was written. */
  | { readonly type: 'lease.lost'; readonly job: JobRef; readonly attempt: number }
  /** The attempt is over, by its hard limit, by a cancel or because the process stops, but its code still runs. */
  | {
      readonly type: 'handler.overrun';
      readonly job: JobRef;
      readonly attempt: number;
      readonly why: 'limit' | 'stop' | 'cancel';
      readonly stillRunning: number;
    }
  /** A hard limit passed unseen, because a handler kept the event loop: this one, or, where `own` is false, another. */
  | {
      readonly type: 'handler.standstill';
      readonly job: JobRef;
      readonly attempt: number;
      readonly standstillMs: number;
      readonly own: boolean;
    }
  /** A function of a hook threw, or did not end in time. Nothing else changes by it. */
  | {
      readonly type: 'hook.failed';
      readonly job: JobRef;
      readonly attempt: number;
      readonly on: HookEvent;
      /** As the manifest names it. */
      readonly hook: string;
      readonly error: JobError;
    }
  | RunStepEvent
  | ({ readonly type: 'run.started' } & RunRef)
  | ({ readonly type: 'run.completed'; readonly durationMs: number } & RunRef)
  | ({ readonly type: 'run.failed'; readonly durationMs: number; readonly error: JobError | null } & RunRef)
  | ({ readonly type: 'run.cancelled'; readonly durationMs: number; readonly reason: string | null } & RunRef)
  /** Somebody was shown what is hidden of it, or of the items of a step. `by` as of `job.revealed`. */
  | ({ readonly type: 'run.revealed'; readonly by: string } & RunRef)
  /** Its id is that of the job, or run, of the tick. */
  | {
      readonly type: 'schedule.ticked';
      readonly schedule: string;
      readonly tickAt: number;
      readonly jobId: string;
      readonly latenessMs: number;
    }
  | { readonly type: 'schedule.missed'; readonly schedule: string; readonly from: number; readonly to: number }
  | ({ readonly type: 'schedule.paused'; readonly schedule: string } & Partial<ToldPause>)
  | { readonly type: 'schedule.resumed'; readonly schedule: string }
  /** A process that works with the store has come, or goes by itself; of one that was killed nothing is told. */
  | ({ readonly type: 'worker.joined' } & ToldWorker)
  | ({ readonly type: 'worker.left' } & ToldWorker)
  | ({ readonly type: 'queue.paused'; readonly queue: string } & Partial<ToldPause>)
  | { readonly type: 'queue.resumed'; readonly queue: string }
  /** Jobs that it means are not started from now on; of a task that is paused the name is `task:NAME`. */
  | {
      readonly type: 'hold.set';
      readonly hold: string;
      readonly means: string;
      readonly task: string | null;
      readonly queue: string | null;
      readonly until: number | null;
      readonly reason: string | null;
      readonly by: string;
    }
  | {
      readonly type: 'hold.removed';
      readonly hold: string;
      readonly task: string | null;
      readonly queue: string | null;
      readonly by: string;
    }
  /** Other numbers stand in the place of the manifest's. `by`: the name of a token, or whoever the caller says. */
  | {
      readonly type: 'bucket.set';
      readonly bucket: string;
      readonly limits: Readonly<Record<string, string | number>>;
      readonly by: string | null;
    }
  | { readonly type: 'bucket.reset'; readonly bucket: string; readonly by: string | null }
  /** Too many attempts have failed: nobody passes until then, epoch ms. */
  | { readonly type: 'breaker.opened'; readonly gate: string; readonly until: number }
  | { readonly type: 'breaker.closed'; readonly gate: string }
  /** Somebody is told of it, or told again; once over all processes. `message` is of its first subject, `subjects` counts them. */
  | {
      readonly type: 'alert.fired';
      readonly alert: string;
      readonly since: number;
      readonly subjects: number;
      readonly message: string;
    }
  | { readonly type: 'alert.recovered'; readonly alert: string; readonly since: number }
  | { readonly type: 'manifest.applied'; readonly revision: number; readonly hash: string }
  | { readonly type: 'manifest.refused'; readonly problems: number }
  /** A revision on probation made things worse: the one before it is in force again, under a new number. */
  | { readonly type: 'manifest.reverted'; readonly revision: number; readonly bad: number; readonly why: string };

export type LifecycleEventType = LifecycleEvent['type'];
export type EventListener = (event: LifecycleEvent) => void;

/** Where events go; a listener that throws is the emitter's to survive. */
export interface EventSink {
  emit(event: LifecycleEvent): void;
  /** false: nobody listens now, so an event need not even be built. A sink that does not say is taken to listen. */
  readonly active?: boolean;
  /** The same of one type. */
  wants?(type: LifecycleEventType): boolean;
}

/** Whether an event of that type must be built. */
export function isWanted(type: LifecycleEventType, events: EventSink): boolean {
  return events.wants === undefined ? events.active !== false : events.wants(type);
}

interface Subscription {
  readonly listener: EventListener;
  /** null = all. */
  readonly types: ReadonlySet<LifecycleEventType> | null;
}

/** Fans events out to listeners in the order they came; a throwing listener stops nothing. */
export class EventStream implements EventSink {
  readonly #subscriptions = new Set<Subscription>();
  readonly #onListenerError: (error: unknown) => void;
  /** What `wants` has answered since the last change of the subscriptions: it is asked several times per job. */
  readonly #answers = new Map<LifecycleEventType, boolean>();

  constructor(onListenerError: (error: unknown) => void = () => undefined) {
    this.#onListenerError = onListenerError;
  }

  get active(): boolean {
    return this.#subscriptions.size > 0;
  }

  wants(type: LifecycleEventType): boolean {
    let answer = this.#answers.get(type);
    if (answer === undefined) {
      answer = [...this.#subscriptions].some((subscription) => isFor(subscription, type));
      this.#answers.set(type, answer);
    }
    return answer;
  }

  /**
   * @param types what the listener wants to hear; all by default
   * @returns a function that ends the subscription
   */
  subscribe(listener: EventListener, types?: readonly LifecycleEventType[]): () => void {
    const subscription = { listener, types: types === undefined ? null : new Set(types) };
    if (subscription.types?.size !== 0) this.#subscriptions.add(subscription);
    this.#answers.clear();
    return () => {
      this.#subscriptions.delete(subscription);
      this.#answers.clear();
    };
  }

  emit(event: LifecycleEvent): void {
    for (const subscription of this.#subscriptions) {
      if (!isFor(subscription, event.type)) continue;
      try {
        subscription.listener(event);
      } catch (error) {
        this.#onListenerError(error);
      }
    }
  }
}

function isFor({ types }: Subscription, type: LifecycleEventType): boolean {
  return types === null || types.has(type);
}
