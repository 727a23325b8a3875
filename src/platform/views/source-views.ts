/** Sources as they are shown: what the manifest asks for, beside what the processes tell that take from them. */
import { SOURCE_STATES, type SourceProcessView, type SourceStateView, type SourceView } from '../../api/index.ts';
import type { Engine, ProcessRow, SourceInfo } from '../../engine/index.ts';
import { iso } from '../../foundation/index.ts';
import type { GenerationSource, SourceSpec } from '../../manifest/index.ts';

export interface SourceViewParts {
  readonly engine: Engine;
  readonly generations: GenerationSource;
}

type Declared = Pick<SourceView, 'broker' | 'queue' | 'task' | 'prefetch' | 'deadLetter'>;

export async function sourceViews({ engine, generations }: SourceViewParts): Promise<readonly SourceView[]> {
  const { sources } = generations.current().manifest;
  const rows = await engine.fleet.processes();
  const names = new Set([...Object.keys(sources), ...rows.flatMap((row) => Object.keys(row.sources ?? {}))]);
  return [...names].map((name) => viewOf(name, sources[name], rows));
}

/** One of an older version says less. */
export function sourceStateView({ since, taken, refusals, ...told }: SourceInfo): SourceStateView {
  return {
    ...told,
    since: since === undefined ? null : iso(since),
    taken: taken ?? told.open + told.stored + told.refused,
    refusals: refusals ?? {},
  };
}

function viewOf(name: string, spec: SourceSpec | undefined, rows: readonly ProcessRow[]): SourceView {
  const processes = rows.flatMap((row): readonly SourceProcessView[] => {
    const told = row.sources?.[name];
    return told ? [{ worker: row.session, host: row.host, pid: row.pid, ...sourceStateView(told) }] : [];
  });
  return { name, ...declared(spec), ...worstOf(processes), ...sumsOf(processes), processes };
}

function declared(spec: SourceSpec | undefined): Declared {
  if (spec === undefined) return { broker: null, queue: null, task: null, prefetch: null, deadLetter: null };
  const { broker, queue, task, prefetch, deadLetter } = spec;
  return { broker, queue, task, prefetch, deadLetter };
}

/** What somebody has to see first: the worst state, and whatever trouble there is. */
function worstOf(processes: readonly SourceProcessView[]): Pick<SourceView, 'state' | 'since' | 'trouble'> {
  const [worst] = processes.toSorted((a, b) => gravity(b) - gravity(a));
  if (worst === undefined) return { state: 'unserved', since: null, trouble: null };
  const { state, since, trouble } = worst;
  return { state, since, trouble };
}

function gravity({ state, trouble }: SourceProcessView): number {
  return SOURCE_STATES.indexOf(state) * 2 + (trouble === null ? 0 : 1);
}

type Sums = Pick<SourceView, 'taken' | 'open' | 'stored' | 'refused' | 'refusals'>;

function sumsOf(processes: readonly SourceProcessView[]): Sums {
  const refusals = new Map<string, number>();
  for (const one of processes) {
    for (const [code, count] of Object.entries(one.refusals)) refusals.set(code, (refusals.get(code) ?? 0) + count);
  }
  const sum = (of: 'taken' | 'open' | 'stored' | 'refused'): number =>
    processes.reduce((total, one) => total + one[of], 0);
  const counts = { taken: sum('taken'), open: sum('open'), stored: sum('stored'), refused: sum('refused') };
  return { ...counts, refusals: Object.fromEntries(refusals) };
}
