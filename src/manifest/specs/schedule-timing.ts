/** When a schedule fires, out of what its keys say. */
import { type CronObject, type CronRule, cronText, type Exclusion, type Rule, type Timing } from '../../core/index.ts';
import type { ExpandedSource } from '../expanding/expand.ts';
import { momentIn } from '../moments.ts';

export type WrittenSchedule = ExpandedSource['schedules'][string];

/** Without problems before: instants that cannot be read are left out. */
export function timingOf(schedule: WrittenSchedule, except: Exclusion | null): Timing {
  const { startAt, endAt, timezone } = schedule;
  const rules = rulesOf(schedule);
  const [from, until] = [startAt, endAt].map((text) => (text === null ? null : (momentIn(text, timezone) ?? null)));
  const [only] = rules;
  if (rules.length === 1 && only !== undefined && from === null && until === null && except === null) return only;
  return { kind: 'bounded', rules, from: from ?? null, until: until ?? null, except };
}

function rulesOf(schedule: WrittenSchedule): readonly Rule[] {
  if ('everyMs' in schedule) return [{ kind: 'every', everyMs: schedule.everyMs }];
  if ('at' in schedule) {
    const at = atTexts(schedule.at).flatMap((text) => momentIn(text, schedule.timezone) ?? []);
    return [{ kind: 'at', at: [...new Set(at)].sort((one, other) => one - other) }];
  }
  const { timezone, dayMatch, dst } = schedule;
  return cronTexts(schedule.cron).map((cron): CronRule => ({
    kind: 'cron',
    cron,
    timezone,
    ...(dayMatch === 'both' && { dayMatch }),
    ...(dst !== null && (dst.gap !== 'after' || dst.overlap !== 'once') && { dst }),
  }));
}

export function atTexts(at: string | readonly string[]): readonly string[] {
  return typeof at === 'string' ? [at] : at;
}

type Cron = Extract<WrittenSchedule, { readonly cron: unknown }>['cron'];

/** Each expression as text. */
export function cronTexts(cron: Cron): readonly string[] {
  return cronItems(cron).map((item) => (typeof item === 'string' ? item : cronText(item)));
}

export function cronItems(cron: Cron): readonly (string | CronObject)[] {
  return Array.isArray(cron) ? cron : [cron];
}
