/** Results as a table for people, or as JSON, JSON lines, YAML or names for programs. */
import { visibleJson } from '../foundation/index.ts';
import { type Column, tableLines } from './fit-table.ts';
import { printable, type Terminal } from './terminal.ts';

export const OUTPUTS = ['table', 'wide', 'json', 'jsonl', 'yaml', 'name'] as const;
export type Output = (typeof OUTPUTS)[number];

/** How one kind of thing is shown. */
export interface Layout<T> {
  /** Key of the list in JSON and YAML; the same as the API's. */
  readonly plural: string;
  readonly name: (item: T) => string;
  readonly columns: readonly Column<T>[];
  /** What `table` shows of a single item, a fact a line whatever breaks its text; without it, its row. */
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
    else if (layout.details) this.#lines(layout.details(item).map(printable));
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
    const width = this.output === 'wide' ? undefined : this.#terminal.width;
    const [titles = '', ...rows] = tableLines(columns, items, width);
    this.#lines([this.#terminal.stdoutColors.bold(titles), ...rows]);
  }
}
