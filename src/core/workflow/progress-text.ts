/** Progress of a step as stores keep it: a graph of a thousand steps is written anew at each of its turns. */
import type { JobError } from '../job.ts';
import { STEP_STATES, type StepProgress } from './run.ts';

type Kept = readonly [
  state: number,
  startedAt: number | null,
  finishedAt: number | null,
  total: number,
  begun: number,
  round: number,
  rest?: Rest,
];

/** What few steps have. */
interface Rest {
  readonly broken?: true;
  readonly dueAt?: number;
  readonly error?: JobError;
  readonly skipped?: 'trouble' | 'condition';
}

/** JSON without the counts of items that ended. */
export function progressText(progress: StepProgress): string {
  const { state, startedAt, finishedAt, total, begun, round } = progress;
  const rest = restOf(progress);
  // Numbers need nobody who writes JSON: two of these go with each step of a chain.
  const kept = `[${STEP_STATES.indexOf(state)},${startedAt},${finishedAt},${total},${begun},${round}`;
  return rest === null ? `${kept}]` : `${kept},${JSON.stringify(rest)}]`;
}

function restOf({ broken, dueAt, error, skipped }: StepProgress): Rest | null {
  if (!broken && dueAt === null && error === null && skipped === null) return null;
  return {
    ...(broken ? { broken: true } : {}),
    ...(dueAt === null ? {} : { dueAt }),
    ...(error === null ? {} : { error }),
    ...(skipped === null ? {} : { skipped }),
  };
}

/** @param text of progressText @param counts of items that ended */
export function progressIn(
  text: string,
  counts: Pick<StepProgress, 'completed' | 'failed' | 'cancelled'>,
): StepProgress {
  const [state, startedAt, finishedAt, total, begun, round, rest = {}] = JSON.parse(text) as Kept;
  const { completed, failed, cancelled } = counts;
  return {
    state: STEP_STATES[state] ?? 'waiting',
    startedAt,
    finishedAt,
    total,
    begun,
    completed,
    failed,
    cancelled,
    round,
    broken: rest.broken ?? false,
    dueAt: rest.dueAt ?? null,
    error: rest.error ?? null,
    skipped: rest.skipped ?? null,
  };
}
