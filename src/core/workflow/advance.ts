/**
 * How a run goes on. Pure: the store reads what `wanted` names, hands it to `advance`, and stores the turn that comes of it in one step with
 * what begins. Whoever does it may die at any moment: what is stored says all that there is to do, and the same turn
 * comes of it again.
 *
 * A turn is bounded: of a forEach at most TURN_ITEMS begin in it, and there is another turn while there is `more`.
 */
import { type Json, messageOf } from '../../foundation/index.ts';
import type { JobError } from '../job.ts';
import { counted, decisionOn, ended, endOfRun, looked, roomOf } from './decide.ts';
import { type Begun, begunItem, listOf } from './items.ts';
import { listKeyOf, type PlanStep, type StepWait } from './plan.ts';
import { isOver, type ItemEnd, type Run, progressOf, type RunState, stepOf, type StepProgress } from './run.ts';
import { READ_MAX, readsOf, readsOfItems, type Results, Scope } from './scope.ts';
import { endOfWait, instantOf } from './waits.ts';
import { planError, runError } from './run-errors.ts';

/** Items that begin in one turn. */
export const TURN_ITEMS = 500;

/** What the store has to read for the next turn. */
export interface Wanted {
  /** Numbers of steps whose results are read. */
  readonly results: readonly number[];
  /** Names of signals. */
  readonly signals: readonly string[];
  /** Items of steps of many that are under way: those that begin next. */
  readonly items: readonly { readonly step: number; readonly from: number; readonly count: number }[];
}

/** What it has found. */
export interface Found {
  readonly results: Results;
  readonly signals: ReadonlyMap<string, Json>;
  /** By number of the step: the items asked for, in order. */
  readonly items: ReadonlyMap<number, readonly Json[]>;
}

/** What is to be stored, all in one step. */
export interface Turn {
  /** Steps that are not as they were, by number. */
  readonly steps: ReadonlyMap<number, StepProgress>;
  /** Items of steps of many that begin here: to be kept until they have begun. */
  readonly lists: ReadonlyMap<number, readonly Json[]>;
  /** Ends of waits, whose result is kept as that of a job. */
  readonly ends: readonly { readonly step: number; readonly end: ItemEnd }[];
  readonly begun: readonly Begun[];
  /** The run is over. */
  readonly end: {
    readonly state: Exclude<RunState, 'running'>;
    readonly result: Json;
    readonly error: JobError | null;
  } | null;
  /** Whether there is another turn at once. */
  readonly more: boolean;
  /** Epoch milliseconds at which there is another without anything happening; null: there is none. */
  readonly dueAt: number | null;
}

/** @param now epoch milliseconds of the store */
export function wanted(given: Run, now: number): Wanted {
  const run = looked(given, now);
  const { plan } = run;
  const results = new Set<number>();
  const signals: string[] = [];
  const items: { step: number; from: number; count: number }[] = [];
  plan.steps.forEach((step, number) => {
    const progress = progressOf(run, number);
    if (isOver(progress)) return;
    const room = Math.min(TURN_ITEMS, roomOf(step, progress, run));
    if (room > 0 && step.forEach !== null) items.push({ step: number, from: progress.begun, count: room });
    if (begins(run, step, progress)) for (const read of readsOf(plan, step)) results.add(read);
    else if (room > 0) for (const read of readsOfItems(plan, step)) results.add(read);
    const signal = step.work.kind === 'wait' ? step.work.wait.signal : null;
    if (signal !== null) signals.push(signal);
  });
  if (endOfRun(run) !== null) for (const read of readsOf(plan, null)) results.add(read);
  return { results: [...results], signals, items };
}

function begins({ plan, steps, cancelled }: Run, step: PlanStep, { state }: StepProgress): boolean {
  if (state !== 'waiting' || cancelled !== null) return false;
  const decision = decisionOn(plan, step, steps);
  return decision === 'begin' || decision === 'ask';
}

