/** Ends of items of one run that are stored in one transaction: looked for together, and written together. */
import type { ItemEnd, ItemRef, JobError } from '../../../core/index.ts';
import type { Row, Store } from '../store.ts';

/** How an item has ended, as its row says it. */
export interface WrittenEnd {
  readonly state: ItemEnd['state'];
  /** In JSON; null where there is none, or where it ended otherwise. */
  readonly result: string | null;
  readonly error: JobError | null;
}

export interface EndedItem {
  readonly item: ItemRef;
  readonly end: WrittenEnd;
}

/** State of an item whose end counts no more, and whose job is to be retried. */
export const RETRYING = 'retrying';

const BEFORE = 'SELECT state FROM run_items WHERE run = ? AND step = ? AND number = ?';
const ALL_BEFORE =
  'SELECT number, state FROM run_items WHERE run = ? AND step = ? AND number IN (SELECT value FROM json_each(?))';
const WRITE = 'INSERT OR REPLACE INTO run_items VALUES (?, ?, ?, ?, ?)';
/** As COMPLETE of settle.ts: numbers are the keys of an object, results its values. */
const WRITE_COMPLETED = `
  INSERT OR REPLACE INTO run_items SELECT ?, ?, CAST(key AS INTEGER), 'completed', value FROM json_each(?)`;

/** @returns the same as a row has it */
export function writtenEnd(end: ItemEnd): WrittenEnd {
  if (end.state !== 'completed') return { state: end.state, result: null, error: end.error };
  return { state: end.state, result: JSON.stringify(end.result), error: null };
}

const COMPLETED: ItemEnd = { state: 'completed', result: null };

/** @returns as much of it as a step counts */
export function countable({ state, error }: WrittenEnd): ItemEnd {
  return state === 'completed' ? COMPLETED : { state, error };
}

function stateIn(said: Row[number] | undefined): ItemEnd['state'] | null {
  return typeof said !== 'string' || said === RETRYING ? null : (said as ItemEnd['state']);
}

/** @returns how it has ended before; null when it has not */
export function endedBefore(store: Store, seq: number, step: number, index: number): ItemEnd['state'] | null {
  return stateIn(store.get(BEFORE, seq, step, index)?.[0]);
}

export function writeEnd(
  store: Store,
  [seq, step, index]: readonly [number, number, number],
  { state, result, error }: WrittenEnd,
): void {
  const text = error === null ? result : JSON.stringify(error);
  store.run(WRITE, seq, step, index, state, text === 'null' ? null : text);
}

type States = Map<number, ItemEnd['state'] | null>;

/** Of one run. What is put in is found again, and stands in the file after `write`. */
export class ItemEnds {
  readonly #store: Store;
  readonly #seq: number;
  /** By step and index, as far as they were looked for. */
  #before = new Map<number, States>();
  #completed = new Map<number, Record<number, string | null>>();

  /** @param ends which will be looked for */
  constructor(store: Store, seq: number, ends: readonly EndedItem[]) {
    this.#store = store;
    this.#seq = seq;
    if (ends.length > 1) this.#lookFor(ends);
  }

  #lookFor(ends: readonly EndedItem[]): void {
    for (const { item } of ends) {
      const states = this.#before.get(item.step) ?? (new Map() as States);
      this.#before.set(item.step, states.set(item.index, null));
    }
    for (const [step, states] of this.#before) {
      const rows = this.#store.all(ALL_BEFORE, this.#seq, step, JSON.stringify([...states.keys()]));
      for (const [number, state] of rows) states.set(Number(number), stateIn(state));
    }
  }

  /** @returns how it has ended before; null when it has not */
  before({ step, index }: ItemRef): ItemEnd['state'] | null {
    const known = this.#before.get(step)?.get(index);
    return known === undefined ? endedBefore(this.#store, this.#seq, step, index) : known;
  }

  put({ step, index }: ItemRef, end: WrittenEnd): void {
    this.#before.get(step)?.set(index, end.state);
    if (end.state !== 'completed') {
      writeEnd(this.#store, [this.#seq, step, index], end);
      return;
    }
    const results = this.#completed.get(step) ?? {};
    results[index] = end.result === 'null' ? null : end.result;
    this.#completed.set(step, results);
  }

  /** Whoever turns the run reads them, and may add to them. */
  write(): void {
    for (const [step, results] of this.#completed) {
      const [first, second] = Object.entries(results);
      if (first === undefined) continue;
      if (second !== undefined) this.#store.run(WRITE_COMPLETED, this.#seq, step, JSON.stringify(results));
      else this.#store.run(WRITE, this.#seq, step, Number(first[0]), 'completed', first[1]);
    }
    this.#completed = new Map();
  }

  /** What was looked for may have changed. */
  forget(): void {
    this.#before = new Map();
  }
}
