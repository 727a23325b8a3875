/** The limits of a manifest in the model: the gates and tolls that a store is given, with room that is taken and given back. */
import type { GateRule, Toll } from '../../engine/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { limitsOf } from '../../runtime/index.ts';
import { Line } from './line.ts';

interface Gate<T> {
  readonly rule: GateRule;
  readonly held: Line<T>;
  /** Of a concurrency: what is taken; of a rate: up to when all is paid (GCRA), milliseconds. */
  used: number;
  /** Whether somebody looks again when a rate has room. */
  watched: boolean;
}

type Passage =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped' }
  /** again: when a look is worth it; null: when somebody gives back, or where a look is planned. */
  | { readonly kind: 'held'; readonly gate: string; readonly again: number | null };

export class Gates<T> {
  readonly #gates = new Map<string, Gate<T>>();
  readonly #tolls = new Map<string, readonly Toll[]>();

  constructor(manifest: Manifest) {
    const { rules, passed } = limitsOf(manifest);
    for (const [name, rule] of Object.entries(rules)) {
      this.#gates.set(name, { rule, held: new Line<T>(), used: 0, watched: false });
    }
    for (const [task, tolls] of Object.entries(passed.tasks)) this.#tolls.set(`task ${task}`, tolls);
    for (const [queue, tolls] of Object.entries(passed.queues)) this.#tolls.set(`queue ${queue}`, tolls);
  }

  /** All on its way, or none. */
  pass(who: T, { task, queue }: { readonly task: string; readonly queue: string }, now: number): Passage {
    const tolls = this.#of(task, queue);
    for (const toll of tolls) {
      const gate = this.#gates.get(toll.gate);
      if (gate === undefined || roomAt(gate, toll.cost) <= now) continue;
      if (gate.rule.reason === 'concurrency' && gate.rule.onConflict === 'skip') return { kind: 'skipped' };
      gate.held.push(who);
      return { kind: 'held', gate: toll.gate, again: watch(gate, toll.cost) };
    }
    for (const { gate, cost } of tolls) this.#take(gate, cost, now);
    return { kind: 'passed' };
  }

  /** @returns who may try again */
  giveBack({ task, queue }: { readonly task: string; readonly queue: string }): readonly T[] {
    const freed: T[] = [];
    for (const { gate: name, cost } of this.#of(task, queue)) {
      const gate = this.#gates.get(name);
      if (gate?.rule.reason !== 'concurrency') continue;
      gate.used -= cost;
      const first = gate.held.shift();
      if (first !== undefined) freed.push(first);
    }
    return freed;
  }

  /** One who was let go is held elsewhere: the room that he leaves is for others. @returns who may try again */
  passOn({ task, queue }: { readonly task: string; readonly queue: string }): readonly T[] {
    const freed: T[] = [];
    for (const { gate: name, cost } of this.#of(task, queue)) {
      const gate = this.#gates.get(name);
      if (gate?.rule.reason !== 'concurrency' || roomAt(gate, cost) !== 0) continue;
      const first = gate.held.shift();
      if (first !== undefined) freed.push(first);
    }
    return freed;
  }

  /** A rate has room. @returns who may try again */
  look(name: string): T | undefined {
    const gate = this.#gates.get(name);
    if (gate !== undefined) gate.watched = false;
    return gate?.held.shift();
  }

  /** Whom that gate holds still has to be looked for. @returns when; null: nobody, or it is planned */
  againAt(name: string): number | null {
    const gate = this.#gates.get(name);
    return gate === undefined || gate.held.length === 0 ? null : watch(gate, 1);
  }

  #take(name: string, cost: number, now: number): void {
    const gate = this.#gates.get(name);
    if (gate === undefined) return;
    const { rule } = gate;
    if (rule.reason === 'concurrency') gate.used += cost;
    else if (rule.reason === 'rate') gate.used = Math.max(gate.used, now) + (cost * rule.perMs) / rule.limit;
  }

  #of(task: string, queue: string): readonly Toll[] {
    const own = this.#tolls.get(`task ${task}`);
    const queues = this.#tolls.get(`queue ${queue}`);
    if (own === undefined || queues === undefined) return own ?? queues ?? NONE;
    return [...own, ...queues];
  }
}

const NONE: readonly Toll[] = [];

/** @returns when so much may pass; Infinity: when somebody gives back */
function roomAt<T>({ rule, used }: Gate<T>, cost: number): number {
  if (rule.reason === 'concurrency') return used + Math.min(cost, rule.limit) <= rule.limit ? 0 : Infinity;
  if (rule.reason !== 'rate') return 0;
  return used - ((rule.burst - Math.min(cost, rule.burst)) * rule.perMs) / rule.limit;
}

function watch<T>(gate: Gate<T>, cost: number): number | null {
  if (gate.rule.reason !== 'rate' || gate.watched) return null;
  gate.watched = true;
  return roomAt(gate, cost);
}
