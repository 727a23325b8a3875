import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { JOB_STATES, type JobState, statesBefore } from '../../core/index.ts';
import { counted, SkepError } from '../../foundation/index.ts';
import type { JobQuery, JobView, MovedView, Operations } from '../../api/index.ts';
import { awaitJob } from '../await-job.ts';
import { type ExitCode, exitCodeOf } from '../exit-codes.ts';
import { runBulk, SEARCH_OPTION, soughtBy } from '../follow-bulk.ts';
import { JOBS } from '../layouts.ts';
import { durationOption, integerOption, listOption } from '../options.ts';
import { reportError } from '../report-error.ts';
import { type ExitSlot, onCall, type CommandCall } from '../command-call.ts';
import { printable } from '../terminal.ts';
import { onList } from '../watching.ts';
import { registerTrace } from './trace.ts';

export function registerJobs(program: Command, exit: ExitSlot): void {
  const jobs = program.command('jobs').description('look at jobs and change them');
  registerList(jobs, exit);
  const show = jobs.command('show').description('one job with its attempts').argument('<id>');
  show.option('--reveal', 'what is sensitive too; a server wants the role admin, and its log tells who saw it');
  onCall<{ reveal?: true }>(show, exit, async (call, [id = ''], { reveal }) => {
    const operations = await call.operations();
    const sight = reveal === undefined ? {} : { revealTo: userInfo().username };
    await call.printer.item(JOBS, await operations.getJob(id, 0, undefined, sight));
    return undefined;
  });
  registerTrace(jobs, exit);
  const wait = jobs.command('wait').description('wait until a job is finished: exit 7 when it failed').argument('<id>');
  wait.option('--timeout <duration>', 'at most this long: exit 8', durationOption, 30_000);
  onCall<{ timeout: number }>(wait, exit, (call, [id = ''], { timeout }) => awaitJob(call, id, timeout));
  registerCancel(jobs, exit);
  registerChange(jobs, exit, 'retry', 'run dead, cancelled or waiting jobs now');
  registerChange(jobs, exit, 'rm', 'delete jobs that do not run');
  registerPriority(jobs, exit);
  registerMove(jobs, exit);
}

interface FilterFlags {
  readonly state?: readonly JobState[];
  readonly queue?: string;
  readonly task?: string;
  readonly tag?: string;
  readonly since?: string;
}

interface SearchFlags extends FilterFlags {
  readonly filter?: string;
}

interface ListFlags extends SearchFlags {
  readonly cursor?: string;
  readonly limit: number;
}

function filterOptions(command: Command, states: readonly JobState[]): Command {
  return command
    .option('--state <states>', `of ${states.join(', ')}`, statesOption)
    .option('--queue <queue>', 'in that queue')
    .option('--task <task>', 'of that task')
    .option('--tag <tag>', 'with that tag')
    .option('--since <instant|duration>', 'created since then, or in the last 2h');
}

function registerList(jobs: Command, exit: ExitSlot): void {
  const command = filterOptions(jobs.command('ls').description('list jobs, newest first'), JOB_STATES)
    .option('--filter <search>', 'a search: `state:dead task:emails.* payload.user.id:42`')
    .option('--cursor <cursor>', 'go on where the last page ended')
    .option('--limit <number>', 'at most so many', integerOption(1, 200), 50);
  onList<ListFlags>(command, exit, async (call, _args, { filter, ...flags }) => {
    const operations = await call.operations();
    const page = await operations.listJobs({ ...flags, ...(filter !== undefined && { q: filter }) } satisfies JobQuery);
    await call.printer.list(JOBS, page.jobs, { next: page.next });
    const looked = filter === undefined ? '' : ` behind the ${counted(page.looked, 'job')} that were looked at`;
    if (page.next !== null) call.terminal.say(`there are more${looked}: --cursor ${page.next}`);
    return undefined;
  });
}

function statesOption(text: string, before: readonly JobState[] = []): readonly JobState[] {
  const states = listOption(text);
  const wrong = states.find((state) => !(JOB_STATES as readonly string[]).includes(state));
  if (wrong !== undefined) throw new InvalidArgumentError(`${wrong} is not one of ${JOB_STATES.join(', ')}.`);
  return [...before, ...(states as readonly JobState[])];
}

function registerCancel(jobs: Command, exit: ExitSlot): void {
  const does = 'end jobs on purpose, those named or all of a filter; running handlers get the abort signal';
  const command = filterOptions(jobs.command('cancel').description(does).argument('[id...]'), statesBefore('cancel'));
  command.option(...SEARCH_OPTION).option('--dry-run', 'count them, and change nothing');
  onCall<SearchFlags & { dryRun?: boolean }>(command, exit, (call, ids, flags) => {
    const { dryRun = false, ...filter } = flags;
    if (ids.length === 0) return runBulk(call, { action: 'cancel', filter: soughtBy(filter), dryRun });
    if (Object.keys(flags).length === 0) return changeAll(call, 'cancel', ids);
    throw new SkepError('USAGE', 'jobs are named and filtered at once', { hint: 'give ids, or a filter' });
  });
}

type Verb = 'cancel' | 'retry' | 'rm';

function registerChange(jobs: Command, exit: ExitSlot, verb: Verb, does: string): void {
  const command = jobs.command(verb).description(does).argument('<id...>');
  onCall(command, exit, async (call, ids) => changeAll(call, verb, ids));
}

