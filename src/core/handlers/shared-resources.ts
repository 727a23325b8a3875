/**
 * Resources of the process: each opened by the first attempt that needs it, shared by all, and closed when a reload has
 * replaced it and nobody uses it any more, or when the process stops.
 *
 *   closed ──first use──▶ opening ──▶ open ──replaced, not used──▶ closed
 *                            │ fails: closed again; the next use tries anew
 *
 * One that was replaced while attempts use it stays open for them. What a generation that never came into force names is
 * not opened, so nothing of it is left.
 */
import {
  type Clock,
  inTime,
  isThenable,
  type Logger,
  messageOf,
  newAborter,
  outside,
  SkepError,
} from '../../foundation/index.ts';
import type { HandlerLogger } from './handler.ts';
import { tell } from '../events/notice-lines.ts';
import {
  type Resource,
  type ResourceModule,
  type ResourceOutcome,
  type ResourceSettings,
  sameCode,
} from './resource.ts';
import { timedOut } from './resource-use.ts';

export interface SharedResourcesParts {
  readonly clock: Clock;
  logger(): Logger;
  /** In the form that modules get it in. */
  handlerLogger(logger: Logger): HandlerLogger;
}

/** What is known of a resource without an attempt. */
export interface ResourceCheck {
  readonly name: string;
  /** Why it cannot be used; null = it can. */
  readonly trouble: string | null;
  /** fail: its own `check` says so. warn: it could not be opened when it was last needed. */
  readonly status: 'ok' | 'warn' | 'fail';
}

export class SharedResources {
  readonly #parts: SharedResourcesParts;
  #kept: ReadonlySet<SharedResource> = new Set();
  /** Those that are open, or about to be. */
  readonly #open = new Set<SharedResource>();

  constructor(parts: SharedResourcesParts) {
    this.#parts = parts;
  }

