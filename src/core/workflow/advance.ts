/**
 * How a run goes on. Pure: the store reads what `wanted` names, hands it to `advance`, and stores the turn that comes of it in one step with
 * what begins. Whoever does it may die at any moment: what is stored says all that there is to do, and the same turn
 * comes of it again.
 *
 * A turn is bounded: of a forEach at most TURN_ITEMS begin in it, and there is another turn while there is `more`.
 */
import { type Json, messageOf } from '../../foundation/index.ts';
import { counted, decisionOn, ended, endOfRun, roomOf } from './decide.ts';
import { type Begun, begunItem, listOf } from './items.ts';
import { type Outlook, outlook } from './outlook.ts';
import { listKeyOf, type PlanStep, type StepWait } from './plan.ts';
import { copyOf, isOver, type ItemEnd, type Run, progressOf, stepOf, type StepProgress, withSteps } from './run.ts';
import { READ_MAX, readsOf, readsOfItems, Scope } from './scope.ts';
import type { Found, Turn, Wanted } from './turn.ts';
import { endOfWait, instantOf } from './waits.ts';
import { planError, runError } from './run-errors.ts';

const NO_SIGNALS: readonly string[] = [];

/** Items that begin in one turn. */
export const TURN_ITEMS = 500;

/** @param now epoch milliseconds of the store @param look whoever makes the turn as well has it already */
export function wanted(given: Run, now: number, look = outlook(given, now)): Wanted {
  const { run, active, ready } = look;
  const { plan } = run;
  const results = new Set<number>();
  const signals: string[] = [];
  const items: { step: number; from: number; count: number }[] = [];
  for (const number of active) {
    const step = stepOf(plan, number);
    const progress = progressOf(run, number);
    if (isOver(progress)) continue;
    const room = Math.min(TURN_ITEMS, roomOf(step, progress, run));
    if (room > 0 && step.forEach !== null) items.push({ step: number, from: progress.begun, count: room });
    if (ready.has(number)) for (const read of readsOf(plan, step)) results.add(read);
    else if (room > 0) for (const read of readsOfItems(plan, step)) results.add(read);
    signals.push(...signalsOf(step));
  }
  if (look.isOver) for (const read of readsOf(plan, null)) results.add(read);
  return { results: [...results], signals, items };
}

function signalsOf({ work }: PlanStep): readonly string[] {
  return work.kind === 'wait' && work.wait.signal !== null ? [work.wait.signal] : NO_SIGNALS;
}

/** @param found what `wanted` named a moment before, of the same run */
export function advance(run: Run, found: Found, now: number, look = outlook(run, now)): Turn {
  const turning = new Turning(run, found, now, look);
  for (const number of look.active) {
    turning.look(number);
    if (!turning.surprised) continue;
    // Whatever needs it may be anywhere behind.
    for (let rest = number + 1; rest < run.plan.steps.length; rest += 1) turning.look(rest);
    break;
  }
  return turning.turn();
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
  readonly #before: Outlook;
  readonly #mayEnd: boolean;
  /** A step is over of which it was not known before. */
  surprised = false;
  #room = TURN_ITEMS;
  #more = false;

  constructor(run: Run, found: Found, now: number, before: Outlook) {
    this.#steps = run.steps.slice();
    this.#run = withSteps(run, this.#steps);
    this.#found = found;
    this.#now = now;
    this.#before = before;
    this.#mayEnd = before.isOver || readsOf(run.plan, null).size === 0;
  }

  /** What may come of a step now. */
  look(number: number): void {
    const { state } = this.#at(number);
    if (isOver({ state })) return;
    const step = stepOf(this.#run.plan, number);
    if (state === 'running') this.#settle(step, number);
    this.#decide(step, number);
    this.#begin(step, number);
  }

  #at(number: number): StepProgress {
    return progressOf(this.#run, number);
  }

  #set(number: number, progress: StepProgress): void {
    if (progress === this.#at(number)) return;
    this.#steps[number] = progress;
    this.#changed.set(number, progress);
    this.surprised ||= isOver(progress) && !isOver(progressOf(this.#before.run, number));
  }

  /** One that is under way may be over. */
  #settle(step: PlanStep, number: number): void {
    if (step.work.kind === 'wait') this.#await(step.work.wait, number);
    this.#set(number, ended(step, this.#at(number), this.#run, this.#now));
  }

  #decide(step: PlanStep, number: number): void {
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
    if (!this.#before.ready.has(number)) this.#more = true;
    else this.#start(step, number, decision === 'ask');
  }

  #over(number: number, end: Pick<StepProgress, 'state'> & Partial<StepProgress>): void {
    this.#set(number, Object.assign(copyOf(this.#at(number)), { finishedAt: this.#now }, end));
  }

  #start(step: PlanStep, number: number, asks: boolean): void {
    try {
      const scope = this.#scope(step);
      if (asks && typeof step.when === 'object' && !scope.holds(step.when)) {
        this.#over(number, { state: 'skipped', skipped: 'condition' });
        return;
      }
      const total = step.forEach === null ? 1 : this.#list(step, number, scope.fill(step.forEach));
      const progress = copyOf(this.#at(number));
      progress.state = 'running';
      progress.startedAt = this.#now;
      progress.total = total;
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
  #begin(step: PlanStep, number: number): void {
    const { work } = step;
    if (work.kind === 'wait') return;
    const progress = this.#at(number);
    const room = roomOf(step, progress, this.#run);
    if (room <= 0) return;
    try {
      const items = this.#itemsOf(step, number, Math.min(room, this.#room));
      this.#beginAll(step, number, items);
      this.#room -= items.length;
      const after = copyOf(progress);
      after.begun += items.length;
      this.#set(number, after);
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
