/** A simulation as a picture: starts a minute, depth and wait over the time, a line for each queue. */
import { roughly } from './roughly.ts';
import type { SimulatedQueue, SimulationView } from './simulation-view.ts';

const WIDTH = 1_000;
const LEFT = 78;
const RIGHT = 20;
const TOP = 64;
const PANEL = 150;
const GAP = 52;
const DAY_MS = 86_400_000;
/** Told apart by those who see fewer colours too (Okabe and Ito, 2008). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#7a7a7a', '#b8a400'];
/** Lines that can be told apart; the busiest are shown. */
const SHOWN = COLOURS.length;

interface Panel {
  readonly title: string;
  readonly values: (queue: SimulatedQueue) => readonly (number | null)[];
  readonly label: (value: number) => string;
}

const PANELS: readonly Panel[] = [
  { title: 'starts per minute', values: ({ series }) => series.starts, label: shortNumber },
  {
    title: 'jobs that wait (the most of each step)',
    values: ({ series }) => series.depth,
    label: shortNumber,
  },
  {
    title: 'wait, 95th percentile',
    values: ({ series }) => series.waitP95Ms,
    label: roughly,
  },
];

/** @returns a document of its own, which needs nothing else */
export function svgOf(view: SimulationView): string {
  const queues = [...view.queues]
    .filter(({ starts, jobs }) => starts + jobs > 0)
    .sort((one, other) => other.starts - one.starts)
    .slice(0, SHOWN);
  const height = TOP + PANELS.length * (PANEL + GAP);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text({
      x: LEFT,
      y: 22,
      words: `${view.from.slice(0, 16)}Z to ${view.to.slice(0, 16)}Z, ${counted(view.processes)}`,
      size: 14,
    }),
    ...legend(queues),
    ...PANELS.flatMap((panel, index) => drawn(panel, queues, view, TOP + index * (PANEL + GAP))),
    '</svg>',
    '',
  ].join('\n');
}

function counted(processes: number): string {
  return processes === 1 ? 'one process' : `${processes} processes`;
}

function legend(queues: readonly SimulatedQueue[]): readonly string[] {
  let x = LEFT;
  return queues.flatMap(({ queue }, index) => {
    const name = queue.length > 18 ? `${queue.slice(0, 17)}…` : queue;
    const at = x;
    x += 26 + name.length * 7;
    return [
      `<rect x="${at}" y="34" width="12" height="12" fill="${colourOf(index)}"/>`,
      text({ x: at + 17, y: 44, words: name }),
    ];
  });
}

function drawn(panel: Panel, queues: readonly SimulatedQueue[], view: SimulationView, top: number): readonly string[] {
  const most = Math.max(0, ...queues.flatMap((queue) => panel.values(queue).map((value) => value ?? 0)));
  const ceiling = most === 0 ? 1 : most;
  const bottom = top + PANEL;
  const y = (value: number): number => bottom - (value / ceiling) * (PANEL - 16);
  const marks = [0, 0.5, 1].map((share) => share * ceiling);
  return [
    text({ x: LEFT, y: top + 4, words: panel.title, weight: 600 }),
    ...marks.flatMap((mark) => [
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y(mark))}" y2="${round(y(mark))}" stroke="#dddddd"/>`,
      text({ x: LEFT - 8, y: y(mark) + 4, words: panel.label(mark), anchor: 'end' }),
    ]),
    ...days(view, top, bottom),
    ...queues.map(
      (queue, index) =>
        `<path d="${pathOf(panel.values(queue), y)}" fill="none" stroke="${colourOf(index)}" stroke-width="1.5" stroke-linejoin="round"/>`,
    ),
  ];
}

/** A line where a day of UTC begins; where it is less than two days, each six hours. */
function days({ from, to }: SimulationView, top: number, bottom: number): readonly string[] {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const every = end - begin < 2 * DAY_MS ? DAY_MS / 4 : DAY_MS * Math.ceil((end - begin) / DAY_MS / 14);
  const lines: string[] = [];
  for (let at = Math.ceil(begin / every) * every; at <= end; at += every) {
    const x = round(LEFT + ((at - begin) / (end - begin)) * (WIDTH - LEFT - RIGHT));
    const iso = new Date(at).toISOString();
    lines.push(`<line x1="${x}" x2="${x}" y1="${top + 16}" y2="${bottom}" stroke="#eeeeee"/>`);
    lines.push(
      text({ x, y: bottom + 16, words: every < DAY_MS ? iso.slice(11, 16) : iso.slice(5, 10), anchor: 'middle' }),
    );
  }
  return lines;
}

/** A stair, so that a step by itself is seen too; without a value there is no line. */
function pathOf(values: readonly (number | null)[], y: (value: number) => number): string {
  const step = (WIDTH - LEFT - RIGHT) / Math.max(1, values.length);
  let pen = 'M';
  return values
    .flatMap((value, index) => {
      const command = pen;
      pen = value === null ? 'M' : 'L';
      const [begin, end] = [round(LEFT + index * step), round(LEFT + (index + 1) * step)];
      return value === null ? [] : [`${command}${begin} ${round(y(value))}H${end}`];
    })
    .join('');
}

interface Words {
  readonly x: number;
  readonly y: number;
  readonly words: string;
  readonly anchor?: 'end' | 'middle';
  readonly size?: number;
  readonly weight?: number;
}

function text({ x, y, words, anchor, size, weight }: Words): string {
  const more = [
    ...(anchor === undefined ? [] : [` text-anchor="${anchor}"`]),
    ...(size === undefined ? [] : [` font-size="${size}"`]),
    ...(weight === undefined ? [] : [` font-weight="${weight}"`]),
  ].join('');
  return `<text x="${round(x)}" y="${round(y)}" fill="#333333"${more}>${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function colourOf(index: number): string {
  return COLOURS[index % COLOURS.length] ?? '#333333';
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function shortNumber(value: number): string {
  if (value >= 10_000) return `${Math.round(value / 1_000)}k`;
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}
