/** The steps of a run as bars: those that have begun, the first on top. */
import type { Run } from '../api/types.generated.ts';
import type { Bar } from '../parts/bars.tsx';
import { countOf, spanOf } from '../parts/times.ts';
import { toneOf } from '../runs/state.tsx';

export type Step = Run['steps'][number];

/** @param now epoch milliseconds, the end of what goes on */
export function barsOf(run: Run, now: number): readonly Bar[] {
  const end = run.finishedAt === null ? now : Date.parse(run.finishedAt);
  return run.steps
    .flatMap((step) => (step.startedAt === null ? [] : [barOf(step, Date.parse(step.startedAt), end)]))
    .sort((a, b) => a.from - b.from);
}

function barOf(step: Step, from: number, end: number): Bar {
  const { name, state, finishedAt } = step;
  const until = Math.max(from, finishedAt === null ? end : Date.parse(finishedAt));
  const detail = `${state}, ${spanOf(until - from)}${step.many ? `, ${itemsText(step)}` : ''}`;
  return { label: name, detail, from, until, tone: toneOf(state), open: finishedAt === null };
}

/** `12 of 40 items, 1 failed` */
export function itemsText({ completed, total, failed }: Step): string {
  return `${countOf(completed)} of ${countOf(total)}${failed === 0 ? '' : `, ${countOf(failed)} failed`}`;
}