/** @param found what `wanted` named a moment before, of the same run */
export function advance(run: Run, found: Found, now: number): Turn {
  const turning = new Turning(run, found, now);
  run.plan.steps.forEach((step, number) => {
    const progress = progressOf(run, number);
    if (isOver(progress)) return;
    // Of a thousand steps nearly all wait for others.
    if (progress.state === 'running') turning.settle(step, number);
    turning.decide(step, number);
    turning.begin(step, number);
  });
  return turning.turn();
}

/** The steps that begin now. No list is made for each of a thousand of which one does. */
function readyIn(run: Run): ReadonlySet<number> {
  const ready = new Set<number>();
  for (const [number, step] of run.plan.steps.entries()) {
    if (begins(run, step, progressOf(run, number))) ready.add(number);
  }
  return ready;
}

class Turning {
  readonly #run: Run;
  readonly #found: Found;
  readonly #now: number;
  readonly #steps: StepProgress[];
  readonly #changed = new Map<number, StepProgress>();
  readonly #lists = new Map<number, readonly Json[]>();
  readonly #ends: { step: number; end: ItemEnd }[] = [];
  readonly #begun: Begun[] = [];
  /** The steps whose results were asked for; others that become ready in this turn begin in the next. */
  readonly #ready: ReadonlySet<number>;
  readonly #mayEnd: boolean;
  #room = TURN_ITEMS;
  #more = false;

  constructor(run: Run, found: Found, now: number) {
    this.#steps = [...run.steps];
    this.#run = { ...run, steps: this.#steps };
    this.#found = found;
    this.#now = now;
    const before = looked(run, now);
    this.#ready = readyIn(before);
    this.#mayEnd = endOfRun(before) !== null || readsOf(run.plan, null).size === 0;
  }

  #at(number: number): StepProgress {
    return progressOf(this.#run, number);
  }

  #set(number: number, progress: StepProgress): void {
    if (progress === this.#at(number)) return;
    this.#steps[number] = progress;
    this.#changed.set(number, progress);
  }

  /** One that is under way may be over. */
  settle(step: PlanStep, number: number): void {
    if (step.work.kind === 'wait') this.#await(step.work.wait, number);
    this.#set(number, ended(step, this.#at(number), this.#run, this.#now));
  }

  decide(step: PlanStep, number: number): void {
    const { state } = this.#at(number);
    if (state !== 'waiting') return;
    if (this.#run.cancelled !== null) {
      this.#over(number, { state: 'cancelled' });
      return;
    }
    const decision = decisionOn(this.#run.plan, step, this.#steps);
    if (decision === 'wait') return;
    if (decision === 'trouble' || decision === 'condition') {
      this.#over(number, { state: 'skipped', skipped: decision });
      return;
    }
    if (!this.#ready.has(number)) this.#more = true;
    else this.#start(step, number, decision === 'ask');
  }

  #over(number: number, end: Pick<StepProgress, 'state'> & Partial<StepProgress>): void {
    this.#set(number, { ...this.#at(number), finishedAt: this.#now, ...end });
  }

  #start(step: PlanStep, number: number, asks: boolean): void {
    try {
      const scope = this.#scope(step);
      if (asks && typeof step.when === 'object' && !scope.holds(step.when)) {
        this.#over(number, { state: 'skipped', skipped: 'condition' });
        return;
      }
      const total = step.forEach === null ? 1 : this.#list(step, number, scope.fill(step.forEach));
      const progress = { ...this.#at(number), state: 'running' as const, startedAt: this.#now, total };
      this.#set(number, ended(step, progress, this.#run, this.#now));
      if (step.work.kind === 'wait') this.#open(step.work.wait, number, scope);
    } catch (error) {
      this.#over(number, { state: 'failed', startedAt: this.#now, error: planError(step, error) });
    }
  }

  #scope(step: PlanStep): Scope {
    return new Scope(this.#run, step, this.#found.results);
  }

  #list(step: PlanStep, number: number, value: Json): number {
    if (!Array.isArray(value))
      throw new TypeError(`${listKeyOf(step)} is not a list but ${value === null ? 'null' : typeof value}`);
    const list = listOf(value as readonly Json[], step);
    if (list.length > 0) this.#lists.set(number, list);
    return list.length;
  }

  // ── waits ──────────────────────────────────────────────────────────────────────────────────────────

