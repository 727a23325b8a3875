/** Results as Markdown: the same on a terminal and in docs/performance.md. */
import { figureOf, median, type Results, type RowResult, spread } from './results.ts';
import type { FigureSpec } from './row.ts';

/** Contestants that the others are compared with. */
const OWN = ['skep-redis', 'skep-sqlite'] as const;

export function report(results: Results): string {
  return [conditions(results), ...results.rows.map(rowReport)].join('\n\n') + '\n';
}

/** Machine, versions and noise, in sentences. */
export function conditions({ date, machine, versions, rounds, skipped, failures }: Results): string {
  const listed = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const [before, after] = machine.load;
  return [
    `${date.slice(0, 10)}, ${machine.cores} × ${machine.processor}, ${machine.memoryGb} GB; ${listed.join(', ')}.`,
    rounds === 1
      ? 'One round each.'
      : `Medians of ${rounds} rounds (fewer where they take long), ± half of what lies between the lowest and the highest.`,
    `The same arithmetic, before every round, took ${median(machine.yardstick).toFixed(0)} ms ± ${percent(spread(machine.yardstick) / 2)}: ` +
      `that is the machine's noise. Load average ${before.toFixed(1)} before and ${after.toFixed(1)} after, those who waited for ` +
      'their turn included.',
    ...skipped.map((line) => `\n${line}.`),
    ...failures.map((line) => `\nNo figures: ${line}.`),
  ].join('\n');
}

export function rowReport(row: RowResult): string {
  const figures = Object.keys(row.figures);
  const own = OWN.filter((name) => row.results.some(({ contestant }) => contestant === name));
  const head = ['', ...figures.map((figure) => row.figures[figure]?.unit ?? ''), ...own.map(against)];
  const lines = row.results.map((result) => [
    `${result.title}, ${result.variant}`,
    ...figures.map((figure) => shown(result.rounds.flatMap((round) => round[figure] ?? []))),
    ...own.map((name) => ratio(row, result, name)),
  ]);
  return [`### ${row.title}`, '', row.terms, '', table([head, ...lines])].join('\n');
}

const against = (name: string): string => (name === 'skep-redis' ? 'Skep on Redis' : 'Skep on SQLite');

/** How many times better the named contestant is, by the row's first figure in the same variant. */
function ratio(row: RowResult, result: RowResult['results'][number], name: string): string {
  if ((OWN as readonly string[]).includes(result.contestant)) return '';
  const own = row.results.find(({ contestant, variant }) => contestant === name && variant === result.variant);
  const [figure, spec] = Object.entries(row.figures)[0] ?? [];
  if (!own || figure === undefined || spec === undefined) return '';
  return times(figureOf(own, figure), figureOf(result, figure), spec);
}

/** @returns how many times better `one` is than `other`, as in 2.3× */
export function times(one: number, other: number, { better }: FigureSpec): string {
  const factor = better === 'more' ? one / other : other / one;
  return Number.isFinite(factor) ? `${factor.toFixed(factor < 10 ? 2 : 0)}×` : '–';
}

function shown(numbers: readonly number[]): string {
  if (numbers.length === 0) return '–';
  const middle = median(numbers);
  const text =
    middle >= 1_000
      ? Math.round(Number(middle.toPrecision(3)))
          .toLocaleString('en')
          .replaceAll(',', ' ')
      : String(Number(middle.toPrecision(3)));
  return numbers.length === 1 ? text : `${text} ± ${percent(spread(numbers) / 2)}`;
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

/** @returns a Markdown table whose first row is its head; its first column is text, the others are figures */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_unused, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), rule, ...body.map(line)].join('\n');
}
