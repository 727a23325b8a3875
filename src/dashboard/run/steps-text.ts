/** A step of a run, in words. */
import type { Run } from '../api/types.generated.ts';
import { agoOf, countOf } from '../parts/times.ts';

export type Step = Run['steps'][number];

/** `12 of 40 items, 1 failed` */
export function itemsText({ completed, total, failed }: Step): string {
  return `${countOf(completed)} of ${countOf(total)}${failed === 0 ? '' : `, ${countOf(failed)} failed`}`;
}

/** What a step waits for that goes on, and when that is over by itself, which pages show each in its way. */
export function waitOf({ waitsFor, dueAt }: Pick<Step, 'waitsFor' | 'dueAt'>): {
  /** `waits for the signal approved`; with an end it is followed by `over` and that. */
  readonly text: string;
  readonly over: string | null;
} {
  // The API says it for people who read text alone, with the instant behind the rest.
  const what = dueAt === null ? waitsFor : (waitsFor?.replace(/(?:, )?until \S+$/, '') ?? '');
  if (what === '' || what === null) return { text: 'waits', over: dueAt };
  return { text: what === 'for ever' ? 'waits for ever' : `waits for ${what}`, over: dueAt };
}

/** `waits for the signal approved, over in 2 hr.` */
export function waitText(step: Step, now: number): string {
  const { text, over } = waitOf(step);
  return over === null ? text : `${text}, over ${agoOf(Date.parse(over), now)}`;
}
