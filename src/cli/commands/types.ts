import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { messageOf, SkepError } from '../../foundation/index.ts';
import type { CommandCall, ExitSlot } from '../command-call.ts';
import { onCall } from '../command-call.ts';
import { EXIT } from '../exit-codes.ts';
import { printable } from '../terminal.ts';

interface TypesFlags {
  readonly out?: string;
  readonly check?: boolean;
}

export function registerTypes(program: Command, exit: ExitSlot): void {
  const command = program
    .command('types')
    .description('write the tasks of the manifest as types for TypeScript; connects to no store')
    .option('--out <file>', 'a .d.ts to write; without it they are printed')
    .option('--check', 'write nothing: exit 1 when that file is not what would be written');
  onCall<TypesFlags>(command, exit, async (call, _args, { out, check }) => {
    if (out === undefined && check === true) throw new SkepError('USAGE', '--check needs the file: --out jobs.d.ts');
    const text = await typesOf(call);
    if (out === undefined) call.terminal.data(text.trimEnd());
    else if (check === true) return checked(call, out, text);
    else await written(call, out, text);
    return EXIT.done;
  });
}

async function typesOf({ options, terminal }: CommandCall): Promise<string> {
  const [{ readManifest }, { taskTypes }] = await Promise.all([
    import('../../platform/index.ts'),
    import('../../manifest/index.ts'),
  ]);
  return taskTypes(await readManifest({ file: options.file, env: terminal.env, cwd: terminal.cwd }));
}

async function checked(
  { terminal }: CommandCall,
  out: string,
  text: string,
): Promise<typeof EXIT.done | typeof EXIT.failed> {
  const there = await readFile(path.resolve(terminal.cwd, out), 'utf8').catch(() => undefined);
  // Line ends are the business of version control.
  if (there?.replaceAll('\r\n', '\n') === text) return EXIT.done;
  const what = there === undefined ? 'cannot be read' : 'is not what the manifest says';
  terminal.say(`${printable(out)} ${what}; write it anew with \`skep types --out ${printable(out)}\``);
  return EXIT.failed;
}

async function written({ terminal }: CommandCall, out: string, text: string): Promise<void> {
  try {
    await replace(path.resolve(terminal.cwd, out), text);
  } catch (error) {
    throw new SkepError('OUTPUT_FAILED', `${out} cannot be written: ${messageOf(error)}`, { cause: error });
  }
  terminal.say(`wrote ${printable(out)}`);
}

/**
 * Whoever compiles meanwhile finds the old file or the new one. A link stays one, and its file is replaced; a pipe or a
 * device (`/dev/stdout`) is written to, never taken away.
 */
async function replace(named: string, text: string): Promise<void> {
  const there = await stat(named).catch(() => undefined);
  if (there?.isFile() === false) return writeFile(named, text);
  const file = there === undefined ? named : await realpath(named);
  const draft = `${file}.${process.pid}`;
  try {
    await writeFile(draft, text);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
