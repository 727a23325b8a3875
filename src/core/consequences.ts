/**
 * Consequences: what follows from the end of a job. They are stored with the end, in the step that stores it, as direct
 * effects or as entries of an outbox; nothing is done afterwards by a process that may die in between.
 *
 * Once per end: a job that is retried by a person and ends again has them again. A job that is removed or pruned does not
 * end, nor does one that nobody can read.
 */
import type { Consequence, Effect } from './job.ts';
import type { FinishedState } from './states.ts';

/** @returns what follows from an end in that state, in order */
export function effectsOf(consequences: readonly Consequence[], state: FinishedState): readonly Effect[] {
  return consequences.filter(({ on }) => on.includes(state)).map(({ effect }) => effect);
}
