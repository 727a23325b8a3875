/** One problem of a manifest, with its place. Both severities have one form. */
export interface Diagnostic {
  /** `YAML_…` no clean data · `SCHEMA_…` wrong shape · `REF_…` cross-reference · `ENV_…` interpolation. */
  readonly code: string;
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
 * @returns several lines without a trailing newline, no colour
 */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const place = diagnostic.line > 0 ? `:${diagnostic.line}:${diagnostic.column}` : '';
  const lines = [`${diagnostic.file}${place} ${diagnostic.severity} ${diagnostic.code}`, `  ${diagnostic.message}`];
  if (diagnostic.source !== undefined && diagnostic.line > 0) lines.push(...frame(diagnostic, diagnostic.source));
  for (const step of diagnostic.stack ?? []) lines.push(`    ${step}`);
  if (diagnostic.hint !== undefined) lines.push(`  hint: ${diagnostic.hint}`);
  return lines.join('\n');
}

/** Longest part of a source line that is shown; a minified file must not flood the terminal. */
const FRAME_WIDTH = 120;

function frame(diagnostic: Diagnostic, source: string): string[] {
  const from = Math.max(0, diagnostic.column - 1 - FRAME_WIDTH / 2);
  const gutter = `${diagnostic.line} | `;
  const shown = source.slice(from, from + FRAME_WIDTH).replaceAll('\t', ' ');
  const width = Math.max(1, Math.min(diagnostic.endColumn - diagnostic.column, FRAME_WIDTH));
  const indent = ' '.repeat(gutter.length + diagnostic.column - 1 - from);
  return [`  ${gutter}${shown}`, `  ${indent}${'^'.repeat(width)}`];
}

/** The first error with its place, for one line. */
export function firstError(problems: readonly Diagnostic[]): string {
  const [first] = problems.filter(({ severity }) => severity === 'error');
  if (first === undefined) return 'unknown';
  return `${first.file}${first.line > 0 ? `:${first.line}:${first.column}` : ''}: ${first.message}`;
}
