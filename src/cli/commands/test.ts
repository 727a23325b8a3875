import type { Command } from 'commander';
import { counted, SkepError } from '../../foundation/index.ts';
import type { TestReport } from '../../platform/index.ts';
import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { EXIT } from '../exit-codes.ts';
import { printable } from '../terminal.ts';

/** Names that a hint has. */
const SHOWN = 5;

interface TestFlags {
  readonly only?: string;
}

export function registerTest(program: Command, exit: ExitSlot): void {
  const command = program
    .command('test')
    .description('try the tests of the manifest on a clock of their own; exit 1 when one fails; connects to no store')
    .argument('[files...]', 'further files with `tests`, as if the manifest included them')
    .option('--only <text>', 'those whose name has this text');
  onCall<TestFlags>(command, exit, async (call, files, { only }) => {
    const { options, terminal, printer } = call;
    const { readManifest, understanding } = await import('../../platform/index.ts');
    const { runTests } = await understanding();
    const source = { file: options.file, env: terminal.env, cwd: terminal.cwd, beside: files };
    const manifest = await readManifest(source);
    refuseNone(manifest.tests, only);
    const told = printer.output === 'table' || printer.output === 'wide';
    const reports: TestReport[] = [];
    for await (const report of runTests(manifest, only)) {
      reports.push(report);
      if (told) terminal.data(linesOf(call, report).join('\n'));
    }
    const failed = reports.filter(({ passed }) => !passed).length;
    if (told) sayVerdict(call, reports.length, failed);
    else if (printer.output === 'json' || printer.output === 'yaml') {
      await printer.value({ tests: reports, passed: reports.length - failed, failed });
    } else await printer.list({ plural: 'tests', name: ({ name }) => name, columns: [] }, reports);
    return failed > 0 ? EXIT.failed : EXIT.done;
  });
}

/** A name that is written wrong must not look like tests that pass. @throws SkepError USAGE */
function refuseNone(tests: readonly { readonly name: string }[], only: string | undefined): void {
  if (only === undefined || tests.length === 0 || tests.some(({ name }) => name.includes(only))) return;
  const names = tests.map(({ name }) => `\`${name}\``);
  const more = names.length > SHOWN ? `, and ${names.length - SHOWN} more` : '';
  throw new SkepError('USAGE', `no test has \`${only}\` in its name`, {
    hint: `there ${names.length === 1 ? 'is' : 'are'} ${names.slice(0, SHOWN).join(', ')}${more}`,
  });
}

function linesOf({ terminal }: CommandCall, { name, place, passed, differences }: TestReport): readonly string[] {
  const { green, red } = terminal.stdoutColors;
  if (passed) return [`${green('ok')}    ${printable(name)}`];
  const where = place === null ? '' : ` (${printable(place.file)}:${place.line})`;
  return [
    `${red('FAIL')}  ${printable(name)}${where}`,
    ...differences.flatMap(({ key, expected, got }) => [
      `      ${key}: ${red(`- ${shown(expected)}`)}`,
      `      ${' '.repeat(key.length)}  ${green(`+ ${shown(got)}`)}`,
    ]),
  ];
}

function shown(value: unknown): string {
  return printable(JSON.stringify(value));
}

function sayVerdict({ terminal }: CommandCall, count: number, failed: number): void {
  if (count === 0) terminal.say('no tests: write some under `tests` of the manifest');
  else
    terminal.say(
      failed === 0 ? `${counted(count, 'test')}, all passed` : `${counted(count, 'test')}, ${failed} failed`,
    );
}
