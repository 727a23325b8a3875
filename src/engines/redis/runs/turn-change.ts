/** What is stored of a turn of a run. */
import {
  type Consequence,
  effectsOf,
  type EnqueueEffect,
  filledForRun,
  JOB_STATE_OF,
  type NewJob,
  type Run,
  type StepProgress,
  type Turn,
} from '../../../core/index.ts';
import { type Change, NO_CHANGE } from './run-change.ts';
import type { ReadRun } from './run-texts.ts';
import type { Inserted } from '../targets.ts';

/** A run that goes on, though it may have been over. */
export function reopening({ steps: before }: Run, steps: ReadonlyMap<number, StepProgress>): Change {
  const fields: { [name: string]: string | null } = { result: null, error: null, cancelled: null };
  for (const [number, progress] of steps) Object.assign(fields, countsOf(number, before[number], progress));
  return { ...NO_CHANGE, state: 'running', fields, steps };
}

/** Counts change with each end of an item: only those are written that are said anew. */
function countsOf(
  number: number,
  before: StepProgress | undefined,
  { completed, failed, cancelled, error }: StepProgress,
): Readonly<Record<string, string | null>> {
  const said: { [name: string]: string | null } = {};
  if (error === null) said[`e:${number}`] = null;
  if (completed !== before?.completed) said[`c:${number}`] = String(completed);
  if (failed !== before?.failed) said[`f:${number}`] = String(failed);
  if (cancelled !== before?.cancelled) said[`x:${number}`] = String(cancelled);
  return said;
}

/** @param inserted null where its jobs go the way of the outbox */
export function changeOf({ run, sweep, now }: ReadRun, turn: Turn, inserted: Inserted | null): Change {
  const fields: { [name: string]: string | null } = {};
  for (const { step } of turn.ends) {
    const progress = turn.steps.get(step);
    if (progress !== undefined) Object.assign(fields, countsOf(step, run.steps[step], progress));
  }
  const { end } = turn;
  if (end !== null) {
    fields['result'] = JSON.stringify(end.result);
    fields['error'] = end.error && JSON.stringify(end.error);
  }
  const jobs = inserted === null ? turn.begun.flatMap((one) => (one.kind === 'job' ? [enqueueing(one.job)] : [])) : [];
  return {
    state: end?.state ?? '',
    dueAt: turn.more || sweep !== null ? 0 : turn.dueAt,
    consequences: [...jobs, ...(end === null ? [] : following({ ...run, ...end }, now))],
    fields,
    steps: turn.steps,
    forgotten: [],
    signals: [],
    lists: turn.lists,
    ends: turn.ends.map(({ step, end: ended }) => ({ step, index: 0, end: ended, ordinal: '0' })),
    runs: turn.begun.flatMap((one) => (one.kind === 'run' ? [one.run] : [])),
    inserted,
  };
}

/** The payload stands there once. */
function enqueueing({ payload, ...rest }: NewJob): Consequence {
  const job: NewJob = { ...rest, payload };
  delete (job as { payloadText?: string }).payloadText;
  return { on: ['completed'], effect: { kind: 'enqueue', job } };
}

/** What follows from the end of a run: its hooks, and the run that it is a step of. */
function following(run: Run, now: number): readonly Consequence[] {
  const { state, parent, id, plan } = run;
  if (state === 'running') return [];
  const hooks = effectsOf(plan.consequences, JOB_STATE_OF[state])
    .filter((effect): effect is EnqueueEffect => effect.kind === 'enqueue')
    .map((effect): Consequence => ({ on: ['completed'], effect: filledForRun(effect, run, now) }));
  if (parent === null) return hooks;
  return [...hooks, { on: ['completed'], effect: { kind: 'advance', item: parent, of: 'run', id } }];
}
