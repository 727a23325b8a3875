/** Statistics: a row per step, time, queue and task, which shares are added to. */
import { addFigure, type Figure, noFigure } from '../../core/index.ts';
import {
  type StatRow,
  type TaskFigure,
  STAT_SOURCE_KEPT_MS,
  STAT_STEP_MS,
  type StatFilter,
  STATS_KEPT_MS,
  type StatStep,
} from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import type { Store } from './store.ts';

const STEPS = Object.keys(STAT_STEP_MS) as readonly StatStep[];

export function addShare(
  { store, now }: Transaction,
  {
    source,
    number,
    share,
  }: { readonly source: string; readonly number: number; readonly share: readonly TaskFigure[] },
): void {
  const last = store.get('SELECT number FROM stat_sources WHERE source = ?', source);
  if (last !== undefined && Number(last[0]) >= number) return;
  store.run('INSERT OR REPLACE INTO stat_sources (source, number, at) VALUES (?, ?, ?)', source, number, now);
  for (const step of STEPS) {
    const at = now - (now % STAT_STEP_MS[step]);
    for (const one of share) addAt(store, { step, at }, one);
    forgetOldest(store, step, now - STATS_KEPT_MS[step]);
  }
  store.run('DELETE FROM stat_sources WHERE at < ?', now - STAT_SOURCE_KEPT_MS);
}

function addAt(
  store: Store,
  { step, at }: { readonly step: StatStep; readonly at: number },
  { queue, task, figure }: TaskFigure,
): void {
  const row = store.get(
    'SELECT figure FROM stats WHERE step = ? AND at = ? AND queue = ? AND task = ?',
    step,
    at,
    queue,
    task,
  );
  const sum = noFigure();
  if (row !== undefined) addFigure(sum, JSON.parse(String(row[0])) as Figure);
  addFigure(sum, figure);
  store.run(
    'INSERT OR REPLACE INTO stats (step, at, queue, task, figure) VALUES (?, ?, ?, ?, ?)',
    step,
    at,
    queue,
    task,
    JSON.stringify(sum),
  );
}

/** The rows of one minute or hour at a time: shares come more often than those pass. */
function forgetOldest(store: Store, step: StatStep, before: number): void {
  store.run(
    'DELETE FROM stats WHERE step = ?1 AND at = (SELECT min(at) FROM stats WHERE step = ?1) AND at < ?2',
    step,
    before,
  );
}

export function readStats(store: Store, { step, from, to }: StatFilter): StatRow[] {
  return store
    .all(
      'SELECT at, queue, task, figure FROM stats WHERE step = ? AND at >= ? AND at < ? ORDER BY at, queue, task',
      step,
      from,
      to,
    )
    .map(([at, queue, task, figure]) => ({
      at: Number(at),
      queue: String(queue),
      task: String(task),
      figure: JSON.parse(String(figure)) as Figure,
    }));
}
