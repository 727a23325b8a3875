/**
 * One timer for the deadlines of all attempts of a process.
 *
 * Attempts come and go a thousand times more often than limits pass, so nothing is done per attempt but a
 * comparison: the timer stands at the earliest deadline ever seen, and when it fires all running attempts are
 * looked through. Two Node timers per attempt cost about as much as the rest of a no-op attempt.
 *
 * No timer fires while a handler keeps the event loop. So a limit is looked at again when a handler has returned from
 * its call and when it ends, and a pulse tells afterwards how long the loop stood still. Whose doing that was is
 * known of a call that did not return, and of the only handler that runs; of others it is presumed: whose late end
 * is seen before the loop turns again has kept it. Everybody else gets until the end of the next turn, in which what
 * came meanwhile (answers, timers) is delivered: decision 0029.
 */
import { type Clock, formatDuration, outside, type Timer } from '../../foundation/index.ts';

export interface Timed {
  /** Monotonic milliseconds of the clock; Infinity = never. */
  readonly dueAt: number;
  /** Its time has come. Afterwards `dueAt` must lie in the future. @param standstill the loop stood still meanwhile */
  due(now: number, standstill?: Standstill): void;
}

/** The event loop did not turn, so that no limit could act. */
export interface Standstill {
  /** For at least so long. */
  readonly ms: number;
  /** It was this one that kept the loop; false: it, or another that ran at that time. */
  readonly own: boolean;
}

/** Whoever is to be watched at the moment. */
export interface Watched extends Iterable<Timed> {
  has(timed: Timed): boolean;
}

/** How often the loop must turn to show that it does, while there are deadlines: 20 timers a second. */
const PULSE_MS = 50;
/** A loop that is later than that has been kept; less is the ordinary lag of a busy process. */
const STANDSTILL_MS = 100;

export interface DeadlinesParts {
  /** The owner adds and removes. */
  readonly running: Watched;
  readonly clock: Clock;
  /** Whether more than one handler runs, those included whose attempt is over. */
  readonly several: () => boolean;
}

export class Deadlines {
  readonly #parts: DeadlinesParts;
  #timer: Timer | undefined;
  #armedFor = Infinity;
  #earliest = Infinity;
  /** The loop has not turned since then. */
  #kept: { readonly from: number; readonly by: Timed | undefined } | undefined;

  constructor(parts: DeadlinesParts) {
    this.#parts = parts;
  }

  /** To be called when a member of `running` has a new deadline. */
  watch(dueAt: number): void {
    if (dueAt >= this.#earliest) return;
    this.#earliest = dueAt;
    if (dueAt < this.#armedFor) this.#arm(this.#parts.clock.monotonic());
  }

  /** To be called when nothing runs any more: no timer outlives the attempts. */
  rest(): void {
    this.#kept = undefined;
    if (this.#timer === undefined) return;
    this.#timer.cancel();
    this.#timer = undefined;
    this.#armedFor = Infinity;
    this.#earliest = Infinity;
  }

  /** To be called when a handler has returned from its call, with a promise or a value. */
  called(timed: Timed, startedAt: number): void {
    if (this.#armedFor === Infinity) return;
    const now = this.#parts.clock.monotonic();
    const ms = now - startedAt;
    if (ms <= STANDSTILL_MS) return;
    this.#kept = { from: startedAt, by: timed };
    if (timed.dueAt <= now) timed.due(now, { ms, own: true });
  }

  /**
   * To be called before a handler's end, or what it asks for, counts. Ends the attempt whose limit has passed
   * although no timer could say so.
   */
  check(timed: Timed): void {
    const { dueAt } = timed;
    if (dueAt === Infinity) return;
    const now = this.#parts.clock.monotonic();
    if (now <= dueAt || this.#excused(timed)) return;
    const ms = now - this.#armedFor;
    if (ms <= STANDSTILL_MS) {
      timed.due(now);
      return;
    }
    this.#kept ??= { from: this.#armedFor, by: timed };
    timed.due(now, { ms, own: !this.#parts.several() });
  }

  /** Its time came while another kept the loop. */
  #excused(timed: Timed): boolean {
    return this.#kept !== undefined && this.#kept.by !== timed && timed.dueAt > this.#kept.from;
  }

  #arm(now: number): void {
    this.#timer?.cancel();
    const at = Math.min(this.#earliest, now + PULSE_MS);
    this.#armedFor = at;
    // One timer for all, whoever's deadline is the nearest.
    this.#timer = outside(() => this.#parts.clock.after(Math.max(0, at - now), () => this.#fire()));
  }

  #fire(): void {
    const now = this.#parts.clock.monotonic();
    const ms = now - this.#armedFor;
    const from = this.#armedFor;
    this.#timer = undefined;
    this.#armedFor = Infinity;
    if (ms <= STANDSTILL_MS) {
      this.#kept = undefined;
      this.#enforce(now);
    } else if (this.#kept !== undefined || this.#parts.several()) {
      this.#kept ??= { from, by: undefined };
      afterNextTurn(() => {
        this.#kept = undefined;
        this.#enforce(this.#parts.clock.monotonic(), { ms, own: false });
      });
    } else this.#enforce(now, { ms, own: true });
  }

  #enforce(now: number, standstill?: Standstill): void {
    const { running } = this.#parts;
    let earliest = Infinity;
    if (now < this.#earliest) earliest = this.#earliest;
    // A copy, because an attempt that ends leaves it.
    else
      for (const timed of [...running]) {
        if (timed.dueAt <= now) timed.due(now, standstill);
        if (running.has(timed)) earliest = Math.min(earliest, timed.dueAt);
      }
    this.#earliest = earliest;
    if (earliest < Infinity) this.#arm(now);
  }
}

/**
 * When timers that are due and answers that have arrived were delivered. The turn that is under way does not do: where
 * the loop was kept by a timer, others that fell due meanwhile are not in it.
 */
function afterNextTurn(act: () => void): void {
  setImmediate(() => setImmediate(act));
}

/** Why an attempt is over. @param standstill during which the limit passed unseen */
export function pastHardLimit(limitMs: number, standstill: Standstill | undefined): string {
  const limit = `the attempt ran past its hard limit of ${formatDuration(limitMs)}`;
  if (standstill === undefined) return limit;
  const whom = standstill.own ? 'its handler' : 'a handler';
  return `${limit}, unseen, because ${whom} kept the event loop for ${formatDuration(Math.round(standstill.ms))}`;
}
