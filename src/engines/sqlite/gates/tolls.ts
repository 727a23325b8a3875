/** Which gates a job passes, and by which rules. */
import { type Conflict, type GateRule, ruleNameOf, type Toll } from '../../../engine/index.ts';
import type { Held } from './holds.ts';
import type { Store } from '../store.ts';

export interface Payer {
  /** Those that it names itself. */
  readonly gates: readonly string[];
  readonly task: string;
  readonly queue: string;
}

/** A job that came to its turn. */
export interface Candidate extends Payer, Held {
  readonly seq: number;
}

/** A job finds no room where others run. @returns whether it is over; else it is to be held */
export type OnConflict = (conflict: Conflict, candidate: Candidate, gate: string) => boolean;

/** What jobs have to pay, looked up once in a step. */
export class Tolls {
  readonly #store: Store;
  readonly #known = new Map<string, readonly Toll[]>();

  constructor(store: Store) {
    this.#store = store;
  }

  of({ gates, task, queue }: Payer): readonly Toll[] {
    return [
      ...gates.map((gate) => ({ gate, cost: 1 })),
      ...this.#passedBy(`task ${task}`),
      ...this.#passedBy(`queue ${queue}`),
    ];
  }

  #passedBy(who: string): readonly Toll[] {
    let tolls = this.#known.get(who);
    if (tolls === undefined) {
      const [text] = this.#store.get('SELECT tolls FROM passed WHERE who = ?', who) ?? [];
      tolls = typeof text === 'string' ? (JSON.parse(text) as readonly Toll[]) : [];
      this.#known.set(who, tolls);
    }
    return tolls;
  }
}

export function ruleOf(store: Store, gate: string): GateRule | null {
  const [rule] = store.get('SELECT rule FROM gates WHERE name = ?', ruleNameOf(gate)) ?? [];
  return typeof rule === 'string' ? (JSON.parse(rule) as GateRule) : null;
}
