import { type Command, InvalidArgumentError } from 'commander';
import { JOB_STATES, type JobState } from '../../core/index.ts';
import type { JobQuery, JobView, Operations } from '../../platform/index.ts';
import { awaitJob } from '../await-job.ts';
import { type ExitCode, exitCodeOf } from '../exit-codes.ts';
import { JOBS } from '../layouts.ts';
import { durationOption, integerOption, listOption } from '../options.ts';
import { reportError } from '../report-error.ts';
import { type ExitSlot, onCall, type Session } from '../session.ts';

export function registerJobs(program: Command, exit: ExitSlot): void {
  const jobs = program.command('jobs').description('look at jobs and change them');
  registerList(jobs, exit);
  const show = jobs.command('show').description('one job with its attempts').argument('<id>');
  onCall(show, exit, async (session, [id = '']) => {
    const operations = await session.operations();
    await session.printer.item(JOBS, await operations.getJob(id));
    return undefined;
  });
  const wait = jobs.command('wait').description('wait until a job is finished: exit 7 when it failed').argument('<id>');
  wait.option('--timeout <duration>', 'at most this long: exit 8', durationOption, 30_000);
  onCall<{ timeout: number }>(wait, exit, (session, [id = ''], { timeout }) => awaitJob(session, id, timeout));
  registerChange(jobs, exit, 'cancel', 'end jobs on purpose; running handlers get the abort signal');
  registerChange(jobs, exit, 'retry', 'run dead, cancelled or waiting jobs now');
  registerChange(jobs, exit, 'rm', 'delete jobs that do not run');
}

interface ListFlags {
  readonly state?: readonly JobState[];
  readonly queue?: string;
  readonly task?: string;
  readonly tag?: string;
  readonly since?: string;
  readonly cursor?: string;
  readonly limit: number;
}

function registerList(jobs: Command, exit: ExitSlot): void {
  const command = jobs
    .command('ls')
    .description('list jobs, newest first')
    .option('--state <states>', `of ${JOB_STATES.join(', ')}`, statesOption)
    .option('--queue <queue>', 'in that queue')
    .option('--task <task>', 'of that task')
    .option('--tag <tag>', 'with that tag')
    .option('--since <instant|duration>', 'created since then, or in the last 2h')
    .option('--cursor <cursor>', 'go on where the last page ended')
    .option('--limit <number>', 'at most so many', integerOption(1, 200), 50);
  onCall<ListFlags>(command, exit, async (session, _args, flags) => {
    const operations = await session.operations();
    const page = await operations.listJobs(flags satisfies JobQuery);
    await session.printer.list(JOBS, page.jobs, { next: page.next });
    if (page.next !== null) session.terminal.say(`there are more: --cursor ${page.next}`);
    return undefined;
  });
}

function statesOption(text: string, before: readonly JobState[] = []): readonly JobState[] {
  const states = listOption(text);
  const wrong = states.find((state) => !(JOB_STATES as readonly string[]).includes(state));
  if (wrong !== undefined) throw new InvalidArgumentError(`${wrong} is not one of ${JOB_STATES.join(', ')}.`);
  return [...before, ...(states as readonly JobState[])];
}

type Verb = 'cancel' | 'retry' | 'rm';

function registerChange(jobs: Command, exit: ExitSlot, verb: Verb, does: string): void {
  const command = jobs.command(verb).description(does).argument('<id...>');
  onCall(command, exit, async (session, ids) => changeAll(session, verb, ids));
}

/** One job that cannot be changed does not keep the others from it; the first failure gives the exit code. */
async function changeAll(session: Session, verb: Verb, ids: readonly string[]): Promise<ExitCode | undefined> {
  const operations = await session.operations();
  let code: ExitCode | undefined;
  for (const id of ids) {
    try {
      await change(session, operations, verb, id);
    } catch (error) {
      reportError(session.terminal, error, session.options);
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

async function change({ printer }: Session, operations: Operations, verb: Verb, id: string): Promise<void> {
  if (verb === 'rm') {
    await operations.removeJob(id);
    await printer.value({ id, removed: true }, [`${id} removed`]);
    return;
  }
  const job = await (verb === 'cancel' ? operations.cancelJob(id) : operations.retryJob(id));
  if (printer.output === 'table') await printer.value(job, [`${job.id} ${DONE[verb](job)}`]);
  else await printer.item(JOBS, job);
}
