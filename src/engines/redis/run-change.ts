/** What is stored of runs in one step, as lua/run-turn.lua takes it. */
import type { Consequence, ItemEnd, ItemRef, NewRun, Run, StepProgress } from '../../core/index.ts';
import type { Json } from '../../foundation/index.ts';
import { endText, entering, pagesOf, type ReadRun, stepText } from './run-texts.ts';
import type { ScriptArgument } from './scripts.ts';
import type { Inserted } from './targets.ts';

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
  return [run.id, version, news, state, dueAt ?? '', texts, ...groupsOf(change)];
}

function groupsOf({
  fields,
  steps,
  forgotten,
  signals,
  lists,
  ends,
  runs,
  inserted,
}: Change): readonly ScriptArgument[] {
  const all = { ...fields };
  for (const [number, progress] of steps) all[`s:${number}`] = stepText(progress);
  const pairsOf = Object.entries(all).flatMap(([name, value]) => [name, value ?? '']);
  const pages = [...lists].flatMap(([step, list]) => pagesOf(list).map((text) => [step, text] as const));
  return [
    ...[pairsOf.length / 2, ...pairsOf],
    ...[forgotten.length + signals.length, ...forgotten, ...signals.map((name) => `:${name}`)],
    ...[pages.length, ...pages.flat()],
    ...[ends.length, ...ends.flatMap(({ step, index, end, ordinal }) => [step, index, endText(end, ordinal)])],
    ...[runs.length, ...runs.flatMap(entering)],
    ...(inserted?.args ?? []),
  ];
}