  /** @returns the one that there is, where neither its code nor what the manifest says of it has changed; else a new one */
  of(settings: ResourceSettings, module: ResourceModule): Resource {
    const same = [...this.#kept, ...this.#open].find((one) => one.is(settings, module));
    return same ?? new SharedResource(settings, module, this.#parts, this.#open);
  }

  /** These are in force from now on: others are closed as soon as nobody uses them. */
  keep(resources: Iterable<Resource>): void {
    this.#kept = new Set([...resources].filter((one) => one instanceof SharedResource));
    for (const one of this.#open) if (!this.#kept.has(one)) one.replace();
    for (const one of this.#kept) one.restore();
  }

  /**
   * Asks those that are open.
   * @param ms longest that one may take to answer
   */
  check(ms: number): Promise<readonly ResourceCheck[]> {
    return Promise.all([...new Set([...this.#kept, ...this.#open])].map((one) => one.checked(ms)));
  }

  /** Closes all, at the end of the process. Never rejects. @param signal nobody wants to wait any more */
  async close(signal: AbortSignal): Promise<void> {
    await Promise.all([...this.#open].map((one) => one.end('stopped', signal)));
  }
}

class SharedResource implements Resource {
  readonly name: string;
  readonly module: ResourceModule;
  // The value is everyone's: its own opening and closing are bounded here.
  readonly openMs = null;
  readonly closeMs = null;
  readonly #settings: ResourceSettings;
  readonly #parts: SharedResourcesParts;
  readonly #all: Set<SharedResource>;
  #value: Promise<unknown> | undefined;
  /** Aborts what is given to its `open`. */
  #opening: AbortController | undefined;
  /** Whether the value is there. */
  #ready = false;
  #users = 0;
  #replaced = false;
  /** Why it could not be opened when it was last needed. */
  #failure: string | null = null;

  constructor(
    settings: ResourceSettings,
    module: ResourceModule,
    parts: SharedResourcesParts,
    all: Set<SharedResource>,
  ) {
    this.name = settings.name;
    this.module = module;
    this.#settings = settings;
    this.#parts = parts;
    this.#all = all;
  }

  is(settings: ResourceSettings, module: ResourceModule): boolean {
    return sameCode(this.module, module) && JSON.stringify(this.#settings) === JSON.stringify(settings);
  }

  /** One more uses it. */
  async open(): Promise<unknown> {
    this.#users += 1;
    try {
      return await (this.#value ??= this.#begin());
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** One fewer does. */
  close(): void {
    this.#users -= 1;
    if (this.#replaced && this.#users === 0) void this.end('replaced');
  }

  /** A reload brought another one, or none. */
  replace(): void {
    this.#replaced = true;
    if (this.#users === 0) void this.end('replaced');
  }

  /** A reload brought it back. */
  restore(): void {
    this.#replaced = false;
  }

  async #begin(): Promise<unknown> {
    this.#all.add(this);
    try {
      const value = await this.#opened();
      this.#failure = null;
      this.#ready = true;
      tell(this.#parts.logger(), 'resource.opened', { resource: this.name });
      return value;
    } catch (error) {
      this.#value = undefined;
      this.#all.delete(this);
      this.#failure = messageOf(error);
      throw error;
    }
  }

  async #opened(): Promise<unknown> {
    const { clock } = this.#parts;
    const { config, openTimeoutMs: ms } = this.#settings;
    const given = newAborter();
    this.#opening = given;
    const logger = this.#parts.handlerLogger(this.#parts.logger().child({ resource: this.name }));
    // Not in the context of the attempt that happens to be first: what it opens outlives that.
    const opening = outside(() => this.module.open(config, { signal: given.signal, logger }));
    if (!isThenable(opening)) return opening;
    const tooLate = (): Error => {
      const error = timedOut(this.name, 'open', ms);
      given.abort(error);
      return error;
    };
    const left = (value: unknown): void => void this.#closeValue(value, 'replaced');
    return await inTime(opening, { clock, ms, tooLate, left, signal: given.signal });
  }

  /** Closes it, where it is open. Never rejects. */
  async end(why: 'stopped' | 'replaced', signal?: AbortSignal): Promise<void> {
    const value = this.#value;
    if (value === undefined) return;
    this.#value = undefined;
    if (!this.#ready) this.#opening?.abort(new SkepError('STOPPING', 'the process shuts down'));
    this.#ready = false;
    this.#all.delete(this);
    const given = await value.then(
      (it) => ({ it }),
      () => undefined,
    );
    if (given !== undefined) await this.#closeValue(given.it, why, signal);
  }

  async #closeValue(value: unknown, kind: 'stopped' | 'replaced', signal?: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    const outcome: ResourceOutcome = { kind, error: null };
    try {
      const closing = outside(() => this.module.close(value, outcome));
      const ms = this.#settings.closeTimeoutMs;
      const tooLate = (): Error => timedOut(this.name, 'close', ms);
      if (isThenable(closing)) await inTime(closing, { clock, ms, tooLate, signal });
      tell(this.#parts.logger(), 'resource.closed', { resource: this.name, why: kind });
    } catch (error) {
      tell(this.#parts.logger(), 'resource.unclosed', { resource: this.name, reason: messageOf(error) });
    }
  }

  /** Never rejects. */
  async checked(ms: number): Promise<ResourceCheck> {
    const { name } = this;
    const failed = this.#failure;
    if (failed !== null) return { name, status: 'warn', trouble: `it could not be opened: ${failed}` };
    const { clock } = this.#parts;
    const tooLate = (): Error => new Error(`no answer within ${ms} ms`);
    try {
      const answer = outside(() => this.#asked());
      const sound = await inTime(answer, { clock, ms, tooLate });
      return sound === false
        ? { name, status: 'fail', trouble: 'its check says no' }
        : { name, status: 'ok', trouble: null };
    } catch (error) {
      return { name, status: 'fail', trouble: messageOf(error) };
    }
  }

  /** Nothing is asked of one that is not open, nor opened for that. */
  async #asked(): Promise<unknown> {
    return this.#ready ? await this.module.check?.(await this.#value) : true;
  }
}
