/** A step of a run, in words. */
import type { Run } from '../api/types.generated.ts';
import { countOf } from '../parts/times.ts';

export type Step = Run['steps'][number];

/** `12 of 40 items, 1 failed` */
export function itemsText({ completed, total, failed }: Step): string {
  return `${countOf(completed)} of ${countOf(total)}${failed === 0 ? '' : `, ${countOf(failed)} failed`}`;
}
