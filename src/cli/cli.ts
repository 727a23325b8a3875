/** The program: all commands, and what becomes of whatever they throw. */
import { Command, CommanderError } from 'commander';
import { parseDuration, SkepError } from '../foundation/index.ts';
import { registerAlerts } from './commands/alerts.ts';
import { registerAttention } from './commands/attention.ts';
import { registerAudit } from './commands/audit.ts';
import { registerBuckets } from './commands/buckets.ts';
import { registerCheck } from './commands/check.ts';
import { registerCompletion } from './commands/completion.ts';
import { registerBulk } from './commands/bulk.ts';
import { registerDead } from './commands/dead.ts';
import { registerDoctor } from './commands/doctor.ts';
import { DEFAULT_WAIT, registerEnqueue } from './commands/enqueue.ts';
import { registerEvents } from './commands/events.ts';
import { registerExplain } from './commands/explain.ts';
import { registerHolds } from './commands/holds.ts';
import { registerImport } from './commands/import.ts';
import { registerInit } from './commands/init.ts';
import { registerJobs } from './commands/jobs.ts';
import { registerManifest } from './commands/manifest.ts';
import { registerMigrate } from './commands/migrate.ts';
import { registerPlan } from './commands/plan.ts';
import { registerQueues } from './commands/queues.ts';
import { registerReload } from './commands/reload.ts';
import { registerRoutes } from './commands/routes.ts';
import { registerRun } from './commands/run.ts';
import { registerRuns } from './commands/runs.ts';
import { registerSchedules } from './commands/schedules.ts';
import { registerSimulate } from './commands/simulate.ts';
import { registerSystemd } from './commands/systemd.ts';
import { registerSources } from './commands/sources.ts';
import { registerStats } from './commands/stats.ts';
import { registerTasks } from './commands/tasks.ts';
import { registerTest } from './commands/test.ts';
import { registerTypes } from './commands/types.ts';
import { registerToken } from './commands/token.ts';
import { registerTop } from './commands/top.ts';
import { registerVersion } from './commands/version.ts';
import { registerWorkers } from './commands/workers.ts';
import { registerWorkflows } from './commands/workflows.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';
import { adviceOnOption } from './foreign-options.ts';
import { adviceOn } from './foreign-verbs.ts';
import { addGlobalOptions, type GlobalOptions } from './options.ts';
import { OUTPUTS } from './printer.ts';
import { reportError } from './report-error.ts';
import type { ExitSlot } from './command-call.ts';
import { Terminal } from './terminal.ts';

/**
 * Runs one command to its end.
 * @param argv the arguments after the program's name
 */
export async function runCli(argv: readonly string[]): Promise<ExitCode> {
  const exit: ExitSlot = { code: undefined };
  const program = createProgram(exit);
  try {
    await program.parseAsync(withWaitDefault(withHelp(withVersion(argv))), { from: 'user' });
    return exit.code ?? EXIT.done;
  } catch (thrown) {
    return failed(program, thrown, argv);
  }
}

/** The flag that every program knows is the command of that name. */
function withVersion(argv: readonly string[]): readonly string[] {
  return argv[0] === '--version' ? ['version', ...argv.slice(1)] : argv;
}

/** Commander's own `help` shows the group alone: `help workers ls` is `workers ls --help`. */
function withHelp(argv: readonly string[]): readonly string[] {
  return argv[0] === 'help' && argv.length > 2 ? [...argv.slice(1), '--help'] : argv;
}

/** `--wait` takes a duration only where one follows: in `--wait emails.send` the name is not meant for it. */
function withWaitDefault(argv: readonly string[]): string[] {
  return argv.map((arg, index) => {
    const bare = arg === '--wait' && parseDuration(argv[index + 1] ?? '') === undefined;
    return bare ? `--wait=${DEFAULT_WAIT}` : arg;
  });
}

/** In the order of the help. */
const COMMANDS: readonly ((program: Command, exit: ExitSlot) => void)[] = [
  registerInit,
  registerImport,
  registerRun,
  registerCheck,
  registerTest,
  registerSimulate,
  registerEnqueue,
  registerExplain,
  registerJobs,
  registerDead,
  registerBulk,
  registerWorkflows,
  registerRuns,
  registerQueues,
  registerTasks,
  registerAttention,
  registerAlerts,
  registerStats,
  registerTop,
  registerEvents,
  registerAudit,
  registerHolds,
  registerBuckets,
  registerSchedules,
  registerWorkers,
  registerSources,
  registerRoutes,
  registerManifest,
  registerPlan,
  registerReload,
  registerMigrate,
  registerDoctor,
  registerTypes,
  registerSystemd,
  registerToken,
  registerCompletion,
  registerVersion,
];

