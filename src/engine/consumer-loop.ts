/**
 * The loop behind every consumer: reserve what may start, run it, settle what ended.
 *
 * It knows no storage: a Lane does the reserving and settling. Settlements that pile up within one turn of
 * the event loop leave as one batch, and the reserve that follows is issued in the same turn, so that an
 * engine can store both in one transaction or script.
 *
 * Two halves: where the store works beside this process (`Lane.reserves` is 2), a busy loop asks for its slots in
 * two halves, so that the store looks for one while the handlers of the other run. What arrives starts one half a
 * turn: started together, they would be settled together, and asked for together ever after. What follows from many that end
 * together (chains that go on) is as much as a backlog: half of it is asked for with their end, the other half behind it.
 *
 * Modes:
 *
 *   asking ──the store has no more, or no slot is free──▶ resting ──a wake, a freed slot, the rest timer──▶ asking
 *      └──the store fails──▶ troubled ──its backoff──▶ asking                 (stop from everywhere)──▶ stopped
 */
import { type Clock, outside, reach, type Timer } from '../foundation/index.ts';
import type { AttemptResult, ConsumeOptions, Consumer, RunLease } from './consuming.ts';
import type { Lane } from './lane.ts';
import type { Lease, Settlement, SettleReceipt } from './lease.ts';
import { Progress } from './progress.ts';
import { Settler } from './settler.ts';
import { division, HALF_MIN, wish } from './slots.ts';
import { troubleMs } from './trouble.ts';
import { Waiters } from './waiters.ts';

/** Looking again without being woken: bounds how late a job whose signal was lost can start. */
const REST_MS = 1_000;

/** stopped: reserves under way are waited for, and what they bring goes back. */
type Mode = 'asking' | 'resting' | 'troubled' | 'stopped';

const UNTOUCHED = { traceId: null, spanId: null, progress: null, logs: [] };
const UNSTARTED: AttemptResult = { outcome: { kind: 'release', unstarted: true }, ...UNTOUCHED };
const RELEASED: AttemptResult = { outcome: { kind: 'release' }, ...UNTOUCHED };

function isFollowed({ lease }: Settlement): boolean {
  return lease.job.consequences.length > 0;
}

