/** What is stored of runs in one step, as lua/run-turn.lua takes it. */
import type { Consequence, ItemEnd, ItemRef, NewRun, Run, StepProgress } from '../../../core/index.ts';
import type { Json } from '../../../foundation/index.ts';
import { endText, entering, pagesOf, type ReadRun, stepText } from './run-texts.ts';
import type { ScriptArgument } from '../scripts.ts';
import type { Inserted } from '../targets.ts';

/** What one step stores. */
export interface Change {
  /** '' leaves it. */
  readonly state: Run['state'] | '';
  /** Epoch milliseconds; 0 is now, null never. */
  readonly dueAt: number | null;
  readonly consequences: readonly Consequence[];
  /** null deletes. */
  readonly fields: Readonly<Record<string, string | null>>;
  readonly steps: ReadonlyMap<number, StepProgress>;
  /** Steps whose items and lists are forgotten. */
  readonly forgotten: readonly number[];
  /** Names of signals that are forgotten. */
  readonly signals: readonly string[];
  readonly lists: ReadonlyMap<number, readonly Json[]>;
  readonly ends: readonly {
    readonly step: number;
    readonly index: number;
    readonly end: ItemEnd;
    readonly ordinal: string;
  }[];
  readonly runs: readonly NewRun[];
  /** Jobs that the same script stores. */
  readonly inserted: Inserted | null;
}

export const NO_CHANGE: Change = {
  state: '',
  dueAt: 0,
  consequences: [],
  fields: {},
  steps: new Map(),
  forgotten: [],
  signals: [],
  lists: new Map(),
  ends: [],
  runs: [],
  inserted: null,
};

export interface Posted {
  /** Whether nothing has come meanwhile that calls for another turn. */
  readonly isLast: boolean;
  /** Of the outbox; null: none. */
  readonly entry: { readonly number: string; readonly low: string } | null;
  /** Whether a queue of its jobs had none before: the store may have lost what it knew of it. */
  readonly isFresh: boolean;
}

/** An item has ended. The ordinal grows with each end of the same job. */
export interface Ended {
  readonly item: ItemRef;
  readonly end: ItemEnd;
  readonly ordinal: string;
}

/** The arguments of lua/run-turn.lua. */
export function turnArguments({ run, version, news }: ReadRun, change: Change): readonly ScriptArgument[] {
  const { state, dueAt, consequences } = change;
  const texts = consequences.length === 0 ? '' : JSON.stringify(consequences);
  const args: ScriptArgument[] = [run.id, version, news, state, dueAt ?? '', texts];
  addFields(args, change);
  addLists(args, change);
  args.push(change.runs.length);
  for (const one of change.runs) args.push(...entering(one));
  if (change.inserted !== null) for (const argument of change.inserted.args) args.push(argument);
  return args;
}

function addFields(args: ScriptArgument[], { fields, steps, forgotten, signals }: Change): void {
  const at = args.push(0) - 1;
  for (const name of Object.keys(fields)) args.push(name, fields[name] ?? '');
  for (const [number, progress] of steps) args.push(`s:${number}`, stepText(progress));
  args[at] = (args.length - at - 1) / 2;
  args.push(forgotten.length + signals.length, ...forgotten);
  for (const name of signals) args.push(`:${name}`);
}

function addLists(args: ScriptArgument[], { lists, ends }: Change): void {
  const at = args.push(0) - 1;
  for (const [step, list] of lists) for (const text of pagesOf(list)) args.push(step, text);
  args[at] = (args.length - at - 1) / 2;
  args.push(ends.length);
  for (const { step, index, end, ordinal } of ends) args.push(step, index, endText(end, ordinal));
}
