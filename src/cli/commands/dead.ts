import { type Command, InvalidArgumentError } from 'commander';
import type { ErrorGroup, ErrorQuery, JobQuery, JobView } from '../../api/index.ts';
import { SkepError } from '../../foundation/index.ts';
import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { assertDead, changeDead, changeNamedDead, type DeadFlags } from '../change-dead.ts';
import type { ExitCode } from '../exit-codes.ts';
import { faultText } from '../fault-text.ts';
import { SEARCH_OPTION } from '../follow-bulk.ts';
import { payloadOf } from '../given-payload.ts';
import { ENQUEUED, JOBS } from '../layouts.ts';
import { integerOption, rateOption } from '../options.ts';
import type { Layout } from '../printer.ts';
import { onList } from '../watching.ts';

const FINGERPRINT = ['--fingerprint <fingerprint>', 'that died of this fault, see `skep errors`'] as const;

const ERRORS: Layout<ErrorGroup> = {
  plural: 'errors',
  name: ({ fingerprint }) => fingerprint,
  columns: [
    { title: 'FINGERPRINT', of: ({ fingerprint }) => fingerprint },
    { title: 'COUNT', of: ({ count }) => count },
    { title: 'LAST', of: ({ lastAt }) => lastAt, instant: true },
    { title: 'FIRST', of: ({ firstAt }) => firstAt, wide: true },
    { title: 'TASKS', of: ({ tasks }) => tasks.join(','), yields: 'end' },
    { title: 'ERROR', of: ({ name, message }) => `${name}: ${message}`, yields: 'end' },
    { title: 'JOB', of: ({ job }) => job, wide: true },
  ],
};

export function registerDead(program: Command, exit: ExitSlot): void {
  const errors = filterOptions(program.command('errors').description('dead jobs by the fault that killed them'));
  onList<ErrorQuery>(
    errors.option('--cursor <cursor>', 'go on where the last call ended'),
    exit,
    async (call, _, flags) => {
      const operations = await call.operations();
      const { errors: groups, next } = await operations.errors(flags);
      await call.printer.list(ERRORS, groups, { next });
      if (next !== null) call.terminal.say(`there are more: --cursor ${next}`);
      return undefined;
    },
  );
  const dead = program.command('dead').description('dead jobs: look at them, and bring them back');
  const list = filterOptions(dead.command('ls').description('list dead jobs, newest first')).option(...FINGERPRINT);
  registerShow(dead, exit);
  list
    .option('--cursor <cursor>', 'go on where the last page ended')
    .option('--limit <number>', 'at most so many', integerOption(1, 200), 50);
  onList<JobQuery>(list, exit, async (call, _args, flags) => {
    const operations = await call.operations();
    const page = await operations.listJobs({ ...flags, state: ['dead'] });
    await call.printer.list(JOBS, page.jobs, { next: page.next });
    if (page.next !== null) call.terminal.say(`there are more: --cursor ${page.next}`);
    return undefined;
  });
  registerRetry(dead, exit);
  const removes = 'delete dead jobs, those named or all of a filter';
  const remove = changeOptions(dead.command('rm').description(removes).argument('[id...]'));
  onCall<DeadFlags>(remove, exit, (call, ids, flags) => {
    if (ids.length === 0) return changeDead(call, 'remove', flags);
    if (Object.keys(flags).length === 0) return changeNamedDead(call, 'remove', ids);
    throw namedAndFiltered();
  });
}

