/** What JSON Schema cannot say of a command and of the keys that go with it. */
import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';

import { templateText } from '../../core/index.ts';
import type { Resolving } from './resolving.ts';
import type { Task } from '../source.generated.ts';
import type { Path } from '../yaml/source-file.ts';

/** Keys of a task that say something of its command. */
const WITH_COMMAND = ['cwd', 'env', 'exitCodes'] as const;
/** What tells a command of its job; nobody else sets these. */
const TOLD = new Set([
  ...['SKEP_JOB_ID', 'SKEP_TASK', 'SKEP_QUEUE', 'SKEP_ATTEMPT', 'SKEP_IDEMPOTENCY_KEY', 'TRACEPARENT'],
]);
const MAX_EXIT_CODE = 255;
/** Where programs are looked for when the environment says nothing, as the system does. */
const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

type CommandKeys = Pick<Task, 'command' | 'cwd' | 'env' | 'exitCodes' | 'use'>;

export function checkCommand(context: Resolving, task: CommandKeys, at: Path): void {
  const add = (key: Path, message: string, hint?: string): void => {
    context.problems.add('REF_COMMAND', context.combined.spot([...at, ...key]), message, hint);
  };
  if (task.command === null) {
    const stray = WITH_COMMAND.filter((key) => task[key] !== null);
    for (const key of stray) add([key], `\`${key}\` says something of a \`command\`, and the task has none`);
    return;
  }
  const flaw = flawOfProgram(task.command[0] ?? '');
  if (flaw !== null) add(['command'], flaw, 'write the program first, then its arguments');
  if (task.use.length > 0) {
    add(
      ['use'],
      'a command cannot use resources: they are values of this process',
      'take a handler, or leave out `use`',
    );
  }
  (task.env ?? []).forEach((name, index) => {
    if (TOLD.has(name)) add(['env', index], `\`${name}\` is set by Skep, for each attempt`);
  });
  for (const code of Object.keys(task.exitCodes ?? {})) {
    const wrong = flawOfExitCode(Number(code));
    if (wrong !== null) add(['exitCodes', code], wrong);
  }
}

function flawOfProgram(program: string): string | null {
  if (program.trim() === '') return 'the first item names the program, and it is empty';
  const text = templateText(program);
  const plain = text.kind === 'text' && text.constant !== null;
  return plain ? null : 'an expression may not say which program runs';
}

function flawOfExitCode(code: number): string | null {
  if (code === 0) return '0 cannot be given another meaning: it completes the job';
  return code > MAX_EXIT_CODE ? `no program can end with ${code}: exit codes go up to ${MAX_EXIT_CODE}` : null;
}

/** Warns of commands that could not be started here. Only where handlers are looked at too: other processes do not run them. */
export async function resolvePrograms({ tasks, combined, problems, directory, options }: Resolving): Promise<void> {
  if (options.handlers === undefined || problems.failed) return;
  for (const [name, { command, cwd }] of tasks) {
    if (command === null) continue;
    const folder = path.resolve(directory, cwd ?? '.');
    const flaw = await flawHere(command[0] ?? '', folder, options.env['PATH'] ?? DEFAULT_PATH);
    if (flaw === null) continue;
    const key = flaw.isFolder && cwd !== null ? 'cwd' : 'command';
    problems.add('REF_PROGRAM', combined.spot(['tasks', name, key]), flaw.message, flaw.hint);
  }
}

interface Flaw {
  readonly isFolder: boolean;
  readonly message: string;
  readonly hint?: string;
}

async function flawHere(program: string, folder: string, searched: string): Promise<Flaw | null> {
  if (!(await isFolder(folder))) return { isFolder: true, message: `the folder ${folder} is not there` };
  if (await isFound(program, folder, searched)) return null;
  const where = program.includes('/') ? 'is not there, or may not be run' : 'is in no folder of PATH';
  const flaw = { isFolder: false, message: `the program ${program} ${where}` };
  return /\s/.test(program) ? { ...flaw, hint: 'no shell reads it: each argument is an item of its own' } : flaw;
}

async function isFolder(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  return found?.isDirectory() === true;
}

async function isFound(program: string, folder: string, searched: string): Promise<boolean> {
  const places = program.includes('/') ? [folder] : searched.split(':').map((one) => path.resolve(folder, one));
  for (const place of places) if (await isProgram(path.resolve(place, program))) return true;
  return false;
}

async function isProgram(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true) return false;
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
