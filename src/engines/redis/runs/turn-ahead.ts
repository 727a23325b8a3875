/**
 * Turns of runs that go with the end of their step: this process knows the run, and what it will be once the end is counted. The script
 * that stores the end stores such a turn too, unless anything else was stored of the run meanwhile; then the turn is made as ever.
 */
import {
  advance,
  behindOf,
  type Found,
  type NewJob,
  outlook,
  type Turn,
  type Wanted,
  wanted,
} from '../../../core/index.ts';
import { endOf, itemOf, type NotedEnd } from '../outbox/noted-ends.ts';
import { type Change, turnArguments } from './run-change.ts';
import type { RunStore } from './run-store.ts';
import type { ReadRun } from './run-texts.ts';
import type { ScriptArgument } from '../scripts.ts';
import { type Ending, mayBeFollowed } from '../records/settlements.ts';
import type { Inserted } from '../targets.ts';
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
const NO_SIGNALS: Found['signals'] = new Map();
const NO_ITEMS: Found['items'] = new Map();

/** @param inserted jobs as the script stores them; null where it cannot at once */
export function turnsAhead(runs: RunStore, endings: readonly Ending[], inserted: Insert): readonly TurnAhead[] {
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

type Insert = (jobs: readonly NewJob[]) => Inserted | null;

function turnAhead(runs: RunStore, ending: Ending, inserted: Insert): TurnAhead | null {
  const { job } = ending.stored;
  const item = job.consequences.length === 1 ? itemOf(job) : null;
  const end = item === null ? null : endOf(ending);
  if (item === null || end === null) return null;
  const read = runs.expected(item, end.result, ending.finishedAt);
  if (read === undefined) return null;
  const look = outlook(read.run, read.now);
  if (!isAtHand(read, wanted(read.run, read.now, look))) return null;
  const turn = advance(read.run, { results: read.results, signals: NO_SIGNALS, items: NO_ITEMS }, read.now, look);
  // What a traced job comes after is read first.
  if (turn.begun.length > MOST_JOBS || behindOf(read.run, turn) !== null) return null;
  return withJobs(read, turn, inserted);
}

function withJobs(read: ReadRun, turn: Turn, inserted: Insert): TurnAhead | null {
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
