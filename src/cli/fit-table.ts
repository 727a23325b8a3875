/**
 * How a table fits into a terminal: instants become ages, titles short, and then the longest ids and names give way.
 * Only where all that is too little the right edge cuts.
 */
import { systemClock, wrapWords } from '../foundation/index.ts';
import { alignedRows } from './aligned-rows.ts';
import { printable } from './terminal.ts';

type Cell = string | number | boolean | null;

export interface Column<T> {
  readonly title: string;
  /** The title where the terminal is narrow. */
  readonly short?: string;
  readonly of: (item: T) => Cell;
  /** Shown with `-o wide` only. */
  readonly wide?: boolean;
  /** It is an instant, ISO 8601: where the terminal is too narrow for all of it, how long ago or in how long. */
  readonly instant?: boolean;
  /** What it loses where the terminal is too narrow: its middle (ids differ at both ends), its end, or nothing, over several lines. */
  readonly yields?: 'middle' | 'end' | 'wrapped';
  /** Characters that it keeps while others can give way; default LEAST. */
  readonly keeps?: number;
}

/** What a cell that gives way keeps in any case. */
const LEAST = 8;
/** Between two columns. */
const GAP = 2;

/**
 * @param width characters of the terminal; undefined: as wide as it is
 * @returns the titles, then the rows; none longer than that width
 */
export function tableLines<T>(columns: readonly Column<T>[], items: readonly T[], width: number | undefined): string[] {
  const whole = linesOf(columns, items, textOf);
  if (width === undefined || fits(whole, width)) return whole;
  const aged = linesOf(columns, items, shortTextOf);
  if (fits(aged, width)) return aged;
  return narrowed(columns, items, width).map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
}

function fits(lines: readonly string[], width: number): boolean {
  return lines.every((line) => line.length <= width);
}

function linesOf<T>(columns: readonly Column<T>[], items: readonly T[], text: typeof textOf): string[] {
  return alignedRows([columns.map(({ title }) => title), ...cellsOf(columns, items, text)]);
}

function cellsOf<T>(columns: readonly Column<T>[], items: readonly T[], text: typeof textOf): string[][] {
  return items.map((item) => columns.map((column) => cell(text(column, item))));
}

function narrowed<T>(columns: readonly Column<T>[], items: readonly T[], width: number): string[] {
  const rows = [columns.map(({ title, short = title }) => short), ...cellsOf(columns, items, shortTextOf)];
  const natural = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const widths = givenWay(columns, natural, width - GAP * (columns.length - 1));
  return alignedRows(rows.map((row) => row.map((text, at) => cutTo(text, widths[at] ?? 0, columns[at]?.yields))));
}

/** First down to what each column keeps, then to what is left in any case. */
function givenWay<T>(columns: readonly Column<T>[], natural: readonly number[], room: number): number[] {
  const floorsOf = (least: (column: Column<T>) => number): number[] =>
    columns.map((column, at) => (column.yields === undefined ? (natural[at] ?? 0) : titleOr(column, least(column))));
  const first = lowered(
    natural,
    floorsOf(({ keeps = LEAST }) => keeps),
    room,
  );
  return lowered(
    first,
    floorsOf(() => LEAST),
    room,
  );
}

function titleOr<T>({ title, short = title }: Column<T>, least: number): number {
  return Math.max(least, short.length);
}

/** The widest that is above its floor gives way, one character at a time, until all have room. */
function lowered(from: readonly number[], floors: readonly number[], room: number): number[] {
  const widths = [...from];
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  for (; excess > 0; excess -= 1) {
    const open = widths.map((width, at) => (width > (floors[at] ?? 0) ? width : 0));
    const widest = Math.max(...open);
    if (widest === 0) break;
    widths[open.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function cutTo(text: string, width: number, yields: Column<unknown>['yields']): string {
  if (text.length <= width) return text;
  if (yields === 'wrapped') return wrapWords(text, width).join('\n');
  const all = Array.from(text);
  const tail = yields === 'middle' ? Math.floor((width - 1) / 2) : 0;
  return `${all.slice(0, width - 1 - tail).join('')}…${all.slice(all.length - tail).join('')}`;
}

function textOf<T>(column: Column<T>, item: T): Cell {
  return column.of(item);
}

function shortTextOf<T>(column: Column<T>, item: T): Cell {
  const value = column.of(item);
  return column.instant === true && typeof value === 'string' ? ageOf(value) : value;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** `3m ago`, `in 2h`, `now`: in its largest unit alone. */
function ageOf(instant: string): string {
  const ms = systemClock.now() - Date.parse(instant);
  const [unit, size] = UNITS.find(([, length]) => Math.abs(ms) >= length) ?? ['', Infinity];
  const count = Math.floor(Math.abs(ms) / size);
  if (count === 0) return 'now';
  return ms > 0 ? `${count}${unit} ago` : `in ${count}${unit}`;
}

function cell(value: Cell): string {
  if (value === null || value === '') return '-';
  return printable(String(value));
}
