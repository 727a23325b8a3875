import { type Diagnostic, DIAGNOSTIC_CODES, type DiagnosticCode, hidePasswords, visible } from '../foundation/index.ts';
import { shownLine } from './yaml/shown-line.ts';
import type { Path, Range, SourceFile } from './yaml/source-file.ts';

/** A place in a file: by the path of a value, or by offsets when there is no data yet. */
export interface Spot {
  readonly file: SourceFile;
  readonly path: Path;
  /** What is underlined; the value by default. */
  readonly mark?: 'key' | 'value';
  readonly range?: Range;
}

interface Problem {
  readonly code: DiagnosticCode;
  readonly spot: Spot;
  readonly message: string;
  readonly hint: string | undefined;
  /** Where in the project's code it came up. */
  readonly stack: readonly string[];
}

/** More than anybody reads; a wrong file of 4 MiB must not become an answer of 400. */
const MAX_PROBLEMS = 1_000;
const MAX_MESSAGE = 600;
const MAX_PATH = 300;
/** Longer lines are shown in part or not at all. */
const MAX_SOURCE = 400;

/** Collects all problems of one load; positions are worked out at the end. */
export class Problems {
  readonly #problems: Problem[] = [];
  /** What is known already: what many tasks have from one base is wrong in one place. */
  readonly #known = new Set<string>();
  #errors = 0;

  get failed(): boolean {
    return this.#errors > 0;
  }

  /** Errors and warnings so far. */
  get count(): number {
    return this.#problems.length;
  }

  add(code: DiagnosticCode, spot: Spot, message: string, hint?: string, stack: readonly string[] = []): void {
    const { file, path, mark, range } = spot;
    const key = JSON.stringify([code, file.path, path, mark, range?.start, message]);
    if (this.#known.has(key)) return;
    this.#known.add(key);
    if (DIAGNOSTIC_CODES[code].severity === 'error') this.#errors += 1;
    this.#problems.push({ code, spot, message, hint, stack });
  }

  /** In reading order: file by file in the order given, each from top to bottom. */
  diagnostics(order: readonly SourceFile[]): readonly Diagnostic[] {
    const files = new Map(order.map((file, index) => [visible(file.shown), index]));
    const place = (diagnostic: Diagnostic): number => files.get(diagnostic.file) ?? 0;
    const sorted = this.#problems
      .slice(0, MAX_PROBLEMS)
      .map(toDiagnostic)
      .sort((a, b) => place(a) - place(b) || a.line - b.line || a.column - b.column);
    return this.#problems.length > MAX_PROBLEMS ? [...sorted, this.#more()] : sorted;
  }

  #more(): Diagnostic {
    const [first] = this.#problems;
    const message = `${this.#problems.length - MAX_PROBLEMS} more problems are not listed`;
    const place = { file: first?.spot.file.shown ?? '', line: 0, column: 0, endColumn: 0, path: '' };
    return { code: 'SCHEMA_MORE' satisfies DiagnosticCode, severity: 'error', message, ...place };
  }
}

function toDiagnostic({ code, spot, message, hint, stack }: Problem): Diagnostic {
  const range = spot.range ?? spot.file.locate(spot.path, spot.mark ?? 'value') ?? { start: 0, end: 0 };
  return {
    code,
    severity: DIAGNOSTIC_CODES[code].severity,
    message: clean(message),
    file: visible(spot.file.shown),
    ...placeOf(spot.file, range),
    path: pathText(spot.path),
    ...(hint === undefined ? {} : { hint: clean(hint) }),
    ...(stack.length === 0 ? {} : { stack: stack.map(clean) }),
  };
}

function placeOf(file: SourceFile, range: Range): Pick<Diagnostic, 'line' | 'column' | 'endColumn' | 'source'> {
  // A file that could not be read has no lines.
  if (file.text === '') return { line: 0, column: 0, endColumn: 0 };
  const { line, column } = file.position(range.start);
  const text = file.lineText(line);
  const endColumn = Math.max(column, Math.min(column + range.end - range.start, text.length + 1));
  const source = column > MAX_SOURCE ? undefined : shownLine(file, line).slice(0, MAX_SOURCE);
  return { line, column, endColumn, ...(source === undefined ? {} : { source }) };
}

/** `queues.emails.concurrency`, `routes.tasks[1].queue` */
export function pathText(path: Path): string {
  const text = path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step.slice(0, 100)}`))
    .join('')
    .slice(0, MAX_PATH);
  return visible(text).replaceAll(/\p{Cs}/gu, '\uFFFD');
}

/** One line of bounded length, every character of it to be seen. */
function clean(text: string): string {
  const line = hidePasswords(text.slice(0, 2 * MAX_MESSAGE))
    .replaceAll(/\s+/g, ' ')
    .trim();
  const shown = visible(line).replaceAll(/\p{Cs}/gu, '\uFFFD');
  return shown.length > MAX_MESSAGE ? `${shown.slice(0, MAX_MESSAGE - 1)}…` : shown;
}
