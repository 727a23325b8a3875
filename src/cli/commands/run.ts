import { type Command, InvalidArgumentError } from 'commander';
import { PLATFORM_ROLES, type PlatformOptions, type PlatformRole } from '../../platform/index.ts';
import { durationOption, integerOption, listOption } from '../options.ts';
import { type ExitSlot, onCall, type Session } from '../session.ts';

export interface RunFlags {
  readonly only?: readonly PlatformRole[];
  readonly queues?: readonly string[];
  readonly exclude?: readonly string[];
  readonly concurrency?: number;
  readonly burst?: boolean;
  readonly host?: string;
  readonly port?: number;
  readonly shutdownTimeout?: number;
}

export function registerRun(program: Command, exit: ExitSlot): void {
  const command = program
    .command('run')
    .description('run the manifest: worker, scheduler and admin API')
    .option('--only <roles>', `of ${PLATFORM_ROLES.join(', ')}`, rolesOption)
    .option('-q, --queues <names>', 'consume these queues only', listOption)
    .option('-x, --exclude <names>', 'consume all queues but these', listOption)
    .option('-c, --concurrency <number>', 'handlers at once, in each queue', integerOption(1, 10_000))
    .option('--burst', 'end when no job can run any more')
    .option('--host <host>', 'address of the admin API, instead of admin.host')
    .option(
      '--port <port>',
      'port of the admin API, instead of admin.port; 0 takes a free one',
      integerOption(0, 65_535),
    )
    .option('--shutdown-timeout <duration>', 'how long a stop lets jobs run', durationOption);
  onCall<RunFlags>(command, exit, async (session, _args, flags) => {
    const { runPlatform } = await import('../run-platform.ts');
    return runPlatform(session, flags);
  });
}

function rolesOption(text: string, before: readonly PlatformRole[] = []): readonly PlatformRole[] {
  const roles = listOption(text);
  const wrong = roles.find((role) => !(PLATFORM_ROLES as readonly string[]).includes(role));
  if (wrong !== undefined) throw new InvalidArgumentError(`${wrong} is not one of ${PLATFORM_ROLES.join(', ')}.`);
  return [...before, ...(roles as readonly PlatformRole[])];
}

/** Flags and terminal as the platform wants them. */
export function platformOptions({ options, terminal }: Session, flags: RunFlags): PlatformOptions {
  const { only, queues, exclude, concurrency, shutdownTimeout, burst = false } = flags;
  return {
    file: options.file,
    env: terminal.env,
    cwd: terminal.cwd,
    isTty: terminal.interactive,
    burst,
    ...(only === undefined ? {} : { roles: only }),
    queues: {
      ...(queues === undefined ? {} : { only: queues }),
      ...(exclude === undefined ? {} : { exclude }),
      ...(concurrency === undefined ? {} : { concurrency }),
    },
    ...(shutdownTimeout === undefined ? {} : { shutdownTimeoutMs: shutdownTimeout }),
  };
}
