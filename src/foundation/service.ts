/**
 * One start/stop contract for all long-running parts.
 *
 *   idle ──start──▶ starting ──ok──▶ running ──stop──▶ stopping ──▶ stopped
 *                       └──error──▶ onStop() ──▶ stopped, start() rejects
 *
 * start() twice gives the same promise; stop() may come before, during or after start, any number of
 * times, and always resolves when the part is at rest. A stopped service does not start again: build
 * a new one, as a reload does.
 */
import { newAborter } from './aborter.ts';

export abstract class Service {
  #started: Promise<boolean> | undefined;
  #stopped: Promise<void> | undefined;
  #failure: unknown;
  readonly #ending = newAborter();

  /** Resolves when the service runs; rejects, after cleaning up, when it could not start. */
  async start(): Promise<void> {
    if (this.#stopped && !this.#started) throw new Error(`${this.constructor.name} was stopped before it started`);
    this.#started ??= this.#begin();
    if (!(await this.#started)) throw this.#failure;
  }

  /** Resolves when the service is at rest. Idempotent; interrupts a start that is under way. */
  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  /** Aborts when stop() is called. */
  protected get ending(): AbortSignal {
    return this.#ending.signal;
  }

  protected get stopping(): boolean {
    return this.#stopped !== undefined;
  }

  async #begin(): Promise<boolean> {
    try {
      await this.onStart();
      return true;
    } catch (error) {
      this.#failure = error;
      await this.onStop();
      return false;
    }
  }

  async #end(): Promise<void> {
    this.#ending.abort();
    if (this.#started === undefined) return;
    this.interrupt();
    if (await this.#started) await this.onStop();
  }

  protected abstract onStart(): Promise<void>;

  /** Also called after a failed onStart, so it must cope with a half-built part. */
  protected abstract onStop(): Promise<void>;

  /** Called first when stop begins, also while onStart is still waiting: the place to abort waits. */
  protected interrupt(): void {
    return;
  }
}
