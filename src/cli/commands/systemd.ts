import { readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import type { Command } from 'commander';
import { SkepError } from '../../foundation/index.ts';
import type { CommandCall, ExitSlot } from '../command-call.ts';
import { onCall } from '../command-call.ts';
import { EXIT } from '../exit-codes.ts';
import type { RunFlags } from '../run-flags.ts';
import { printable } from '../terminal.ts';
import { PORT_OPTION, selectionOptions } from './run.ts';

interface SystemdFlags extends Pick<RunFlags, 'only' | 'queues' | 'exclude' | 'concurrency' | 'strategy' | 'port'> {
  readonly name?: string;
  readonly as?: string;
  readonly envFile: string;
  readonly user?: boolean;
}

export function registerSystemd(program: Command, exit: ExitSlot): void {
  const command = program.command('systemd').description('print a systemd unit that runs this manifest');
  selectionOptions(command)
    .option(...PORT_OPTION)
    .option('--name <name>', 'name of the service, instead of that of the manifest')
    .option('--as <account>', "account that it runs under; else the owner of the project's folder")
    .option('--env-file <path>', 'its environment, beside the manifest; need not be there', '.env')
    .option('--user', "a unit for a user's own manager (systemctl --user)");
  onCall<SystemdFlags>(command, exit, async (call, _args, flags) => {
    if (flags.user === true && flags.as !== undefined) {
      throw new SkepError('USAGE', '--as and --user at once: the manager of a user runs everything as that user');
    }
    await printed(call, flags);
    return EXIT.done;
  });
}

async function printed({ options, terminal }: CommandCall, flags: SystemdFlags): Promise<void> {
  const [{ DEFAULT_TIMINGS }, { readManifest }, { unitOf }] = await Promise.all([
    import('../../engine/index.ts'),
    import('../../platform/index.ts'),
    import('../systemd-unit.ts'),
  ]);
  const file = path.resolve(terminal.cwd, options.file);
  const folder = path.dirname(file);
  const envFile = path.resolve(folder, flags.envFile);
  const given = parseEnv(await readFile(envFile, 'utf8').catch(() => ''));
  // As the service will see it, with what this shell has besides.
  const { name, shutdown, engine } = await readManifest({
    file,
    env: { ...terminal.env, ...given },
    cwd: terminal.cwd,
  });
  const ofUser = flags.user === true;
  const account = ofUser ? undefined : (flags.as ?? (await ownerOf(folder)));
  const service = flags.name ?? name;
  const unit = unitOf({
    ...{ name: service, file, folder, envFile, ofUser, account },
    command: [process.execPath, ...process.execArgv, process.argv[1] ?? '', 'run', '--file', file, ...runArgs(flags)],
    stopMs: shutdown.warmMs + shutdown.softMs,
    stillMs: DEFAULT_TIMINGS.blockedLimitMs + engine.leaseMs,
  });
  terminal.data(unit.trimEnd());
  if (!ofUser && account === undefined) terminal.say('it would run as root: --as ACCOUNT names another account');
  const where = ofUser ? '~/.config/systemd/user' : '/etc/systemd/system';
  const manager = ofUser ? 'systemctl --user' : 'systemctl';
  terminal.say(
    `for ${printable(`${where}/${service}.service`)}; then ${manager} daemon-reload && ${manager} enable --now ${printable(service)}`,
  );
}

/** @returns undefined for root, whom nobody should have to thank for running handlers */
async function ownerOf(folder: string): Promise<string | undefined> {
  const { uid } = await stat(folder);
  const { uid: own, username } = os.userInfo();
  if (uid === 0) return undefined;
  return uid === own ? username : `${uid}`;
}

function runArgs({ only, queues, exclude, concurrency, strategy, port }: SystemdFlags): string[] {
  const list = (flag: string, names: readonly string[] | undefined): string[] =>
    names === undefined ? [] : [flag, names.join(',')];
  const number = (flag: string, value: number | undefined): string[] => (value === undefined ? [] : [flag, `${value}`]);
  return [
    ...list('--only', only),
    ...list('--queues', queues),
    ...list('--exclude', exclude),
    ...number('--concurrency', concurrency),
    ...list('--strategy', strategy && [strategy]),
    ...number('--port', port),
  ];
}
