/** When schedules fire: expressions, zones, instants, days, and whether there is any tick at all. */
import {
  canonicalCron,
  checkCron,
  checkTimezone,
  type CronObject,
  cronText,
  type DayMatch,
  isFixedTime,
  nextTicks,
} from '../../core/index.ts';
import { INSTANT_FORM } from '../../foundation/index.ts';
import { exclusionOf } from '../exclusions.ts';
import { momentIn } from '../moments.ts';
import type { Resolving } from './resolving.ts';
import { atTexts, cronItems, cronTexts, timingOf, type WrittenSchedule } from '../specs/schedule-timing.ts';
import type { CronSchedule } from '../source.generated.ts';
import type { Path } from '../yaml/source-file.ts';

export function checkTimes(context: Resolving, schedule: WrittenSchedule, path: Path): void {
  const { combined, problems } = context;
  const before = problems.count;
  const zone = checkTimezone(schedule.timezone);
  if (!zone.ok) problems.add('REF_TIMEZONE', combined.spot([...path, 'timezone']), zone.message, zone.hint);
  if ('cron' in schedule) checkExpressions(context, schedule, path);
  if (!zone.ok) return;
  checkMoments(context, schedule, path);
  const except = exclusionOf(schedule.unless, {
    directory: context.directory,
    calendars: context.calendars,
    timezone: schedule.timezone,
    problem: (index, message, hint) => {
      const at = typeof schedule.unless === 'string' ? ['unless'] : ['unless', index];
      problems.add('REF_SCHEDULE', combined.spot([...path, ...at]), message, hint);
    },
  });
  // Of bounds and days alone: an expression that never fires has been told.
  if (problems.count > before || (schedule.startAt ?? schedule.endAt ?? schedule.unless) === null) return;
  if (nextTicks(timingOf(schedule, except), 0, 1).length > 0) return;
  problems.add('REF_SCHEDULE', combined.spot(path), 'no tick lies within `startAt`, `endAt` and outside of `unless`');
}

function checkExpressions(context: Resolving, schedule: CronSchedule, path: Path): void {
  const { cron, dst } = schedule;
  const listed = Array.isArray(cron);
  const sound = cronItems(cron).map((item, index) =>
    checkExpression(context, {
      item,
      dayMatch: schedule.dayMatch,
      path: [...path, 'cron', ...(listed ? [index] : [])],
    }),
  );
  if (dst === null || sound.includes(false)) return;
  if (cronTexts(cron).some((text) => isFixedTime(canonicalCron(text)))) return;
  const message =
    '`dst` speaks of fixed times; with a wildcard or a step in second, minute or hour it follows real time';
  context.problems.add('REF_SCHEDULE', context.combined.spot([...path, 'dst'], 'key'), message, 'leave it out');
}

interface Expression {
  readonly item: string | CronObject;
  readonly dayMatch: DayMatch;
  readonly path: Path;
}

/** @returns whether it is one */
function checkExpression({ combined, problems }: Resolving, { item, dayMatch, path }: Expression): boolean {
  const spot = combined.spot(path);
  const check = checkCron(typeof item === 'string' ? item : cronText(item), dayMatch);
  if (check.ok) for (const { code, message } of check.warnings) problems.add(code, spot, message);
  else for (const { message, hint } of check.problems) problems.add('REF_CRON', spot, message, hint);
  if (typeof item !== 'string' && item.minute === null && item.hour !== null) {
    const message = `\`hour\` without \`minute\` is each minute of hour ${item.hour}`;
    problems.add('REF_CRON_AMBIGUOUS', spot, message, 'write `minute: 0`, or `minute: "*"` where that is meant');
  }
  return check.ok;
}

function checkMoments(context: Resolving, schedule: WrittenSchedule, path: Path): void {
  const { combined, problems } = context;
  const { timezone, startAt, endAt, runOnStart } = schedule;
  const read = (text: string, at: Path): number | undefined => {
    const moment = momentIn(text, timezone);
    if (moment === undefined) {
      const hint = `write 2027-01-01T09:00:00, read in \`timezone\`, or ${INSTANT_FORM}`;
      problems.add('REF_SCHEDULE', combined.spot([...path, ...at]), `\`${text}\` is no instant`, hint);
    }
    return moment;
  };
  if ('at' in schedule) {
    const listed = typeof schedule.at !== 'string';
    for (const [index, text] of atTexts(schedule.at).entries()) read(text, listed ? ['at', index] : ['at']);
  }
  const from = startAt === null ? undefined : read(startAt, ['startAt']);
  const until = endAt === null ? undefined : read(endAt, ['endAt']);
  if (from !== undefined && until !== undefined && until <= from) {
    problems.add('REF_SCHEDULE', combined.spot([...path, 'endAt']), 'it ends before it begins');
  }
  if (startAt === null || !runOnStart) return;
  const message = '`runOnStart` fires when the schedule comes into force, `startAt` says that nothing fires before it';
  problems.add('REF_SCHEDULE', combined.spot([...path, 'runOnStart'], 'key'), message, 'leave one of them out');
}
