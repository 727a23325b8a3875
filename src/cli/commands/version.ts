import type { Command } from 'commander';
import { packageVersion } from '../../foundation/index.ts';
import { type ExitSlot, onCall } from '../command-call.ts';

export function registerVersion(program: Command, exit: ExitSlot): void {
  const command = program.command('version').description('print the version of skep');
  onCall(command, exit, async ({ printer }) => {
    const version = packageVersion();
    await printer.value({ version, node: process.version }, [version]);
    return undefined;
  });
}
