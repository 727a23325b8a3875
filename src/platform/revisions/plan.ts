/** The plan of a change: everything that differs between two manifests, and what that means for the work in the store. */
import type { Engine } from '../../engine/index.ts';
import type { PlannedChange, PlannedSchedule, PlanRefusal } from '../../api/index.ts';
import { nextTicks } from '../../core/index.ts';
import { iso, systemClock } from '../../foundation/index.ts';
import {
  BUILT_IN_TASKS,
  formerNames,
  isNamed,
  type Manifest,
  type NamedSection,
  SECTIONS,
} from '../../manifest/index.ts';
import { liveCounts, liveOf, strandedBy } from './live-work.ts';
import { type Change, effectOf, type Live } from './plan-effects.ts';
import { changedFields } from './plan-fields.ts';
import { refusalOf } from '../generations/reload-rules.ts';

/** Instants of a schedule that are shown, before and afterwards. */
const TICKS = 3;
/** Runs that are counted; more is told as that many. */
const RUNS = 1_000;

/** By the module's path: a name of its code. */
type Codes = Readonly<Record<string, string>>;

export interface Version {
  readonly manifest: Manifest;
  readonly handlers: Codes;
}

export interface ManifestPlan {
  readonly changes: readonly PlannedChange[];
  readonly refused: readonly PlanRefusal[];
  readonly schedules: readonly PlannedSchedule[];
}

/** @param engine null: there is no store yet, so nothing waits in it */
export async function planOf(engine: Engine | null, now: Version, next: Version): Promise<ManifestPlan> {
  const changes = [
    ...manifestDifferences(now.manifest, next.manifest),
    ...codeDifferences(now.handlers, next.handlers),
  ];
  if (changes.length === 0) return { changes: [], refused: [], schedules: [] };
  const { moved } = next.manifest;
  const [live, stranded, at] =
    engine === null
      ? [{ tasks: new Map(), queues: new Map(), runs: new Map(), moved }, [], systemClock.now()]
      : await Promise.all([
          liveWork(engine, changes, moved),
          strandedBy(engine, now.manifest, next.manifest),
          engine.now(),
        ]);
  const barred = refusalOf(now.manifest, next.manifest);
  return {
    changes: changes.map((change) => ({ ...change, effect: effectOf(change, live) })),
    refused: [
      ...(barred === undefined ? [] : [{ code: barred.code, text: barred.message, jobs: 0 }]),
      ...stranded.map(({ code, text, jobs }) => ({ code, text, jobs })),
    ],
    schedules: changes.filter(({ section }) => section === 'schedules').map(({ name }) => ticksOf(name, now, next, at)),
  };
}

function manifestDifferences(now: Manifest, next: Manifest): Change[] {
  return SECTIONS.flatMap((section) => {
    if (isNamed(section)) return namedDifferences(section, now, next);
    const fields = changedFields({ value: now[section] }, { value: next[section] });
    return fields.length === 0 ? [] : [{ kind: 'change' as const, section, name: '', fields: fields.map(unwrapped) }];
  });
}

/** A section that is a list or a text has a field of its own name. */
function unwrapped({ name, ...values }: Change['fields'][number]): Change['fields'][number] {
  return { name: name.replace(/^value\.?/, ''), ...values };
}

function namedDifferences(section: NamedSection, now: Manifest, next: Manifest): Change[] {
  const [before, after] = [writtenEntries(section, now), writtenEntries(section, next)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): Change[] => {
    const [one, other] = [before.get(name), after.get(name)];
    if ((one === undefined || other === undefined) && isBuiltIn(section, name)) return [];
    if (one === undefined) return [{ kind: 'add', section, name, fields: [] }];
    if (other === undefined) return [{ kind: 'remove', section, name, fields: [] }];
    const fields = changedFields(one, other);
    return fields.length === 0 ? [] : [{ kind: 'change', section, name, fields }];
  });
}

/** What comes and goes with hooks and alerts, which are told of themselves. */
function isBuiltIn(section: NamedSection, name: string): boolean {
  return section === 'tasks' && BUILT_IN_TASKS.includes(name);
}

/** Without former names, which stand among them. */
function writtenEntries(section: NamedSection, manifest: Manifest): ReadonlyMap<string, unknown> {
  const entries = Object.entries(manifest[section]) as [string, unknown][];
  const former = formerNames(section, manifest);
  return new Map(entries.filter(([name]) => !Object.hasOwn(former, name)));
}

/** Modules that both name, and whose code differs; what was not kept is not compared. */
function codeDifferences(now: Codes, next: Codes): Change[] {
  return Object.keys(next)
    .filter((name) => now[name] !== undefined && now[name] !== next[name])
    .map((name) => ({ kind: 'change', section: 'handlers', name, fields: [] }));
}

async function liveWork(engine: Engine, changes: readonly Change[], moved: Manifest['moved']): Promise<Live> {
  const touches = (section: string): readonly Change[] => changes.filter((change) => change.section === section);
  const [tasks, counts, runs] = await Promise.all([
    touches('tasks').length === 0 ? new Map<string, never>() : liveCounts(engine),
    touches('queues').length === 0 ? [] : engine.queues.counts(),
    Promise.all(touches('workflows').map(async ({ name }) => [name, await runsOf(engine, name)] as const)),
  ]);
  return { tasks, queues: new Map(counts.map((row) => [row.queue, liveOf(row)])), runs: new Map(runs), moved };
}

async function runsOf(engine: Engine, workflow: string): Promise<number> {
  const page = await engine.runs.list({ workflow, states: ['running'] }, RUNS, null);
  return page.runs.length;
}

function ticksOf(name: string, now: Version, next: Version, at: number): PlannedSchedule {
  const of = ({ manifest: { schedules } }: Version): readonly string[] => {
    const spec = Object.hasOwn(schedules, name) ? schedules[name] : undefined;
    return spec === undefined ? [] : nextTicks(spec.timing, at, TICKS).map(iso);
  };
  return { name, before: of(now), after: of(next) };
}
