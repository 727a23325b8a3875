/** A waterfall in a terminal: a name, a bar on one line of time, and the same as words beside it. */
import { formatDuration } from '../foundation/index.ts';
import type { LifeRow } from './life-rows.ts';
import type { JobTraceView, RunTraceView } from './read-trace.ts';
import { type Colors, printable } from './terminal.ts';

/** Where a file or a program takes it. */
const DEFAULT_WIDTH = 120;
const LEAST_BAR = 10;
const MOST_NAME = 32;
/** Beside name and bar: `+12m30s`, the length, how it ended. */
const WORDS = 46;

interface Scale {
  /** Epoch milliseconds. */
  readonly begin: number;
  readonly end: number;
  /** Characters. */
  readonly width: number;
  readonly now: number;
}

/** @param now epoch milliseconds, the end of what goes on @param width of the terminal; undefined: none */
export function traceLines(
  view: JobTraceView | RunTraceView,
  now: number,
  width: number | undefined,
  colors: Colors,
): string[] {
  const columns = width ?? DEFAULT_WIDTH;
  const names = view.rows.map((row) => nameOf(row, view.id));
  const nameWidth = Math.min(MOST_NAME, Math.max(0, ...names.map(({ length }) => length)));
  const bar = Math.max(LEAST_BAR, columns - nameWidth - WORDS - 2);
  const begin = Math.min(...view.rows.map(({ from }) => Date.parse(from)));
  const end = Math.max(begin + 1, ...view.rows.map((row) => untilOf(row, now)));
  const scale: Scale = { begin, end, width: bar, now };
  const head = [
    `${printable(view.id)} ${printable('task' in view ? view.task : (view.workflow ?? '(came with its call)'))} ${view.state}`,
    ...(view.parentId === null ? [] : [`made by ${printable(view.parentId)}`]),
    `trace ${view.traceId ?? '(not kept)'}, ${formatDuration(end - begin)} from ${new Date(begin).toISOString()}`,
    '',
  ];
  const rows = view.rows.map((row, index) => lineOf(row, cut(names[index] ?? '', nameWidth), scale, width, colors));
  const more = view.more.map((id) => `there may be more: skep jobs trace ${printable(id)}`);
  const runs = 'runs' in view ? view.runs.map((id) => `a step is a run: skep runs trace ${printable(id)}`) : [];
  return [...head, ...rows, ...more, ...runs];
}

/** @param id of what was asked for: jobs of a run have ids that begin with it */
function nameOf({ depth, kind, name, of }: LifeRow, id: string): string {
  const own = of.startsWith(`${id}.`) ? of.slice(id.length + 1) : of;
  const shown =
    kind === 'job' && depth > 0 ? `${name} ${own}` : kind === 'wait' || kind === 'attempt' ? name : `${kind} ${name}`;
  return `${'  '.repeat(depth)}${printable(shown)}`;
}

function cut(text: string, width: number): string {
  const all = Array.from(text);
  return all.length <= width ? text.padEnd(width) : `${all.slice(0, width - 1).join('')}…`;
}

function untilOf({ until, from }: LifeRow, now: number): number {
  return Math.max(Date.parse(from), until === null ? now : Date.parse(until));
}

function lineOf(row: LifeRow, name: string, scale: Scale, width: number | undefined, colors: Colors): string {
  const from = Date.parse(row.from);
  const until = untilOf(row, scale.now);
  const words = [
    `+${formatDuration(from - scale.begin)}`.padEnd(10),
    formatDuration(until - from).padEnd(9),
    [row.outcome, row.note].filter((word) => word !== null).join(', '),
  ].join(' ');
  const room =
    width === undefined
      ? words
      : Array.from(words)
          .slice(0, Math.max(WORDS, width - name.length - scale.width - 2))
          .join('');
  return `${name} ${colorOf(row, colors)(barOf(row, from, until, scale))} ${room}`.trimEnd();
}

/** What goes on ends in an arrow; what is shorter than a character is one. */
function barOf({ kind, until: end }: LifeRow, from: number, until: number, { begin, end: last, width }: Scale): string {
  const at = (instant: number): number => Math.floor(((instant - begin) / (last - begin)) * width);
  const left = Math.min(width - 1, at(from));
  const length = Math.max(1, Math.min(width, at(until)) - left);
  const body = (kind === 'wait' ? '░' : kind === 'attempt' ? '█' : '─').repeat(end === null ? length - 1 : length);
  return `${' '.repeat(left)}${body}${end === null ? '→' : ''}`.padEnd(width);
}

const BAD = ['failed', 'dead', 'lost'];

function colorOf({ kind, outcome, until }: LifeRow, colors: Colors): (text: string) => string {
  if (outcome !== null && BAD.includes(outcome)) return colors.red;
  if (kind === 'wait') return colors.yellow;
  if (until === null) return colors.cyan;
  return kind === 'attempt' && outcome === 'completed' ? colors.green : colors.dim;
}
