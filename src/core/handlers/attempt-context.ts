/** What a handler is given. Everything in it is made when it is asked for: most handlers use one or two members. */
import {
  cutText,
  deepFreeze,
  dictionary,
  durationMs,
  hidePasswords,
  type Json,
  type Logger,
  type LogLevel,
  SkepError,
} from '../../foundation/index.ts';
import { baggageOf } from '../baggage.ts';
import type { EnqueueOptions } from '../enqueue-options.generated.ts';
import { clean, ERROR_MESSAGE_MAX } from '../errors/error-text.ts';
import type { HandlerContext, HandlerLogger } from './handler.ts';
import type { HandlerSpan } from './handler-span.ts';
import { ContextLogger } from './handler-logger.ts';
import type { Job } from '../job.ts';
import { retryWish } from './retry-wish.ts';
import { Steering } from './steering.ts';

/** Longest log line and progress message that is keptLine, in UTF-16 units. */
const LINE_MAX = 2_000;

export interface Child {
  readonly id: string;
  readonly existing: boolean;
}

export interface ChildItem {
  readonly payload: unknown;
  readonly options?: EnqueueOptions;
}

/** A run that a handler starts. */
export interface StartItem {
  readonly workflow: string | object;
  readonly input?: unknown;
  readonly options?: Pick<EnqueueOptions, 'id' | 'tags' | 'headers'> | undefined;
}

/** What the context needs of the attempt behind it. */
export interface ContextSource {
  readonly job: Job;
  readonly signal: AbortSignal;
  readonly span: HandlerSpan;
  logger(): Logger;
  noteProgress(done: number, total: number | null, message: string | null): void;
  noteLine(line: string, level?: LogLevel): void;
  extend(ms: number): void;
  enqueue(task: string, items: readonly ChildItem[]): Promise<readonly Child[]>;
  start(item: StartItem): Promise<Child>;
}

/** Of a task that uses none. */
const NO_RESOURCES: Readonly<Record<string, unknown>> = Object.freeze(dictionary<unknown>());

/** Methods are getters of functions, so that `const { progress, enqueue } = ctx` works. */
export class AttemptContext implements HandlerContext {
  readonly #attempt: ContextSource;
  readonly resources: Readonly<Record<string, unknown>>;
  #logger: HandlerLogger | undefined;

  constructor(attempt: ContextSource, resources: Readonly<Record<string, unknown>> = NO_RESOURCES) {
    this.#attempt = attempt;
    this.resources = resources;
  }

  get job(): Job {
    const { job } = this.#attempt;
    return Object.isFrozen(job) ? job : deepFreeze(job);
  }

  get attempt(): number {
    return this.#attempt.job.attempt;
  }

  get signal(): AbortSignal {
    return this.#attempt.signal;
  }

  get logger(): HandlerLogger {
    this.#logger ??= new ContextLogger(this.#attempt.logger());
    return this.#logger;
  }

  get baggage(): Readonly<Record<string, string>> {
    return baggageOf(this.#attempt.job.headers);
  }

  get idempotencyKey(): string {
    return this.#attempt.job.id;
  }

  get span(): HandlerSpan {
    return this.#attempt.span;
  }

  get progress(): (done: number, total?: number, message?: string) => void {
    return (done, total, message) => {
      if (!Number.isFinite(done) || (total !== undefined && !Number.isFinite(total))) {
        throw new SkepError('REQUEST_INVALID', 'ctx.progress takes finite numbers: done and, if known, total');
      }
      // Callers without types pass anything.
      const text = ((message as unknown) ?? null) === null ? null : keptLine(String(message));
      this.#attempt.noteProgress(done, total ?? null, text);
    };
  }

  get log(): (line: string, level?: LogLevel) => void {
    return (line: unknown, level) => this.#attempt.noteLine(keptLine(String(line)), level);
  }

  get enqueue(): (task: string, payload: Json, options?: EnqueueOptions) => Promise<Child> {
    return async (task, payload, options) => {
      const [child] = await this.#attempt.enqueue(task, [options === undefined ? { payload } : { payload, options }]);
      if (child === undefined) throw new SkepError('INTERNAL', 'the engine gave no receipt');
      return child;
    };
  }

  get enqueueMany(): HandlerContext['enqueueMany'] {
    return (task, jobs) => this.#attempt.enqueue(task, jobs);
  }

  get start(): HandlerContext['start'] {
    return (workflow, input, options) => this.#attempt.start({ workflow, input, options });
  }

  get extend(): (ms: number) => void {
    return (ms) => this.#attempt.extend(durationMs(ms));
  }

  get retry(): HandlerContext['retry'] {
    return (options = {}) => new Steering(retryWish(options), 'the handler asked for another attempt');
  }

  get snooze(): HandlerContext['snooze'] {
    return (delay) => new Steering({ kind: 'snooze', delayMs: durationMs(delay) }, 'the handler asked to run later');
  }

  get dead(): HandlerContext['dead'] {
    return (reason) => ending('dead', reason, 'the handler gave the job up');
  }

  get cancel(): HandlerContext['cancel'] {
    return (reason) => ending('cancel', reason, 'cancelled by its handler');
  }
}

/** An error as the reason is kept whole, with its name and stack. */
function ending(kind: 'dead' | 'cancel', reason: unknown, otherwise: string): Steering {
  if (reason instanceof Error) return new Steering({ kind, cause: reason }, otherwise);
  if (reason !== undefined && typeof reason !== 'string') {
    throw new SkepError('REQUEST_INVALID', `ctx.${kind} takes a reason as text, or an error`);
  }
  return new Steering({ kind }, clean(reason ?? '', ERROR_MESSAGE_MAX) || otherwise);
}

/** Of a line: as errors are keptLine, without passwords of URLs. */
export function keptLine(text: string): string {
  return cutText(hidePasswords(text.slice(0, 2 * LINE_MAX)), LINE_MAX);
}
