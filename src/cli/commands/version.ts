import type { Command } from 'commander';
import { VERSION } from '../../foundation/index.ts';
import { type ExitSlot, onCall } from '../session.ts';

export function registerVersion(program: Command, exit: ExitSlot): void {
  const command = program.command('version').description('print the version of skep');
  onCall(command, exit, async ({ printer }) => {
    await printer.value({ version: VERSION, node: process.version }, [VERSION]);
    return undefined;
  });
}
