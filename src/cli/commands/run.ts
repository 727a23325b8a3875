import { type Command, InvalidArgumentError, Option } from 'commander';
import { PLATFORM_ROLES, type PlatformRole, QUEUE_STRATEGIES, QUEUE_WEIGHT_MAX } from '../../core/index.ts';
import { durationOption, integerOption, listOption } from '../options.ts';
import type { RunFlags } from '../run-flags.ts';
import { type ExitSlot, onCall } from '../command-call.ts';

/** Where it is asked, likewise. */
export const PORT_OPTION = [
  '--port <port>',
  'port of the admin API, instead of admin.port; without the api role, of health; 0 takes a free one',
  integerOption(0, 65_535),
] as const;

export function registerRun(program: Command, exit: ExitSlot): void {
  const command = program.command('run').description('run the manifest: worker, scheduler and admin API');
  selectionOptions(command)
    .option('--burst', 'end when no job can run now; retries and others that are due later stay')
    .option('--burst-wait <duration>', 'the same, but run what falls due within that long too', durationOption)
    .option('--host <host>', 'address of the admin API, instead of admin.host; without the api role, of health')
    .option(...PORT_OPTION)
    .option('--shutdown-timeout <duration>', 'how long a stop lets jobs run', durationOption);
  onCall<RunFlags>(command, exit, async (call, _args, flags) => {
    const { runPlatform } = await import('../run-platform.ts');
    return runPlatform(call, flags);
  });
}

/** What a process does: of whatever starts one. */
export function selectionOptions(command: Command): Command {
  return command
    .option('--only <roles>', `of ${PLATFORM_ROLES.join(', ')}`, rolesOption)
    .option('-q, --queues <names>', 'consume these queues only; NAME:WEIGHT with --strategy weighted', queuesOption)
    .option('-x, --exclude <names>', 'consume all queues but these', listOption)
    .option('-c, --concurrency <number>', 'handlers at once, in each queue', integerOption(1, 10_000))
    .addOption(
      new Option('--strategy <strategy>', 'the queues share their places, and come first by this').choices(
        QUEUE_STRATEGIES,
      ),
    );
}

/** `a,b:2`: names of queues, and of each at most one weight. */
function queuesOption(text: string, before: readonly string[] = []): readonly string[] {
  const all = listOption(text, before);
  const names = all.map((item) => item.split(':', 1)[0]);
  for (const [at, item] of all.entries()) {
    const [name = '', weight, ...more] = item.split(':');
    const whole = weight === undefined || (/^\d{1,4}$/.test(weight) && Number(weight) >= 1 && Number(weight) <= QUEUE_WEIGHT_MAX);
    if (name === '' || !whole || more.length > 0) {
      throw new InvalidArgumentError(
        `Write names with a comma between them; a weight is a whole number from 1 to ${QUEUE_WEIGHT_MAX}, as in urgent:3.`,
      );
    }
    if (all.some((other) => other.includes(':')) && names.indexOf(name) !== at) {
      throw new InvalidArgumentError(`${name} is named twice.`);
    }
  }
  return all;
}

function rolesOption(text: string, before: readonly PlatformRole[] = []): readonly PlatformRole[] {
  const roles = listOption(text);
  const wrong = roles.find((role) => !(PLATFORM_ROLES as readonly string[]).includes(role));
  if (wrong !== undefined) throw new InvalidArgumentError(`${wrong} is not one of ${PLATFORM_ROLES.join(', ')}.`);
  return [...before, ...(roles as readonly PlatformRole[])];
}
