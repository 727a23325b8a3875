/**
 * Whether the store is there, told once for the process: one line when it is gone, one when it is back.
 *
 *   well ──two looks failed──▶ gone ──two looks went well──▶ well
 *     └──it answers, and refuses work──▶ refusing ──nothing failed for QUIET_MS──▶ well
 *
 * It looks by itself, for commands of the loops wait through an outage without a word; and it is told of errors, for a
 * store may answer and take nothing (full, read only).
 */
import { tell } from '../../core/index.ts';
import type { Engine, StoreCheck } from '../../engine/index.ts';
import {
  anySignal,
  type Clock,
  formatDuration,
  type Logger,
  messageOf,
  newAborter,
  pause,
  Service,
  SkepError,
} from '../../foundation/index.ts';
import type { Outage } from '../../runtime/index.ts';
import { boundedCheck } from './readiness.ts';

const LOOK_MS = 2_000;
/** A single missed look is a busy store, not one that is gone. */
const MISSES = 2;
/** Nor is one that goes well its return: between two calls that wait in it a store seems to be well for a moment. */
const RETURNS = 2;
/** Errors that go on for so long although every look is well are the store's refusal. */
const UNEXPLAINED_MS = 3_000;
/** Longer than any of the loops waits between two tries. */
const QUIET_MS = 10_000;

export interface StoreWatchParts {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Trouble {
  readonly kind: 'gone' | 'refuses';
  readonly reason: string;
  /** Monotonic. */
  readonly since: number;
}

export class StoreWatch extends Service implements Outage {
  readonly #parts: StoreWatchParts;
  #stop = newAborter();
  #look = newAborter();
  #running: Promise<void> = Promise.resolve();
  #trouble: Trouble | undefined;
  #misses = 0;
  /** Looks that went well since the last one that failed. */
  #returns = 0;
  #toldSlower = false;
  /** Of the last time of errors, monotonic. */
  #errors: { readonly since: number; last: number; reason: string } | undefined;

  constructor(parts: StoreWatchParts) {
    super();
    this.#parts = parts;
  }

  noticed(error: unknown): boolean {
    if (!(error instanceof SkepError) || error.kind !== 'unavailable') return false;
    if (error.code === 'STOPPING') return true;
    const now = this.#parts.clock.monotonic();
    const reason = messageOf(error);
    if (this.#errors) Object.assign(this.#errors, { last: now, reason });
    else this.#errors = { since: now, last: now, reason };
    if (error.code === 'STORE_UNREACHABLE') this.#look.abort();
    else this.#enter('refuses', reason);
    return true;
  }

  /** Whether it is gone, or refuses work, as far as is known. */
  get troubled(): boolean {
    return this.#trouble !== undefined;
  }

  /** For /readyz; that it does not answer its own checks tell. */
  checks(): readonly StoreCheck[] {
    if (this.#trouble?.kind !== 'refuses') return [];
    const { reason } = this.#trouble;
    const hint = 'Work waits and is tried again; nothing is lost. The message says what the store lacks.';
    return [{ name: 'refusal', status: 'warn', message: `the store answers and refuses work: ${reason}`, hint }];
  }

  protected override async onStart(): Promise<void> {
    this.#running = this.#watch();
  }

  protected override interrupt(): void {
    this.#stop.abort();
  }

  protected override async onStop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #watch(): Promise<void> {
    const { clock, engine } = this.#parts;
    while (!this.stopping) {
      const checks = await boundedCheck(engine, clock);
      const failed = checks.find(({ status }) => status === 'fail');
      this.#saw(failed);
      this.#tellSlower(checks);
      this.#look = newAborter();
      await pause(clock, failed && this.#trouble === undefined ? LOOK_MS / 2 : LOOK_MS, this.#soon());
    }
  }

  #saw(failed: StoreCheck | undefined): void {
    if (this.stopping) return;
    if (failed) this.#missed(`${failed.name}: ${failed.message}`);
    else this.#answered();
  }

  #tellSlower(checks: readonly StoreCheck[]): void {
    const slower = checks.find(({ name, status }) => name === 'functions' && status === 'warn');
    if (this.#toldSlower || slower === undefined) return;
    this.#toldSlower = true;
    tell(this.#parts.logger, 'store.slower', { reason: slower.message });
  }

  /** An error hurries the next look, unless it is known already that something is wrong. */
  #soon(): AbortSignal {
    return this.#trouble ? this.#stop.signal : anySignal([this.#stop.signal, this.#look.signal]);
  }

  #missed(reason: string): void {
    this.#misses += 1;
    this.#returns = 0;
    if (this.#misses >= MISSES) this.#enter('gone', reason);
  }

  #answered(): void {
    this.#misses = 0;
    this.#returns += 1;
    const now = this.#parts.clock.monotonic();
    if (this.#errors && now - this.#errors.last > QUIET_MS) this.#errors = undefined;
    if (this.#trouble?.kind === 'gone') {
      if (this.#returns < RETURNS) return;
      this.#errors = undefined;
      this.#leave('store.back');
    } else if (this.#trouble && this.#errors === undefined) this.#leave('store.works');
    else if (this.#errors && this.#errors.last - this.#errors.since > UNEXPLAINED_MS) {
      this.#enter('refuses', this.#errors.reason);
    }
  }

  #enter(kind: Trouble['kind'], reason: string): void {
    if (this.#trouble) return;
    this.#trouble = { kind, reason, since: this.#parts.clock.monotonic() };
    tell(this.#parts.logger, kind === 'gone' ? 'store.gone' : 'store.refuses', { reason });
  }

  #leave(line: 'store.back' | 'store.works'): void {
    const awayMs = Math.round(this.#parts.clock.monotonic() - (this.#trouble?.since ?? 0));
    this.#trouble = undefined;
    tell(this.#parts.logger, line, { away: formatDuration(awayMs), awayMs });
  }
}
