import type { Command } from 'commander';
import { counted, type Diagnostic, messageOf, SkepError } from '../../foundation/index.ts';
import type { CheckedManifest, DoctorCheck } from '../../platform/index.ts';
import { EXIT } from '../exit-codes.ts';
import type { Layout } from '../printer.ts';
import { type ExitSlot, onCall, type CommandCall } from '../command-call.ts';

interface DoctorFlags {
  readonly store?: true;
  readonly repair?: true;
  readonly adopt?: true;
}

export const CHECKS: Layout<DoctorCheck> = {
  plural: 'checks',
  name: (check) => check.name,
  columns: [
    { title: 'CHECK', of: (check) => check.name },
    { title: 'STATUS', of: (check) => check.status },
    { title: 'MESSAGE', of: (check) => check.message, yields: 'wrapped', keeps: 20 },
    { title: 'HINT', of: (check) => check.hint, wide: true },
  ],
};

export function registerDoctor(program: Command, exit: ExitSlot): void {
  const command = program
    .command('doctor')
    .description('look for what is wrong with the manifest and the store: exit 1 when something fails')
    .option('--store', 'the store alone')
    .option('--repair', 'put right what can be put right without a guess')
    .option('--adopt', 'the project was renamed: take the store over from its former name');
  onCall<DoctorFlags>(command, exit, async (call, _args, { store = false, repair = false, adopt = false }) => {
    const { options, terminal, printer } = call;
    if (options.server !== undefined) {
      const hint = 'Leave out --server (and SKEP_SERVER), or ask that server: GET /readyz.';
      throw new SkepError('USAGE', 'doctor looks at the store itself, not through a server', { hint });
    }
    const source = { file: options.file, env: terminal.env, cwd: terminal.cwd };
    const { checkManifest, examineStore, readManifest } = await import('../../platform/index.ts');
    const manifest = await readManifest(source).catch((error: unknown) => askServer(call, error));
    if (!('engine' in manifest)) {
      await printer.list(CHECKS, manifest, { repairs: [] });
      if (printer.output === 'table') sayMore(call, manifest);
      return EXIT.failed;
    }
    const first = store ? [] : [manifestCheck(await checkManifest(source))];
    const { checks, repairs } = await examineStore(manifest, { repair, adopt });
    const all = [...first, ...checks];
    await printer.list(CHECKS, all, { repairs });
    if (printer.output === 'table') sayMore(call, all);
    for (const { name, message } of repairs) terminal.say(`repaired ${name}: ${message}`);
    return all.some(({ status }) => status === 'fail') ? EXIT.failed : EXIT.done;
  });
}

/**
 * Without a manifest nobody knows where the store is, but its running server does.
 * @throws the error of the manifest when no server answers
 */
async function askServer(call: CommandCall, error: unknown): Promise<readonly DoctorCheck[]> {
  const { HttpClient } = await import('../../client/index.ts');
  const { tokenOf } = await import('../connect.ts');
  const { serverOfBroken } = await import('../connect-by-manifest.ts');
  const server = await serverOfBroken(call);
  if (server === undefined) throw error;
  const token = await tokenOf(call);
  const { checks = [] } = await new HttpClient({ server, ...(token === undefined ? {} : { token }) }).readiness();
  const message = await countedErrors(call, error);
  const hint = '`skep check` shows where. The server goes on with what it has in force.';
  // What the server says of the same files would stand there twice.
  return [{ name: 'manifest', status: 'fail', message, hint }, ...checks.filter(({ name }) => name !== 'manifest')];
}

/** With the errors of its handlers, so that the number is that of `skep check`. */
async function countedErrors({ options, terminal }: CommandCall, error: unknown): Promise<string> {
  if (!(error instanceof SkepError) || error.code !== 'MANIFEST_INVALID') return messageOf(error);
  const { checkManifest } = await import('../../platform/index.ts');
  const { diagnostics } = await checkManifest({ file: options.file, env: terminal.env, cwd: terminal.cwd });
  return `${options.file} has ${errorsIn(diagnostics)}`;
}

function errorsIn(diagnostics: readonly Diagnostic[]): string {
  return counted(diagnostics.filter(({ severity }) => severity === 'error').length, 'error');
}

/** The manifest has been read: what may still be wrong is its handlers. */
function manifestCheck({ valid, summary, diagnostics }: CheckedManifest): DoctorCheck {
  if (valid) return { name: 'manifest', status: 'ok', message: summary, hint: null };
  const hint = '`skep check` shows where.';
  return { name: 'manifest', status: 'fail', message: `its handlers have ${errorsIn(diagnostics)}`, hint };
}

/** Hints are for what is wrong; a column of them would be empty as a rule. */
function sayMore({ terminal }: CommandCall, checks: readonly DoctorCheck[]): void {
  for (const { name, hint } of checks) if (hint !== null) terminal.say(`${name}: ${hint}`);
}
