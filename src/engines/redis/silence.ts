/**
 * Bounds how long calls of people and programs wait for a Redis that says nothing at all: a route that swallows
 * packets, a frozen server. ioredis bounds each connection, and makes a new one each time; this bounds them together.
 *
 * Silence, not time per command: a Redis that is busy with ten thousand calls answers one after the other, and the
 * last of them may take long without anything being wrong. The greeting of a connection is no answer: a server whose clients
 * are paused gives it each time, and then takes no write.
 *
 * It is counted in slices, so that a standstill of this process' event loop is no more than one: what Redis said
 * meanwhile is read only after the timers that are due.
 */
import type { Clock } from '../../foundation/index.ts';
import type { RedisClient } from './client.ts';

const SLICES = 8;
/** What a client says by itself before a connection is ready. */
const GREETING: ReadonlySet<string> = new Set(['hello', 'auth', 'select', 'client', 'info']);

/** A command as the client sends it: given to ioredis as it is. */
type Send = (...args: Parameters<RedisClient['sendCommand']>) => Promise<unknown>;

export class Silence {
  readonly #client: RedisClient;
  readonly #clock: Clock;
  readonly #limitMs: number;
  #waiting = 0;
  /** Slices since the last answer, or since the first of the waiting commands was sent. */
  #silent = 0;
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
      const heard = isGreeting(client, args[0].name) ? silence.#greeted : silence.#heard;
      silence.#asked();
      const answer = send(...args);
      answer.then(heard, heard);
      return answer;
    };
  }

  #asked(): void {
    this.#waiting += 1;
    if (this.#waiting > 1) return;
    this.#silent = 0;
    if (!this.#armed) this.#arm();
  }

  readonly #heard = (): void => {
    this.#waiting -= 1;
    this.#silent = 0;
  };

  readonly #greeted = (): void => {
    this.#waiting -= 1;
  };

  /** One timer however many commands: it looks again when there was an answer meanwhile. */
  #arm(): void {
    this.#armed = true;
    this.#clock.after(this.#limitMs / SLICES, () => {
      this.#armed = false;
      if (this.#waiting === 0) return;
      this.#silent += 1;
      if (this.#silent < SLICES) this.#arm();
      else this.#client.giveUp(new Error(`Socket timeout: no answer for ${this.#limitMs} ms`));
    });
  }
}

/** Whoever asks the same before the connection is ready is no more than it. */
function isGreeting({ status }: RedisClient, command: string): boolean {
  return status === 'connect' && GREETING.has(command);
}
