import type { Command } from 'commander';
import type { Batch, EventQuery, Operations } from '../../api/index.ts';
import { systemClock, SkepError, newAborter } from '../../foundation/index.ts';
import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { durationOption, listOption } from '../options.ts';
import { printable } from '../terminal.ts';

interface EventFlags extends Omit<EventQuery, 'topics'> {
  readonly topics?: readonly string[];
  readonly job?: string;
  readonly run?: string;
  readonly after?: string;
  /** Milliseconds. */
  readonly for?: number;
}

export function registerEvents(program: Command, exit: ExitSlot): void {
  const events = program
    .command('events')
    .description('what happens in all processes, as it happens; of a job or a run, until it is over')
    .option('--topics <topics>', 'some of jobs, runs, queues, schedules, workers, manifest', listOption)
    .option('--task <task>', 'of that task, a name or pattern')
    .option('--queue <queue>', 'of that queue')
    .option('--state <states>', 'that came into one of these states', listOption)
    .option('--job <id>', 'what becomes of that job')
    .option('--run <id>', 'what becomes of that run')
    .option('--after <position>', 'go on behind that position, as a server gives it as the id of an event')
    .option('--for <duration>', 'end after that time', durationOption);
  onCall<EventFlags>(events, exit, async (call, _args, { for: forMs, after, ...flags }) => {
    const over = newAborter();
    const timer = forMs === undefined ? undefined : systemClock.after(forMs, () => over.abort(), { hold: true });
    const options = { signal: over.signal, ...(after !== undefined && { after }) };
    const operations = await call.operations();
    try {
      for await (const { news } of watched(operations, flags, options)) for (const one of news) await print(call, one);
    } finally {
      timer?.cancel();
    }
    return undefined;
  });
}

function watched(
  operations: Operations,
  { job, run, ...query }: EventFlags,
  options: Parameters<Operations['watch']>[1],
): AsyncIterable<Batch<object>> {
  const ways = [job !== undefined, run !== undefined, Object.keys(query).length > 0].filter(Boolean);
  if (ways.length > 1) {
    throw new SkepError('USAGE', 'a job, a run or a filter is watched, one of them', { hint: 'give one of them' });
  }
  if (job !== undefined) return operations.watchJob(job, options);
  if (run !== undefined) return operations.watchRun(run, options);
  return operations.watch(query as EventQuery, options);
}

async function print(call: CommandCall, news: object): Promise<void> {
  await call.printer.value(news, [lineOf(news)]);
}

/** Of a job or run that is shown whole: its id. */
function lineOf(news: object): string {
  const { at, type, ...about } = news as Readonly<Record<string, unknown>>;
  const rest = Object.entries(about)
    .filter(([key]) => key !== 'topic')
    .map(([key, value]) => `${key}=${valueText(value)}`);
  return printable([...(typeof at === 'string' ? [at] : []), String(type), ...rest].join(' '));
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  const named = value as { readonly id?: unknown; readonly name?: unknown; readonly line?: unknown } | null;
  const short = [named?.line, named?.id].find((one): one is string => typeof one === 'string');
  return short ?? JSON.stringify(value);
}
