/**
 * Commands that Redis keeps waiting although it answers others: where the clients of a server are paused (CLIENT PAUSE, for a
 * failover), it takes no write and answers every read; where a firewall has forgotten one connection, the next one is well. The
 * commands of the loops wait through an outage, and would wait through this one without a word.
 */
import type { Redis } from 'ioredis';

import type { StoreCheck } from '../../engine/index.ts';
import { type Clock, formatDuration } from '../../foundation/index.ts';

/** A script takes milliseconds, and one of somebody else that takes seconds is told as BUSY. */
const PATIENCE_MS = 8_000;

/** Parts of ioredis that its types keep to themselves: denques of what was sent, what is sent again, what is not sent yet. */
interface Waiting {
  readonly commandQueue?: Queue;
  readonly prevCommandQueue?: Queue | null;
  readonly offlineQueue?: Queue;
}

interface Queue {
  peekFront(): { readonly command: object } | undefined;
}

export class Unanswered {
  readonly #clock: Clock;
  /** The oldest command of each connection, and since when it was seen to be that. */
  #oldest = new Map<Redis, { readonly command: object; readonly since: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns nothing while all is well */
  checks(connections: readonly Redis[]): readonly StoreCheck[] {
    const waitedMs = this.look(connections);
    if (waitedMs < PATIENCE_MS) return [];
    const waited = formatDuration(Math.floor(waitedMs / 1_000) * 1_000);
    const message = `Redis answers, and a command of this process has waited for ${waited}`;
    const hint =
      'Are its clients paused (CLIENT PAUSE, a failover that does not end)? Does a firewall swallow what one connection sends? Work goes on with its answer.';
    return [{ name: 'unanswered', status: 'fail', message, hint }];
  }

  /**
   * Looks at the connections of the loops; nothing is counted between two looks, so that commands cost nothing more.
   * @returns for how many milliseconds the oldest command has waited, as far as it was seen
   */
  look(connections: readonly Redis[]): number {
    const now = this.#clock.monotonic();
    const before = this.#oldest;
    this.#oldest = new Map();
    let longestMs = 0;
    for (const connection of connections) {
      const command = oldestOf(connection as unknown as Waiting);
      if (command === undefined) continue;
      const known = before.get(connection);
      const seen = known?.command === command ? known : { command, since: now };
      this.#oldest.set(connection, seen);
      longestMs = Math.max(longestMs, now - seen.since);
    }
    return longestMs;
  }
}

function oldestOf({ commandQueue, prevCommandQueue, offlineQueue }: Waiting): object | undefined {
  return (prevCommandQueue?.peekFront() ?? commandQueue?.peekFront() ?? offlineQueue?.peekFront())?.command;
}
