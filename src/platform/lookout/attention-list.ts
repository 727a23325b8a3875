/** What somebody should look at, in the store and over all processes. API, command line and dashboard show this list. */
import { addFigure, type Figure, noFigure, type Reading, readingOf } from '../../core/index.ts';
import type { Engine, ProcessRow, QueueCounts, ScheduleRow, StoreCheck } from '../../engine/index.ts';
import { formatDuration, iso } from '../../foundation/index.ts';
import { ALERT_TASK, type GenerationSource, type Manifest } from '../../manifest/index.ts';
import type { AlertView, AttentionItem, AttentionView } from '../../api/index.ts';
import { alertViews } from '../alerts/alert-views.ts';
import { examineSchedules } from '../doctor/examine-schedules.ts';
import { findingsOf, type Subject, troublesOf } from './findings.ts';
import { sceneOf } from './scene.ts';
import { undecidedTicks } from './undecided-ticks.ts';
import { longStand, type Stand } from './standing-long.ts';

export interface AttentionParts {
  readonly engine: Engine;
  readonly generations: GenerationSource;
}

/** A task fails where so many of its attempts of the last quarter of an hour did, if there were so many. */
const FAILING = { rate: 0.25, of: 10, withinMs: 900_000 } as const;
/** A queue is late where a job that could start waits so long. */
const LATE_MS = 300_000;
/** A tick is missed when it is not decided so long after its instant: schedulers look every second. */
const MISSED_MS = 60_000;

export async function attentionOf({ engine, generations }: AttentionParts): Promise<AttentionView> {
  const { manifest } = generations.current();
  const scene = await sceneOf(engine, manifest);
  const { now, counts, processes, stands } = scene;
  const [store, schedules, rows, failing, alerts] = await Promise.all([
    engine.health.check(),
    examineSchedules(engine),
    engine.schedules.list(),
    failingTasks(engine, now),
    alertViews({ engine, generations }),
  ]);
  const found = findingsOf(scene);
  const named = new Set(found.map(({ subject }) => subject && `${subject.kind} ${subject.name}`));
  const items = [
    ...[...store, ...schedules].flatMap((check) => itemsOf(check, null)),
    ...found.flatMap(({ check, subject }) => itemsOf(check, subject)),
    ...troublesOf(processes).flatMap(({ check, subject }) => itemsOf(check, subject)),
    ...alerts.flatMap(firing),
    ...failing,
    ...counts.filter(({ queue }) => !named.has(`queue ${queue}`)).flatMap((one) => lateQueue(one, now)),
    ...missedTicks(manifest, rows, { now, processes }),
    ...stands.filter((one) => longStand(one, now) === undefined).map(noted),
  ];
  return { at: iso(now), items: items.sort((one, other) => gravity(one) - gravity(other)) };
}

/** What is silenced stands by somebody's word. */
function firing({ name, state, subjects, more, silence, description }: AlertView): AttentionItem[] {
  const [first] = subjects;
  if (state !== 'firing' || first === undefined) return [];
  const others = subjects.length - 1 + more;
  const message = `alert ${name}: ${first.message}${others === 0 ? '' : `, and ${others} more`}`;
  const hint = description ?? '`skep alerts ls` shows all of it.';
  return [
    { severity: silence === null ? 'warn' : 'note', kind: 'alert', subject: { kind: 'alert', name }, message, hint },
  ];
}

function gravity({ severity }: AttentionItem): number {
  return { fail: 0, warn: 1, note: 2 }[severity];
}

function itemsOf({ name, status, message, hint }: StoreCheck, subject: Subject | null): AttentionItem[] {
  return status === 'ok' ? [] : [{ severity: status, kind: name, subject, message, hint }];
}

async function failingTasks(engine: Pick<Engine, 'stats'>, now: number): Promise<AttentionItem[]> {
  const rows = await engine.stats.read({ step: 'minute', from: now - FAILING.withinMs, to: now + 1 });
  const byTask = new Map<string, number[]>();
  for (const { task, figure } of rows) {
    // Whom an alert does not reach is told by itself, and is over as soon as it does.
    if (task !== ALERT_TASK) byTask.set(task, added(byTask.get(task) ?? noFigure(), figure));
  }
  return [...byTask].flatMap(([task, figure]) => failingTask(task, readingOf(figure)));
}

function added(sum: number[], figure: Figure): number[] {
  addFigure(sum, figure);
  return sum;
}

function failingTask(task: string, { completed, failed, dead, failureRate }: Reading): AttentionItem[] {
  const ended = completed + failed + dead;
  if (failureRate === null || ended < FAILING.of || failureRate < FAILING.rate) return [];
  const within = formatDuration(FAILING.withinMs);
  const message = `task ${task}: ${failed + dead} of ${ended} attempts failed within ${within}, ${dead} for good`;
  const hint = `\`skep errors --task ${task}\` shows of what.`;
  return [{ severity: 'warn', kind: 'failing', subject: { kind: 'task', name: task }, message, hint }];
}

/** One that is paused is late by somebody's word, which is told of. */
function lateQueue({ queue, paused, oldestAt, counts, held }: QueueCounts, now: number): AttentionItem[] {
  if (paused || oldestAt === null || now - oldestAt < LATE_MS || counts.available <= held) return [];
  const age = formatDuration(Math.floor((now - oldestAt) / 1_000) * 1_000);
  const message = `queue ${queue}: the oldest job that could start has waited ${age}`;
  const hint = 'More `concurrency`, or more processes, work it off; `skep stats --by queue` shows what comes and goes.';
  return [{ severity: 'warn', kind: 'late', subject: { kind: 'queue', name: queue }, message, hint }];
}

function missedTicks(
  manifest: Pick<Manifest, 'schedules'>,
  rows: readonly ScheduleRow[],
  { now, processes }: { readonly now: number; readonly processes: readonly ProcessRow[] },
): AttentionItem[] {
  // That nobody fires them is said once, for all.
  if (!processes.some(({ roles }) => roles.includes('scheduler'))) return [];
  return undecidedTicks(manifest, rows, now - MISSED_MS).map(({ name, at }) => {
    const message = `schedule ${name}: its tick of ${iso(at)} has not fired`;
    const hint = 'Its log says why the scheduler does not come to it; `skep schedules run` makes the job by hand.';
    return { severity: 'warn', kind: 'missed', subject: { kind: 'schedule', name }, message, hint };
  });
}

function noted({ what, subject, text, until, by, remedy }: Stand): AttentionItem {
  const why = [...(text === null ? [] : [text]), ...(by === null ? [] : [`by ${by}`])].join(', ');
  const message = `${what} stands${until === null ? '' : ` until ${iso(until)}`}${why === '' ? '' : ` (${why})`}`;
  return { severity: 'note', kind: 'standing', subject, message, hint: `What ends it: ${remedy}.` };
}
