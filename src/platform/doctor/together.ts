/** Schedules by the clock: who ticks with whom, who never does, and who is met by a change of it. */
import { iso } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { type ScheduleFinding, scheduleFindings } from './schedule-findings.ts';
import { collisionsIn } from '../simulation/collisions.ts';
import { type AdviceCode, type Found, listed } from './catalogue.ts';

const TOGETHER = 10;
const SPREAD = '10m';
/** What of them is not found by `schedulesTogether` and `scheduleOutrun`. */
const CODES: { readonly [Kind in ScheduleFinding['kind']]?: AdviceCode } = {
  never: 'schedule-never',
  'clock-change': 'schedule-clock-change',
};
const WEEK_MS = 7 * 86_400_000;

/** Of the week to come, the instant at which most of them tick. */
export function* schedulesTogether(
  manifest: Pick<Manifest, 'schedules'>,
  now: number,
): Generator<void, readonly Found[]> {
  const [worst] = yield* collisionsIn(manifest, { from: now, to: now + WEEK_MS });
  if (worst === undefined || worst.schedules.length < TOGETHER) return [];
  const { schedules, firstAt } = worst;
  const message = `${schedules.length} schedules tick at ${iso(firstAt)}: ${listed(schedules)}`;
  const about = { section: 'schedules', name: schedules[0] ?? null };
  const spread = Object.fromEntries(schedules.map((name) => [name, { spread: SPREAD }]));
  return [{ code: 'schedules-together', message, about, edit: { schedules: spread } }];
}

/** Of each alone. */
export function* schedulesAndClock(
  { schedules }: Pick<Manifest, 'schedules'>,
  now: number,
): Generator<void, readonly Found[]> {
  const found: Found[] = [];
  for (const schedule of Object.values(schedules)) {
    yield;
    for (const { kind, message } of scheduleFindings([schedule], { now })) {
      const code = CODES[kind];
      const about = { section: 'schedules', name: schedule.name };
      if (code !== undefined) found.push({ code, message, about, edit: null });
    }
  }
  return found;
}
