/** What one look at all steps of a run finds. Of a thousand nearly all are over or wait for others, and a turn is to look at them once. */
import { type Decision, decisionOn, looked } from './decide.ts';
import type { Plan, PlanStep } from './plan.ts';
import { isOver, progressOf, type Run, stepOf, UNTOUCHED } from './run.ts';

export interface Outlook {
  /** The run with those steps over of which nothing is under way any more. */
  readonly run: Run;
  /** Numbers of the steps of which something may come now, in order: they run, begin, or are passed over. */
  readonly active: readonly number[];
  /** Those that begin. */
  readonly ready: ReadonlySet<number>;
  /** Whether nothing is to come. */
  readonly isOver: boolean;
}

/** Of each step the last one that it needs, -1 for none. */
const lasts = new WeakMap<readonly PlanStep[], Int32Array>();

function lastsOf({ steps }: Plan): Int32Array {
  const found = lasts.get(steps) ?? Int32Array.from(steps, ({ needs }) => needs[needs.length - 1] ?? -1);
  lasts.set(steps, found);
  return found;
}

/** What becomes of a step that waits. @param last of lastsOf */
function decisionAt({ plan, steps, cancelled }: Run, number: number, last: Int32Array): Decision {
  if (cancelled !== null) return 'trouble';
  // Of those that wait most wait for the last one that they need: nothing else is asked of them.
  const at = last[number] ?? -1;
  const needed = at < 0 ? undefined : steps[at]?.state;
  if (needed === 'waiting' || needed === 'running') return 'wait';
  return decisionOn(plan, stepOf(plan, number), steps);
}

/** @param now epoch milliseconds of the store */
export function outlook(given: Run, now: number): Outlook {
  const run = looked(given, now);
  const { steps } = run;
  const last = lastsOf(run.plan);
  const active: number[] = [];
  const ready = new Set<number>();
  let open = 0;
  for (let number = 0; number < last.length; number += 1) {
    const { state } = steps[number] ?? UNTOUCHED;
    if (state === 'waiting') {
      open += 1;
      const decision = decisionAt(run, number, last);
      if (decision === 'wait') continue;
      active.push(number);
      if (decision === 'begin' || decision === 'ask') ready.add(number);
    } else if (state === 'running') {
      active.push(number);
      open += 1;
    } else if (!isOver(progressOf(given, number))) {
      active.push(number);
    }
  }
  return { run, active, ready, isOver: open === 0 };
}
