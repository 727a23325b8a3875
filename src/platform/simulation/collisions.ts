/** Schedules that tick at one instant: by whom, how often, and when first. */
import { tickDelay, ticksBetween } from '../../core/index.ts';
import type { Manifest } from '../../manifest/index.ts';

export interface Collision {
  readonly schedules: readonly string[];
  readonly times: number;
  /** Epoch milliseconds. */
  readonly firstAt: number;
}

/** A schedule that ticks so often collides with all others: it says nothing. */
const OFTEN_MS = 300_000;
const TICKS = 20_000;

/** @returns the largest first; the same schedules once */
export function collisionsOf(
  { schedules }: Pick<Manifest, 'schedules'>,
  { from, to }: { readonly from: number; readonly to: number },
): readonly Collision[] {
  const at = new Map<number, string[]>();
  for (const schedule of Object.values(schedules)) {
    const ticks = ticksBetween(schedule.timing, from, to, TICKS);
    if (ticks.length > 1 && (to - from) / ticks.length <= OFTEN_MS) continue;
    for (const tick of ticks) {
      const due = tick + tickDelay(schedule, tick);
      at.set(due, [...(at.get(due) ?? []), schedule.name]);
    }
  }
  const found = new Map<string, { schedules: readonly string[]; times: number; firstAt: number }>();
  for (const [tick, names] of [...at].sort(([one], [other]) => one - other)) {
    if (names.length < 2) continue;
    const key = names.join('\0');
    const known = found.get(key);
    if (known === undefined) found.set(key, { schedules: names, times: 1, firstAt: tick });
    else known.times += 1;
  }
  return [...found.values()].sort(
    (one, other) => other.schedules.length - one.schedules.length || one.firstAt - other.firstAt,
  );
}