export class ConsumerLoop implements Consumer {
  readonly #lane: Lane;
  readonly #options: ConsumeOptions;
  readonly #run: RunLease;
  readonly #clock: Clock;
  readonly #unsubscribe: () => void;
  readonly #progress: Progress;
  readonly #settler: Settler;
  readonly #at = { running: 0, ended: 0, reserves: 0, claimed: 0 };
  #mode: Mode = 'asking';
  /** Somebody asked for a look that no reserve under way can stand for. */
  #wanted = false;
  /** What the last reserve tells about the jobs that wait: none is left; there may be more; nothing, any more. */
  #heard: 'none' | 'more' | 'nothing' = 'nothing';
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
    return this.#at.running;
  }

  get claimed(): number {
    return this.#at.claimed;
  }

  get stalledMs(): number {
    return this.#mode === 'stopped' ? 0 : this.#progress.stalledMs;
  }

  /** Whoever calls is no part of what the loop then runs. */
  poke(): void {
    outside(() => this.#look());
  }

  /** @param coming jobs that follow from what is settled with this look; 0: few, or none */
  #look(coming = 0): void {
    if (this.#mode === 'stopped') return;
    this.#wanted = true;
    if (this.#mode !== 'troubled') this.#ask(coming);
  }

  stop(): Promise<void> {
    if (this.#mode !== 'stopped') {
      this.#mode = 'stopped';
      this.#unsubscribe();
      this.#timer?.cancel();
    }
    return this.#waiters.until(() => this.#at.running === 0 && this.#at.reserves === 0);
  }

  idle(): Promise<void> {
    const nothingWaits = (): boolean => this.#heard === 'none' || this.#mode === 'stopped';
    return this.#waiters.until(() => this.#at.running === 0 && !this.#looks() && nothingWaits());
  }

  quiet(): Promise<void> {
    return this.#waiters.until(() => !this.#looks() && this.#arrived.length === 0);
  }

  /** A reserve is under way, or one that was asked for meanwhile goes at the end of this turn. */
  #looks(): boolean {
    return this.#at.reserves > 0 || (this.#turning && this.#wanted && this.#mode !== 'stopped');
  }

  // ── reserve ────────────────────────────────────────────────────────────────────────────────────────

  /** Asks for what may start: at once, or in halves while the queue is busy. */
  #ask(coming = 0): void {
    this.#timer?.cancel();
    this.#mode = 'asking';
    const { halves, first } = division(this.#at, this.#heard === 'more', coming);
    const most = halves ? this.#lane.reserves : 1;
    let bound = most === 1 ? Infinity : first;
    for (let count = this.#wish(most); count > 0; count = this.#wish(most)) {
      void this.#reserve(Math.min(count, bound));
      bound = Infinity;
    }
    if (this.#at.reserves > 0) return;
    // Without asking the store nobody knows whether jobs wait.
    if (this.#heard === 'none') this.#heard = 'nothing';
    this.#progress.turned();
    this.#rest();
  }

  #wish(most: 1 | 2): number {
    if (this.#at.reserves >= most) return 0;
    try {
      return wish(this.#at, this.#options.permit(), most);
    } catch (error) {
      this.#complain(error);
      return 0;
    }
  }

  async #reserve(count: number): Promise<void> {
    const at = this.#at;
    at.reserves += 1;
    at.claimed += count;
    this.#wanted = false;
    let leases: readonly Lease[] = [];
    try {
      const reserved = await this.#lane.reserve(count);
      leases = reserved.leases;
      if (leases.length > 0) reach('reserve.done');
      this.#answered(reserved.more ? 'more' : 'none');
    } catch (error) {
      this.#trouble(error);
    }
    at.reserves -= 1;
    at.claimed += leases.length - count;
    at.running += leases.length;
    if (leases.length > 0) this.#arrived.push(leases);
    this.#options.onAnswered?.(this.#heard === 'more');
    if (!this.#turning) this.#startArrived();
    this.#next();
  }

  #answered(heard: 'none' | 'more'): void {
    this.#progress.turned();
    this.#heard = heard;
    this.#troubleMs = 0;
    if (this.#mode === 'troubled') this.#mode = 'asking';
  }

  #next(): void {
    if (this.#mode === 'troubled') this.#wait(this.#troubleMs);
    else if (!this.#wanted && this.#heard !== 'more') this.#rest();
    // What ended in this turn is settled at its end: a reserve goes with it, not before.
    else if (!this.#turning && this.#mode !== 'stopped') this.#ask();
    // Not before the next reserve has gone: who was woken while one was under way waits for that one.
    this.#waiters.look();
  }

  #rest(): void {
    if (this.#mode === 'stopped' || this.#at.reserves > 0) return;
    this.#mode = 'resting';
    this.#wait(this.#options.restMs ?? REST_MS);
  }

  #wait(ms: number): void {
    if (this.#at.reserves > 0) return;
    this.#timer?.cancel();
    this.#timer = this.#clock.after(ms, () => {
      if (this.#at.reserves === 0) this.#ask();
    });
  }

  #trouble(error: unknown): void {
    this.#troubleMs = troubleMs(this.#troubleMs);
    this.#heard = 'nothing';
    if (this.#mode !== 'stopped') this.#mode = 'troubled';
    this.#complain(error);
  }

  // ── run ────────────────────────────────────────────────────────────────────────────────────────────

  /** What one reserve has brought. One that was under way when the loop was stopped too: that goes back unstarted. */
  #startArrived(): void {
    const leases = this.#arrived.shift();
    if (!leases) return;
    for (const lease of leases) {
      if (this.#mode === 'stopped') this.#finish(lease, UNSTARTED);
      else this.#start(lease);
    }
    this.#at.claimed -= leases.length;
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
    this.#at.ended += 1;
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
      if (this.#at.reserves === 0) this.#look();
      this.#waiters.look();
    });
    this.#look(batch.length >= HALF_MIN && batch.some(isFollowed) ? batch.length : 0);
  }

  /** Counted before the caller hears of it. */
  #settled(settlement: Settlement, receipt: SettleReceipt | undefined): void {
    this.#at.running -= 1;
    this.#at.ended -= 1;
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
