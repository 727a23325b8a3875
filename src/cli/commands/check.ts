import type { Command } from 'commander';
import { counted, type Diagnostic, renderDiagnostic } from '../../foundation/index.ts';
import type { CheckedManifest } from '../../platform/index.ts';
import { EXIT } from '../exit-codes.ts';
import { type ExitSlot, onCall, type CommandCall } from '../command-call.ts';
import { printable } from '../terminal.ts';

interface CheckFlags {
  readonly import?: boolean;
}

export function registerCheck(program: Command, exit: ExitSlot): void {
  const command = program
    .command('check')
    .description('check the manifest and the handlers it names; connects to no store')
    .argument('[file]', 'the main file; default: that of -f')
    .option('--no-import', 'look at handler modules without running them');
  onCall<CheckFlags>(command, exit, async (call, [file = call.options.file], flags) => {
    const { terminal, printer } = call;
    const { checkManifest } = await import('../../platform/index.ts');
    const result = await checkManifest(
      { file, env: terminal.env, cwd: terminal.cwd },
      { runHandlers: flags.import !== false },
    );
    const { valid, diagnostics } = result;
    if (printer.output === 'json' || printer.output === 'jsonl' || printer.output === 'yaml') {
      await printer.value({ valid, diagnostics: diagnostics.map(diagnosticView) });
    } else {
      for (const diagnostic of diagnostics) terminal.say(renderDiagnostic(diagnostic, terminal.talkWidth));
      sayVerdict(call, file, result);
    }
    return valid ? EXIT.done : EXIT.usage;
  });
}

function sayVerdict({ terminal }: CommandCall, name: string, { valid, diagnostics, summary }: CheckedManifest): void {
  const { green, red } = terminal.stderrColors;
  const file = printable(name);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (valid) terminal.data(`${green('valid')} ${file}: ${summary}`);
  else terminal.say(`${red('invalid')} ${file}: ${counted(errors, 'error')}`);
  if (diagnostics.some(({ code, line }) => code === 'YAML_UNREADABLE' && line === 0)) {
    terminal.say('hint: give the path of the manifest with -f, or let `skep init` begin one');
  }
}

function diagnosticView({ code, severity, message, file, line, column, endColumn, path, hint, stack }: Diagnostic) {
  const place = { file, line, column, endColumn, path };
  return { code, severity, message, ...place, hint: hint ?? null, ...(stack === undefined ? {} : { stack }) };
}
