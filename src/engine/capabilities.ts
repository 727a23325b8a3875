/** Differences between engines, said instead of asked; every one has a consequence for callers. */
export interface Capabilities {
  /**
   * Processes on several hosts may share the store. false: one host only, and `skep run` on another
   * host cannot join.
   */
  readonly manyHosts: boolean;
  /** Acknowledged jobs survive the loss of the store's process. false: only of ours (":memory:" holds nothing). */
  readonly durable: boolean;
  /**
   * What of a call of enqueue is stored all or nothing. call: all of it. queue: its jobs of each queue; when a call that
   * names several queues rejects, the jobs of some may be stored, and the same call again stores the rest.
   */
  readonly atomicEnqueue: 'call' | 'queue';
  /**
   * How far a gate counts, and a key reaches. store: over all queues. queue: over all processes, in each queue alone; what one script reaches is
   * one queue there. Jobs with equal keys meet in a queue with shards too.
   */
  readonly gates: 'store' | 'queue';
  /** Plain bee-queue programs may read and feed the queues (`queues.<q>.foreign`). */
  readonly foreignJobs: boolean;
}
