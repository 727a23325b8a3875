/** Which steps may begin, which are passed over, and when a step or a run is over. */
import type { JobError } from '../job.ts';
import type { Plan, PlanStep } from './plan.ts';
import {
  copyOf,
  isOver,
  type ItemEnd,
  type Run,
  type RunState,
  stepOf,
  type StepProgress,
  underWay,
  UNTOUCHED,
  withSteps,
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
  const after = copyOf(progress);
  after[end.state] += 1;
  if (end.state !== 'completed') after.error ??= end.error;
  return after;
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
  const after = copyOf(progress);
  after.state = endOf(step, progress, run);
  after.finishedAt = now;
  after.dueAt = null;
  return after;
}

/** The run with those steps over of which nothing is under way any more. */
export function looked(run: Run, now: number): Run {
  let steps: StepProgress[] | null = null;
  // No list is made of a thousand steps of which one is under way.
  const before = run.steps;
  for (let number = 0; number < before.length; number += 1) {
    const progress = before[number];
    if (progress?.state !== 'running') continue;
    const after = ended(stepOf(run.plan, number), progress, run, now);
    if (after === progress) continue;
    steps ??= before.slice();
    steps[number] = after;
  }
  return steps === null ? run : withSteps(run, steps);
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