/** One job that cannot be changed does not keep the others from it; the first failure gives the exit code. */
async function changeAll(call: CommandCall, verb: Verb, ids: readonly string[]): Promise<ExitCode | undefined> {
  const operations = await call.operations();
  let code: ExitCode | undefined;
  for (const id of ids) {
    try {
      await change(call, operations, verb, id);
    } catch (error) {
      reportError(call.terminal, error, call.options);
      code ??= exitCodeOf(error);
    }
  }
  return code;
}

/**
 * What was done, which is no longer what the job shows: one that is retried may be dead again in the same moment, and
 * one that runs ends when its handler does.
 */
const DONE: Readonly<Record<'cancel' | 'retry', (job: JobView) => string>> = {
  retry: () => 'retried',
  cancel: ({ state }) => (state === 'cancelled' ? 'cancelled' : 'told to stop'),
};

async function change({ printer }: CommandCall, operations: Operations, verb: Verb, id: string): Promise<void> {
  if (verb === 'rm') {
    await operations.removeJob(id);
    await printer.value({ id, removed: true }, [`${printable(id)} removed`]);
    return;
  }
  const job = await (verb === 'cancel' ? operations.cancelJob(id) : operations.retryJob(id));
  if (printer.output === 'table') await printer.value(job, [`${printable(job.id)} ${DONE[verb](job)}`]);
  else await printer.item(JOBS, job);
}

function registerPriority(jobs: Command, exit: ExitSlot): void {
  const does =
    'give a waiting job, or all of a filter, another priority, 0 to 9; they then wait behind those that have it';
  const command = jobs.command('priority').description(does).argument('[id]', 'or a filter');
  command.argument('[priority]', '0 is the most urgent');
  filterOptions(command, statesBefore('prioritize'));
  command.option(...SEARCH_OPTION).option('--dry-run', 'count them, and change nothing');
  onCall<SearchFlags & { dryRun?: boolean }>(command, exit, async (call, [first = '', second], flags) => {
    const { dryRun = false, ...filter } = flags;
    const filtered = Object.keys(filter).length > 0;
    // Commander gives what is left out as undefined.
    if (second === undefined && filtered) {
      return runBulk(call, { action: 'prioritize', priority: priorityIn(first), filter: soughtBy(filter), dryRun });
    }
    if (second !== undefined && Object.keys(flags).length === 0) return prioritize(call, first, priorityIn(second));
    const problem = second === undefined ? 'nothing says which jobs are meant' : 'a job is named and filtered at once';
    throw new SkepError('USAGE', problem, { hint: 'write `skep jobs priority ID 0`, or a filter and the priority' });
  });
}

function priorityIn(text: string): number {
  if (/^[0-9]$/.test(text)) return Number(text);
  throw new SkepError('USAGE', `a priority is a whole number from 0 to 9, not ${JSON.stringify(text.slice(0, 64))}`);
}

async function prioritize(call: CommandCall, id: string, priority: number): Promise<undefined> {
  const { printer } = call;
  const job = await (await call.operations()).prioritizeJob(id, priority);
  if (printer.output === 'table') await printer.value(job, [`${printable(job.id)} has priority ${job.priority}`]);
  else await printer.item(JOBS, job);
  return undefined;
}

interface MoveFlags extends SearchFlags {
  readonly to: string;
  readonly dryRun?: boolean;
}

function registerMove(jobs: Command, exit: ExitSlot): void {
  const does = 'bring waiting jobs into another queue: those named, or all of a filter';
  const command = jobs.command('move').description(does).argument('[id...]');
  command.requiredOption('--to <queue>', 'a queue of the manifest');
  filterOptions(command, statesBefore('move'));
  command.option(...SEARCH_OPTION).option('--dry-run', 'count them, and change nothing');
  onCall<MoveFlags>(command, exit, (call, ids, { to, dryRun = false, ...filter }) => {
    const filtered = Object.keys(filter).length > 0;
    if (filtered && ids.length === 0) return runBulk(call, { action: 'move', to, filter: soughtBy(filter), dryRun });
    if (!filtered && ids.length > 0 && !dryRun) return moveNamed(call, to, ids);
    const problem = filtered ? 'jobs are named and filtered at once' : 'nothing says which jobs are to be moved';
    throw new SkepError('USAGE', problem, { hint: 'give ids, or some of --queue, --task, --tag, --state and --since' });
  });
}

/** Ids that one request carries: its body has a bound. */
const IDS_PER_CALL = 1_000;

/** What stays is told like a change that failed. */
async function moveNamed(call: CommandCall, to: string, ids: readonly string[]): Promise<ExitCode | undefined> {
  const operations = await call.operations();
  const views: MovedView[] = [];
  for (const part of chunksOf(ids, IDS_PER_CALL)) views.push(await operations.moveJobs({ to, ids: part }));
  const sum = (of: 'moved' | 'there' | 'stayed'): number => views.reduce((all, view) => all + view[of], 0);
  const refusals = views.flatMap((view) => view.refusals);
  const total = { to, moved: sum('moved'), there: sum('there'), stayed: sum('stayed'), refusals };
  await call.printer.value(total, [`${counted(total.moved, 'job')} moved to ${to}`, ...besides(total)]);
  const failures = refusals.map(({ code, detail }) => new SkepError(code, detail));
  for (const failure of failures) reportError(call.terminal, failure, call.options);
  return failures[0] && exitCodeOf(failures[0]);
}

function besides({ there, stayed }: MovedView): string[] {
  return [
    ...(there > 0 ? [`${counted(there, 'job was', 'jobs were')} there already`] : []),
    ...(stayed > 0
      ? [`${counted(stayed, 'job stays', 'jobs stay')} where ${stayed === 1 ? 'it is' : 'they are'}`]
      : []),
  ];
}

function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
