/**
 * The loop behind every consumer: reserve what may start, run it, settle what ended.
 *
 * It knows no storage: a Lane does the reserving and settling. Settlements that pile up within one turn of
 * the event loop leave as one batch, and the reserve that follows is issued in the same turn, so that an
 * engine can store both in one transaction or script.
 *
 * Two halves: where the store works beside this process (`Lane.reserves` is 2), a busy loop asks for its slots in
 * two halves, so that the store looks for one while the handlers of the other run. What arrives starts one half a
 * turn: started together, they would be settled together, and asked for together ever after.
 *
 * Modes: reserving (reserves are under way) · resting (the last one found too little; waits for a wake, a
 * freed slot or the rest timer) · troubled (the store failed; waits with backoff) · stopped.
 */
import { type Clock, outside, reach, type Timer } from '../foundation/index.ts';
import type { AttemptResult, ConsumeOptions, Consumer, RunLease } from './consuming.ts';
import type { Lease, Settlement, SettleReceipt } from './lease.ts';
import { Progress } from './progress.ts';
import { Settler } from './settler.ts';
import { Waiters } from './waiters.ts';

/** What a queue of one engine can do for the loop. */
export interface Lane {
  /** How many reserves are worth having under way at once: 2 where the store works beside this process. */
  readonly reserves: 1 | 2;
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

/** Fewer jobs are not worth a second reserve beside one that is under way. */
const HALF_MIN = 16;
/**
 * Attempts that have ended and are not stored yet, beyond as many as there are slots. A store that syncs many at once
 * stays far below; one that hangs while its reserves go on (a disk that takes no sync) must not be outrun: these
 * attempts would run again after a crash.
 */
const UNSETTLED_MAX = 1_000;
/** Looking again without being woken: bounds how late a job whose signal was lost can start. */
const REST_MS = 1_000;
/** Backoff while the store fails: first and longest wait. */
const TROUBLE_FIRST_MS = 50;
const TROUBLE_MAX_MS = 2_000;

const UNTOUCHED = { traceId: null, spanId: null, progress: null, logs: [] };
const UNSTARTED: AttemptResult = { outcome: { kind: 'release', unstarted: true }, ...UNTOUCHED };
const RELEASED: AttemptResult = { outcome: { kind: 'release' }, ...UNTOUCHED };

export class ConsumerLoop implements Consumer {
  readonly #lane: Lane;
  readonly #options: ConsumeOptions;
  readonly #run: RunLease;
  readonly #clock: Clock;
  readonly #unsubscribe: () => void;
  readonly #progress: Progress;
  readonly #settler: Settler;
  /** Leases that run, wait to be started, or wait to be settled. */
  #running = 0;
  /** Those of them whose attempt has ended. */
  #ended = 0;
  /** Reserves under way. */
  #reserves = 0;
  /** Jobs that are asked for or have arrived: permits that are used up, though no attempt has begun yet. */
  #claimed = 0;
  /** Somebody asked for a look that no reserve under way can stand for. */
  #wanted = false;
  /** The last reserve brought all that it asked for: more may wait. */
  #full = false;
  /** The last reserve still tells whether jobs wait. */
  #known = false;
  #stopped = false;
  #troubleMs = 0;
  #timer: Timer | undefined;
  #arrived: (readonly Lease[])[] = [];
  #settlements: Settlement[] = [];
  #turning = false;
  readonly #waiters = new Waiters();

  constructor(lane: Lane, options: ConsumeOptions, run: RunLease, clock: Clock) {
    this.#lane = lane;
    this.#options = options;
    this.#run = run;
    this.#clock = clock;
    this.#progress = new Progress(clock);
    this.#settler = new Settler({
      ...{ lane, clock, progress: this.#progress },
      settled: (settlement, receipt) => this.#settled(settlement, receipt),
      complain: (error) => this.#complain(error),
    });
    this.#unsubscribe = lane.onWake(() => this.poke());
    this.poke();
  }

  get running(): number {
    return this.#running;
  }

  get stalledMs(): number {
    return this.#stopped ? 0 : this.#progress.stalledMs;
  }