  #open({ forMs, until }: StepWait, number: number, scope: Scope): void {
    const instant = until === null ? null : instantOf(scope.fill(until));
    const dueAt = forMs === null ? instant : this.#now + forMs;
    this.#set(number, { ...this.#at(number), begun: 1, dueAt });
    const step = stepOf(this.#run.plan, number);
    if (step.work.kind === 'wait') this.#await(step.work.wait, number);
    this.#set(number, ended(step, this.#at(number), this.#run, this.#now));
  }

  /** What a wait was for may have come. */
  #await({ signal }: StepWait, number: number): void {
    const progress = this.#at(number);
    if (progress.state !== 'running' || progress.completed + progress.failed + progress.cancelled > 0) return;
    const end = endOfWait(signal, progress, { run: this.#run, signals: this.#found.signals, now: this.#now });
    if (end === null) return;
    this.#ends.push({ step: number, end });
    this.#set(number, counted(progress, end));
  }

  // ── items ──────────────────────────────────────────────────────────────────────────────────────────

  /** As many of its items as may. */
  begin(step: PlanStep, number: number): void {
    const { work } = step;
    if (work.kind === 'wait') return;
    const progress = this.#at(number);
    const room = roomOf(step, progress, this.#run);
    if (room <= 0) return;
    try {
      const items = this.#itemsOf(step, number, Math.min(room, this.#room));
      this.#beginAll(step, number, items);
      this.#room -= items.length;
      this.#set(number, { ...progress, begun: progress.begun + items.length });
      if (items.length < room) this.#more = true;
    } catch (error) {
      const broken = { ...progress, broken: true, error: progress.error ?? planError(step, error) };
      this.#set(number, ended(step, broken, this.#run, this.#now));
      this.#more = true;
    }
  }

  #itemsOf(step: PlanStep, number: number, most: number): readonly Json[] {
    if (step.forEach === null) return [null].slice(0, most);
    const list = this.#lists.get(number);
    if (list !== undefined) return list.slice(0, most);
    const found = this.#found.items.get(number);
    if (found?.length === 0) throw new RangeError('its items are gone');
    return (found ?? []).slice(0, most);
  }

  /** All of them, or none. */
  #beginAll(step: PlanStep, number: number, items: readonly Json[]): void {
    const { work } = step;
    if (work.kind === 'wait') return;
    const { begun, round } = this.#at(number);
    const scope = this.#scope(step);
    const template = work.kind === 'task' ? work.payload : work.input;
    const made = items.map((item, at) => {
      const index = begun + at;
      const value = step.forEach === null ? scope.fill(template) : scope.fill(template, { item, index });
      return begunItem(this.#run, work, { run: this.#run.id, step: number, index, round }, value);
    });
    this.#begun.push(...made);
  }

  turn(): Turn {
    const end = endOfRun(this.#run);
    const all = { steps: this.#changed, lists: this.#lists, ends: this.#ends, begun: this.#begun };
    if (end === null) return { end, more: this.#more, dueAt: this.#dueAt(), ...all };
    if (!this.#mayEnd) return { end: null, more: true, dueAt: null, ...all };
    return { end: this.#withOutput(end), more: false, dueAt: null, ...all };
  }

  #dueAt(): number | null {
    let first: number | null = null;
    for (const { state, dueAt } of this.#steps) {
      if (state === 'running' && dueAt !== null) first = Math.min(first ?? dueAt, dueAt);
    }
    return first;
  }

  #withOutput(end: NonNullable<ReturnType<typeof endOfRun>>): NonNullable<Turn['end']> {
    if (end.state !== 'completed') return { result: null, ...end };
    const { output } = this.#run.plan;
    try {
      const result = new Scope(this.#run, null, this.#found.results).fillLeniently(output);
      if (typeof result === 'object' && JSON.stringify(result).length > READ_MAX) {
        throw new RangeError(`it has more than ${READ_MAX >> 20} MiB`);
      }
      return { result, ...end };
    } catch (error) {
      const problem = runError('RUN_EXPRESSION', `output: ${messageOf(error)}`);
      return { state: 'failed', result: null, error: problem };
    }
  }
}
