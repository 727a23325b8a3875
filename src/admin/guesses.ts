/**
 * Guessing of tokens is slowed down per client, and before the token is looked at: an answer must not tell a right
 * guess from a wrong one sooner than the pace allows. Nobody is locked out.
 *
 *   below `wrongTokens` wrong ones    a token is looked at as it comes; they are forgotten one a second
 *   above                             a connection that showed a wrong one is refused unseen, others wait `guessWaitMs`
 *
 * So a client may try some `guessesWaiting / guessWaitMs` tokens however many connections it opens, and those who share
 * its address are answered late instead of not at all. Memory is bounded by `guessClients`.
 */
import { type Clock, pause, SkepError } from '../foundation/index.ts';
import type { AdminLimits } from './limits.ts';

interface Record {
  /** Wrong tokens not forgotten yet. */
  wrong: number;
  /** Monotonic instant that `wrong` is of. */
  at: number;
  /** Requests that wait for their turn. */
  waiting: number;
}

export type GuessLimits = Pick<AdminLimits, 'wrongTokens' | 'guessWaitMs' | 'guessesWaiting' | 'guessClients'>;

export class Guesses {
  readonly #clock: Clock;
  readonly #limits: GuessLimits;
  /** In the order in which they guessed last. */
  readonly #clients = new Map<string, Record>();

  constructor(clock: Clock, limits: GuessLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Whether tokens of this client are not looked at as they come. */
  slowed(client: string): boolean {
    return this.#wrongOf(client) >= this.#limits.wrongTokens;
  }

  /**
   * Resolves when a token of this client may be looked at.
   * @param guilty whether the connection showed a wrong token before
   * @param gone   aborts the wait: nobody is there to be answered
   * @throws TOKEN_THROTTLED, whatever the token is
   */
  async turn(client: string, guilty: boolean, gone: AbortSignal): Promise<void> {
    if (!this.slowed(client)) return;
    const record = this.#clients.get(client);
    if (record === undefined) return;
    if (guilty || record.waiting >= this.#limits.guessesWaiting) throw this.#throttled(record);
    record.waiting += 1;
    try {
      await pause(this.#clock, this.#limits.guessWaitMs, gone);
    } finally {
      record.waiting -= 1;
    }
    if (gone.aborted) throw this.#throttled(record);
  }

  /** A wrong token was shown. */
  wrong(client: string): void {
    const most = 2 * this.#limits.wrongTokens;
    const record = {
      // Bounded, so that a long attack is not paid for much longer than it lasts.
      wrong: Math.min(most, this.#wrongOf(client) + 1),
      at: this.#clock.monotonic(),
      waiting: 0,
    };
    const known = this.#clients.get(client);
    this.#clients.delete(client);
    this.#clients.set(client, known === undefined ? record : Object.assign(known, record, { waiting: known.waiting }));
    if (this.#clients.size > this.#limits.guessClients) this.#forgetOne();
  }

  /** How many clients are remembered. */
  get size(): number {
    return this.#clients.size;
  }

  #wrongOf(client: string): number {
    const record = this.#clients.get(client);
    if (record === undefined) return 0;
    return Math.max(0, record.wrong - (this.#clock.monotonic() - record.at) / 1_000);
  }

  /** Whoever guessed longest ago. */
  #forgetOne(): void {
    const [oldest] = this.#clients.keys();
    if (oldest !== undefined) this.#clients.delete(oldest);
  }

  #throttled({ wrong, at }: Record): SkepError {
    const since = (this.#clock.monotonic() - at) / 1_000;
    const retryAfterS = Math.max(1, Math.ceil(wrong - since - this.#limits.wrongTokens + 1));
    return new SkepError('TOKEN_THROTTLED', 'too many wrong tokens came from there; this one was not looked at', {
      hint: `try again in ${retryAfterS} s`,
      details: { retryAfterS },
    });
  }
}
