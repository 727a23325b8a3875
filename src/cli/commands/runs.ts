import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { RUN_STATES, type RunState } from '../../core/index.ts';
import type { ItemQuery, RevealOptions, RunQuery, RunView } from '../../api/index.ts';
import { awaitRun, printRun } from '../await-run.ts';
import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { payloadOf } from '../given-payload.ts';
import { durationOption, integerOption, listOption } from '../options.ts';
import { ITEMS, RUNS } from '../run-layouts.ts';
import { printable } from '../terminal.ts';
import { onList } from '../watching.ts';
import { registerRunTrace } from './trace.ts';

export function registerRuns(program: Command, exit: ExitSlot): void {
  const runs = program.command('runs').description('runs of workflows: look at them and steer them');
  registerList(runs, exit);
  registerShow(runs, exit);
  registerRunTrace(runs, exit);
  const wait = runs.command('wait').description('wait until a run is over: exit 7 when it failed').argument('<id>');
  wait.option('--timeout <duration>', 'at most this long: exit 8', durationOption, 30_000);
  onCall<{ timeout: number }>(wait, exit, (call, [id = ''], { timeout }) => awaitRun(call, id, timeout));
  registerSteering(runs, exit);
  const remove = runs.command('rm').description('delete a run that is over; its jobs stay').argument('<id>');
  onCall(remove, exit, async (call, [id = '']) => {
    const operations = await call.operations();
    await operations.removeRun(id);
    await call.printer.value({ id, removed: true }, [`${printable(id)} removed`]);
    return undefined;
  });
}

function registerList(runs: Command, exit: ExitSlot): void {
  const command = runs
    .command('ls')
    .description('list runs, newest first')
    .option('--workflow <workflow>', 'of that workflow')
    .option('--state <states>', `of ${RUN_STATES.join(', ')}`, statesOption)
    .option('--parent <id>', 'that are a step of this run')
    .option('--cursor <cursor>', 'go on where the last page ended')
    .option('--limit <number>', 'at most so many', integerOption(1, 200), 50);
  onList<RunQuery>(command, exit, async (call, _args, flags) => {
    const operations = await call.operations();
    const page = await operations.listRuns(flags);
    await call.printer.list(RUNS, page.runs, { next: page.next });
    if (page.next !== null) call.terminal.say(`there are more: --cursor ${page.next}`);
    return undefined;
  });
}

function statesOption(text: string, before: readonly RunState[] = []): readonly RunState[] {
  const states = listOption(text);
  const wrong = states.find((state) => !(RUN_STATES as readonly string[]).includes(state));
  if (wrong !== undefined) throw new InvalidArgumentError(`${wrong} is not one of ${RUN_STATES.join(', ')}.`);
  return [...before, ...(states as readonly RunState[])];
}

interface ShowFlags {
  readonly step?: string;
  readonly from: number;
  readonly limit: number;
  readonly reveal?: true;
}

function registerShow(runs: Command, exit: ExitSlot): void {
  const show = runs.command('show').description('one run with its steps').argument('<id>');
  show
    .option('--step <step>', 'the items of that step, with their results')
    .option('--from <index>', 'of the items: the first', integerOption(0), 0)
    .option('--limit <number>', 'of the items: at most so many', integerOption(1, 1_000), 100)
    .option('--reveal', 'what is sensitive too; a server wants the role admin, and its log tells who saw it');
  onCall<ShowFlags>(show, exit, async (call, [id = ''], { step, reveal, ...page }) => {
    const sight = reveal === undefined ? {} : { revealTo: userInfo().username };
    const operations = await call.operations();
    if (step === undefined) await printRun(call, await operations.getRun(id, 0, undefined, sight));
    else await printItems(call, [id, step], page, sight);
    return undefined;
  });
}

async function printItems(
  call: CommandCall,
  [id, step]: readonly [string, string],
  page: Required<ItemQuery>,
  sight: RevealOptions,
): Promise<void> {
  const operations = await call.operations();
  const { items, next, ...about } = await operations.runItems(id, step, page, sight);
  await call.printer.list(ITEMS, items, { ...about, next });
  if (next !== null) call.terminal.say(`there are more: --from ${next}`);
}

/** What changes a run that is under way, or over. */
export function registerSteering(group: Command, exit: ExitSlot): void {
  const cancel = group.command('cancel').description('end a run: nothing more begins, and what runs is cancelled');
  onCall(cancel.argument('<id>'), exit, async (call, [id = '']) => {
    const operations = await call.operations();
    return told(call, await operations.cancelRun(id), ({ state }) =>
      state === 'cancelled' ? 'cancelled' : 'told to stop',
    );
  });
  const resume = group
    .command('resume')
    .description('go on with a run from what failed or was cancelled')
    .argument('<id>');
  resume.option('--from <steps>', 'begin anew at these steps, with all behind them', listOption);
  onCall<{ from?: readonly string[] }>(resume, exit, async (call, [id = ''], { from }) => {
    const operations = await call.operations();
    return told(call, await operations.resumeRun(id, from), () => 'resumed');
  });
  const signal = group.command('signal').description('give a run a signal that steps of it wait for');
  signal.argument('<id>').argument('<name>').option('--payload <json>', 'JSON, @file, or - for stdin (default: null)');
  onCall<{ payload?: string }>(signal, exit, async (call, [id = '', name = ''], { payload }) => {
    const value = payload === undefined ? null : await payloadOf(call, payload);
    const operations = await call.operations();
    return told(call, await operations.signalRun(id, name, value), () => `got the signal ${printable(name)}`);
  });
}

async function told(call: CommandCall, run: RunView, words: (run: RunView) => string): Promise<undefined> {
  if (call.printer.output === 'table') await call.printer.value(run, [`${printable(run.id)} ${words(run)}`]);
  else await printRun(call, run);
  return undefined;
}
