/**
 * What a queue settles and reserves in one turn of the event loop leaves as one script, so that Redis answers each
 * turn once: two scripts would be run and answered together, and this process would wait for both with nothing to do.
 */
import { reach } from '../../foundation/index.ts';
import type { BeeQueueLane, Reserved, Settled, Wish } from './lanes/bee-queue-lane.ts';
import type { ScriptArgument } from './scripts.ts';

interface Pending<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** Settlements that leave at the end of this turn, and the reserve that goes with them. */
interface Parcel extends Pending<Settled> {
  readonly session: string;
  readonly settlements: readonly ScriptArgument[];
  reserve: (Pending<Reserved> & { readonly wish: Wish }) | undefined;
}

export class Exchange {
  readonly #bee: BeeQueueLane;
  #parcel: Parcel | undefined;

  constructor(bee: BeeQueueLane) {
    this.#bee = bee;
  }

  /** running → what the outcomes say, for jobs of one session. */
  settle(session: string, settlements: readonly ScriptArgument[]): Promise<Settled> {
    if (this.#parcel) return this.#bee.settle(session, settlements);
    return new Promise((resolve, reject) => {
      const parcel: Parcel = { session, settlements, resolve, reject, reserve: undefined };
      this.#parcel = parcel;
      queueMicrotask(() => {
        this.#parcel = undefined;
        void this.#send(parcel);
      });
    });
  }

  /** available → running. */
  reserve(session: string, wish: Wish): Promise<Reserved> {
    const parcel = this.#parcel;
    if (parcel?.session !== session || parcel.reserve) return this.#bee.reserve(session, wish);
    return new Promise((resolve, reject) => {
      parcel.reserve = { resolve, reject, wish };
    });
  }

  async #send({ session, settlements, resolve, reject, reserve }: Parcel): Promise<void> {
    try {
      if (!reserve) {
        resolve(await this.#bee.settle(session, settlements));
        return;
      }
      const answer = this.#bee.exchange(session, settlements, reserve.wish);
      reach('exchange.sent');
      const [settled, reserved] = await answer;
      resolve(settled);
      reserve.resolve(reserved);
    } catch (error) {
      reject(error);
      reserve?.reject(error);
    }
  }
}