/** All commands with their options; docs/cli.md is held against it. */
export function createProgram(exit: ExitSlot): Command {
  const program = new Command('skep');
  program
    .description('Declarative background jobs: one jobs.yaml, run, watched and traced.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => new Terminal().data(text),
      writeErr: (text) => new Terminal().say(text.trimEnd()),
      outputError: () => undefined,
    })
    .configureHelp({ showGlobalOptions: true })
    .helpCommand(true);
  addGlobalOptions(program);
  program.option('--version', 'print the version of skep, as the command does');
  for (const register of COMMANDS) register(program, exit);
  return program;
}

function failed(program: Command, thrown: unknown, argv: readonly string[]): ExitCode {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return EXIT.done;
  // Commander has shown the help of a command that was called without its verb.
  if (thrown instanceof CommanderError && thrown.code === 'commander.help') return EXIT.usage;
  const error = thrown instanceof CommanderError ? usageError(thrown, program, argv) : thrown;
  const { output, verbose, color } = program.opts<GlobalOptions>();
  const terminal = new Terminal();
  if (!color) terminal.withoutColor();
  // A reader that has seen enough (`skep jobs ls | head`) wants to hear no more; the exit code tells.
  if (error instanceof SkepError && error.details?.['code'] === 'EPIPE') return EXIT.failed;
  reportError(terminal, error, { output: OUTPUTS.includes(output) ? output : 'table', verbose });
  return exitCodeOf(error);
}

/** Commander's `(Did you mean jobs?)` in the words of all our hints. */
function suggestionIn(lines: readonly string[]): string | undefined {
  const text = lines.join(' ').trim();
  const meant = /^\(Did you mean (?:one of )?(.+)\?\)$/.exec(text)?.[1];
  return meant === undefined ? text || undefined : `did you mean \`${meant.replaceAll(', ', '` or `')}\`?`;
}

function usageError(error: CommanderError, program: Command, argv: readonly string[]): SkepError {
  const [message = '', ...more] = error.message.replace(/^error: /, '').split('\n');
  if (error.code === 'commander.unknownOption') {
    return unknownOption(message, suggestionIn(more), calledOf(program, argv));
  }
  const verb = error.code === 'commander.unknownCommand' ? message.split("'")[1] : undefined;
  const advice = verb === undefined ? undefined : adviceOn(verb, groupOf(verb, program, argv));
  const help = ['skep help', ...calledOf(program, argv).map((one) => one.name())].join(' ');
  return new SkepError('USAGE', message, {
    hint:
      advice ??
      suggestionIn(more) ??
      `\`${help}\` ${help === 'skep help' ? 'lists commands and options' : 'says what it takes'}`,
  });
}

/** @returns the command that was called, its group before it */
function calledOf(program: Command, argv: readonly string[]): Command[] {
  const called: Command[] = [];
  for (const word of argv) {
    const within = called.at(-1) ?? program;
    const found = within.commands.find((one) => word === one.name() || one.aliases().includes(word));
    if (found !== undefined) called.push(found);
  }
  return called;
}

/** The command before a verb that it does not have. */
function groupOf(verb: string, program: Command, argv: readonly string[]) {
  const before = argv[argv.indexOf(verb) - 1];
  const group = program.commands.find((one) => one.name() === before && one.commands.length > 0);
  return group === undefined ? null : { name: group.name(), verbs: group.commands.map((one) => one.name()) };
}

/** What looks like an option may be meant as a value: foreign ids begin as they like. */
function unknownOption(message: string, suggested: string | undefined, called: readonly Command[]): SkepError {
  const dashed = 'a value that begins with a dash follows `--`, as in `skep jobs show -- -x`';
  const help = ['skep help', ...called.map((one) => one.name())].join(' ');
  const known = called.at(-1)?.options.map(({ long }) => long ?? '') ?? [];
  const advice = adviceOnOption(message.split("'")[1] ?? '', known);
  return new SkepError('USAGE', message, { hint: advice ?? suggested ?? `\`${help}\` lists the options; ${dashed}` });
}
