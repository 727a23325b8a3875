/**
 * What is odd about schedules, by the manifest, the clock and how long their tasks run. Pure; used by `skep schedules lint`
 * and wherever else settings are examined together.
 */
import {
  clockChanges,
  type CronRule,
  followsRealTime,
  nextTicks,
  timesInChange,
  timingRules,
} from '../../core/index.ts';
import { counted, formatDuration, iso } from '../../foundation/index.ts';
import type { Manifest, ScheduleSpec } from '../../manifest/index.ts';
import { outrunInterval } from './times.ts';
import { collisionsOf } from '../simulation/collisions.ts';

export interface ScheduleFinding {
  readonly kind: 'never' | 'clock-change' | 'collision' | 'shorter-than-run';
  /** `note`: it may be meant. */
  readonly severity: 'warn' | 'note';
  /** Names, in alphabetical order. */
  readonly schedules: readonly string[];
  readonly message: string;
  readonly hint: string;
}

export interface FindingsAround {
  /** Epoch milliseconds. */
  readonly now: number;
  /** How long attempts of a task run, of 95 in 100 at most, in milliseconds; undefined where nobody knows. */
  readonly p95?: (task: string) => number | undefined;
  /** Of which some have limits that keep jobs of a schedule apart. */
  readonly tasks?: Manifest['tasks'];
}

const DAY_MS = 86_400_000;
const YEAR_MS = 400 * DAY_MS;
/** So many at one instant are a collision. */
const COLLISION = 10;
const COLLISIONS_SHOWN = 3;

/** @returns what deserves a look first */
export function scheduleFindings(
  schedules: readonly ScheduleSpec[],
  around: FindingsAround,
): readonly ScheduleFinding[] {
  const live = schedules.filter(({ paused }) => !paused);
  const each = live.flatMap((schedule) => [
    ...neverFinding(schedule, around.now),
    ...runFinding(schedule, around),
    ...changeFinding(schedule, around.now),
  ]);
  const order = { warn: 0, note: 1 };
  return [...each, ...collisions(live, around.now)].sort((one, other) => order[one.severity] - order[other.severity]);
}

function neverFinding({ name, timing, maxRuns }: ScheduleSpec, now: number): ScheduleFinding[] {
  if (maxRuns !== null || nextTicks(timing, now, 1).length > 0) return [];
  const message = `schedule ${name} never fires again: no tick lies after ${iso(now)}`;
  return [
    { kind: 'never', severity: 'warn', schedules: [name], message, hint: 'Take it out, or set its instants anew.' },
  ];
}

function runFinding(schedule: ScheduleSpec, { now, p95, tasks }: FindingsAround): ScheduleFinding[] {
  const { name, task } = schedule;
  const ms = task === null ? undefined : p95?.(task);
  const shortest = outrunInterval(schedule, { task: tasks?.[task ?? ''], ms: ms ?? null }, now);
  if (ms === undefined || shortest === null) return [];
  const message =
    `schedule ${name} ticks every ${formatDuration(shortest)}, and ${task} runs up to ${formatDuration(Math.ceil(ms))} ` +
    '(of 95 in 100 attempts): its jobs overlap';
  const hint = 'Write `overlap: skip` or `overlap: queue`, or let it tick less often.';
  return [{ kind: 'shorter-than-run', severity: 'warn', schedules: [name], message, hint }];
}

/** Nothing of one that says what is to happen: `dst`. */
function changeFinding({ name, timing, timezone }: ScheduleSpec, now: number): ScheduleFinding[] {
  if (followsRealTime(timing)) return [];
  const rules = timingRules(timing).filter((rule): rule is CronRule => rule.kind === 'cron' && rule.dst === undefined);
  for (const change of clockChanges(timezone, now, now + YEAR_MS)) {
    const [reading] = rules.flatMap((rule) => timesInChange(rule, change));
    if (reading === undefined) continue;
    const [day = '', time = ''] = iso(reading).slice(0, 16).split('T');
    const isGap = change.after > change.before;
    const what = isGap ? 'does not exist' : 'comes twice';
    const does = isGap ? `it fires at ${iso(change.at)}, as the clocks are set` : 'it fires at the first';
    const message = `schedule ${name}: ${time} ${what} on ${day} in ${timezone}; ${does}`;
    const hint = 'Another hour has no such day; `dst` says what else may happen.';
    return [{ kind: 'clock-change', severity: 'note', schedules: [name], message, hint }];
  }
  return [];
}

function collisions(schedules: readonly ScheduleSpec[], now: number): ScheduleFinding[] {
  const all = { schedules: Object.fromEntries(schedules.map((schedule) => [schedule.name, schedule])) };
  const crowded = collisionsOf(all, { from: now, to: now + DAY_MS }).filter((one) => one.schedules.length >= COLLISION);
  return crowded.slice(0, COLLISIONS_SHOWN).map(({ schedules: those, firstAt }) => ({
    kind: 'collision',
    severity: 'warn',
    schedules: [...those].sort(),
    message: `${counted(those.length, 'schedule')} are due at ${iso(firstAt)}, in the same second`,
    hint: 'Write `spread: 10m` on those that need not begin on the minute.',
  }));
}
