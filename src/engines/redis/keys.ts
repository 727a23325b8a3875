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

export class Keys {
  readonly prefix: string;
  /** Begin of all keys that belong to no queue. */
  readonly global: string;

  /** @throws SkepError REQUEST_INVALID for a prefix that could collide with another one's keys */
  constructor(prefix: string) {
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
    return `${this.prefix}:${Keys.beeName(queue)}:`;
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

  get revisions(): string {
    return `${this.global}revisions`;
  }

  /** A pub/sub channel, not a key. */
  get signals(): string {
    return `${this.global}signals`;
  }

  lease(session: string): string {
    return `${this.global}lease:${session}`;
  }
}
