/** What jobs have to pay at which gates: `passed` says it of tasks and queues, each job of itself. */
import type { GateRules, Passed, Toll } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import type { Store } from './store.ts';

export interface Payer {
  /** Those that it names itself. */
  readonly gates: readonly string[];
  readonly task: string;
  readonly queue: string;
}

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

export function applyGates({ store }: Transaction, rules: GateRules, passed: Passed): void {
  const named = Object.entries(rules).map(([name, rule]) => [name, JSON.stringify(rule)]);
  store.run('DELETE FROM gates');
  store.run('INSERT INTO gates SELECT value ->> 0, value ->> 1 FROM json_each(?)', JSON.stringify(named));
  const tolls = [...payers('task', passed.tasks), ...payers('queue', passed.queues)];
  store.run('DELETE FROM passed');
  store.run('INSERT INTO passed SELECT value ->> 0, value ->> 1 FROM json_each(?)', JSON.stringify(tolls));
}

function payers(kind: string, all: Readonly<Record<string, readonly Toll[]>>): readonly (readonly [string, string])[] {
  return Object.entries(all).map(([name, tolls]) => [`${kind} ${name}`, JSON.stringify(tolls)]);
}
