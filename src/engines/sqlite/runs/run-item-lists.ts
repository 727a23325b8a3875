/** The lists that steps of many items go through. */
import type { Json } from '../../../foundation/index.ts';
import type { Store } from '../store.ts';

/** Items in a row, for a list of a hundred thousand is read in pieces. */
const PAGE = 500;

export function writeList(store: Store, seq: number, step: number, list: readonly Json[]): void {
  for (let from = 0; from < list.length; from += PAGE) {
    const text = JSON.stringify(list.slice(from, from + PAGE));
    store.run('INSERT OR REPLACE INTO run_lists VALUES (?, ?, ?, ?)', seq, step, from / PAGE, text);
  }
}

export function listFrom(
  store: Store,
  seq: number,
  { step, from, count }: { readonly step: number; readonly from: number; readonly count: number },
): readonly Json[] {
  const first = Math.floor(from / PAGE);
  const last = Math.floor((from + count - 1) / PAGE);
  const rows = store.all(
    'SELECT items FROM run_lists WHERE run = ? AND step = ? AND page BETWEEN ? AND ? ORDER BY page',
    ...[seq, step, first, last],
  );
  const items = rows.flatMap(([text]) => JSON.parse(String(text)) as readonly Json[]);
  return items.slice(from - first * PAGE, from - first * PAGE + count);
}
