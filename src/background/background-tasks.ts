/**
 * Work after a response, in the process that answered: FastAPI's BackgroundTasks for Koa. Nothing of it is stored; what must survive the
 * process is enqueued instead. It needs neither a manifest nor a platform, and Koa only as the one who calls it.
 */
import { AsyncResource } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';

import { type Clock, messageOf, newAborter, pause, SkepError, systemClock } from '../foundation/index.ts';
import { sent } from './sent.ts';

export interface Background {
  /**
   * Runs `fn` once the response is sent, or its client has gone. An error in it is told, and stops no other.
   * @throws SkepError USAGE where `fn` is no function; STOPPING after drain()
   */
  add<Args extends readonly unknown[]>(fn: (...args: Args) => unknown, ...args: Args): void;
}

/** What the middleware leaves in Koa's context: `Koa.Context & WithBackground`. */
export interface WithBackground {
  readonly background: Background;
}

export interface BackgroundOptions {
  /** Those of one request: one after the other, or all at once. Default: sequence. */
  readonly order?: 'sequence' | 'parallel';
  /** Told of each error, beside the span that fails. Default: a line on stderr. */
  readonly onError?: (error: unknown, about: { readonly name: string }) => void;
  /** Runs each, as in `(name, run) => tracer.startActiveSpan(name, …)`. Default: run itself, in the context of the request. */
  readonly around?: (name: string, run: () => Promise<void>) => Promise<void>;
  readonly clock?: Clock;
}

/** Middleware, and what ends with the process. */
export interface BackgroundTasks {
  (ctx: { readonly res: ServerResponse }, next: () => Promise<unknown>): Promise<void>;
  /** Requests whose work has not ended. */
  readonly pending: number;
  /**
   * Takes nothing more, and waits for what was added. Call it when the server is closed.
   * @param limitMs longest wait, 10 s by default
   * @returns how many requests are left with work undone; 0 when all of it ended
   */
  drain(limitMs?: number): Promise<number>;
}

interface Entry {
  readonly name: string;
  readonly run: () => Promise<void>;
}

const DRAIN_MS = 10_000;

/** @returns middleware that gives `ctx.background`; put it before the routes */
export function backgroundTasks(options: BackgroundOptions = {}): BackgroundTasks {
  const house = new House(options);
  const middleware = async (ctx: { readonly res: ServerResponse }, next: () => Promise<unknown>): Promise<void> => {
    Object.defineProperty(ctx, 'background', { value: house.of(ctx.res), enumerable: true, configurable: true });
    await next();
  };
  return Object.defineProperties(middleware, {
    pending: { get: () => house.pending },
    drain: { value: (limitMs = DRAIN_MS) => house.drain(limitMs) },
  }) as unknown as BackgroundTasks;
}

class House {
  readonly #options: BackgroundOptions;
  readonly #under = new Set<Promise<void>>();
  #stopping = false;

  constructor(options: BackgroundOptions) {
    this.#options = options;
  }

  get pending(): number {
    return this.#under.size;
  }

  /** A request that adds nothing costs an object. */
  of(res: ServerResponse): Background {
    let entries: Entry[] | undefined;
    return {
      add: (fn, ...args) => {
        const entry = this.#entry(fn, args);
        if (entries === undefined) {
          const mine: Entry[] = [];
          entries = mine;
          this.#begin(res, async () => {
            entries = undefined;
            await this.#run(mine);
          });
        }
        entries.push(entry);
      },
    };
  }

  async drain(limitMs: number): Promise<number> {
    this.#stopping = true;
    const ended = newAborter();
    const all = (async () => {
      // What runs may have been added by what ran before.
      while (this.#under.size > 0) await Promise.all(this.#under);
      ended.abort();
    })();
    await Promise.race([all, pause(this.#options.clock ?? systemClock, limitMs, ended.signal)]);
    return this.#under.size;
  }

  #entry<Args extends readonly unknown[]>(fn: (...args: Args) => unknown, args: Args): Entry {
    if (typeof fn !== 'function') throw new SkepError('USAGE', 'background.add takes a function and its arguments');
    if (this.#stopping)
      throw new SkepError('STOPPING', 'the process is shutting down and takes no work after responses');
    // In the context of the request, so that spans within become children of its own.
    return {
      name: fn.name || 'anonymous',
      run: AsyncResource.bind(async () => {
        await fn(...args);
      }),
    };
  }

  #begin(res: ServerResponse, run: () => Promise<void>): void {
    const done = sent(res)
      .then(run)
      .finally(() => this.#under.delete(done));
    this.#under.add(done);
  }

  async #run(entries: readonly Entry[]): Promise<void> {
    if (this.#options.order === 'parallel') await Promise.all(entries.map((entry) => this.#one(entry)));
    else for (const entry of entries) await this.#one(entry);
  }

  async #one({ name, run }: Entry): Promise<void> {
    const { around, onError = told } = this.#options;
    try {
      await (around ? around(name, run) : run());
    } catch (error) {
      try {
        onError(error, { name });
      } catch (again) {
        told(again, { name: 'onError' });
      }
    }
  }
}

function told(error: unknown, { name }: { readonly name: string }): void {
  process.stderr.write(`skep: work after a response failed in ${name}: ${messageOf(error)}\n`);
}
