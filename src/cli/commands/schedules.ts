import type { Command } from 'commander';
import type { PauseRequest, PlannedTickView } from '../../api/index.ts';
import { ENQUEUED, SCHEDULES } from '../layouts.ts';
import { pauseFlags, pauseRequest } from '../pause-flags.ts';
import { instantOption, integerOption } from '../options.ts';
import { type ExitSlot, onCall, type CommandCall } from '../command-call.ts';
import { onList } from '../watching.ts';
import { registerScheduleDetails } from './details.ts';
import { registerTicks } from './ticks.ts';

export function registerSchedules(program: Command, exit: ExitSlot): void {
  const schedules = program.command('schedules').description('what runs by the clock');
  onList(schedules.command('ls').description('list the schedules'), exit, async (call) => {
    const operations = await call.operations();
    await call.printer.list(SCHEDULES, await operations.schedules());
    return undefined;
  });
  registerScheduleDetails(schedules, exit);
  registerNext(schedules, exit);
  const run = schedules.command('run').description("enqueue a schedule's job now, beside its ticks");
  onCall(run.argument('<schedule>'), exit, async (call, [name = '']) => {
    const operations = await call.operations();
    await call.printer.item(ENQUEUED, await operations.runSchedule(name));
    return undefined;
  });
  registerPause(schedules, exit, 'pause', true);
  registerPause(schedules, exit, 'resume', false);
  registerTicks(schedules, exit);
}

function registerPause(schedules: Command, exit: ExitSlot, verb: string, paused: boolean): void {
  const does = paused ? 'let a schedule fire no more' : 'let a paused schedule fire again, from now on';
  const command = schedules.command(verb).description(does).argument('<schedule>');
  onCall<PauseRequest>(paused ? pauseFlags(command) : command, exit, async (call, [name = ''], why) => {
    const operations = await call.operations();
    await call.printer.item(SCHEDULES, await operations.pauseSchedule(name, paused, pauseRequest(why)));
    return undefined;
  });
}

interface NextOptions {
  readonly count: number;
  readonly from?: string;
  readonly aroundDst?: boolean;
}

function registerNext(schedules: Command, exit: ExitSlot): void {
  const next = schedules
    .command('next')
    .description('the next planned instants of a schedule; reads the manifest alone')
    .argument('<schedule>')
    .option('-n, --count <number>', 'how many', integerOption(1, 1_000), 10)
    .option('--from <instant>', 'count from there instead of from now', instantOption)
    .option('--around-dst', 'those around the next two changes of the clocks, and what these make of them');
  onCall<NextOptions>(next, exit, async (call, [name = ''], options) => {
    const view = await nextTicks(call, name, options);
    const around = options.aroundDst === true;
    if (view.ticks.length === 0)
      call.terminal.say(around ? 'its clocks are not changed within 400 days' : 'none: it fires no more');
    await call.printer.value(view, around ? view.ticks.map(tickLine) : view.next);
    return undefined;
  });
}

/** Works on the file alone; a server is asked only when one was named. */
async function nextTicks(call: CommandCall, name: string, { count, from, aroundDst }: NextOptions) {
  const { options, terminal } = call;
  if (options.server !== undefined) return (await call.operations()).nextTicks(name, count, from, aroundDst);
  const { plannedTicks, readManifest } = await import('../../platform/index.ts');
  const source = { file: options.file, env: terminal.env, cwd: terminal.cwd };
  const manifest = await readManifest(source).catch(() => undefined);
  // With problems in the file the running server knows the plan that is in force; without one they are told.
  if (manifest === undefined) return (await call.operations()).nextTicks(name, count, from, aroundDst);
  return plannedTicks(manifest, name, { count, from: from ?? Date.now(), aroundDst });
}

function tickLine({ plannedAt, dueAt, local, note }: PlannedTickView): string {
  return [dueAt ?? '-'.padEnd(plannedAt.length), local, ...(note === null ? [] : [note])].join('  ');
}
