/** The planned instants of a schedule, from the manifest alone. */
import { nextTicks } from '../core/index.ts';
import { INSTANT_FORM, iso, parseInstant, SkepError, suggestion } from '../foundation/index.ts';
import type { Manifest } from '../manifest/index.ts';
import type { NextTicksView } from '../api/index.ts';

const MAX_TICKS = 1_000;

export interface TickRange {
  /** 1..1000 */
  readonly count: number;
  /** Strictly after this instant: epoch milliseconds or ISO 8601. */
  readonly from: number | string;
}

/** @throws SkepError SCHEDULE_UNKNOWN, REQUEST_INVALID */
export function plannedTicks({ schedules }: Manifest, name: string, { count, from }: TickRange): NextTicksView {
  const spec = Object.hasOwn(schedules, name) ? schedules[name] : undefined;
  if (spec === undefined) {
    const hint = suggestion(name.slice(0, 64), Object.keys(schedules));
    const message = `there is no schedule ${JSON.stringify(name.slice(0, 64))} in the manifest`;
    throw new SkepError('SCHEDULE_UNKNOWN', message, hint === undefined ? {} : { hint });
  }
  if (!Number.isInteger(count) || count < 1 || count > MAX_TICKS) {
    throw new SkepError('REQUEST_INVALID', `${count} ticks: a whole number from 1 to ${MAX_TICKS} is needed`);
  }
  const after = parseInstant(from);
  if (after === undefined) {
    throw new SkepError('REQUEST_INVALID', `from: ${JSON.stringify(from)} is no instant`, {
      hint: `write ${INSTANT_FORM}`,
    });
  }
  return { schedule: name, next: nextTicks(spec.timing, after, count).map(iso) };
}
