/** Results as a table for people, or as JSON, JSON lines, YAML or names for programs. */
import Table from 'cli-table3';

import { visibleJson } from '../foundation/index.ts';
import { systemClock } from '../foundation/index.ts';
import { printable, type Terminal } from './terminal.ts';

export const OUTPUTS = ['table', 'wide', 'json', 'jsonl', 'yaml', 'name'] as const;
export type Output = (typeof OUTPUTS)[number];

export interface Column<T> {
  readonly title: string;
  readonly of: (item: T) => string | number | boolean | null;
  /** Shown with `-o wide` only. */
  readonly wide?: boolean;
  /** It is an instant, ISO 8601: where the terminal is too narrow for all of it, how long ago or in how long. */
  readonly instant?: boolean;
}

/** How one kind of thing is shown. */
export interface Layout<T> {
  /** Key of the list in JSON and YAML; the same as the API's. */
  readonly plural: string;
  readonly name: (item: T) => string;
  readonly columns: readonly Column<T>[];
  /** What `table` shows of a single item; without it, its row. */
  readonly details?: (item: T) => readonly string[];
}

export class Printer {
  readonly #terminal: Terminal;
  readonly output: Output;

  constructor(terminal: Terminal, output: Output) {
    this.#terminal = terminal;
    this.output = output;
  }

  /** @param rest further members of the JSON object beside the list (a cursor) */
  async list<T>(layout: Layout<T>, items: readonly T[], rest: Readonly<Record<string, unknown>> = {}): Promise<void> {
    switch (this.output) {
      case 'name':
        this.#lines(items.map((item) => printable(layout.name(item))));
        return;
      case 'jsonl':
        this.#lines(items.map((item) => visibleJson(JSON.stringify(item))));
        return;
      case 'table':
      case 'wide':
        this.#table(layout, items);
        return;
      default:
        await this.value({ [layout.plural]: items, ...rest });
    }
  }

  async item<T>(layout: Layout<T>, item: T): Promise<void> {
    if (this.output === 'name') this.#lines([printable(layout.name(item))]);
    else if (this.output !== 'table' && this.output !== 'wide') await this.value(item);
    else if (layout.details) this.#lines(layout.details(item));
    else this.#table(layout, [item]);
  }

  /** A value that has no layout; as a table it is `lines`. */
  async value(value: unknown, lines?: readonly string[]): Promise<void> {
    if (this.output === 'json') this.#terminal.data(visibleJson(JSON.stringify(value, null, 2)));
    else if (this.output === 'jsonl') this.#terminal.data(visibleJson(JSON.stringify(value)));
    else if (this.output === 'yaml' || lines === undefined) {
      const { toYaml } = await import('../manifest/index.ts');
      this.#terminal.data(toYaml(value));
    } else this.#lines(lines);
  }

  #lines(lines: readonly string[]): void {
    if (lines.length > 0) this.#terminal.data(lines.join('\n'));
  }

  #table<T>(layout: Layout<T>, items: readonly T[]): void {
    if (items.length === 0) {
      this.#terminal.say(`no ${layout.plural}`);
      return;
    }
    const columns = layout.columns.filter((column) => this.output === 'wide' || !column.wide);
    const whole = linesOf(columns, items, textOf);
    const lines = whole.some((line) => this.#tooLong(line)) ? linesOf(columns, items, shortTextOf) : whole;
    const { bold } = this.#terminal.stdoutColors;
    const [titles = '', ...rows] = lines.map((line) => this.#fit(line));
    this.#lines([bold(titles), ...rows]);
  }

  #tooLong(line: string): boolean {
    const { width } = this.#terminal;
    return width !== undefined && this.output !== 'wide' && line.length > width;
  }

  /** On a terminal a row is one line: the columns at the right, the least important, give way. `-o wide` shows all. */
  #fit(line: string): string {
    return this.#tooLong(line) ? `${line.slice(0, (this.#terminal.width ?? 0) - 1)}…` : line;
  }
}

function linesOf<T>(columns: readonly Column<T>[], items: readonly T[], text: typeof textOf): string[] {
  const rows = items.map((item) => columns.map((column) => cell(text(column, item))));
  return alignedRows([columns.map(({ title }) => title), ...rows]);
}

type Cell = string | number | boolean | null;

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

/** Rows as lines of columns that stand under each other, without borders: easy to read, easy to cut. */
export function alignedRows(rows: readonly (readonly string[])[]): string[] {
  const none = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '' };
  const bottom = { bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' };
  const inner = { left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' };
  const table = new Table({
    chars: { ...none, ...bottom, ...inner },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
