/** How many jobs of a queue are in each state. */
import { JOB_STATES, type JobState } from '../../core/index.ts';
import type { Store } from './store.ts';

/** A list of queues, each with what its states gain, in their order. */
const COUNT = `
  INSERT INTO queues (queue, ${JOB_STATES.join(', ')})
  SELECT value ->> 0, ${JOB_STATES.map((_state, index) => `value ->> ${index + 1}`).join(', ')} FROM json_each(?) WHERE true
  ON CONFLICT (queue) DO UPDATE SET ${JOB_STATES.map((state) => `${state} = ${state} + excluded.${state}`).join(', ')}`;

/** Of one queue that has a row: a list costs more than all the rest of it. */
const COUNT_ONE = `UPDATE queues SET ${JOB_STATES.map((state) => `${state} = ${state} + ?`).join(', ')} WHERE queue = ?`;

type Gains = readonly [queue: string, counts: ReadonlyMap<JobState, number>];

/** Adds what they gain to the counts of these queues. */
export function count(store: Store, moved: readonly Gains[]): void {
  const [first] = moved;
  if (first === undefined) return;
  if (moved.length === 1 && store.run(COUNT_ONE, ...gained(first), first[0]) > 0) return;
  store.run(COUNT, JSON.stringify(moved.map((gains) => [gains[0], ...gained(gains)])));
}

function gained([, counts]: Gains): readonly number[] {
  return JOB_STATES.map((state) => counts.get(state) ?? 0);
}
