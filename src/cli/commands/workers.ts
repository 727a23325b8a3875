import type { Command } from 'commander';
import type { QueueChange, WorkerAnswerView, WorkerCommand } from '../../api/index.ts';
import { SkepError } from '../../foundation/index.ts';
import { answerLines, WORKERS } from '../layouts.ts';
import { type ExitCode, exitCodeOf } from '../exit-codes.ts';
import { integerOption, listOption } from '../options.ts';
import { reportError } from '../report-error.ts';
import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { printable } from '../terminal.ts';
import { onList } from '../watching.ts';

export function registerWorkers(program: Command, exit: ExitSlot): void {
  const workers = program
    .command('workers')
    .description('the processes that work on the store, and what they are told');
  onList(workers.command('ls').description('list the living processes'), exit, async (call) => {
    const operations = await call.operations();
    await call.printer.list(WORKERS, await operations.workers());
    return undefined;
  });
  const show = workers.command('show').description('one process, by its own word: what it runs now').argument('<id>');
  onCall(show, exit, async (call, [id = '']) => {
    const answer = await (await call.operations()).tellWorker(id, { verb: 'ping' });
    await call.printer.value(answer, answerLines(answer));
    return undefined;
  });
  const ping = workers.command('ping').description('ask processes whether they answer, all by default');
  onCall(ping.argument('[id...]'), exit, async (call, given) => {
    const operations = await call.operations();
    const ids = given.length > 0 ? given : (await operations.workers()).map(({ id }) => id);
    return tellAll(call, ids, { verb: 'ping' });
  });
  registerPlain(workers, exit, 'pause', 'let processes reserve no more jobs; what runs goes on');
  registerPlain(workers, exit, 'resume', 'let paused processes reserve jobs again');
  registerPlain(workers, exit, 'stop', 'stop processes in good order, as a SIGTERM does');
  registerConcurrency(workers, exit);
  registerQueues(workers, exit);
}

function registerPlain(workers: Command, exit: ExitSlot, verb: 'pause' | 'resume' | 'stop', does: string): void {
  const command = workers.command(verb).description(does).argument('<id...>');
  onCall(command, exit, (call, ids) => tellAll(call, ids, { verb }));
}

interface ConcurrencyFlags {
  readonly to?: number;
  readonly queue?: string;
  readonly reset?: boolean;
}

function registerConcurrency(workers: Command, exit: ExitSlot): void {
  const command = workers
    .command('concurrency')
    .description('how many handlers a process runs at once, until it ends')
    .argument('<id...>')
    .option('--to <number>', 'handlers at once, in each queue', integerOption(1, 10_000))
    .option('--queue <queue>', 'in this queue alone')
    .option('--reset', 'as it was started');
  onCall<ConcurrencyFlags>(command, exit, (call, ids, { to, queue, reset }) => {
    if ((to === undefined) !== (reset === true)) throw usage('give either --to or --reset');
    const concurrency = to ?? null;
    return tellAll(call, ids, { verb: 'concurrency', concurrency, ...(queue !== undefined && { queue }) });
  });
}

interface QueueFlags {
  readonly only?: readonly string[];
  readonly add?: readonly string[];
  readonly drop?: readonly string[];
  readonly reset?: boolean;
}

function registerQueues(workers: Command, exit: ExitSlot): void {
  const command = workers
    .command('queues')
    .description('which queues a process consumes, until it ends')
    .argument('<id...>')
    .option('--only <names>', 'these and no others', listOption)
    .option('--add <names>', 'these too', listOption)
    .option('--drop <names>', 'these no more; what runs goes on', listOption)
    .option('--reset', 'as it was started');
  onCall<QueueFlags>(command, exit, (call, ids, flags) => tellAll(call, ids, { verb: 'queues', ...changeOf(flags) }));
}

function changeOf({ only, add, drop, reset = false }: QueueFlags): QueueChange {
  const changes = add !== undefined || drop !== undefined;
  const ways = [only !== undefined, changes, reset].filter(Boolean).length;
  if (ways !== 1) throw usage('give --only, or --reset, or some of --add and --drop');
  if (reset) return { queues: null };
  return only === undefined ? { ...(add && { add }), ...(drop && { drop }) } : { queues: only };
}

function usage(message: string): SkepError {
  return new SkepError('USAGE', message);
}

const DONE: Readonly<Record<WorkerCommand['verb'], (answer: WorkerAnswerView) => string>> = {
  ping: ({ tookMs }) => `answered in ${tookMs} ms`,
  pause: ({ worker }) => `reserves no more jobs; ${worker.running} running`,
  resume: () => 'reserves jobs again',
  stop: ({ worker }) => `stops; ${worker.running} running`,
  concurrency: ({ worker }) => `runs ${slots(worker.queues)}`,
  queues: ({ worker }) => `consumes ${slots(worker.queues)}`,
};

function slots(queues: Readonly<Record<string, number>>): string {
  const each = Object.entries(queues).map(([queue, count]) => `${queue}:${count}`);
  return each.join(', ') || 'no queue';
}

/** All at once; one that does not answer does not keep the others from it, and the first failure gives the exit code. */
async function tellAll(
  call: CommandCall,
  ids: readonly string[],
  command: WorkerCommand,
): Promise<ExitCode | undefined> {
  const operations = await call.operations();
  const answers = await Promise.allSettled(ids.map((id) => operations.tellWorker(id, command)));
  let code: ExitCode | undefined;
  for (const [index, answer] of answers.entries()) {
    if (answer.status === 'fulfilled') {
      await call.printer.value(answer.value, [`${printable(ids[index] ?? '')} ${DONE[command.verb](answer.value)}`]);
    } else {
      reportError(call.terminal, answer.reason, call.options);
      code ??= exitCodeOf(answer.reason);
    }
  }
  return code;
}
