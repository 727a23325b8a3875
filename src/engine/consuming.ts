/** Taking jobs out of a queue: what a worker gives to an engine and gets back. */
import type { Outcome } from '../core/index.ts';
import type { Lease, Settlement, SettleReceipt } from './lease.ts';

/** Ids of the attempt's span; null when it was not traced. */
export type SpanIds = Pick<Settlement, 'traceId' | 'spanId'>;

/** Runs one leased job to its outcome. It must not reject; a rejection is settled as `release`. */
export type RunLease = (lease: Lease) => Promise<AttemptResult>;

export type AttemptResult = Omit<Settlement, 'lease'>;

export interface ConsumeOptions {
  /**
   * How many more jobs may start now: free slots; asked before each reserve. A pause and gates are the engine's own
   * business.
   */
  permit(): number;
  /**
   * Milliseconds after which a consumer that found too little looks again without being woken: signals may be lost.
   * Default: one second. Tests that ask whether the signal came rest for ever instead.
   */
  readonly restMs?: number;
  /** Called when a reserve was answered or failed. @param more whether more may wait; false where it failed */
  onAnswered?(more: boolean): void;
  /** Called once per lease after it was settled or found lost. @param trace where the attempt's span is found */
  onSettled?(lease: Lease, outcome: Outcome, receipt: SettleReceipt, trace: SpanIds): void;
  /** Called when the store fails; the consumer goes on trying with capped backoff. */
  onTrouble?(error: unknown): void;
}

/** A running reserve → run → settle loop over one queue. */
export interface Consumer {
  /** Ask `permit()` again: a slot became free for a reason that the consumer cannot see. */
  poke(): void;
  /** Leases that run or wait to be settled. */
  readonly running: number;
  /** Jobs that the store was asked for, and those that have come and were not given to `run` yet. */
  readonly claimed: number;
  /**
   * Milliseconds without a sign of progress: a reserve that is not answered or fails, outcomes that cannot be stored.
   * Below two seconds while all is well, busy or not; 0 once stopped.
   */
  readonly stalledMs: number;
  /** Stops reserving at once; resolves when every lease is settled. The caller ends the runs. */
  stop(): Promise<void>;
  /** Resolves when the last reserve found nothing and nothing runs: for `--burst`. */
  idle(): Promise<void>;
  /** Resolves when no reserve is under way and all that they brought was given to `run`. */
  quiet(): Promise<void>;
}
