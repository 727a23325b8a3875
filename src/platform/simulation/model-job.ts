import type { TaskSpec } from '../../manifest/index.ts';

/** One job in the model. */
export interface ModelJob {
  readonly spec: TaskSpec;
  readonly queue: string;
  /** Since when it may start. */
  readyAt: number;
  attempt: number;
  startedAt: number | null;
  /** Called when it has ended for good. */
  readonly ended: ((at: number) => void) | null;
}
