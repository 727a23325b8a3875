/** Brokers, and the queues of theirs whose messages become jobs, as the manifest has them after normalisation. */
import type { Json } from '../../foundation/index.ts';

export interface BrokerSpec {
  readonly name: string;
  /** May hold a password: never shown, never logged. */
  readonly url: string;
}

export interface SourceSpec {
  readonly name: string;
  /** Name of the broker. */
  readonly broker: string;
  readonly queue: string;
  readonly task: string;
  /** Template of the payload; null = the body. Expressions: body, headers, message. */
  readonly with: Json;
  /** Messages that a process has taken and not confirmed at most. */
  readonly prefetch: number;
  /** Where those go that cannot become a job; null = they are rejected. */
  readonly deadLetter: DeadLetterSpec | null;
}

export interface DeadLetterSpec {
  /** '' = the default one. */
  readonly exchange: string;
  /** null = that of the message. */
  readonly routingKey: string | null;
}
