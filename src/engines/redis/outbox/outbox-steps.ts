/** What an outbox says of runs: that items of them have ended, and that one begins. */
import { type AdvanceEffect, isFinished, type NewRun, type StartEffect } from '../../../core/index.ts';
import { type EndedEffect, NO_QUEUE, type RunsAhead } from './outbox-entries.ts';
import type { Entry } from './outbox-entry.ts';
import type { Troubles } from '../troubles.ts';

/** What is no job to be made. */
export type Step = readonly [Entry, AdvanceEffect | StartEffect];

type EntryEnd = readonly [Entry, EndedEffect];

/** @param steps of one outbox. @returns the entries that are left */
export async function goOn(runs: RunsAhead, steps: readonly Step[], troubles: Troubles): Promise<readonly Entry[]> {
  const left: Entry[] = [];
  const ends: EntryEnd[] = [];
  const through = async (some: readonly EntryEnd[]): Promise<boolean> => {
    const source = some[0]?.[0].source ?? NO_QUEUE;
    const effects = some.map(([, end]) => end);
    return (await troubles.past(() => runs.advance(source, effects).then(() => true))) === true;
  };
  for (const [entry, effect] of steps) {
    if (effect.kind === 'advance') ends.push([entry, endedBy(entry, effect)]);
    else if ((await troubles.past(() => runs.begin(effect.run as NewRun).then(() => true))) !== true) left.push(entry);
  }
  if (ends.length === 0 || (await through(ends))) return left;
  // What one of them cannot do must not hold up the others.
  for (const one of ends) if (!(await through([one]))) left.push(one[0]);
  return left;
}

function endedBy({ state, number: ordinal }: Entry, effect: AdvanceEffect): EndedEffect {
  return { effect, state: isFinished(state) ? state : null, ordinal };
}
