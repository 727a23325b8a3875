/** One queue, task or schedule with what stands around it. */
import type { Command } from 'commander';

import type { AgendaView, QueueDetailView, ScheduleDetailView, TaskDetailView } from '../../api/index.ts';
import { counted, formatDuration } from '../../foundation/index.ts';
import { type ExitSlot, onCall } from '../command-call.ts';
import { type Column, tableLines } from '../fit-table.ts';
import { fact, QUEUES, queueStatus, scheduleStatus, whenText } from '../layouts.ts';
import { pauseText } from '../pause-flags.ts';
import { STATS } from '../stats-layout.ts';
import type { Terminal } from '../terminal.ts';
import { placeText } from './routes.ts';

type Fact = readonly [name: string, text: string | number | null];

function linesOf(facts: readonly Fact[]): string[] {
  return facts.flatMap(([name, text]) => (text === null || text === '' ? [] : [fact(name, String(text))]));
}

export function registerQueueDetails(queues: Command, exit: ExitSlot): void {
  const show = queues
    .command('show')
    .description('one queue: counts, settings, tasks, its last hour')
    .argument('<queue>');
  onCall(show, exit, async (call, [name = '']) => {
    const view = await (await call.operations()).queue(name);
    await call.printer.item({ ...QUEUES, details: () => queueLines(view) }, view);
    return undefined;
  });
}

function queueLines(view: QueueDetailView): readonly string[] {
  const { counts, settings, lastHour } = view;
  const states = Object.entries(counts).filter(([, count]) => count > 0);
  return linesOf([
    ['queue', view.name],
    ['status', queueStatus(view)],
    ['jobs', states.map(([state, count]) => `${count} ${state}`).join(', ') || 'none'],
    ['held', view.held === 0 ? null : `${view.held} of the available, by limits`],
    ['oldest', view.oldestAgeMs === null ? null : `waits for ${formatDuration(Math.round(view.oldestAgeMs))}`],
    [
      'at once',
      `${view.capacity} over ${counted(view.workers, 'process', 'processes')}; ${view.concurrency ?? 'not declared'} in each`,
    ],
    ['in all', settings?.globalConcurrency ?? null],
    ['rate', settings?.rate ? `${settings.rate.limit} in ${formatDuration(settings.rate.perMs)}` : null],
    ['order', view.order],
    ['tasks', view.tasks.join(', ')],
    ['last hour', endedText(lastHour)],
    ['declared', placeText(view.place)],
  ]);
}

function endedText(total: QueueDetailView['lastHour']): string {
  const ended = total.completed + total.failed + total.dead;
  if (ended === 0) return 'nothing ended';
  const columns = STATS.columns
    .slice(1)
    .map(({ title, of }) => [title.toLowerCase(), of({ name: '', total, points: [] })] as const);
  return columns.flatMap(([title, value]) => (value === null || value === 0 ? [] : [`${title} ${value}`])).join(', ');
}

export function registerTaskDetails(tasks: Command, exit: ExitSlot): void {
  const show = tasks
    .command('show')
    .description('one task: work, limits, retries, what makes its jobs')
    .argument('<task>');
  onCall(show, exit, async (call, [name = '']) => {
    const view = await (await call.operations()).task(name);
    if (call.printer.output === 'name') call.terminal.data(view.name);
    else await call.printer.value(view, taskLines(view));
    return undefined;
  });
}

