/** Schedules by the clock: who ticks with whom, who never does, and who is met by a change of it. */
import { iso } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { type ScheduleFinding, scheduleFindings } from '../schedule-findings.ts';
import { collisionsOf } from '../simulation/collisions.ts';
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
export function schedulesTogether(manifest: Pick<Manifest, 'schedules'>, now: number): readonly Found[] {
  const [worst] = collisionsOf(manifest, { from: now, to: now + WEEK_MS });
  if (worst === undefined || worst.schedules.length < TOGETHER) return [];
  const { schedules, firstAt } = worst;
  const message = `${schedules.length} schedules tick at ${iso(firstAt)}: ${listed(schedules)}`;
  const about = { section: 'schedules', name: schedules[0] ?? null };
  const spread = Object.fromEntries(schedules.map((name) => [name, { spread: SPREAD }]));
  return [{ code: 'schedules-together', message, about, edit: { schedules: spread } }];
}

/** Of each alone. */
export function schedulesAndClock({ schedules }: Pick<Manifest, 'schedules'>, now: number): readonly Found[] {
  return scheduleFindings(Object.values(schedules), { now }).flatMap(({ kind, schedules: [name = ''], message }) => {
    const code = CODES[kind];
    return code === undefined ? [] : [{ code, message, about: { section: 'schedules', name }, edit: null }];
  });
}
