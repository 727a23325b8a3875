/** Results of several runs as one: for a machine that gives a few quiet minutes at a time. */
import { CONTESTANTS } from './contestants/index.ts';
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
    failures: [...new Set(runs.flatMap(({ failures }) => failures))],
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
  return [{ ...first, results: inOrder(first.name, results) }];
}

/** By variant, then by contestant, as one run would have them. */
function inOrder(row: string, results: readonly ContestantResult[]): ContestantResult[] {
  const variants = Object.keys(ROWS[row]?.variants ?? {});
  const contestants = Object.keys(CONTESTANTS);
  const place = ({ variant, contestant }: ContestantResult): number =>
    variants.indexOf(variant) * contestants.length + contestants.indexOf(contestant);
  return results.toSorted((one, other) => place(one) - place(other));
}
