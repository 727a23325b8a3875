/** What a turn makes of the steps of a run, as events for whoever follows it. */
import type { JobError } from '../job.ts';
import type { Work } from './plan.ts';
import { isOver, progressOf, type Run, type StepProgress, type StepState, stepOf } from './run.ts';

/** The part of a run that events carry. */
export interface RunRef {
  readonly runId: string;
  /** null: the graph came with the call. */
  readonly workflow: string | null;
}

/** A step and what it is; never what it was given or has given. */
interface StepRef extends RunRef {
  readonly step: string;
  readonly kind: Work['kind'];
}

export type RunStepEvent =
  /** It is due. Of a wait: it waits from now on, until `dueAt` (epoch ms) at most, where that is said. */
  | ({ readonly type: 'step.started'; readonly total: number; readonly dueAt: number | null } & StepRef)
  | ({
      readonly type: 'step.ended';
      readonly state: Exclude<StepState, 'waiting' | 'running'>;
      /** null: it never began. */
      readonly durationMs: number | null;
      readonly failed: number;
      readonly error: JobError | null;
      readonly skipped: StepProgress['skipped'];
    } & StepRef);

/**
 * @param run before the turn
 * @param changed by number, as they are afterwards
 * @returns what began and what is over, in the order of the plan; both for a step that did all of it in one turn
 */
export function stepEvents(run: Run, changed: ReadonlyMap<number, StepProgress>): readonly RunStepEvent[] {
  return [...changed].sort(([one], [other]) => one - other).flatMap(([number, after]) => eventsOf(run, number, after));
}

function eventsOf(run: Run, number: number, after: StepProgress): readonly RunStepEvent[] {
  const before = progressOf(run, number);
  const { name: step, work } = stepOf(run.plan, number);
  const about = { runId: run.id, workflow: run.workflow, step, kind: work.kind };
  const events: RunStepEvent[] = [];
  const { startedAt, finishedAt, state, total, dueAt, failed, error, skipped } = after;
  if (before.state === 'waiting' && startedAt !== null && state !== 'waiting') {
    events.push({ type: 'step.started', ...about, total, dueAt });
  }
  if (isOver(after) && !isOver(before)) {
    const durationMs = startedAt === null || finishedAt === null ? null : Math.max(0, finishedAt - startedAt);
    const ending = state as Exclude<StepState, 'waiting' | 'running'>;
    events.push({ type: 'step.ended', ...about, state: ending, durationMs, failed, error, skipped });
  }
  return events;
}
