import type { DiagnosticCode } from './diagnostic-codes.ts';
import { wrapWords } from './wrapped.ts';

/** One problem of a manifest, with its place. Both severities have one form. */
export interface Diagnostic {
  /** `YAML_…` no clean data · `SCHEMA_…` wrong shape · `REF_…` cross-reference · `ENV_…` interpolation. */
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
  /** What is wrong, one sentence, at most a few hundred characters, no control characters. */
  readonly message: string;
  /** Path as the user would write it: relative to the working directory where that is shorter. */
  readonly file: string;
  /** 1-based; 0 when the problem is the file as a whole (cannot be read). */
  readonly line: number;
  /** 1-based, counted in UTF-16 units as editors do. */
  readonly column: number;
  /** 1-based column after the last marked character on the same line; equals `column` when unknown. */
  readonly endColumn: number;
  /** Path of the offending value, as in `queues.emails.concurrency`; '' for the whole document. */
  readonly path: string;
  /** The source line, for the caret; undefined when there is none. */
  readonly source?: string;
  /** What to do ("did you mean `emails`?"). */
  readonly hint?: string;
  /** Of a handler that threw: where, nearest first, one frame a text. */
  readonly stack?: readonly string[];
}

/**
 * One diagnostic as text for a terminal: `file:line:column`, code, message, the line with a caret, the hint.
 * @param columns of the terminal that shows it: words are not broken, and the caret stands where it belongs
 * @returns several lines without a trailing newline, no colour
 */
export function renderDiagnostic(diagnostic: Diagnostic, columns = Infinity): string {
  const place = diagnostic.line > 0 ? `:${diagnostic.line}:${diagnostic.column}` : '';
  const lines = [`${diagnostic.file}${place} ${diagnostic.severity} ${diagnostic.code}`];
  const { source, stack = [], hint } = diagnostic;
  lines.push(...indented(diagnostic.message, columns));
  if (source !== undefined && diagnostic.line > 0) lines.push(...frame(diagnostic, source, columns));
  for (const step of stack) lines.push(`    ${step}`);
  if (hint !== undefined) lines.push(...indented(`hint: ${hint}`, columns));
  return lines.join('\n');
}

const INDENT = '  ';

function indented(text: string, columns: number): string[] {
  return wrapWords(text, columns - INDENT.length).map((line) => `${INDENT}${line}`);
}

/** Longest part of a source line that is shown; a minified file must not flood the terminal. */
const FRAME_WIDTH = 120;
/** In the narrowest terminal; what is shorter shows nothing. */
const FRAME_LEAST = 20;

/** The marked part and what is around it: the line from its start where that is enough. */
function frame({ line, column, endColumn }: Diagnostic, source: string, columns: number): string[] {
  const gutter = `${line} | `;
  const room = Math.max(FRAME_LEAST, Math.min(FRAME_WIDTH, columns - INDENT.length - gutter.length));
  const from = Math.max(0, Math.min(endColumn, source.length) <= room ? 0 : column - 1 - Math.floor(room / 2));
  const shown = source.slice(from, from + room).replaceAll('\t', ' ');
  const before = column - 1 - from;
  const width = Math.max(1, Math.min(endColumn - column, room - before));
  const indent = ' '.repeat(gutter.length + before);
  return [`${INDENT}${gutter}${shown}`, `${INDENT}${indent}${'^'.repeat(width)}`];
}

/** The first error with its place, for one line. */
export function firstError(problems: readonly Diagnostic[]): string {
  const [first] = problems.filter(({ severity }) => severity === 'error');
  if (first === undefined) return 'unknown';
  return `${first.file}${first.line > 0 ? `:${first.line}:${first.column}` : ''}: ${first.message}`;
}
