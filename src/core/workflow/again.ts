/** Items that begin once more. */
import type { Json } from '../../foundation/index.ts';
import type { ItemRef } from './item-ref.ts';
import { type Begun, begunItem } from './items.ts';
import type { PlanStep } from './plan.ts';
import { type ItemEnd, type Run, stepOf } from './run.ts';
import { planError } from './run-errors.ts';
import { type Results, Scope } from './scope.ts';

/** An item once more, as it was begun: its job is gone. @param item of a forEach, else null @returns how it ends where it cannot begin */
export function begunAgain(run: Run, ref: ItemRef, results: Results, item: Json): Begun | ItemEnd {
  const step = stepOf(run.plan, ref.step);
  try {
    return again(run, step, ref, { results, item });
  } catch (error) {
    return { state: 'failed', error: planError(step, error) };
  }
}

interface Again {
  readonly results: Results;
  readonly item: Json;
}

function again(run: Run, step: PlanStep, ref: ItemRef, { results, item }: Again): Begun {
  const { work } = step;
  if (work.kind === 'wait') throw new TypeError('a wait has no job');
  const scope = new Scope(run, step, results);
  const template = work.kind === 'task' ? work.payload : work.input;
  const value = step.forEach === null ? scope.fill(template) : scope.fill(template, { item, index: ref.index });
  return begunItem(run, work, ref, value);
}
