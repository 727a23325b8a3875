/** How many jobs of a queue are in each state. */
import { JOB_STATES } from '../../core/index.ts';

/** Adds to them: a list of queues, each with what its states gain, in their order. */
export const COUNT = `
  INSERT INTO queues (queue, ${JOB_STATES.join(', ')})
  SELECT value ->> 0, ${JOB_STATES.map((_state, index) => `value ->> ${index + 1}`).join(', ')} FROM json_each(?) WHERE true
  ON CONFLICT (queue) DO UPDATE SET ${JOB_STATES.map((state) => `${state} = ${state} + excluded.${state}`).join(', ')}`;
