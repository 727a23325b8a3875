/** Of what the condition of an alert holds now. Pure. */
import { addFigure, matchesTask, noFigure, type Reading, readingOf } from '../../core/index.ts';
import { type ProcessRow, type QueueCounts, STAT_STEP_MS, type StatRow } from '../../engine/index.ts';
import { formatDuration, iso } from '../../foundation/index.ts';
import { ALERT_TASK, type AlertSpec, type Manifest, ownTasks } from '../../manifest/index.ts';
import type { OpenBreaker } from '../lookout/open-breakers.ts';

export interface AlertMatch {
  readonly kind: 'task' | 'queue' | 'schedule' | 'bucket' | 'worker' | 'workers';
  /** null: all of them. */
  readonly name: string | null;
  readonly message: string;
}

/** What the store shows; what no alert of the manifest looks at is not read, and empty. */
export interface AlertScene {
  readonly manifest: Pick<Manifest, 'tasks'>;
  /** By the store's clock. */
  readonly now: number;
  readonly minutes: readonly StatRow[];
  readonly hours: readonly StatRow[];
  readonly counts: readonly QueueCounts[];
  readonly processes: readonly ProcessRow[];
  /** Ticks that are not decided so long after their instant. */
  readonly undecided: (ms: number) => readonly { readonly name: string; readonly at: number }[];
  readonly breakers: readonly OpenBreaker[];
  /** Processes that went without taking leave. */
  readonly lost: readonly { readonly name: string; readonly at: number }[];
}

type Condition<Kind extends AlertSpec['when']['kind']> = Extract<AlertSpec['when'], { readonly kind: Kind }>;
type Match<Kind extends AlertSpec['when']['kind']> = (
  when: Condition<Kind>,
  alert: AlertSpec,
  scene: AlertScene,
  knownAt: number,
) => readonly AlertMatch[];

/** @param knownAt since when the alert is there */
export function matchesOf(alert: AlertSpec, scene: AlertScene, knownAt: number): readonly AlertMatch[] {
  const match = MATCH[alert.when.kind] as Match<AlertSpec['when']['kind']>;
  return match(alert.when, alert, scene, knownAt);
}

const MATCH: { readonly [Kind in AlertSpec['when']['kind']]: Match<Kind> } = {
  failures: ({ count, inMs }, alert, scene) =>
    readings(alert, scene, inMs).flatMap(({ kind, name, reading: { failed, dead } }) => {
      if (failed + dead < count) return [];
      return [{ kind, name, message: `${kind} ${name}: ${failed + dead} attempts failed within ${span(inMs)}` }];
    }),
  failureRate: ({ rate, least, inMs }, alert, scene) =>
    readings(alert, scene, inMs).flatMap(({ kind, name, reading: { completed, failed, dead, failureRate } }) => {
      const ended = completed + failed + dead;
      if (failureRate === null || ended < least || failureRate < rate) return [];
      return [
        { kind, name, message: `${kind} ${name}: ${failed + dead} of ${ended} attempts failed within ${span(inMs)}` },
      ];
    }),
  oldest: ({ ms }, { of }, { counts, now }) =>
    counts.flatMap(({ queue: name, paused, oldestAt, counts: { available }, held }) => {
      if (!means(of.queue, name) || paused || oldestAt === null || available <= held || now - oldestAt < ms) return [];
      const age = span(Math.floor((now - oldestAt) / 1_000) * 1_000);
      return [{ kind: 'queue', name, message: `queue ${name}: the oldest job that could start has waited ${age}` }];
    }),
  depth: ({ count }, { of }, { counts }) =>
    counts.flatMap(({ queue: name, counts: { available } }) => {
      if (!means(of.queue, name) || available <= count) return [];
      return [{ kind: 'queue', name, message: `queue ${name}: ${available} jobs wait` }];
    }),
  noSuccess: ({ ms }, { of }, { manifest, hours, now }, knownAt) => {
    if (now - knownAt < ms) return [];
    const good = new Set(
      hours
        .filter(({ at, figure }) => at > now - ms - STAT_STEP_MS.hour && readingOf(figure).completed > 0)
        .map(({ task }) => task),
    );
    return ownTasks(manifest)
      .filter((name) => means(of.task, name) && !good.has(name))
      .map((name) => ({ kind: 'task', name, message: `task ${name}: nothing has ended well for ${span(ms)}` }));
  },
  missed: ({ ms }, { of }, { undecided }) =>
    undecided(ms)
      .filter(({ name }) => means(of.schedule, name))
      .map(({ name, at }) => ({
        kind: 'schedule',
        name,
        message: `schedule ${name}: its tick of ${iso(at)} has not fired`,
      })),
  workersBelow: ({ count }, _alert, { processes }) => {
    const working = processes.filter(({ roles }) => roles.includes('worker')).length;
    if (working >= count) return [];
    return [{ kind: 'workers', name: null, message: `${working} of at least ${count} processes work` }];
  },
  workerLost: ({ ms }, _alert, { lost, now }) =>
    lost
      .filter(({ at }) => now - at < ms)
      .map(({ name, at }) => ({ kind: 'worker', name, message: `process ${name} was lost at ${iso(at)}` })),
  breaker: (_when, { of }, { breakers }) =>
    breakers
      .filter(({ bucket }) => means(of.bucket, bucket))
      .map(({ bucket: name, until }) => ({
        kind: 'bucket',
        name,
        message: `the breaker of bucket ${name} is open until ${iso(until)}`,
      })),
};

function means(pattern: string | null, name: string): boolean {
  return pattern === null || matchesTask(pattern, name);
}

function span(ms: number): string {
  return formatDuration(ms);
}

interface Read {
  readonly kind: 'task' | 'queue';
  readonly name: string;
  readonly reading: Reading;
}

/** By queue where queues are meant, else by task. Minutes are whole: the one in which the window begins counts. */
function readings({ of }: AlertSpec, { minutes, now }: AlertScene, inMs: number): readonly Read[] {
  const kind = of.queue === null ? 'task' : 'queue';
  const sums = new Map<string, number[]>();
  for (const row of minutes) {
    const name = row[kind];
    if (row.at <= now - inMs - STAT_STEP_MS.minute || !means(of[kind], name)) continue;
    // Else what fails to tell of an alert would be what the alert is told of, without end.
    if (row.task === ALERT_TASK && of.task !== ALERT_TASK) continue;
    let sum = sums.get(name);
    if (sum === undefined) sums.set(name, (sum = noFigure()));
    addFigure(sum, row.figure);
  }
  return [...sums].map(([name, figure]) => ({ kind, name, reading: readingOf(figure) }));
}
