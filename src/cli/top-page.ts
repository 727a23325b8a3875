/** The page of `skep top`: what was read, as lines of a terminal of some size. Nothing here reads or writes. */
import { counted, formatDuration } from '../foundation/index.ts';
import type { JobView, QueueView } from '../api/index.ts';
import { type Column, tableLines } from './fit-table.ts';
import { QUEUES, WORKERS } from './layouts.ts';
import { STATS } from './stats-layout.ts';
import { type Colors, printable } from './terminal.ts';
import type { Seen } from './top-reader.ts';

export const VIEWS = ['all', 'queues', 'tasks', 'workers', 'running'] as const;
export type TopView = (typeof VIEWS)[number];

/** What queues are in order of; the greatest first, names from a to z. */
export const ORDERS = ['waiting', 'running', 'oldest', 'dead', 'name'] as const;
export type TopOrder = (typeof ORDERS)[number];

export interface TopState {
  readonly view: TopView;
  readonly order: TopOrder;
  readonly reversed: boolean;
  readonly paused: boolean;
  /** Rows of a view that are passed over. */
  readonly offset: number;
  readonly everyMs: number;
  /** Why the last look failed; null: it did not. */
  readonly problem: string | null;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface TopSize {
  readonly columns: number;
  readonly rows: number;
}

/** Things to look at that a page with all has room for. */
const ATTENTION_ROWS = 3;
/** Title and one row: less says nothing. */
const SECTION_LEAST = 2;

interface Section {
  readonly view: TopView;
  /** The titles first. */
  readonly lines: readonly string[];
}

/** @returns as many lines as the terminal has, or fewer */
export function topPage(seen: Seen, state: TopState, size: TopSize, colors: Colors): string[] {
  const head = [...headLines(seen, state, size, colors), ...attentionLines(seen, size, colors)];
  const foot = footLine(state, size, colors);
  const room = Math.max(SECTION_LEAST, size.rows - head.length - 2);
  const sections = sectionsOf(seen, state, size.columns);
  const body =
    state.view === 'all'
      ? allSections(sections, room, colors)
      : oneSection(sections.find(({ view }) => view === state.view)?.lines ?? [], state.offset, room, colors);
  const lines = [...head, '', ...body].slice(0, size.rows - 1);
  const space = Array.from({ length: size.rows - 1 - lines.length }, () => '');
  return [...lines, ...space, foot];
}

/** @returns how many rows the view has, to scroll within */
export function rowsOf(seen: Seen, view: TopView): number {
  return view === 'all'
    ? 0
    : { queues: seen.queues, tasks: seen.stats.groups, workers: seen.workers, running: seen.running }[view].length;
}

function headLines(seen: Seen, state: TopState, { columns }: TopSize, { bold, dim, red, yellow }: Colors): string[] {
  const { manifest, queues, workers, stats } = seen;
  const at = new Date(seen.at).toTimeString().slice(0, 8);
  const sum = (of: (queue: QueueView) => number): number => queues.reduce((all, queue) => all + of(queue), 0);
  const places = workers.reduce(
    (all, worker) => all + Object.values(worker.queues).reduce((one, slots) => one + slots, 0),
    0,
  );
  const where = printable(`skep top · ${manifest.name} (${manifest.engine.type})`);
  const age = formatDuration(Math.max(0, Math.floor((state.now - seen.at) / 1_000)) * 1_000);
  const how =
    state.problem !== null
      ? red(`as of ${age} ago`)
      : state.paused
        ? yellow('paused')
        : dim(`every ${formatDuration(state.everyMs)}`);
  const numbers = [
    `${sum(({ counts }) => counts.available)} waiting`,
    `${sum(({ counts }) => counts.running)} running of ${places}`,
    `${sum(({ counts }) => counts.scheduled)} later`,
    `${sum(({ counts }) => counts.retryable)} to retry`,
    `${sum(({ counts }) => counts.dead)} dead`,
    counted(workers.length, 'process', 'processes'),
  ].join(' · ');
  const lines = [
    `${bold(where.slice(0, columns - 22))} · ${at} · ${how}`,
    cut(numbers, columns),
    doneLine(stats, columns),
  ];
  return state.problem === null ? lines : [...lines, red(cut(printable(state.problem), columns))];
}

const BARS = ' ▁▂▃▄▅▆▇█';
const BAR_MINUTES = 30;

/** Jobs that completed, by the minute, the newest at the right. */
function doneLine({ groups, to, stepMs }: Seen['stats'], columns: number): string {
  const perStep = new Map<number, number>();
  const step = (at: string): number => Math.floor(Date.parse(at) / stepMs);
  for (const { points } of groups) {
    for (const { at, completed } of points) perStep.set(step(at), (perStep.get(step(at)) ?? 0) + completed);
  }
  const last = step(to);
  const counts = Array.from({ length: BAR_MINUTES }, (_, index) => perStep.get(last - BAR_MINUTES + 1 + index) ?? 0);
  const most = Math.max(...counts);
  const bars = counts
    .map((count) => BARS[count === 0 ? 0 : Math.max(1, Math.round((8 * count) / most))] ?? ' ')
    .join('');
  // The minute that runs has only begun.
  const complete = perStep.get(last - 1) ?? 0;
  return cut(`done a minute ▕${bars}▏ ${complete} in the last whole one`, columns);
}

function attentionLines({ attention }: Seen, { columns, rows }: TopSize, { red, yellow, dim }: Colors): string[] {
  const grave = attention.filter(({ severity }) => severity !== 'note');
  const room = rows < 16 ? 1 : ATTENTION_ROWS;
  const shown = grave.slice(0, room).map(({ severity, subject, message }) => {
    // What a process says begins with its host and number.
    const about = subject === null || subject.kind === 'worker' ? '' : `${subject.kind} ${subject.name}: `;
    const color = severity === 'fail' ? red : yellow;
    return color(cut(printable(`! ${about}${message}`), columns));
  });
  const left = grave.length - shown.length;
  return left > 0 ? [...shown, dim(`  and ${left} more: skep attention`)] : shown;
}

function footLine({ view, order, reversed, paused }: TopState, { columns }: TopSize, { dim }: Colors): string {
  const next = VIEWS[(VIEWS.indexOf(view) + 1) % VIEWS.length];
  const keys = [
    'q ends',
    paused ? 'p goes on' : 'p pauses',
    `s sorts (${order}${reversed ? ', turned' : ''})`,
    'r turns',
    `tab ${next}`,
    ...(view === 'all' ? [] : ['↑↓ scroll']),
  ];
  return dim(cut(keys.join('  '), columns));
}

const RUNNING: readonly Column<JobView & { readonly forMs: number }>[] = [
  { title: 'RUNNING', of: ({ id }) => id, yields: 'middle' },
  { title: 'TASK', of: ({ task }) => task, yields: 'middle' },
  { title: 'QUEUE', of: ({ queue }) => queue, yields: 'middle' },
  { title: 'ATTEMPT', of: ({ attempt, maxAttempts }) => `${attempt}/${maxAttempts}` },
  { title: 'FOR', of: ({ forMs }) => formatDuration(forMs) },
  { title: 'PROGRESS', of: ({ progress }) => progressText(progress) },
];

function progressText(progress: JobView['progress']): string | null {
  if (progress === null) return null;
  return progress.total === null ? String(progress.done) : `${Math.round((100 * progress.done) / progress.total)} %`;
}

function sectionsOf(seen: Seen, state: TopState, columns: number): readonly Section[] {
  const plain = <T>(all: readonly Column<T>[]): readonly Column<T>[] => all.filter(({ wide }) => wide !== true);
  const tasks = [...seen.stats.groups].sort((one, other) => ended(other) - ended(one) || byName(one, other));
  const running = seen.running.map((job) => ({ ...job, forMs: runningMs(job, seen.at) }));
  running.sort((one, other) => other.forMs - one.forMs);
  const sections: Section[] = [
    { view: 'queues', lines: tableLines(plain(QUEUES.columns), sortedQueues(seen.queues, state), columns) },
    { view: 'tasks', lines: tableLines(titled('TASK (30m)', plain(STATS.columns)), tasks, columns) },
    { view: 'workers', lines: tableLines(titled('PROCESS', plain(WORKERS.columns)), seen.workers, columns) },
    { view: 'running', lines: tableLines(RUNNING, running, columns) },
  ];
  return sections;
}

/** Below each other they need a title of their own. */
function titled<T>(title: string, [first, ...rest]: readonly Column<T>[]): readonly Column<T>[] {
  return first === undefined ? [] : [{ ...first, title }, ...rest];
}

function ended({ total }: Seen['stats']['groups'][number]): number {
  return total.completed + total.failed + total.dead;
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}

function runningMs({ startedAt }: JobView, now: number): number {
  return startedAt === null ? 0 : Math.max(0, Math.floor((now - Date.parse(startedAt)) / 1_000) * 1_000);
}

const SIZES: Readonly<Record<Exclude<TopOrder, 'name'>, (queue: QueueView) => number>> = {
  waiting: ({ counts }) => counts.available,
  running: ({ counts }) => counts.running,
  oldest: ({ oldestAgeMs }) => oldestAgeMs ?? -1,
  dead: ({ counts }) => counts.dead,
};

export function sortedQueues(
  queues: readonly QueueView[],
  { order, reversed }: Pick<TopState, 'order' | 'reversed'>,
): readonly QueueView[] {
  const by =
    order === 'name'
      ? byName
      : (one: QueueView, other: QueueView): number => SIZES[order](other) - SIZES[order](one) || byName(one, other);
  const sorted = [...queues].sort(by);
  return reversed ? sorted.reverse() : sorted;
}

/** Each below the other; the highest give way, down to a title and a row. Those that are empty are left out. */
function allSections(sections: readonly Section[], room: number, colors: Colors): string[] {
  const filled = sections.filter(({ lines }) => lines.length > 1);
  if (filled.length === 0) return [colors.dim('no queues, processes or jobs yet')];
  const kept = filled.slice(0, Math.max(1, Math.floor((room + 1) / (SECTION_LEAST + 1))));
  const heights = kept.map(({ lines }) => lines.length);
  const between = kept.length - 1;
  while (heights.reduce((sum, height) => sum + height, between) > room) {
    const highest = heights.indexOf(Math.max(...heights));
    if ((heights[highest] ?? 0) <= SECTION_LEAST) break;
    heights[highest] = (heights[highest] ?? 0) - 1;
  }
  return kept.flatMap(({ lines }, index) => [
    ...(index === 0 ? [] : ['']),
    ...fitted(lines, heights[index] ?? 0, colors),
  ]);
}

/** A title with a note of what has no room, then rows. */
function fitted([title = '', ...rows]: readonly string[], height: number, { bold, dim }: Colors): string[] {
  if (rows.length + 1 <= height || height <= SECTION_LEAST) return [bold(title), ...rows.slice(0, height - 1)];
  const shown = rows.slice(0, height - 2);
  return [bold(title), ...shown, dim(`… ${rows.length - shown.length} more`)];
}

function oneSection(lines: readonly string[], offset: number, room: number, { bold, dim }: Colors): string[] {
  const [title = '', ...rows] = lines;
  if (rows.length === 0) return [bold(title), dim('none')];
  return [bold(title), ...rows.slice(offset, offset + room - 1)];
}

function cut(text: string, columns: number): string {
  return text.length > columns ? `${text.slice(0, columns - 1)}…` : text;
}
