/**
 * The resources of one attempt: opened one after the other before its handler starts, closed the other way round when it
 * is over, whatever came between. For whoever runs handlers: here, or in a thread or process of their own.
 *
 *   const use = new ResourceUse(resources, { clock, logger });
 *   await use.open(ctx);            // throws: the attempt fails with it; close() is due all the same
 *   start(payload, ctx)             // ctx.resources is use.values
 *   await use.close(outcome);       // throws where the outcome was `completed`: the attempt fails with it after all
 */
import {
  type Clock,
  dictionary,
  formatDuration,
  inTime,
  isThenable,
  type Logger,
  messageOf,
  SkepError,
} from '../../foundation/index.ts';
import type { HandlerSpan } from './handler-span.ts';
import { toJobError } from '../errors/job-error.ts';
import { tell } from '../events/notice-lines.ts';
import type { Resource, ResourceContext, ResourceOutcome } from './resource.ts';

export interface ResourceUseParts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Takes what is sensitive of the attempt out of a text. */
  readonly cover: (text: string) => string;
}

/** What the opening of resources needs of an attempt's context. */
export interface UseContext extends ResourceContext {
  readonly span: HandlerSpan;
  log(line: string): void;
}

interface Held {
  readonly resource: Resource;
  readonly value: unknown;
}

/** Of a value that came when nobody waited for it any more. */
const TOO_LATE: ResourceOutcome = { kind: 'failed', error: null };

export class ResourceUse {
  /** By name, as far as they are open: `ctx.resources`. */
  readonly values: Record<string, unknown> = dictionary();
  readonly #resources: readonly Resource[];
  readonly #parts: ResourceUseParts;
  readonly #held: Held[] = [];

  constructor(resources: readonly Resource[], parts: ResourceUseParts) {
    this.#resources = resources;
    this.#parts = parts;
  }

  /** Longest that `close` may take, ms. */
  get closeMs(): number {
    return this.#resources.reduce((sum, { closeMs }) => sum + (closeMs ?? 0), 0);
  }

  /**
   * Opens all, in order; one may use those before it. What an abort or a time limit leaves behind is closed when it comes.
   * @throws what the module throws; the reason of `ctx.signal`; SkepError RESOURCE_TIMED_OUT
   */
  async open(ctx: UseContext): Promise<void> {
    for (const resource of this.#resources) {
      ctx.signal.throwIfAborted();
      try {
        const value = await this.#opened(resource, ctx);
        this.#held.push({ resource, value });
        this.values[resource.name] = value;
        ctx.span.addEvent('resource.opened', { 'skep.resource': resource.name });
      } catch (error) {
        // What is thrown is the module's own error, as a handler's would be: it does not say which resource it was.
        if (!ctx.signal.aborted) ctx.log(`the resource ${resource.name} could not be opened`);
        ctx.span.addEvent('resource.unopened', { 'skep.resource': resource.name });
        throw error;
      }
    }
  }

  #opened(resource: Resource, ctx: UseContext): unknown {
    const opening = resource.open(ctx);
    if (!isThenable(opening)) return opening;
    return inTime(opening, {
      clock: this.#parts.clock,
      ms: resource.openMs ?? Infinity,
      signal: ctx.signal,
      tooLate: () => timedOut(resource.name, 'open', resource.openMs ?? 0),
      left: (value) => void this.#close({ resource, value }, TOO_LATE).catch(() => undefined),
    });
  }

  /**
   * Closes what is open, the newest first, each whatever became of those before. To be called once, when no more is opened.
   * Once one has failed to close, the next are not told that the attempt completed.
   * @throws where the outcome is `completed`: the first error that a module threw, or SkepError RESOURCE_TIMED_OUT. Else nothing
   */
  async close(outcome: ResourceOutcome): Promise<void> {
    let told = outcome;
    let first: { readonly error: unknown } | undefined;
    for (let held = this.#held.pop(); held !== undefined; held = this.#held.pop()) {
      try {
        await this.#close(held, told);
      } catch (error) {
        first ??= { error };
        if (told.kind === 'completed') told = { kind: 'failed', error: toJobError(error) };
      }
    }
    if (first !== undefined && outcome.kind === 'completed') throw first.error;
  }

  async #close(held: Held, outcome: ResourceOutcome): Promise<void> {
    try {
      await closeInTime(held, outcome, this.#parts.clock);
    } catch (error) {
      const { logger, cover } = this.#parts;
      tell(logger, 'resource.unclosed', { resource: held.resource.name, reason: cover(messageOf(error)) });
      throw error;
    }
  }
}

async function closeInTime({ resource, value }: Held, outcome: ResourceOutcome, clock: Clock): Promise<void> {
  const { name, closeMs } = resource;
  const closing = resource.close(value, outcome);
  if (!isThenable(closing)) return;
  const tooLate = (): Error => timedOut(name, 'close', closeMs ?? 0);
  await inTime(closing, { clock, ms: closeMs ?? Infinity, tooLate });
}

/** Of a resource that keeps its attempt waiting. */
export function timedOut(name: string, act: 'open' | 'close', ms: number): SkepError {
  const done = act === 'open' ? 'open' : 'closed';
  return new SkepError('RESOURCE_TIMED_OUT', `the resource ${name} was not ${done} within ${formatDuration(ms)}`, {
    hint:
      act === 'open'
        ? '`openTimeout` of the resource bounds it'
        : '`closeTimeout` of the resource bounds it; what was done may count or not',
  });
}
