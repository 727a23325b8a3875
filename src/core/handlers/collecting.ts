/** What a handler is that takes many jobs at once, and what it is given. No import of Skep is needed to write one. */
import { isThenable, type Json, type Logger, newAborter } from '../../foundation/index.ts';
import { isError } from '../errors/error-reading.ts';
import type { HandlerContext, HandlerLogger } from './handler.ts';
import { ContextLogger } from './handler-logger.ts';
import type { HandlerSpan } from './handler-span.ts';

/** What became of one job: its result, or an error, also that of `ctx.retry` and its like; as Promise.allSettled says it too. */
export type Answer<Result = unknown> = Result | Error | PromiseSettledResult<Result>;

/**
 * `export const send: CollectHandler<Email, Receipt> = async (emails, ctx) => { … }`, for a task with `collect`: an answer for
 * each payload, in order. What it throws, each of the jobs fails with.
 */
export type CollectHandler<Payload = Json, Result = unknown, Resources = Readonly<Record<string, unknown>>> = (
  payloads: readonly Payload[],
  ctx: CollectContext<Payload, Resources>,
) => Answers<Result> | Promise<Answers<Result>>;

type Answers<Result> = readonly (Answer<Result> | Promise<Answer<Result>>)[];

/** To be thrown it is for all; to be returned for one: `payloads.map(() => ctx.snooze('10m'))`. */
type Steering = Pick<HandlerContext, 'retry' | 'snooze' | 'dead' | 'cancel'>;

export interface CollectContext<Payload = Json, Resources = Readonly<Record<string, unknown>>> extends Steering {
  /** The context of each job, in the order of the payloads: its attempt, signal, progress, log, children. */
  readonly each: readonly HandlerContext<Payload>[];
  /** Aborts when the signals of all jobs have: as long as one is wanted the call goes on. */
  readonly signal: AbortSignal;
  /** Of the call: its lines name no job. */
  readonly logger: HandlerLogger;
  /** What the task uses, by name, open; once for the call. */
  readonly resources: Resources;
  /** The span of the call, which links to those of the attempts. */
  readonly span: HandlerSpan;
  /** Keeps a line of text on each of the jobs. */
  log(line: string): void;
  /** Moves the limits of each of the jobs. */
  extend(ms: number): void;
}

export interface CallParts {
  readonly each: readonly HandlerContext[];
  readonly logger: Logger;
  readonly span: HandlerSpan;
  readonly resources: Readonly<Record<string, unknown>>;
}

/** Methods are getters of functions, as those of AttemptContext. */
export class CallContext implements CollectContext {
  readonly each: readonly HandlerContext[];
  readonly span: HandlerSpan;
  readonly resources: Readonly<Record<string, unknown>>;
  readonly #logger: Logger;
  #told: HandlerLogger | undefined;
  #signal: AbortSignal | undefined;

  constructor({ each, logger, span, resources }: CallParts) {
    this.each = Object.freeze([...each]);
    this.span = span;
    this.resources = resources;
    this.#logger = logger;
  }

  get signal(): AbortSignal {
    return (this.#signal ??= whenAll(this.each.map(({ signal }) => signal)));
  }

  get logger(): HandlerLogger {
    return (this.#told ??= new ContextLogger(this.#logger));
  }

  get log(): (line: string) => void {
    return (line) => {
      for (const ctx of this.each) ctx.log(line);
    };
  }

  get extend(): (ms: number) => void {
    return (ms) => {
      for (const ctx of this.each) ctx.extend(ms);
    };
  }

  get retry(): Steering['retry'] {
    return this.#any.retry;
  }

  get snooze(): Steering['snooze'] {
    return this.#any.snooze;
  }

  get dead(): Steering['dead'] {
    return this.#any.dead;
  }

  get cancel(): Steering['cancel'] {
    return this.#any.cancel;
  }

  /** These say the same in the context of each. */
  get #any(): Steering {
    const [first] = this.each;
    if (first === undefined) throw new Error('a call is of one job at least');
    return first;
  }
}

/** Aborts with the reason of the last of them. */
function whenAll(signals: readonly AbortSignal[]): AbortSignal {
  const aborter = newAborter();
  let left = signals.length;
  const aborted = (reason: unknown): void => {
    left -= 1;
    if (left === 0) aborter.abort(reason);
  };
  for (const signal of signals) {
    if (signal.aborted) aborted(signal.reason);
    else signal.addEventListener('abort', () => aborted(signal.reason), { once: true });
  }
  return aborter.signal;
}

/** @returns what the handler answered; promises among it are awaited, each for itself */
export async function answersOf(returned: unknown): Promise<unknown> {
  const answers = await returned;
  return Array.isArray(answers) && answers.some(isThenable) ? await Promise.all(answers.map(awaited)) : answers;
}

async function awaited(given: unknown): Promise<unknown> {
  return isThenable(given) ? (await Promise.allSettled([given]))[0] : given;
}

/** @returns what an answer says of its job: a result, or what its attempt fails with */
export function answerOf(given: unknown): { readonly value: unknown } | { readonly error: unknown } {
  const settled = settledOf(given);
  if (settled?.status === 'rejected') return { error: settled.reason };
  const value = settled === null ? given : settled.value;
  return isError(value) ? { error: value } : { value };
}

/** What Promise.allSettled says of one. */
function settledOf(given: unknown): PromiseSettledResult<unknown> | null {
  if (typeof given !== 'object' || given === null || !('status' in given)) return null;
  const { status } = given;
  const settled = (status === 'fulfilled' && 'value' in given) || (status === 'rejected' && 'reason' in given);
  return settled ? (given as PromiseSettledResult<unknown>) : null;
}
