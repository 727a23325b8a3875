/**
 * The loop behind every consumer: reserve what may start, run it, settle what ended.
 *
 * It knows no storage: a Lane does the reserving and settling. Settlements that pile up within one turn of
 * the event loop leave as one batch, and the reserve that follows is issued in the same turn, so that an
 * engine can store both in one transaction or script.
 *
 * Modes: reserving (a reserve is under way) · resting (the last one found too little; waits for a wake, a
 * freed slot or the rest timer) · troubled (the store failed; waits with backoff) · stopped.
 */
import { type Clock, reach, type Timer } from '../foundation/index.ts';
import type { Outcome } from '../core/index.ts';
import type { AttemptResult, ConsumeOptions, Consumer, RunLease } from './consuming.ts';
import type { Lease, Settlement, SettleReceipt } from './lease.ts';
import { Progress } from './progress.ts';

/** What a queue of one engine can do for the loop. */
export interface Lane {
  /**
   * available → running for `count` jobs, most urgent first. Fewer mean that no more wait now (or the queue is
   * paused): the loop then rests until it is woken.
   */
  reserve(count: number): Promise<readonly Lease[]>;
  /** Receipts in order. Rejects only when the store failed and nothing is known to be stored. */
  settle(batch: readonly Settlement[]): Promise<readonly SettleReceipt[]>;
  /** Calls back when jobs of this queue may have become available. @returns unsubscribe */
  onWake(listener: () => void): () => void;
}

/** Looking again without being woken: signals may be lost, so this bounds how late a job can start. */
const REST_MS = 1_000;
/** Backoff while the store fails: first and longest wait. */
const TROUBLE_FIRST_MS = 50;
const TROUBLE_MAX_MS = 2_000;

const RELEASED: AttemptResult = {
  outcome: { kind: 'release' },
  traceId: null,
  spanId: null,
  progress: null,
  logs: [],
};

export class ConsumerLoop implements Consumer {
  readonly #lane: Lane;
  readonly #options: ConsumeOptions;
  readonly #run: RunLease;
  readonly #clock: Clock;
  readonly #unsubscribe: () => void;
  readonly #progress: Progress;
  #running = 0;
  #reserving = false;
  #wanted = false;
  #stopped = false;
  /** The last reserve found fewer jobs than asked for. */
  #drained = false;
  #troubleMs = 0;
  #timer: Timer | undefined;
  #settlements: Settlement[] = [];
  #flushScheduled = false;
  #waiters: { readonly idle: boolean; readonly resolve: () => void }[] = [];

  constructor(lane: Lane, options: ConsumeOptions, run: RunLease, clock: Clock) {
    this.#lane = lane;
    this.#options = options;
    this.#run = run;
    this.#clock = clock;
    this.#progress = new Progress(clock);
    this.#unsubscribe = lane.onWake(() => {
      this.poke();
    });
    this.poke();
  }

  get running(): number {
    return this.#running;
  }

  get stalledMs(): number {
    return this.#stopped ? 0 : this.#progress.stalledMs;
  }

  poke(): void {
    if (this.#stopped) return;
    if (this.#reserving) this.#wanted = true;
    else if (this.#troubleMs === 0) void this.#reserve();
  }

  stop(): Promise<void> {
    if (!this.#stopped) {
      this.#stopped = true;
      this.#unsubscribe();
      this.#timer?.cancel();
    }
    return this.#wait(false);
  }

  idle(): Promise<void> {
    return this.#wait(true);
  }

  #wait(idle: boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push({ idle, resolve });
      this.#notify();
    });
  }

  #notify(): void {
    if (this.#running > 0 || this.#reserving) return;
    const ready = this.#waiters.filter((waiter) => !waiter.idle || this.#drained || this.#stopped);
    this.#waiters = this.#waiters.filter((waiter) => !ready.includes(waiter));
    for (const waiter of ready) waiter.resolve();
  }

  async #reserve(): Promise<void> {
    this.#timer?.cancel();
    const count = this.#permitted();
    if (count <= 0) {
      // Without asking the store nobody knows whether jobs wait.
      this.#drained = false;
      this.#progress.turned();
      this.#rest(REST_MS);
      return;
    }
    this.#reserving = true;
    this.#wanted = false;
    try {
      const leases = await this.#lane.reserve(count);
      if (leases.length > 0) reach('reserve.done');
      this.#troubleMs = 0;
      this.#progress.turned();
      this.#drained = leases.length < count;
      for (const lease of leases) this.#take(lease);
    } catch (error) {
      this.#trouble(error);
    }
    this.#reserving = false;
    this.#next();
  }

  #permitted(): number {
    try {
      return this.#options.permit();
    } catch (error) {
      this.#complain(error);
      return 0;
    }
  }

  #next(): void {
    if (this.#stopped) this.#notify();
    else if (this.#troubleMs > 0) this.#rest(this.#troubleMs);
    else if (this.#wanted || !this.#drained) void this.#reserve();
    else {
      this.#rest(REST_MS);
      this.#notify();
    }
  }

  #rest(ms: number): void {
    if (this.#stopped) return;
    this.#timer = this.#clock.after(ms, () => {
      if (!this.#reserving) void this.#reserve();
    });
  }

  #trouble(error: unknown): void {
    this.#troubleMs = Math.min(this.#troubleMs === 0 ? TROUBLE_FIRST_MS : this.#troubleMs * 2, TROUBLE_MAX_MS);
    this.#complain(error);
  }

  /** A reserve that was under way when the loop was stopped still brings jobs: they go back unstarted. */
  #take(lease: Lease): void {
    this.#running += 1;
    if (this.#stopped) this.#finish({ lease, ...RELEASED });
    else void this.#start(lease);
  }

  async #start(lease: Lease): Promise<void> {
    let result = RELEASED;
    reach('attempt.begin');
    try {
      result = await this.#run(lease);
    } catch (error) {
      this.#complain(error);
    }
    this.#finish({ lease, ...result });
  }

  #finish(settlement: Settlement): void {
    this.#settlements.push(settlement);
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    setImmediate(() => {
      this.#flushScheduled = false;
      const batch = this.#settlements;
      this.#settlements = [];
      void this.#settle(batch, 0);
      this.poke();
    });
  }

  /** Tries until stored: a settlement that cannot reach the store is kept, and the lease with it. */
  async #settle(batch: readonly Settlement[], failures: number): Promise<void> {
    let receipts: readonly SettleReceipt[];
    reach('settle.begin');
    if (failures === 0) this.#progress.settling();
    try {
      receipts = await this.#lane.settle(batch);
    } catch (error) {
      this.#complain(error);
      const waitMs = Math.min(TROUBLE_FIRST_MS * 2 ** failures, TROUBLE_MAX_MS);
      this.#clock.after(waitMs, () => void this.#settle(batch, failures + 1), { hold: true });
      return;
    }
    reach('settle.done');
    this.#progress.settled();
    batch.forEach((settlement, index) => {
      this.#settled(settlement.lease, settlement.outcome, receipts[index]);
    });
    this.poke();
    this.#notify();
  }

  /** Counted before the caller hears of it: what a callback throws must not settle the batch twice. */
  #settled(lease: Lease, outcome: Outcome, receipt: SettleReceipt | undefined): void {
    this.#running -= 1;
    try {
      if (receipt) this.#options.onSettled?.(lease, outcome, receipt);
    } catch (error) {
      this.#complain(error);
    }
  }

  #complain(error: unknown): void {
    try {
      this.#options.onTrouble?.(error);
    } catch {
      // A broken listener must not stop the loop, and there is nobody left to tell.
    }
  }
}