function taskLines(view: TaskDetailView): readonly string[] {
  const { retry, timeout, via, lastDay } = view;
  const limits = [timeout.softMs, timeout.hardMs].flatMap((ms, at) =>
    ms === null ? [] : [`${at === 0 ? 'soft' : 'hard'} ${formatDuration(ms)}`],
  );
  return linesOf([
    ['task', view.name],
    ['about', view.description],
    ['status', pauseText(view.pause) ?? 'active'],
    ['work', `${view.handler ?? view.request ?? view.command ?? ''}, ${view.executor}`],
    ['queue', `${view.queue}, priority ${view.priority}`],
    ...via.map(({ match, where, queue, place }): Fact => [
      'by route',
      `${match}${where === null ? '' : ` where ${where}`} to ${queue} (${placeText(place) ?? 'no place'})`,
    ]),
    ['timeout', limits.join(', ')],
    ['retry', `${retry.policy}, ${counted(retry.maxAttempts, 'attempt')} in all`],
    ['input', view.input === null ? null : JSON.stringify(view.input)],
    ['schedules', view.schedules.join(', ')],
    ['workflows', view.workflows.join(', ')],
    ['requests', view.http.map(({ method, path }) => `${method} ${path}`).join(', ')],
    ['last day', lastDay && endedText(lastDay)],
    ['declared', placeText(view.place)],
  ]);
}

export function registerScheduleDetails(schedules: Command, exit: ExitSlot): void {
  const show = schedules
    .command('show')
    .description('one schedule: its next instants, what its last tick made')
    .argument('<schedule>');
  onCall(show, exit, async (call, [name = '']) => {
    const view = await (await call.operations()).schedule(name);
    if (call.printer.output === 'name') call.terminal.data(view.name);
    else await call.printer.value(view, scheduleLines(view));
    return undefined;
  });
  const agenda = schedules
    .command('agenda')
    .description('when all schedules tick in the time to come, and how many fall together')
    .option('--within <duration>', 'how far ahead, up to 7d (24h if not said)');
  onCall<{ within?: string }>(agenda, exit, async (call, _args, { within }) => {
    const view = await (await call.operations()).agenda(within);
    await call.printer.value(view, agendaLines(view, call.terminal));
    return undefined;
  });
}

function scheduleLines(view: ScheduleDetailView): readonly string[] {
  const { lastMade } = view;
  return linesOf([
    ['schedule', view.name],
    ['status', scheduleStatus(view)],
    ['makes', view.task ?? `runs of ${view.workflow ?? ''}`],
    ['when', whenText(view)],
    ['payload', JSON.stringify(view.payload)],
    ['last', view.last],
    ['made', lastMade && `${lastMade.kind} ${lastMade.id}, ${lastMade.state}`],
    ...view.upcoming.map((instant, at): Fact => [at === 0 ? 'next' : 'then', instant]),
    ['declared', placeText(view.place)],
  ]);
}

const ENTRIES: readonly Column<AgendaView['schedules'][number]>[] = [
  { title: 'SCHEDULE', of: ({ schedule }) => schedule, yields: 'middle' },
  { title: 'TICKS', of: ({ count, more }) => `${count}${more ? '+' : ''}` },
  { title: 'FIRST', of: ({ ticks }) => ticks[0] ?? null, instant: true },
  { title: 'LAST', of: ({ last }) => last, instant: true },
  { title: 'STATUS', of: ({ idle }) => (idle ? 'does not fire' : 'fires') },
];

const BARS = '·▁▂▃▄▅▆▇█';

/** A strip of how many ticks fall together, and a line for each schedule. */
function agendaLines(
  { from, to, stepMs, load, schedules }: AgendaView,
  { width, stdoutColors }: Terminal,
): readonly string[] {
  if (schedules.length === 0) return ['no schedules'];
  const most = Math.max(...load);
  const bars = load.map((count) => BARS[count === 0 ? 0 : Math.max(1, Math.round((8 * count) / most))] ?? '').join('');
  const [titles = '', ...rows] = tableLines(ENTRIES, schedules, width);
  const length = formatDuration(Date.parse(to) - Date.parse(from));
  return [
    `${length} from ${from}, ${formatDuration(stepMs)} a sign; ${most} ticks at most in one`,
    ...chunks(bars, width ?? 100),
    '',
    stdoutColors.bold(titles),
    ...rows,
  ];
}

function chunks(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));
}
