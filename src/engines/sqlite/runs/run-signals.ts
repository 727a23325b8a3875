/** Signals of runs: the first one of each name. */
import type { Json } from '../../../foundation/index.ts';
import type { Store } from '../store.ts';

export function forgetSignals(store: Store, seq: number, names: readonly string[]): void {
  for (const name of names) store.run('DELETE FROM run_signals WHERE run = ? AND name = ?', seq, name);
}

export function signalsOf(store: Store, seq: number, names: readonly string[]): ReadonlyMap<string, Json> {
  return new Map(
    names.flatMap((name): [string, Json][] => {
      const row = store.get('SELECT payload FROM run_signals WHERE run = ? AND name = ?', seq, name);
      return row === undefined ? [] : [[name, JSON.parse(String(row[0])) as Json]];
    }),
  );
}
