/**
 * Bounds how long calls of people and programs wait for a Redis that says nothing at all: a route that swallows
 * packets, a frozen server. ioredis bounds each connection, and makes a new one each time; this bounds them together.
 *
 * Silence, not time per command: a Redis that is busy with ten thousand calls answers one after the other, and the
 * last of them may take long without anything being wrong.
 */
import type { Clock } from '../../foundation/index.ts';
import type { RedisClient } from './client.ts';

/** A command as the client sends it: given to ioredis as it is. */
type Send = (...args: Parameters<RedisClient['sendCommand']>) => Promise<unknown>;

export class Silence {
  readonly #client: RedisClient;
  readonly #clock: Clock;
  readonly #limitMs: number;
  #waiting = 0;
  /** Last answer, or when the first of the waiting commands was sent; monotonic. */
  #since = 0;
  #armed = false;

  private constructor(client: RedisClient, clock: Clock, limitMs: number) {
    this.#client = client;
    this.#clock = clock;
    this.#limitMs = limitMs;
  }

  /** Commands of that client fail when none was answered for `limitMs` while some wait. */
  static limit(client: RedisClient, clock: Clock, limitMs: number): void {
    const silence = new Silence(client, clock, limitMs);
    const send = client.sendCommand.bind(client) as Send;
    client.sendCommand = (...args: Parameters<Send>) => {
      silence.#asked();
      const answer = send(...args);
      answer.then(silence.#heard, silence.#heard);
      return answer;
    };
  }

  #asked(): void {
    this.#waiting += 1;
    if (this.#waiting > 1) return;
    this.#since = this.#clock.monotonic();
    if (!this.#armed) this.#arm(this.#limitMs);
  }

  readonly #heard = (): void => {
    this.#waiting -= 1;
    this.#since = this.#clock.monotonic();
  };

  /** One timer however many commands: it looks again when there was an answer meanwhile. */
  #arm(ms: number): void {
    this.#armed = true;
    this.#clock.after(ms, () => {
      this.#armed = false;
      if (this.#waiting === 0) return;
      const left = this.#limitMs - (this.#clock.monotonic() - this.#since);
      if (left > 0) this.#arm(left);
      else this.#client.giveUp(new Error(`Socket timeout: no answer for ${this.#limitMs} ms`));
    });
  }
}
