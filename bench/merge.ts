/** Results of several runs as one: for a machine that gives a few quiet minutes at a time. */
import type { ContestantResult, Results, RowResult } from './results.ts';
import { ROWS } from './rows/index.ts';

/** Conditions are those of the first run, with the noise of all. @throws Error when there is no run */
export function merged(runs: readonly Results[]): Results {
  const [first] = runs;
  if (!first) throw new Error('no results');
  const yardstick = runs.flatMap(({ machine }) => machine.yardstick);
  return {
    ...first,
    machine: { ...first.machine, yardstick },
    versions: Object.assign({}, ...runs.map(({ versions }) => versions)) as Results['versions'],
    skipped: [...new Set(runs.flatMap(({ skipped }) => skipped))],
    failures: runs.flatMap(({ failures }) => failures),
    rows: Object.keys(ROWS).flatMap((name) =>
      mergedRow(runs.flatMap(({ rows }) => rows.filter((row) => row.name === name))),
    ),
  };
}

function mergedRow(parts: readonly RowResult[]): RowResult[] {
  const [first] = parts;
  if (!first) return [];
  const results: ContestantResult[] = [];
  for (const result of parts.flatMap((part) => part.results)) {
    const at = results.findIndex(
      ({ contestant, variant }) => contestant === result.contestant && variant === result.variant,
    );
    const before = results[at];
    if (before) results[at] = { ...before, rounds: [...before.rounds, ...result.rounds] };
    else results.push(result);
  }
  const variants = Object.keys(ROWS[first.name]?.variants ?? {});
  return [{ ...first, results: results.toSorted((a, b) => variants.indexOf(a.variant) - variants.indexOf(b.variant)) }];
}
