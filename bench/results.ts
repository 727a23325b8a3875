/** What a run yields, as it is written to JSON and read by the report. */
import type { Figures, FigureSpec } from './row.ts';

export interface Results {
  readonly date: string;
  readonly machine: Machine;
  /** Name → version, of everything that was measured or measured with. */
  readonly versions: Readonly<Record<string, string>>;
  readonly rounds: number;
  /** One line per contestant that was left out. */
  readonly skipped: readonly string[];
  /** One line per round that gave no figures. */
  readonly failures: readonly string[];
  readonly rows: readonly RowResult[];
}

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  /** Load average of the last minute, before and after the run. */
  readonly load: readonly [number, number];
  /** Milliseconds that one and the same piece of arithmetic took, measured before every round. */
  readonly yardstick: readonly number[];
}

export interface RowResult {
  readonly name: string;
  readonly title: string;
  readonly terms: string;
  readonly figures: Readonly<Record<string, FigureSpec>>;
  readonly results: readonly ContestantResult[];
}

export interface ContestantResult {
  readonly contestant: string;
  readonly title: string;
  readonly variant: string;
  readonly rounds: readonly Figures[];
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? Number.NaN;
}

/** How far the rounds lie apart, as a share of their median. */
export function spread(numbers: readonly number[]): number {
  return (Math.max(...numbers) - Math.min(...numbers)) / median(numbers);
}

/** @returns the median of a figure; NaN where it was not measured */
export function figureOf({ rounds }: ContestantResult, figure: string): number {
  return median(rounds.flatMap((round) => round[figure] ?? []));
}
