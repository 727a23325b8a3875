/** What is new of a run, read off two looks at it. */
import { createHash } from 'node:crypto';

import type { RunState } from '../core/index.ts';
import type { Json } from '../foundation/index.ts';
import type { RunStepView, RunView } from './run-view.ts';

export type RunNews<Input = Json, Result = Json> =
  /** A step is not as it was. */
  | { readonly type: 'step'; readonly step: RunStepView }
  /** It is in that state now; the first is that in which it was found, the last one in which it is over. */
  | { readonly type: 'state'; readonly state: RunState; readonly run: RunView<Input, Result> };

/** @param before undefined: all of it is new */
export function runNewsBetween<Input, Result>(
  before: RunView<Input, Result> | undefined,
  run: RunView<Input, Result>,
): readonly RunNews<Input, Result>[] {
  const { state } = run;
  if (before === undefined) return [{ type: 'state', state, run }];
  const old = new Map(before.steps.map((step) => [step.name, JSON.stringify(step)]));
  return [
    ...run.steps
      .filter((step) => old.get(step.name) !== JSON.stringify(step))
      .map((step) => ({ type: 'step', step }) as const),
    ...(state === before.state ? [] : [{ type: 'state', state, run } as const]),
  ];
}

/** Equal for a run that is as it was. */
export function runMarkOf(run: RunView<unknown, unknown>): string {
  return createHash('sha256').update(JSON.stringify(run)).digest('hex').slice(0, 16);
}
