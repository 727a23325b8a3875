/** What dead jobs died of, counted by the fingerprint that is stored with each. */
export interface FaultFilter {
  readonly queue?: string;
  readonly task?: string;
  /** This one alone. */
  readonly fingerprint?: string;
  /** Only those whose last death lies before this instant. */
  readonly before?: number;
}

/** Dead jobs of one fingerprint, over all queues and tasks of the query. */
export interface Fault {
  readonly fingerprint: string;
  readonly count: number;
  readonly tasks: readonly string[];
  /** When the first and the last of those died that are still dead. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Id of the one that died last. */
  readonly job: string;
}

export interface FaultPage {
  /** Those that killed last come first. */
  readonly faults: readonly Fault[];
  /** `before` of the next page; null on the last. */
  readonly next: number | null;
}
