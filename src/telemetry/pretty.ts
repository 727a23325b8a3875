/**
 * Log lines as text for people: instant, level and message, then what the message does not say yet. Problems of a
 * manifest look as `skep check` shows them, errors have their stack below, and words are not broken at the edge of the
 * terminal. What programs look for alone (the name of the application, that of the line, hashes, ids of traces) is left
 * out; the JSON form has it all.
 */
import { type Diagnostic, firstError, renderDiagnostic, wrapWords } from '../foundation/index.ts';

export interface PrettyOptions {
  /** Instant, level and message in one, as pino-pretty writes them; ends with a line end. */
  readonly head: (line: string) => string;
  readonly color: boolean;
  /** Of the terminal; Infinity where a file or a program takes the lines. */
  readonly columns: () => number;
}

/** Of the line itself, or of use to programs alone. */
const LEFT_OUT: ReadonlySet<string> = new Set(['level', 'time', 'msg', 'app', 'event', 'trace_id', 'span_id']);
const HASH = /^[0-9a-f]{64}$/;
/** `[12:34:56.789] ERROR: ` */
const HEAD_WIDTH = 23;
const INDENT = '    ';
/** `skep check` shows them all. */
const PROBLEMS_SHOWN = 3;

type Fields = Readonly<Record<string, unknown>>;

/**
 * @param json one line of the JSON form
 * @returns the same for people, with a line end
 */
export function prettyLine(json: string, { head, color, columns }: PrettyOptions): string {
  const line = JSON.parse(json) as Fields;
  const width = columns();
  const problems = problemsIn(line);
  const message = shortened(typeof line['msg'] === 'string' ? line['msg'] : '', problems);
  const rest = restOf(line, message, problems);
  const below = [...rest.blocks, ...problemLines(problems, width)];
  const text = rest.words === '' ? message : `${message}  ${rest.words}`;
  const fits = HEAD_WIDTH + text.length <= width;
  const first = fits ? message : wrapWords(message, width - HEAD_WIDTH).join(`\n${INDENT}`);
  const told = head(JSON.stringify({ level: line['level'], time: line['time'], msg: first })).trimEnd();
  const dim = (part: string): string => (color ? `\u001b[2m${part}\u001b[22m` : part);
  if (rest.words !== '' && fits) return `${[`${told}  ${dim(rest.words)}`, ...below].join('\n')}\n`;
  const words = rest.words === '' ? [] : wrapWords(rest.words, width - INDENT.length);
  return `${[told, ...words.map((part) => dim(`${INDENT}${part}`)), ...below].join('\n')}\n`;
}

/** The problems that a line tells of: in a field of that name, or it is one itself. */
function problemsIn(line: Fields): readonly Diagnostic[] {
  const { problems = [line] } = line;
  return Array.isArray(problems) && problems.every(isDiagnostic) ? problems : [];
}

function isDiagnostic(value: unknown): value is Diagnostic {
  if (typeof value !== 'object' || value === null) return false;
  const { code, severity, message, file, line, column, endColumn } = value as {
    readonly [key in keyof Diagnostic]?: unknown;
  };
  const texts = [code, severity, message, file].every((text) => typeof text === 'string');
  return texts && [line, column, endColumn].every((number) => typeof number === 'number');
}

/** Without the words of the problem that stands right below. */
function shortened(message: string, [first]: readonly Diagnostic[]): string {
  if (first === undefined) return message;
  const told = [firstError([{ ...first, severity: 'error' }]), `${first.file}: ${first.message}`];
  const end = told.find((text) => message.endsWith(text));
  if (end === undefined) return message;
  const begin = message.slice(0, message.length - end.length);
  return begin === '' ? `a ${first.severity} of the manifest:` : begin.trimEnd();
}

function problemLines(problems: readonly Diagnostic[], width: number): string[] {
  const shown = problems
    .slice(0, PROBLEMS_SHOWN)
    .map((problem) => indented(renderDiagnostic(problem, width - INDENT.length)));
  const more = problems.length - shown.length;
  return more > 0 ? [...shown, `${INDENT}${more} more: \`skep check\``] : shown;
}

interface Rest {
  /** `name=value`, all in one line. */
  readonly words: string;
  /** Stacks. */
  readonly blocks: readonly string[];
}

function restOf(line: Fields, message: string, problems: readonly Diagnostic[]): Rest {
  const words: string[] = [];
  const blocks: string[] = [];
  for (const [name, value] of Object.entries(line)) {
    if (LEFT_OUT.has(name) || saysNothing(value) || (problems.length > 0 && TOLD_BY_BLOCKS.has(name))) continue;
    if (isError(value)) {
      blocks.push(indented(errorText(value, message)));
    } else if (!isSaid(value, message)) {
      words.push(`${name}=${wordOf(value)}`);
    }
  }
  return { words: words.join(' '), blocks: blocks.filter((block) => block !== '') };
}

/** Fields that a block below has in its own way. */
const TOLD_BY_BLOCKS: ReadonlySet<string> = new Set([
  'problems',
  'first',
  'code',
  'severity',
  'message',
  'file',
  'line',
  'column',
  'endColumn',
  'path',
  'source',
  'hint',
  'stack',
]);

function isSaid(value: unknown, message: string): boolean {
  if (Array.isArray(value)) return value.every((item) => isSaid(item, message));
  return typeof value === 'string' && (message.includes(value) || HASH.test(value));
}

function saysNothing(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

interface ShownError {
  readonly name: string;
  readonly message: string;
  readonly stack?: unknown;
  readonly cause?: unknown;
}

function isError(value: unknown): value is ShownError {
  if (typeof value !== 'object' || value === null) return false;
  const { name, message } = value as { readonly name?: unknown; readonly message?: unknown };
  return typeof name === 'string' && typeof message === 'string';
}

/** Its frames, below what it says where the message of the line does not. */
function errorText(error: ShownError, message: string): string {
  const lines = typeof error.stack === 'string' ? error.stack.split('\n') : [];
  const begin = lines.findIndex((line) => line.trimStart().startsWith('at '));
  const frames = begin < 0 ? [] : lines.slice(begin);
  const said = message.includes(error.message.replaceAll('\n', ' ')) ? [] : [`${error.name}: ${error.message}`];
  const cause = isError(error.cause) ? [`caused by ${errorText(error.cause, '')}`] : [];
  return [...said, ...frames, ...cause].join('\n');
}

function wordOf(value: unknown): string {
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.map(wordOf).join(',');
  if (typeof value !== 'string') return JSON.stringify(value);
  return value.includes(' ') || value.includes('\n') ? JSON.stringify(value) : value;
}

function indented(text: string): string {
  return text === ''
    ? ''
    : text
        .split('\n')
        .map((line) => `${INDENT}${line}`)
        .join('\n');
}
