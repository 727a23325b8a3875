/** What the manifest in force says that a store has to know; told once per generation, see Engine.govern. */
import { AUDIT_KEPT, type AuditKeeping } from './audit.ts';
import type { Retention } from './keeping.ts';

export interface Rules {
  /** By name. A queue that is not there has one shard and no task for foreign jobs. */
  readonly queues: Readonly<Record<string, QueueRules>>;
  /** Declared tasks: what is held for one of them may run. */
  readonly tasks: readonly string[];
  /** null: finished jobs are kept for ever. */
  readonly retention: Retention | null;
  readonly audit: AuditKeeping;
}

export interface QueueRules {
  /** Parts that the queue is spread over; engines without a use for them do not mind. */
  readonly shards: number;
  /**
   * What to make of jobs that programs other than Skep have saved (`capabilities.foreignJobs`: plain bee-queue). null: they
   * are held as blocked, under the task name ''.
   */
  readonly foreign: ForeignTask | null;
  /** Between its priorities, see shares.ts: the most urgent first, or each has a share. */
  readonly between: 'strict' | 'weighted';
}

/** A task for jobs that were not enqueued through Skep. */
export interface ForeignTask {
  readonly task: string;
  /** For jobs that say nothing about retries themselves. */
  readonly maxAttempts: number;
}

const NONE: Rules = { queues: {}, tasks: [], retention: null, audit: AUDIT_KEPT };
const PLAIN: QueueRules = { shards: 1, foreign: null, between: 'strict' };

/** The rules by which an engine works; none before it was told some. */
export class RulesInForce {
  #rules = NONE;

  get current(): Rules {
    return this.#rules;
  }

  readonly govern = (rules: Rules): void => {
    this.#rules = rules;
  };

  queue(name: string): QueueRules {
    const { queues } = this.#rules;
    return Object.hasOwn(queues, name) ? (queues[name] ?? PLAIN) : PLAIN;
  }
}
