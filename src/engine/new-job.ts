import type { ScheduleOrigin, TimeoutLimits } from '../core/index.ts';
import type { Json } from '../foundation/index.ts';

/** A job to be stored. The id is always given: engines never number jobs. */
export interface NewJob {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  readonly priority: number;
  readonly payload: Json;
  readonly maxAttempts: number;
  /** Milliseconds from now until it is due; 0 = now. Ignored when `runAt` is given. */
  readonly delayMs: number;
  /** Absolute due time; null = use delayMs. An instant in the past is now. */
  readonly runAt: number | null;
  /** Milliseconds from now after which it must not start; null = never expires. */
  readonly expiresInMs: number | null;
  readonly timeout: TimeoutLimits | null;
  readonly tags: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly traceparent: string | null;
  readonly tracestate: string | null;
  readonly manifestRevision: number | null;
  readonly schedule: ScheduleOrigin | null;
  readonly parentId: string | null;
}
