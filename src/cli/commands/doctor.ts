import type { Command } from 'commander';
import { findingsOfCheck } from '../../api/index.ts';
import { counted, type Diagnostic, messageOf, SkepError, systemClock } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import type { Advice, CheckedManifest, DoctorCheck, StoreExamination } from '../../platform/index.ts';
import { EXIT } from '../exit-codes.ts';
import type { Layout } from '../printer.ts';
import { adviceLines } from '../advice-lines.ts';
import { type ExitSlot, onCall, type CommandCall } from '../command-call.ts';

interface DoctorFlags {
  readonly store?: true;
  readonly manifest?: true;
  readonly strict?: true;
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
    .option('--manifest', 'the manifest alone: connects to no store')
    .option('--strict', 'exit 1 for a warning too')
    .option('--repair', 'put right what can be put right without a guess')
    .option('--adopt', 'the project was renamed: take the store over from its former name');
  onCall<DoctorFlags>(command, exit, async (call, _args, flags) => {
    const { options, terminal, printer } = call;
    refuseBoth(flags);
    if (options.server !== undefined) {
      const hint = 'Leave out --server (and SKEP_SERVER), or ask that server: GET /readyz.';
      throw new SkepError('USAGE', 'doctor looks at the store itself, not through a server', { hint });
    }
    const source = { file: options.file, env: terminal.env, cwd: terminal.cwd };
    const { readManifest } = await import('../../platform/index.ts');
    const manifest = await readManifest(source).catch((error: unknown) => askServer(call, error));
    if (!('engine' in manifest)) {
      await printer.list(CHECKS, manifest, { findings: manifest.flatMap(findingsOfCheck), repairs: [] });
      if (printer.output === 'table') sayMore(call, manifest);
      return EXIT.failed;
    }
    const files = await looked(call, manifest, flags);
    const { checks, repairs, advice } = await examined(manifest, flags);
    const all = [...files.checks, ...checks];
    const advices = [...files.advice, ...advice];
    await printer.list(CHECKS, all, { findings: [...all.flatMap(findingsOfCheck), ...advices], repairs });
    if (printer.output === 'table' || printer.output === 'wide') {
      sayMore(call, all);
      for (const one of advices) terminal.data(adviceLines(call, one).join('\n'));
    }
    for (const { name, message } of repairs) terminal.say(`repaired ${name}: ${message}`);
    return exitOf([...all.map(({ status }) => status), ...advices.map(({ severity }) => severity)], flags);
  });
}

function refuseBoth({ store, manifest, repair, adopt }: DoctorFlags): void {
  const other = store ? '--store' : repair ? '--repair' : adopt ? '--adopt' : undefined;
  if (manifest && other !== undefined) throw new SkepError('USAGE', `--manifest and ${other} exclude each other`);
}

type Files = Pick<StoreExamination, 'checks' | 'advice'>;

/** The manifest, its handlers, and settings of it that do not go together. */
async function looked({ options, terminal }: CommandCall, manifest: Manifest, { store }: DoctorFlags): Promise<Files> {
  if (store) return { checks: [], advice: [] };
  const { checkManifest, understanding } = await import('../../platform/index.ts');
  const { adviceOf, adviceOnWarnings } = await understanding();
  const checked = await checkManifest({ file: options.file, env: terminal.env, cwd: terminal.cwd });
  const warnings = checked.diagnostics.filter(({ severity }) => severity === 'warning');
  const advice = [...adviceOnWarnings(warnings, manifest), ...(await adviceOf(manifest, systemClock.now()))];
  return { checks: [manifestCheck(checked)], advice };
}

async function examined(
  manifest: Manifest,
  { manifest: alone, repair, adopt }: DoctorFlags,
): Promise<StoreExamination> {
  if (alone) return { checks: [], repairs: [], advice: [] };
  const { examineStore } = await import('../../platform/index.ts');
  return examineStore(manifest, { repair: repair === true, adopt: adopt === true });
}

function exitOf(gravities: readonly (DoctorCheck['status'] | Advice['severity'])[], { strict }: DoctorFlags) {
  const bad = gravities.includes('fail') || (strict === true && gravities.includes('warn'));
  return bad ? EXIT.failed : EXIT.done;
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
