import { iso } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { collisionsOf } from '../simulation/collisions.ts';
import { type Found, listed } from './catalogue.ts';

const TOGETHER = 10;
const WEEK_MS = 7 * 86_400_000;

/** Of the week to come, the instant at which most of them tick. */
export function schedulesTogether(manifest: Pick<Manifest, 'schedules'>, now: number): readonly Found[] {
  const [worst] = collisionsOf(manifest, { from: now, to: now + WEEK_MS });
  if (worst === undefined || worst.schedules.length < TOGETHER) return [];
  const { schedules, firstAt } = worst;
  const message = `${schedules.length} schedules tick at ${iso(firstAt)}: ${listed(schedules)}`;
  const about = { section: 'schedules', name: schedules[0] ?? null };
  return [{ code: 'schedules-together', message, about, edit: spreadOut(manifest, schedules) }];
}

/** Those that tick at a minute of their own are moved on, each by as many minutes as are left between them; null where none does. */
function spreadOut({ schedules }: Pick<Manifest, 'schedules'>, names: readonly string[]): unknown {
  const every = Math.max(1, Math.floor(60 / names.length));
  const moved = names.flatMap((name, index): (readonly [string, { readonly cron: string }])[] => {
    const timing = schedules[name]?.timing;
    if (timing?.kind !== 'cron' || index === 0) return [];
    const fields = timing.cron.trim().split(/\s+/);
    const minute = fields.length - 5;
    if (minute < 0 || !/^\d{1,2}$/.test(fields[minute] ?? '')) return [];
    fields[minute] = String((Number(fields[minute]) + index * every) % 60);
    return [[name, { cron: fields.join(' ') }]];
  });
  return moved.length === 0 ? null : { schedules: Object.fromEntries(moved) };
}
