/** What a handler is and what it is given. No import of Skep is needed to write one. */
import type { Json, LogFields, LogLevel } from '../../foundation/index.ts';
import type { HandlerSpan } from './handler-span.ts';
import type { EnqueueOptions } from '../enqueue-options.generated.ts';
import type { Job } from '../job.ts';

/**
 * `export const send: Handler<Email, Receipt> = async (email, ctx) => { … }`
 *
 * The payload's type is what the author promises: the task's `input` schema is what checks it. A result is JSON, or null
 * when there is none.
 */
export type Handler<Payload = Json, Result = unknown, Resources = Readonly<Record<string, unknown>>> = (
  payload: Payload,
  ctx: HandlerContext<Payload, Resources>,
) => Result | Promise<Result>;

/**
 * What can be given as a payload: interfaces and classes too, which have no index signature. That it is JSON is checked when it is
 * enqueued.
 */
export type JsonInput = object | string | number | boolean | null;

export interface HandlerContext<Payload = Json, Resources = Readonly<Record<string, unknown>>> {
  /** The job as it was reserved; frozen. */
  readonly job: Job<Payload>;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborts at the soft limit, at the hard limit, on cancel, on shutdown and when the lease is lost. */
  readonly signal: AbortSignal;
  /** Carries job, task, attempt and trace ids; takes every calling form of pino. */
  readonly logger: HandlerLogger;
  /** W3C Baggage that came with whoever enqueued the job: values by name. */
  readonly baggage: Readonly<Record<string, string>>;
  /** Stable across attempts of one job: give it to the outside world to make effects once. */
  readonly idempotencyKey: string;
  /** What the task uses, by name, open; see `use` in the manifest. */
  readonly resources: Resources;
  /** The attempt's span (an OpenTelemetry Span), or a no-op when tracing is off. */
  readonly span: HandlerSpan;
  /** Reports how far the work is; coalesced, the last report always arrives. */
  progress(done: number, total?: number, message?: string): void;
  /** Keeps a line of text on the job (the newest 100), as `info` where nothing else is said. */
  log(line: string, level?: LogLevel): void;
  /** Enqueues a child job in the same trace. */
  enqueue(
    task: string,
    payload: JsonInput,
    options?: EnqueueOptions,
  ): Promise<{ readonly id: string; readonly existing: boolean }>;
  /** Enqueues many children at once, all or nothing. */
  enqueueMany(
    task: string,
    jobs: readonly { readonly payload: JsonInput; readonly options?: EnqueueOptions }[],
  ): Promise<readonly { readonly id: string; readonly existing: boolean }[]>;
  /**
   * Starts a run of a workflow in the same trace: one of the manifest by its name, or one as the manifest would have it, as `chain`, `group`,
   * `chord` and `map` make it.
   */
  start(
    workflow: string | object,
    input?: JsonInput,
    options?: Pick<EnqueueOptions, 'id' | 'tags' | 'headers'>,
  ): Promise<{ readonly id: string; readonly existing: boolean }>;
  /** Moves the soft and hard limits this many milliseconds further from now on. */
  extend(ms: number): void;
  /**
   * `throw ctx.retry({ in: '60s' })`: this attempt failed, try again then. `maxAttempts` still holds, unless `max` says how
   * many retries this job may have in all. `after` is what a server says in `Retry-After`, seconds or a date, in place of `in`; null is as
   * if it were not there. `hold`: nobody starts who uses that bucket until then; true: any bucket that the task uses.
   * @throws SkepError REQUEST_INVALID for an unknown option
   */
  retry(options?: RetryOptions): Error;
  /** `throw ctx.snooze('10m')`: run again later, the attempt does not count. */
  snooze(delay: string | number): Error;
  /** `throw ctx.dead('reason')`: no further attempt. */
  dead(reason?: string | Error): Error;
  /** `throw ctx.cancel('reason')`: ended on purpose. */
  cancel(reason?: string | Error): Error;
}

export interface RetryOptions {
  readonly in?: string | number;
  readonly after?: string | null;
  readonly max?: number;
  readonly hold?: string | boolean;
  readonly cause?: unknown;
}

/**
 * `info({ to }, 'sent to %s', name)`, `info('text')`, `error(error)`, `error(error, 'while sending')`. Placeholders are
 * those of util.format; objects that none of them takes join the fields, an error as `err`.
 */
export interface HandlerLogger {
  debug(first?: unknown, ...rest: unknown[]): void;
  info(first?: unknown, ...rest: unknown[]): void;
  warn(first?: unknown, ...rest: unknown[]): void;
  error(first?: unknown, ...rest: unknown[]): void;
  /** A logger that adds these fields to every line. */
  child(fields: LogFields): HandlerLogger;
  isEnabled(level: LogLevel): boolean;
}
