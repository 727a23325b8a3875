/** Runs whose end, or whose turn, this process has stored: told to whoever listens here. */
import type { JobError, Run, RunState, StepProgress } from '../core/index.ts';

export interface RunEnd {
  readonly id: string;
  readonly workflow: string | null;
  readonly state: Exclude<RunState, 'running'>;
  readonly error: JobError | null;
  /** Why it was cancelled. */
  readonly reason: string | null;
  readonly durationMs: number;
  readonly traceparent: string | null;
}

export type RunEndListener = (end: RunEnd) => void;

/** Steps of a run are not as they were. @param run as it was before. @param changed by number, as they are now */
export type RunTurnListener = (run: Run, changed: ReadonlyMap<number, StepProgress>) => void;

export class RunEnds {
  readonly #listeners = new Set<RunEndListener>();
  readonly #turned = new Set<RunTurnListener>();

  readonly on = (listener: RunEndListener): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  readonly onTurned = (listener: RunTurnListener): (() => void) => {
    this.#turned.add(listener);
    return () => {
      this.#turned.delete(listener);
    };
  };

  /** What a turn made of its steps is stored. */
  readonly turned: RunTurnListener = (run, changed) => {
    if (changed.size > 0) for (const listener of this.#turned) listener(run, changed);
  };

  /** @param run as it is stored, over */
  readonly tell = ({ state, finishedAt, createdAt, ...run }: Run): void => {
    if (this.#listeners.size === 0 || state === 'running') return;
    const { id, workflow, error, cancelled, traceparent } = run;
    const durationMs = Math.max(0, (finishedAt ?? createdAt) - createdAt);
    const end = { id, workflow, state, error, reason: cancelled, durationMs, traceparent };
    for (const listener of this.#listeners) listener(end);
  };
}
