import path from 'node:path';

import { type Command, InvalidArgumentError } from 'commander';

import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { EXIT } from '../exit-codes.ts';
import { ask } from '../questions.ts';
import { isEngine, isProjectName, projectName } from '../starter.ts';
import { printable } from '../terminal.ts';
import { type StarterResult, writeStarter } from '../write-starter.ts';

interface InitFlags {
  readonly yes?: true;
  readonly name?: string;
  readonly engine?: string;
}

export function registerInit(program: Command, exit: ExitSlot): void {
  const init = program
    .command('init')
    .description('begin a project: a manifest, a handler and a test that run at once; nothing is overwritten')
    .argument('[folder]', 'this one if not said')
    .option('-y, --yes', 'ask nothing')
    .option('--name <name>', 'of the project, instead of that of the folder', nameOption)
    .option('--engine <engine>', 'where jobs are kept, as in redis://127.0.0.1:6379', engineOption);
  onCall<InitFlags>(init, exit, async (call, [given = '.'], flags) => {
    const folder = path.resolve(call.terminal.cwd, given);
    const answers = await settled(call, projectName(path.basename(folder)), flags);
    if (answers === undefined) return EXIT.interrupted;
    const result = await writeStarter({ folder, ...answers });
    await call.printer.value(
      result,
      result.files.map((file) => printable(path.join(given, file))),
    );
    sayNext(call, given, result);
    return undefined;
  });
}

interface Answers {
  readonly name: string;
  readonly engine: string;
}

/** Asks for what no option said, where there is somebody to ask. @returns undefined where the person ended it */
async function settled(
  { terminal }: CommandCall,
  folderName: string,
  { yes, name, engine }: InitFlags,
): Promise<Answers | undefined> {
  const asks = yes !== true && terminal.asks;
  const called = name ?? (asks ? await ask('Name of the project', folderName, checkedName) : folderName);
  if (called === undefined) return undefined;
  const usual = `sqlite:./var/${called}.db`;
  const kept = engine ?? (asks ? await ask('Where jobs are kept, a file or Redis', usual, checkedEngine) : usual);
  return kept === undefined ? undefined : { name: called, engine: kept };
}

function checkedName(text: string): string | null {
  return isProjectName(text)
    ? null
    : 'Write lower-case letters, digits, `_`, `.` and `-`, a letter or digit first, at most 64.';
}

function checkedEngine(text: string): string | null {
  return isEngine(text) ? null : 'Write sqlite:./var/jobs.db or redis://127.0.0.1:6379.';
}

function nameOption(text: string): string {
  const problem = checkedName(text);
  if (problem !== null) throw new InvalidArgumentError(problem);
  return text;
}

function engineOption(text: string): string {
  const problem = checkedEngine(text);
  if (problem !== null) throw new InvalidArgumentError(problem);
  return text;
}

function sayNext({ terminal, printer }: CommandCall, given: string, { package: made }: StarterResult): void {
  if (printer.output !== 'table' && printer.output !== 'wide') return;
  const { bold, dim } = terminal.stderrColors;
  const steps = [
    ...(path.normalize(given) === '.' ? [] : [`cd ${printable(given)}`]),
    ...(made ? ['npm install skep # or the package that you have of it'] : []),
    'npx skep run',
    `npx skep enqueue greet '{"name":"Ann"}' --wait # in another terminal`,
  ];
  terminal.say(
    `\n${bold('next:')}\n${steps.map((step) => `  ${step.replace(/ #.*/, (remark) => dim(remark))}`).join('\n')}`,
  );
}
