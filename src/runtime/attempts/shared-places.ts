/**
 * The places of one process that several queues share, and which of the queues may ask the store first for those that are free.
 *
 * A queue has something to ask for until a reserve has told that it is empty (dry); it has again as soon as it asks, for it asks
 * only when it was woken, or to look for itself. Free places are dealt to the queues that are not dry and have room of their own:
 *
 *   strict      all to the first one in order
 *   weighted    by shares: of n queues the first in order gets n parts, the last one 1; or as many as its weight says
 *   roundRobin  one each, in turns
 *
 * The last two are stride scheduling (Waldspurger, Weihl 1995): each queue has a number that grows by 1 / parts with each job that it
 * starts, the lowest is next, and a queue that comes back after it was dry has saved up nothing.
 */
import type { QueueStrategy, QueueWeights } from '../../core/index.ts';
import { outside } from '../../foundation/index.ts';

/** A queue as seen by those that it shares places with. */
export interface Sharer {
  readonly queue: string;
  readonly consuming: boolean;
  /** Handlers that run. */
  readonly live: number;
  /** Jobs that it has asked the store for, and those that have come and not begun. */
  readonly claimed: number;
  /** Handlers that it may run at once by itself. */
  readonly concurrency: number;
  /** To ask again whether more may start. */
  look(): void;
}

interface Seat {
  dry: boolean;
  pass: number;
  step: number;
}

/** Of very many free places so many are dealt at a time; the others once these are answered. */
const DEALT_MAX = 256;

export class SharedPlaces {
  readonly #strategy: QueueStrategy;
  readonly #weights: QueueWeights | undefined;
  /** In order. */
  #seats = new Map<Sharer, Seat>();
  #places = 0;
  /** The number of the queue that started the last job, before it did. */
  #reached = 0;
  #looking = false;

  constructor(strategy: QueueStrategy, weights?: QueueWeights) {
    this.#strategy = strategy;
    this.#weights = weights;
  }

  /** @param sharers in order, those too that end and still run something @param places handlers at once of all of them together */
  arrange(sharers: readonly Sharer[], places: number): void {
    this.#places = places;
    const seats = new Map<Sharer, Seat>();
    sharers.forEach((sharer, index) => {
      const seat = this.#seats.get(sharer) ?? { dry: false, pass: this.#reached, step: 1 };
      if (this.#strategy === 'weighted') seat.step = 1 / this.#partsOf(sharer, sharers.length - index);
      seats.set(sharer, seat);
    });
    this.#seats = seats;
    this.changed();
  }

  /** @param usual where no weights are given */
  #partsOf({ queue }: Sharer, usual: number): number {
    if (this.#weights === undefined) return usual;
    return Object.hasOwn(this.#weights, queue) ? (this.#weights[queue] ?? 1) : 1;
  }

  /** Places in which nothing runs. */
  get free(): number {
    let free = this.#places;
    for (const sharer of this.#seats.keys()) free -= sharer.live;
    return free;
  }

  /** A queue asks how many of its jobs may start: those included that it has claimed. */
  permit(asking: Sharer): number {
    const seat = this.#seats.get(asking);
    if (seat === undefined) return 0;
    if (seat.dry) seat.pass = Math.max(seat.pass, this.#reached);
    seat.dry = false;
    return asking.claimed + (this.#deal().get(asking) ?? 0);
  }

  /** One of its jobs begins. */
  began(sharer: Sharer): void {
    const seat = this.#seats.get(sharer);
    if (seat === undefined) return;
    this.#reached = Math.max(this.#reached, seat.pass);
    seat.pass += seat.step;
  }

  /** @param more whether the store may have more of its jobs */
  answered(sharer: Sharer, more: boolean): void {
    const seat = this.#seats.get(sharer);
    if (seat) seat.dry = !more;
    this.changed();
  }

  /** A place is free, or somebody may have one who might not before: all that wait for one look, once. */
  changed(): void {
    if (this.#looking) return;
    this.#looking = true;
    outside(() =>
      setImmediate(() => {
        this.#looking = false;
        // One that waits for an answer asks again by itself where there may be more; woken meanwhile, it would ask for ever.
        for (const [sharer, { dry }] of this.#seats) if (!dry && sharer.claimed === 0) sharer.look();
      }),
    );
  }

  #deal(): ReadonlyMap<Sharer, number> {
    const dealt = new Map<Sharer, number>();
    const waiting = [...this.#seats]
      .filter(([sharer, { dry }]) => sharer.consuming && !dry)
      .map(([sharer, { pass, step }]) => ({ sharer, step, pass: pass + sharer.claimed * step, room: roomOf(sharer) }));
    let free = this.free;
    for (const sharer of this.#seats.keys()) free -= sharer.claimed;
    for (let left = Math.min(free, DEALT_MAX); left > 0; left -= 1) {
      const able = waiting.filter(({ room }) => room > 0);
      const lowest = Math.min(...able.map(({ pass }) => pass));
      const next = this.#strategy === 'strict' ? able[0] : able.find(({ pass }) => pass === lowest);
      if (next === undefined) break;
      next.room -= 1;
      next.pass += next.step;
      dealt.set(next.sharer, (dealt.get(next.sharer) ?? 0) + 1);
    }
    return dealt;
  }
}

function roomOf({ concurrency, live, claimed }: Sharer): number {
  return concurrency - live - claimed;
}
