/** Which steps may begin, which are passed over, and when a step or a run is over. */
import type { JobError } from '../job.ts';
import type { Plan, PlanStep } from './plan.ts';
import {
  isOver,
  type ItemEnd,
  type Run,
  type RunState,
  stepOf,
  type StepProgress,
  underWay,
  UNTOUCHED,
} from './run.ts';

/** What becomes of a step that waits. `ask`: its condition has to be read. */
export type Decision = 'wait' | 'begin' | 'ask' | 'trouble' | 'condition';

export function decisionOn(plan: Plan, step: PlanStep, steps: readonly StepProgress[]): Decision {
  let troubled = false;
  let passedOver = false;
  // No list is made: it is asked of each step at each turn, a thousand times a thousand of a long graph.
  for (const number of step.needs) {
    const progress = steps[number] ?? UNTOUCHED;
    if (!isOver(progress)) return 'wait';
    troubled ||= isTrouble(stepOf(plan, number), progress);
    passedOver ||= progress.skipped === 'condition';
  }
  return decided(step.when, troubled, passedOver);
}

function decided(when: PlanStep['when'], troubled: boolean, passedOver: boolean): Decision {
  if (when === 'always') return 'begin';
  if (when === 'failure') return troubled ? 'begin' : 'condition';
  if (troubled) return 'trouble';
  if (passedOver) return 'condition';
  return when === 'success' ? 'begin' : 'ask';
}

/** Whether a step that is over keeps from beginning what needs its success. */
function isTrouble({ onFailure }: PlanStep, { state, skipped }: StepProgress): boolean {
  if (state === 'failed') return onFailure === 'fail';
  return state === 'cancelled' || skipped === 'trouble';
}

/** An item has ended: what the step is then, before it is asked whether it is over. */
export function counted(progress: StepProgress, end: ItemEnd): StepProgress {
  if (end.state === 'completed') return { ...progress, completed: progress.completed + 1 };
  const error = progress.error ?? end.error;
  if (end.state === 'failed') return { ...progress, failed: progress.failed + 1, error };
  return { ...progress, cancelled: progress.cancelled + 1, error };
}

/** Whether no more of its items are begun: one has failed of which all are needed, or the run is cancelled. */
export function stops(
  { onFailure }: PlanStep,
  { failed, cancelled, broken }: StepProgress,
  run: Pick<Run, 'cancelled'>,
): boolean {
  return broken || run.cancelled !== null || (onFailure === 'fail' && failed + cancelled > 0);
}

/** How many more of its items may begin now. */
export function roomOf(step: PlanStep, progress: StepProgress, run: Pick<Run, 'cancelled'>): number {
  if (progress.state !== 'running' || stops(step, progress, run)) return 0;
  const left = progress.total - progress.begun;
  return step.concurrency === null ? left : Math.min(left, step.concurrency - underWay(progress));
}

/** @returns the step as it is once it is over; the same where it is not */
export function ended(step: PlanStep, progress: StepProgress, run: Pick<Run, 'cancelled'>, now: number): StepProgress {
  if (progress.state !== 'running' || underWay(progress) > 0) return progress;
  if (progress.begun < progress.total && !stops(step, progress, run)) return progress;
  return { ...progress, state: endOf(step, progress, run), finishedAt: now, dueAt: null };
}

/** The run with those steps over of which nothing is under way any more. */
export function looked(run: Run, now: number): Run {
  let steps: StepProgress[] | null = null;
  // No list is made of a thousand steps of which one is under way.
  for (const [number, progress] of run.steps.entries()) {
    if (progress.state !== 'running') continue;
    const after = ended(stepOf(run.plan, number), progress, run, now);
    if (after === progress) continue;
    steps ??= [...run.steps];
    steps[number] = after;
  }
  return steps === null ? run : { ...run, steps };
}

function endOf(
  { onFailure }: PlanStep,
  progress: StepProgress,
  run: Pick<Run, 'cancelled'>,
): 'completed' | 'failed' | 'cancelled' {
  const { completed, failed, cancelled, total, broken } = progress;
  if (broken) return 'failed';
  if (completed === total) return 'completed';
  if (onFailure === 'continue' && completed > 0 && run.cancelled === null) return 'completed';
  if (failed > 0) return 'failed';
  return cancelled > 0 || run.cancelled !== null ? 'cancelled' : 'failed';
}

/** @returns null while something is to come */
export function endOfRun({
  plan,
  steps,
  cancelled,
}: Run): { readonly state: Exclude<RunState, 'running'>; readonly error: JobError | null } | null {
  if (!steps.every(isOver)) return null;
  if (cancelled !== null) return { state: 'cancelled', error: null };
  const failed = plan.steps.findIndex((step, number) => isFailure(step, steps[number]));
  if (failed < 0) return { state: 'completed', error: null };
  return { state: 'failed', error: steps[failed]?.error ?? null };
}

/** A job that a person cancelled has failed its run as one that died. */
function isFailure({ onFailure }: PlanStep, progress: StepProgress | undefined): boolean {
  return onFailure === 'fail' && (progress?.state === 'failed' || progress?.state === 'cancelled');
}
