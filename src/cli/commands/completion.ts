import { Argument, type Command } from 'commander';

import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { completionScript, SHELLS } from '../completion-scripts.ts';
import { completionTable, NAMED, type Named } from '../completion-table.ts';

export function registerCompletion(program: Command, exit: ExitSlot): void {
  const completion = program.command('completion').description('let a shell complete commands, options and names');
  for (const shell of SHELLS) {
    const command = completion.command(shell).description(`print the script for ${shell}`);
    onCall(command, exit, async ({ terminal }) => {
      terminal.data(completionScript(shell, completionTable(program)));
      return undefined;
    });
  }
  const names = completion.command('names').description('print names of the manifest, a line each; reads it alone');
  names.addArgument(new Argument('<named>', 'of what').choices(NAMED));
  onCall(names, exit, async (call, [named]) => {
    await call.printer.value(...(await namesOf(call, named as Named)));
    return undefined;
  });
}

/** No store and no server is asked: whoever presses a key waits for the answer. */
async function namesOf({ options, terminal }: CommandCall, named: Named): Promise<[value: object, lines: string[]]> {
  const { manifestNames, readManifest } = await import('../../platform/index.ts');
  const manifest = await readManifest({ file: options.file, env: terminal.env, cwd: terminal.cwd });
  const lines = manifestNames(manifest, named);
  return [{ [named]: lines }, [...lines]];
}
