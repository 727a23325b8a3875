/** Whether Redis can be used, as check() tells it. */
import type { StoreCheck } from '../../engine/index.ts';
import { type Clock, pause } from '../../foundation/index.ts';
import { isPassing, storeError } from './faults.ts';
import { formatChecks } from './records/format.ts';
import { formerStore } from './project.ts';
import { startChecks } from './start-checks.ts';
import type { RedisStore } from './store.ts';
import { Unanswered } from './unanswered.ts';

/** Between two attempts of answer(). */
const AGAIN_MS = 500;

export class Health {
  readonly #store: RedisStore;
  readonly #clock: Clock;
  readonly #unanswered: Unanswered;

  constructor(store: RedisStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#unanswered = new Unanswered(clock);
  }

  /** Never rejects: an absent Redis is a failed check. */
  async checks(): Promise<readonly StoreCheck[]> {
    const { trouble, where } = this.#store;
    try {
      // What asks next may wait as well: since when the others do is known all the same.
      this.#unanswered.look(this.#store.masters('worker'));
      if (trouble) throw trouble;
      return [
        { name: 'connection', status: 'ok', message: `connected to ${where}`, hint: null },
        ...(await this.ask()),
        ...(await formerStore(this.#store)),
        ...(await this.functions()),
        // Last: after a standstill of this process its answers have come by now.
        ...this.#unanswered.checks(this.#store.masters('worker')),
      ];
    } catch (thrown) {
      const error = storeError(thrown, where);
      const closed = error.code === 'STOPPING' ? `not connected to ${where} yet` : error.message;
      return [{ name: 'connection', status: 'fail', message: closed, hint: error.hint ?? null }];
    }
  }

  /** A server that takes our scripts one by one and not as a library serves all the same, at a price. */
  async functions(): Promise<readonly StoreCheck[]> {
    const clients = (['producer', 'worker'] as const).map((role) => this.#store.client(role));
    const flaws = await Promise.all(clients.map((client) => client.functions.flaw()));
    const [flaw] = flaws.filter((text) => text !== null);
    if (flaw === undefined) return [];
    const message = `Redis has functions and refuses those of Skep, which sends scripts instead: ${flaw}`;
    const hint = 'Scripts take more of its processor for each call. `FUNCTION LIST` shows what is in the way.';
    return [{ name: 'functions', status: 'warn', message, hint }];
  }

  /** As ask(), but goes on asking while nobody answers. @throws SkepError STOPPING after close() */
  async answer(): Promise<readonly StoreCheck[]> {
    for (;;) {
      try {
        return await this.ask();
      } catch (thrown) {
        if (!isPassing(storeError(thrown, this.#store.where))) throw thrown;
      }
      await pause(this.#clock, AGAIN_MS);
    }
  }

  /** What a Redis that keeps jobs must be like. Rejects when it does not answer. */
  ask(): Promise<readonly StoreCheck[]> {
    const store = this.#store;
    return store.guard(async () => {
      const masters = store.masters('producer');
      const checks = await startChecks({ masters, clustered: store.clustered, clock: this.#clock });
      // A server that must not be used may give no key: a node of a Cluster says CLUSTERDOWN.
      return checks.some(({ status }) => status === 'fail') ? checks : [...checks, ...(await formatChecks(store))];
    });
  }
}