  /** Whoever calls is no part of what the loop then runs. */
  poke(): void {
    outside(() => this.#look());
  }

  #look(): void {
    if (this.#stopped) return;
    this.#wanted = true;
    if (this.#troubleMs === 0) this.#fill();
  }

  stop(): Promise<void> {
    if (!this.#stopped) {
      this.#stopped = true;
      this.#unsubscribe();
      this.#timer?.cancel();
    }
    return this.#waiters.until(() => this.#running === 0 && this.#reserves === 0);
  }

  idle(): Promise<void> {
    const nothingWaits = (): boolean => (this.#known && !this.#full) || this.#stopped;
    return this.#waiters.until(() => this.#running === 0 && this.#reserves === 0 && nothingWaits());
  }

  quiet(): Promise<void> {
    return this.#waiters.until(() => this.#reserves === 0 && this.#arrived.length === 0);
  }

  // ── reserve ────────────────────────────────────────────────────────────────────────────────────────

  /** Asks for what may start: at once, or in halves while the queue is busy. */
  #fill(): void {
    this.#timer?.cancel();
    const most = this.#full ? this.#lane.reserves : 1;
    while (this.#reserves < most) {
      const free = this.#permitted() - this.#claimed;
      if (free <= 0 || this.#ended > UNSETTLED_MAX + this.#slots(free) || (this.#reserves > 0 && free < HALF_MIN))
        break;
      void this.#reserve(most === 2 ? this.#half(free) : free);
    }
    if (this.#reserves > 0) return;
    // Without asking the store nobody knows whether jobs wait.
    this.#known = false;
    this.#progress.turned();
    this.#rest(this.#options.restMs ?? REST_MS);
  }

  #half(free: number): number {
    return Math.min(free, Math.max(HALF_MIN, Math.ceil(this.#slots(free) / 2)));
  }

  /** All of them: those too that are not free. */
  #slots(free: number): number {
    return free + this.#claimed + this.#running - this.#ended;
  }

  #permitted(): number {
    try {
      return this.#options.permit();
    } catch (error) {
      this.#complain(error);
      return 0;
    }
  }

  async #reserve(count: number): Promise<void> {
    this.#reserves += 1;
    this.#claimed += count;
    this.#wanted = false;
    let leases: readonly Lease[] = [];
    try {
      leases = await this.#lane.reserve(count);
      if (leases.length > 0) reach('reserve.done');
      this.#troubleMs = 0;
      this.#progress.turned();
      this.#full = leases.length >= count;
      this.#known = true;
    } catch (error) {
      this.#trouble(error);
    }
    this.#reserves -= 1;
    this.#claimed += leases.length - count;
    this.#running += leases.length;
    if (leases.length > 0) this.#arrived.push(leases);
    if (!this.#turning) this.#startArrived();
    this.#next();
  }

  #next(): void {
    this.#waiters.look();
    if (this.#stopped) return;
    if (this.#troubleMs > 0) this.#rest(this.#troubleMs);
    else if (!this.#wanted && !this.#full) this.#rest(this.#options.restMs ?? REST_MS);
    // What ended in this turn is settled at its end: a reserve goes with it, not before.
    else if (!this.#turning) this.#fill();
  }

  #rest(ms: number): void {
    if (this.#stopped || this.#reserves > 0) return;
    this.#timer?.cancel();
    this.#timer = this.#clock.after(ms, () => {
      if (this.#reserves === 0) this.#fill();
    });
  }

  #trouble(error: unknown): void {
    this.#troubleMs = Math.min(this.#troubleMs === 0 ? TROUBLE_FIRST_MS : this.#troubleMs * 2, TROUBLE_MAX_MS);
    this.#full = false;
    this.#known = false;
    this.#complain(error);
  }

  // ── run ────────────────────────────────────────────────────────────────────────────────────────────

  /** What one reserve has brought. One that was under way when the loop was stopped too: that goes back unstarted. */
  #startArrived(): void {
    const leases = this.#arrived.shift();
    if (!leases) return;
    for (const lease of leases) {
      if (this.#stopped) this.#finish(lease, UNSTARTED);
      else this.#start(lease);
    }
    this.#claimed -= leases.length;
    this.#turn();
    this.#waiters.look();
  }

  #start(lease: Lease): void {
    reach('attempt.begin');
    try {
      this.#run(lease).then(
        (result) => this.#finish(lease, result),
        (error: unknown) => this.#giveBack(lease, error),
      );
    } catch (error) {
      this.#giveBack(lease, error);
    }
  }

  #giveBack(lease: Lease, error: unknown): void {
    this.#complain(error);
    this.#finish(lease, RELEASED);
  }

  #finish(lease: Lease, { outcome, traceId, spanId, progress, logs }: AttemptResult): void {
    this.#ended += 1;
    this.#settlements.push({ lease, outcome, traceId, spanId, progress, logs });
    this.#turn();
  }

  /** At the end of this turn what ended is settled, and what else has arrived is started. */
  #turn(): void {
    if (this.#turning) return;
    this.#turning = true;
    setImmediate(() => {
      this.#turning = false;
      this.#flush();
      this.#startArrived();
      this.#next();
    });
  }

  // ── settle ─────────────────────────────────────────────────────────────────────────────────────────

  #flush(): void {
    if (this.#settlements.length === 0) return;
    const batch = this.#settlements;
    this.#settlements = [];
    void this.#settler.settle(batch).then(() => {
      // A reserve under way left with the settlement or after it; without one a permit may be free only now.
      if (this.#reserves === 0) this.#look();
      this.#waiters.look();
    });
    this.#look();
  }

  /** Counted before the caller hears of it. */
  #settled(settlement: Settlement, receipt: SettleReceipt | undefined): void {
    this.#running -= 1;
    this.#ended -= 1;
    if (receipt) this.#options.onSettled?.(settlement.lease, settlement.outcome, receipt, settlement);
  }

  #complain(error: unknown): void {
    try {
      this.#options.onTrouble?.(error);
    } catch {
      // A broken listener must not stop the loop, and there is nobody left to tell.
    }
  }
}
