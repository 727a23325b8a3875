/**
 * Names of everything stored. docs/engines.md has the table with types and lifetimes.
 *
 * `PREFIX:{QUEUE}:` is also what plain bee-queue makes of `new Queue('{QUEUE}', { prefix: 'PREFIX' })`. The braces
 * are a Redis Cluster hash tag, so that all keys of a queue live together, and no queue's name can reach into
 * another queue's keys. What belongs to no queue has the tag `{$}`, which is no queue's name.
 */
import { SkepError } from '../../foundation/index.ts';

const PREFIX_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/;
const QUEUE_PATTERN = /^[^{}\s$][^{}\s]{0,127}$/;

/** Field of the rules of gates. No rule has that name: quotes in names are escaped there. */
export const GATES_VERSION = '"';

export class Keys {
  readonly prefix: string;
  /** Begin of all keys that belong to no queue. */
  readonly global: string;
  /** Base and channel of each queue that was asked for. */
  readonly #names = new Map<string, readonly [string, string]>();

  readonly #database: number;

  /**
   * @param database number of the server's database: channels, unlike keys, are heard in all of them
   * @throws SkepError REQUEST_INVALID for a prefix that could collide with another one's keys
   */
  constructor(prefix: string, database = 0) {
    if (!PREFIX_PATTERN.test(prefix)) {
      throw new SkepError(
        'REQUEST_INVALID',
        `engine.prefix: ${JSON.stringify(prefix)} cannot begin the keys in Redis`,
        {
          hint: 'Use 1 to 64 letters, digits and _ . : -, beginning with a letter or digit.',
        },
      );
    }
    this.prefix = prefix;
    this.#database = database;
    this.global = `${prefix}:{$}:`;
  }

  /** The name of a queue as bee-queue gets it. */
  static beeName(queue: string): string {
    if (!QUEUE_PATTERN.test(queue)) {
      throw new SkepError('REQUEST_INVALID', `${JSON.stringify(queue)} cannot name a queue in Redis`, {
        hint: 'Leave out blanks and braces.',
      });
    }
    return `{${queue}}`;
  }

  /** Begin of all keys of a queue: bee-queue's toKey(''). */
  base(queue: string): string {
    return this.of(queue)[0];
  }

  /** Channel for news of a queue, and a name in its slot that is never stored. Pub/sub, not a key. */
  channel(queue: string): string {
    return this.of(queue)[1];
  }

  /**
   * KEYS of every script on a queue. Two names of one slot that are never stored: while a Cluster moves the slot, such a
   * call is told to try again (TRYAGAIN) instead of being run where half of the keys are (decisions/0020).
   */
  of(queue: string): readonly [string, string] {
    let names = this.#names.get(queue);
    if (!names) {
      const base = `${this.prefix}:${Keys.beeName(queue)}:`;
      names = [base, `${base}signals`];
      this.#names.set(queue, names);
    }
    return names;
  }

  /** The lease of a session in one queue. */
  lease(queue: string, session: string): string {
    return `${this.base(queue)}lease:${session}`;
  }

  /** The lease by which a session is listed. */
  processLease(session: string): string {
    return `${this.global}lease:${session}`;
  }

  get ids(): string {
    return `${this.global}ids`;
  }

  get queues(): string {
    return `${this.global}queues`;
  }

  get sessions(): string {
    return `${this.global}sessions`;
  }

  get notices(): string {
    return `${this.global}notices`;
  }

  get schedules(): string {
    return `${this.global}schedules`;
  }

  /** Who applied which manifest's schedules, and whose are in force. */
  get applied(): string {
    return `${this.global}applied`;
  }

  /** Schedules that were removed while paused. */
  get pausedAway(): string {
    return `${this.global}paused-away`;
  }

  /** What became of the ticks of a schedule. */
  ticks(schedule: string): string {
    return `${this.global}ticks:${schedule}`;
  }

  /** Claims of ticks by processes of former versions, see lua/adopt-intents.lua. */
  get intents(): string {
    return `${this.global}intents`;
  }

  /** The name of the manifest whose store this is. */
  get project(): string {
    return `${this.global}project`;
  }

  /** By which format the store is written, see format.ts. */
  get format(): string {
    return `${this.global}format`;
  }

  get revisions(): string {
    return `${this.global}revisions`;
  }

  /** What revisions said, by number. */
  get revisionBodies(): string {
    return `${this.global}revision-bodies`;
  }

  /**
   * A pub/sub channel, not a key. Counts of one store mean nothing in another: those of a prefix in two databases have a channel each.
   * (What is said in those of queues names a session, or is only a reason to look.)
   */
  get signals(): string {
    return `${this.global}signals${this.#database === 0 ? '' : `:${this.#database}`}`;
  }
}
