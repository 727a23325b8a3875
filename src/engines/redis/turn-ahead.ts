/**
 * Turns of runs that go with the end of their step: this process knows the run, and what it will be once the end is counted. The script
 * that stores the end stores such a turn too, unless anything else was stored of the run meanwhile; then the turn is made as ever.
 */
import { advance, behindOf, type NewJob, type Turn, type Wanted, wanted } from '../../core/index.ts';
import { endOf, itemOf, type NotedEnd } from './noted-ends.ts';
import { type Change, turnArguments } from './run-change.ts';
import type { RunStore } from './run-store.ts';
import type { ReadRun } from './run-texts.ts';
import type { ScriptArgument } from './scripts.ts';
import { type Ending, mayBeFollowed } from './settlements.ts';
import type { Inserted } from './targets.ts';
import { changeOf } from './turn-change.ts';

export interface TurnAhead {
  /** As the run will be. */
  readonly read: ReadRun;
  readonly turn: Turn;
  readonly change: Change;
  /** Of lua/_turn.lua. */
  readonly args: readonly ScriptArgument[];
}

/** Runs on the server of a queue whose jobs end. */
export interface RunsHere {
  /** @returns turns that the script which stores these ends may store too */
  ahead(endings: readonly Ending[]): readonly TurnAhead[];
  /** Items have ended, and are counted. @param ahead turns that were decided before: what the script has stored of them is told */
  noted(ends: readonly NotedEnd[], ahead: readonly TurnAhead[]): void;
}

/** More jobs are stored by a script of their own. */
const MOST_JOBS = 50;
const NONE: readonly TurnAhead[] = [];

/** @param inserted jobs as the script stores them; null where it cannot at once */
export function turnsAhead(
  runs: RunStore,
  endings: readonly Ending[],
  inserted: (jobs: readonly NewJob[]) => Inserted | null,
): readonly TurnAhead[] {
  if (!endings.some(mayBeFollowed)) return NONE;
  const seen = new Set<string>();
  const twice = new Set<string>();
  const ahead: TurnAhead[] = [];
  for (const ending of endings) {
    const run = itemOf(ending.stored.job)?.run;
    if (run === undefined) continue;
    if (seen.has(run)) twice.add(run);
    seen.add(run);
    const one = turnAhead(runs, ending, inserted);
    if (one !== null) ahead.push(one);
  }
  return twice.size === 0 ? ahead : ahead.filter(({ read }) => !twice.has(read.run.id));
}

function turnAhead(
  runs: RunStore,
  ending: Ending,
  inserted: (jobs: readonly NewJob[]) => Inserted | null,
): TurnAhead | null {
  const { job } = ending.stored;
  const item = itemOf(job);
  const end = job.consequences.length === 1 && item !== null ? endOf(ending) : null;
  if (item === null || end === null) return null;
  const read = runs.expected(item, end.result, ending.finishedAt);
  const asked = read && wanted(read.run, read.now);
  if (read === undefined || asked === undefined || !isAtHand(read, asked)) return null;
  const turn = advance(read.run, { results: read.results, signals: new Map(), items: new Map() }, read.now);
  // What a traced job comes after is read first.
  if (turn.begun.length > MOST_JOBS || behindOf(read.run, turn) !== null) return null;
  const jobs = turn.begun.flatMap((one) => (one.kind === 'job' ? [one.job] : []));
  const stored = jobs.length === 0 ? null : inserted(jobs);
  if (jobs.length > 0 && stored === null) return null;
  const change = changeOf(read, turn, stored);
  return { read, turn, change, args: turnArguments(read, change) };
}

/** Whether all is here that the store would have to be asked for. */
function isAtHand({ results }: ReadRun, asked: Wanted): boolean {
  return asked.signals.length === 0 && asked.items.length === 0 && asked.results.every((step) => results.has(step));
}
