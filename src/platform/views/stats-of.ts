/** Statistics as people ask for them: figures of the store added up and read. */
import { addFigure, type Figure, noFigure, readingOf, type Scope, seesJob } from '../../core/index.ts';
import { type StatRow, STAT_STEP_MS, STATS_KEPT_MS, type StatsFacet, type StatStep } from '../../engine/index.ts';
import { DURATION_FORM, iso, parseDuration, SkepError } from '../../foundation/index.ts';
import type { StatGroup, StatsQuery, StatsView } from '../../api/index.ts';

const HOUR_MS = 3_600_000;
const DEFAULT_RANGE_MS = HOUR_MS;
const SHORTEST_MS = 60_000;
/** More is told by the hour. */
const BY_THE_MINUTE_MS = 6 * HOUR_MS;
/** Minutes or hours that are read at once: others get their turn in between. */
const AT_ONCE = 30;

export interface StatParts {
  readonly engine: { readonly stats: Pick<StatsFacet, 'read'>; now(): Promise<number> };
  /** null: all is seen. */
  readonly scope?: Scope | null;
}

/** @throws SkepError REQUEST_INVALID */
export async function statsOf(query: StatsQuery, { engine, scope = null }: StatParts): Promise<StatsView> {
  const rangeMs = rangeOf(query.range);
  const by = sortOf(query.by ?? 'task');
  const step: StatStep = rangeMs <= BY_THE_MINUTE_MS ? 'minute' : 'hour';
  const stepMs = STAT_STEP_MS[step];
  const to = await engine.now();
  const from = Math.floor((to - rangeMs) / stepMs) * stepMs;
  const groups = new Groups(by);
  for (let part = from; part <= to; part += AT_ONCE * stepMs) {
    const rows = await engine.stats.read({ step, from: part, to: Math.min(part + AT_ONCE * stepMs, to + 1) });
    for (const row of rows) if (isMeant(row, query) && seesJob(scope, row)) groups.add(row);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { from: iso(from), to: iso(to), stepMs, ...groups.read() };
}

function isMeant({ task, queue }: StatRow, query: StatsQuery): boolean {
  return (query.task ?? task) === task && (query.queue ?? queue) === queue;
}

class Groups {
  readonly #by: 'task' | 'queue';
  readonly #all = noFigure();
  /** By name, then time. */
  readonly #groups = new Map<string, Map<number, number[]>>();

  constructor(by: 'task' | 'queue') {
    this.#by = by;
  }

  add(row: StatRow): void {
    const name = row[this.#by];
    const points = this.#groups.get(name) ?? new Map<number, number[]>();
    this.#groups.set(name, points);
    const figure = points.get(row.at) ?? noFigure();
    points.set(row.at, figure);
    addFigure(figure, row.figure);
    addFigure(this.#all, row.figure);
  }

  read(): Pick<StatsView, 'total' | 'groups'> {
    const names = [...this.#groups.keys()].sort();
    return { total: readingOf(this.#all), groups: names.map((name) => groupOf(name, this.#groups.get(name))) };
  }
}

function groupOf(name: string, points: ReadonlyMap<number, Figure> = new Map<number, Figure>()): StatGroup {
  const sum = noFigure();
  for (const figure of points.values()) addFigure(sum, figure);
  const inOrder = [...points].sort(([one], [other]) => one - other);
  return {
    name,
    total: readingOf(sum),
    points: inOrder.map(([at, figure]) => ({ at: iso(at), ...readingOf(figure) })),
  };
}

function rangeOf(range: string | undefined): number {
  if (range === undefined) return DEFAULT_RANGE_MS;
  const ms = parseDuration(range);
  if (ms !== undefined && ms >= SHORTEST_MS && ms <= STATS_KEPT_MS.hour) return ms;
  throw new SkepError('REQUEST_INVALID', `range: ${JSON.stringify(range)} is no duration from 1m to 90d`, {
    hint: `write ${DURATION_FORM}`,
  });
}

function sortOf(by: string): 'task' | 'queue' {
  if (by === 'task' || by === 'queue') return by;
  throw new SkepError('REQUEST_INVALID', `by: ${JSON.stringify(by)} is neither task nor queue`, {
    hint: '`by=task` and `by=queue` are there',
  });
}
