/** Ticks that nobody has decided, though a scheduler would have come to them. */
import { latestTick } from '../../core/index.ts';
import type { ScheduleRow } from '../../engine/index.ts';
import type { Manifest } from '../../manifest/index.ts';

/** @param before epoch ms: only ticks of before, with their spread @returns the newest of each schedule */
export function undecidedTicks(
  { schedules }: Pick<Manifest, 'schedules'>,
  rows: readonly ScheduleRow[],
  before: number,
): readonly { readonly name: string; readonly at: number }[] {
  return rows.flatMap((row) => {
    const spec = Object.hasOwn(schedules, row.name) ? schedules[row.name] : undefined;
    if (spec === undefined || row.paused || spec.spec !== row.spec) return [];
    // Those wait for the end of what was made before, and may do so for long.
    const waits = spec.overlap === 'queue' || spec.overlap === 'cancelRunning';
    if (waits || spec.paused || (spec.maxRuns !== null && row.runs >= spec.maxRuns)) return [];
    const last = latestTick(spec.timing, before - spec.spreadMs - spec.jitterMs);
    return last === null || last <= row.cursorAt ? [] : [{ name: row.name, at: last }];
  });
}
