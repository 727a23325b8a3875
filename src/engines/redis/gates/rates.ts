/** Rates that have room again, in every home of gates: the keys of no queue, or on a Cluster each queue. */
import type { RedisStore } from '../store.ts';
import type { Troubles } from '../troubles.ts';

/** What is paid for longer is forgotten: rates that nobody passes any more. */
const PAID_MS = 60_000;

interface Home {
  readonly base: string;
  /** Milliseconds; null: nobody waits before a rate here. */
  readonly dueAt: number | null;
  /** The first instant at which a rate is paid, in milliseconds. */
  readonly paidAt: number | null;
}

export class Rates {
  readonly #store: RedisStore;

  constructor(store: RedisStore) {
    this.#store = store;
  }

  /**
   * Lets go who may pass now.
   * @param limit jobs of a queue, at most @param now epoch milliseconds of the store
   * @returns when the next rate has room; null when nobody waits before one
   */
  async open(limit: number, now: number, troubles: Troubles): Promise<number | null> {
    const homes = await this.#homes(troubles);
    let next = Infinity;
    const whole = this.#store.clustered ? 0 : 1;
    for (const { base, dueAt, paidAt } of homes) {
      let due = dueAt;
      if ((dueAt ?? Infinity) <= now || (paidAt ?? Infinity) <= now - PAID_MS) {
        const reply = await troubles.past(() => this.#store.run('worker', 'open-gates', [base], [limit, whole]));
        if (reply) due = instantOf((reply as readonly unknown[])[1]);
      }
      next = Math.min(next, due ?? Infinity);
    }
    return next === Infinity ? null : next;
  }

  async #homes(troubles: Troubles): Promise<readonly Home[]> {
    const { keys, clustered } = this.#store;
    const queues = clustered ? (await this.#store.queues('worker')).map((queue) => keys.base(queue)) : [];
    // Holds are listed there, also on a Cluster.
    const bases = [keys.global, ...queues];
    const found = await Promise.all(bases.map((base) => troubles.past(() => this.#home(base))));
    return found.filter((home) => home !== undefined);
  }

  async #home(base: string): Promise<Home> {
    const client = this.#store.client('worker');
    const [due, tats] = await this.#store.guard(() =>
      Promise.all([
        client.zrange(`${base}due`, 0, '0', 'WITHSCORES'),
        client.zrange(`${base}tats`, 0, '0', 'WITHSCORES'),
      ]),
    );
    const paidAt = instantOf(tats[1]);
    return { base, dueAt: instantOf(due[1]), paidAt: paidAt === null ? null : paidAt / 1000 };
  }
}

function instantOf(text: unknown): number | null {
  return text === undefined || text === '' ? null : Number(text);
}
