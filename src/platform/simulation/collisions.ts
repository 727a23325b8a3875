/** Schedules that tick at one instant: by whom, how often, and when first. */
import { tickDelay, ticksBetween } from '../../core/index.ts';
import { atOnce } from '../../foundation/index.ts';
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

interface Span {
  readonly from: number;
  readonly to: number;
}

/** @returns the largest first; the same schedules once */
export function collisionsOf(manifest: Pick<Manifest, 'schedules'>, span: Span): readonly Collision[] {
  return atOnce(collisionsIn(manifest, span));
}

/** The same, for a process that has other work meanwhile: it yields wherever it may be interrupted. */
export function* collisionsIn(
  { schedules }: Pick<Manifest, 'schedules'>,
  { from, to }: Span,
): Generator<void, readonly Collision[]> {
  const often = Math.max(2, Math.ceil((to - from) / OFTEN_MS));
  const at = new Map<number, string[]>();
  for (const schedule of Object.values(schedules)) {
    yield;
    const ticks = ticksBetween(schedule.timing, from, to, Math.min(often, TICKS));
    if (ticks.length >= often) continue;
    for (const tick of ticks) {
      const due = tick + tickDelay(schedule, tick);
      const names = at.get(due);
      if (names === undefined) at.set(due, [schedule.name]);
      else names.push(schedule.name);
    }
  }
  const found = new Map<string, { schedules: readonly string[]; times: number; firstAt: number }>();
  for (const [tick, names] of at) {
    yield;
    if (names.length < 2) continue;
    const key = names.join('\0');
    const known = found.get(key);
    if (known === undefined) found.set(key, { schedules: names, times: 1, firstAt: tick });
    else {
      known.times += 1;
      known.firstAt = Math.min(known.firstAt, tick);
    }
  }
  return [...found.values()].sort(
    (one, other) => other.schedules.length - one.schedules.length || one.firstAt - other.firstAt,
  );
}
