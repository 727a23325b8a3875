/** Runs as they stand in Redis, see lua/_runs.lua. */
import {
  copyOf,
  type ItemEnd,
  type JobError,
  type NewRun,
  type Plan,
  planAsRead,
  planText,
  type Run,
  type RunState,
  type StepProgress,
  UNTOUCHED,
} from '../../../core/index.ts';
import type { Json } from '../../../foundation/index.ts';

/** A run as it was read. */
export interface ReadRun {
  readonly run: Run;
  /** `v SEQ`: raised by each turn that is stored. */
  readonly version: string;
  /** `n`: raised by what calls for a turn. */
  readonly news: string;
  readonly seq: number;
  /** Results of steps of one item, as far as they are at hand. */
  readonly results: ReadonlyMap<number, Json>;
  readonly sweep: Sweep | null;
  /** Epoch milliseconds of the store when it was read. */
  readonly now: number;
}

export const NO_RESULTS: ReadonlyMap<number, Json> = new Map();

/** What is being done to the jobs of a run one by one. */
export type Sweep = 'cancel' | 'retry';

type GivenRun = Omit<NewRun, 'id' | 'workflow' | 'plan' | 'input'>;

export function givenRunText(run: NewRun): string {
  const { tags, headers, traceparent, tracestate, manifestRevision, parent, parentId, schedule } = run;
  // The parent comes first: lua/run-remove.lua finds it so.
  const given: GivenRun = { parent, tags, headers, traceparent, tracestate, manifestRevision, parentId, schedule };
  return JSON.stringify(given);
}

/** The arguments of enter_run in lua/_runs.lua. */
export function entering(run: NewRun): readonly string[] {
  const { id, workflow, parent, plan, input } = run;
  return [id, givenRunText(run), workflow ?? '', parent?.run ?? '', planText(plan), JSON.stringify(input)];
}

/** A run that was entered just now, as it is read. @param input the text of it */
export function enteredRun(run: NewRun, input: string, { seq, now }: Pick<ReadRun, 'seq' | 'now'>): ReadRun {
  const plan = planAsRead(run.plan);
  const entered: Run = {
    ...(JSON.parse(givenRunText(run)) as GivenRun),
    ...{ id: run.id, workflow: run.workflow, plan, input: JSON.parse(input) as Json, state: 'running' },
    ...{ steps: plan.steps.map(() => UNTOUCHED), createdAt: now, finishedAt: null },
    ...{ result: null, error: null, cancelled: null },
  };
  return { run: entered, version: `0 ${seq}`, news: '0', seq, results: NO_RESULTS, sweep: null, now };
}

/** @param reply of lua/run-read.lua. @returns null when there is no such run */
export function readRun(id: string, plan: Plan, reply: readonly string[]): ReadRun | null {
  const [now = '0', input = 'null', ...fields] = reply;
  const told = new Map<string, string>();
  for (let at = 0; at < fields.length; at += 2) told.set(fields[at] ?? '', fields[at + 1] ?? '');
  const given = told.get('given');
  if (given === undefined) return null;
  const json = (name: string): unknown => JSON.parse(told.get(name) ?? 'null') as unknown;
  const workflow = told.get('workflow') ?? '';
  const finished = told.get('finished');
  const run: Run = {
    ...(JSON.parse(given) as GivenRun),
    id,
    workflow: workflow === '' ? null : workflow,
    plan,
    input: JSON.parse(input) as Json,
    state: told.get('state') as RunState,
    steps: plan.steps.map((_step, number) => stepIn(told, number)),
    createdAt: Number(told.get('created')),
    finishedAt: finished === undefined ? null : Number(finished),
    cancelled: json('cancelled') as string | null,
    result: json('result') as Json,
    error: json('error') as JobError | null,
  };
  const sweep = (told.get('sweep') ?? null) as Sweep | null;
  return { run, ...versionIn(told), results: NO_RESULTS, sweep, now: Number(now) };
}

function versionIn(told: ReadonlyMap<string, string>): Pick<ReadRun, 'version' | 'news' | 'seq'> {
  const seq = told.get('seq') ?? '';
  return { version: `${told.get('v') ?? ''} ${seq}`, news: told.get('n') ?? '0', seq: Number(seq) };
}

function stepIn(told: ReadonlyMap<string, string>, number: number): StepProgress {
  const text = told.get(`s:${number}`);
  if (text === undefined) return UNTOUCHED;
  const count = (letter: string): number => Number(told.get(`${letter}:${number}`) ?? 0);
  const kept = JSON.parse(text.slice(text.indexOf('{'))) as StepProgress;
  const first = told.get(`e:${number}`);
  const error = kept.error ?? (first === undefined ? null : (JSON.parse(first) as JobError | null));
  const progress = copyOf(kept);
  progress.completed = count('c');
  progress.failed = count('f');
  progress.cancelled = count('x');
  progress.error = error;
  return progress;
}

/** The field of a step; its counts stand beside it, for they change with each end of an item. */
export function stepText(progress: StepProgress): string {
  const { state, startedAt, finishedAt, total, begun, round, broken, dueAt, error, skipped } = progress;
  // Two of them go with each step of a chain: numbers and names need nobody who writes JSON.
  return (
    `${round} ${begun} ${total} ${state === 'running' ? 1 : 0} {"state":"${state}","startedAt":${startedAt},"finishedAt":${finishedAt},` +
    `"total":${total},"begun":${begun},"round":${round},"broken":${broken},"dueAt":${dueAt},` +
    `"error":${error === null ? 'null' : JSON.stringify(error)},"skipped":${skipped === null ? 'null' : `"${skipped}"`}}`
  );
}

const LETTER = { completed: 'c', failed: 'f', cancelled: 'x' } as const;
const ENDS = { c: 'completed', f: 'failed', x: 'cancelled' } as const;

export function letterOfEnd({ state }: ItemEnd): string {
  return LETTER[state];
}

/** @param letter of lua/run-note.lua, small */
export function stateOfLetter(letter: string): 'failed' | 'cancelled' {
  return letter === 'f' ? 'failed' : 'cancelled';
}

export function valueText(end: ItemEnd): string {
  return JSON.stringify(end.state === 'completed' ? end.result : end.error);
}

export function endText(end: ItemEnd, ordinal: string): string {
  return `${letterOfEnd(end)}${ordinal} ${valueText(end)}`;
}

/** @returns null for an item that has not ended, or whose end counts no more */
export function endIn(text: string | null): ItemEnd | null {
  const letter = text?.[0] as keyof typeof ENDS | undefined;
  if (text === null || letter === undefined || !(letter in ENDS)) return null;
  const said = JSON.parse(text.slice(text.indexOf(' ') + 1)) as unknown;
  const state = ENDS[letter];
  return state === 'completed' ? { state, result: said as Json } : { state, error: said as JobError | null };
}

export function isRetrying(text: string | null): boolean {
  return text !== null && (text.startsWith('F') || text.startsWith('X'));
}

/** Items in a page of a list. */
export const LIST_PAGE = 500;

export function pagesOf(list: readonly Json[]): readonly string[] {
  const pages: string[] = [];
  for (let from = 0; from < list.length; from += LIST_PAGE) {
    pages.push(JSON.stringify(list.slice(from, from + LIST_PAGE)));
  }
  return pages;
}