/** What it died of, how often it was tried, and how it is brought back. */
const DEAD: Layout<JobView> = {
  ...JOBS,
  details: (job) => [
    `id:          ${job.id}`,
    `task:        ${job.task}, in the queue ${job.queue}`,
    `died:        ${job.finishedAt ?? ''}, after attempt ${job.attempt} of ${job.maxAttempts}`,
    `fault:       ${job.fingerprint ?? 'not known'}`,
    ...(job.letter === null ? [] : [`letter:      ${job.letter}`]),
    `payload:     ${JSON.stringify(job.payload)}${job.hidden.includes('payload') ? ' (in part hidden)' : ''}`,
    ...(job.error === null ? [] : [`error:       ${faultText(job.error)}`]),
    ...(job.error?.stack ?? '').split('\n').flatMap((line) => (line.trim() === '' ? [] : [`  ${line.trim()}`])),
    ...job.attempts.map(
      ({ number, outcome, finishedAt, durationMs, error }) =>
        `attempt ${number}:   ${outcome} at ${finishedAt} after ${durationMs} ms${error === null ? '' : `: ${error.message}`}`,
    ),
    `${'again:'.padEnd(WIDTH)}skep jobs retry ${job.id}`,
    `${'put right:'.padEnd(WIDTH)}skep dead retry ${job.id} --payload '{…}'`,
    ...(job.fingerprint === null ? [] : [`all of them: skep dead retry --fingerprint ${job.fingerprint} --canary 5`]),
  ],
};

/** Of what stands before the facts. */
const WIDTH = 13;

function registerShow(dead: Command, exit: ExitSlot): void {
  const show = dead
    .command('show')
    .description('one dead job: what it died of, and how to bring it back')
    .argument('<id>');
  onCall(show, exit, async (call, [id = '']) => {
    await call.printer.item(DEAD, await assertDead(await call.operations(), id));
    return undefined;
  });
}

function stopOption(text: string): number | string {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  if (/^[1-9]\d?%$/.test(text)) return text;
  throw new InvalidArgumentError('It is neither a number of jobs nor a share of them, as in 20%.');
}

function registerRetry(dead: Command, exit: ExitSlot): void {
  const does = 'let dead jobs run again, those named or all of a filter, or one with another payload';
  const retry = changeOptions(dead.command('retry').description(does).argument('[id...]'))
    .option('--rate <rate>', 'at most so many in a time, as in 10/s', rateOption)
    .option('--canary <number>', 'so many first; go on when they have ended well', integerOption(1, 1_000))
    .option('--canary-failures <percent>', 'of the canary may end badly again', integerOption(0, 100))
    .option(
      '--stop-after-failures <number|percent>',
      'stop when so many, or 20%, ended badly again; with --rate',
      stopOption,
    )
    .option('--payload <payload>', 'of one job: enqueue it anew with this, and remove the dead one');
  onCall<DeadFlags & { payload?: string }>(retry, exit, (call, ids, { payload, ...flags }) => {
    const [id] = ids;
    if (id === undefined && payload === undefined) return changeDead(call, 'retry', flags);
    if (Object.keys(flags).length > 0) throw namedAndFiltered();
    if (payload === undefined) return changeNamedDead(call, 'retry', ids);
    if (id !== undefined && ids.length === 1) return again(call, id, payload);
    throw new SkepError('USAGE', 'a payload is that of one job', {
      hint: 'give its id: `skep dead retry ID --payload JSON`',
    });
  });
}

function namedAndFiltered(): SkepError {
  return new SkepError('USAGE', 'jobs are named and filtered at once', { hint: 'give ids, or a filter' });
}

/** Enqueued first: should this end in between, there are both, and none is lost. */
async function again(call: CommandCall, id: string, source: string): Promise<ExitCode | undefined> {
  const payload = await payloadOf(call, source);
  const operations = await call.operations();
  const { task, queue, priority, tags, maxAttempts } = await assertDead(operations, id);
  const options = { queue, priority, maxAttempts, tags };
  const [receipt] = await operations.enqueue(task, [{ payload, options }]);
  if (receipt === undefined) throw new SkepError('INTERNAL', 'the server gave no receipt');
  if (receipt.existing) throw new SkepError('JOB_EXISTS', `job ${receipt.id} of ${task} has the same key`);
  await operations.removeJob(id);
  await call.printer.item(ENQUEUED, receipt);
  return undefined;
}

function filterOptions(command: Command): Command {
  return command
    .option('--queue <queue>', 'in that queue')
    .option('--task <task>', 'of that task')
    .option('--tag <tag>', 'with that tag')
    .option('--since <instant|duration>', 'created since then, or in the last 2h');
}

function changeOptions(command: Command): Command {
  return filterOptions(command)
    .option(...FINGERPRINT)
    .option(...SEARCH_OPTION)
    .option('--dry-run', 'count them, and change nothing');
}
