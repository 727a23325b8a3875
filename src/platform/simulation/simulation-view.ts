/** What a simulation says. All times are milliseconds, all instants ISO 8601. */
export interface SimulationView {
  readonly from: string;
  readonly to: string;
  /** What a point of a series stands for. */
  readonly stepMs: number;
  readonly seed: number;
  readonly processes: number;
  /** Tasks that ran and of which nobody said or measured how long they take: a second was assumed. */
  readonly assumed: readonly string[];
  readonly queues: readonly SimulatedQueue[];
  /** Those of which jobs started. */
  readonly tasks: readonly SimulatedTask[];
  /** Schedules that tick at one instant, the largest first. */
  readonly collisions: readonly {
    readonly schedules: readonly string[];
    readonly times: number;
    readonly firstAt: string;
  }[];
}

interface Peaked {
  readonly mean: number;
  readonly peak: number;
  /** The minute; null where there was none. */
  readonly peakAt: string | null;
}

export interface SimulatedQueue {
  readonly queue: string;
  /** That came. */
  readonly jobs: number;
  /** Attempts. */
  readonly starts: number;
  readonly waitingAtEnd: number;
  readonly startsPerMinute: Peaked;
  /** Jobs that might have started and had not. */
  readonly depth: Peaked;
  /** null where none started. */
  readonly waitMs: { readonly p50: number | null; readonly p95: number | null; readonly max: number | null };
  /** Share of its places that were taken, 0..1. */
  readonly busy: number;
  readonly series: {
    /** A minute, on the average of the step. */
    readonly starts: readonly number[];
    /** The deepest of the step. */
    readonly depth: readonly number[];
    readonly waitP95Ms: readonly (number | null)[];
  };
}

export interface SimulatedTask {
  readonly task: string;
  readonly starts: number;
  /** Attempts that were followed by another. */
  readonly failed: number;
  readonly dead: number;
  /** That found no room and did not wait for it (`onConflict: skip`). */
  readonly skipped: number;
  readonly waitP95Ms: number | null;
}
