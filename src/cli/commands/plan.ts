/** The manifest as it changes: what a change would do, doing it, going back. */
import type { Command } from 'commander';

import type { ApplyRequest, Operations, PlanRequest, PlanView } from '../../api/index.ts';
import { parseDuration, pause, SkepError, systemClock } from '../../foundation/index.ts';
import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { planLines, REVISIONS, revisionLines } from '../plan-layout.ts';

interface PlanFlags {
  readonly exitCode?: boolean;
}

interface ApplyFlags {
  readonly message?: string;
  readonly from?: string;
  readonly hold?: boolean;
  readonly drain?: boolean;
  readonly within: string;
}

/** How often those that are waited for are counted. */
const DRAIN_MS = 1_000;

export function registerPlan(program: Command, exit: ExitSlot): void {
  const plan = program
    .command('plan')
    .description('what the files would change, and what that means for jobs that wait; nothing is written')
    .argument('[file]', 'the main file; default: that of -f')
    .option('--exit-code', 'exit 6 where something would change');
  onCall<PlanFlags>(plan, exit, async (call, [file], flags) => {
    const view = await placed(async () => planned(call, await requestOf(call, file)), inPlace(call, file));
    await call.printer.value(view, planLines(view, call.terminal.stdoutColors));
    return planExit(view, flags.exitCode === true);
  });
  const apply = withApplyFlags(
    program
      .command('apply')
      .description('put the files in force, in every process; refused where jobs would be stranded')
      .argument('[file]', 'the main file; default: that of -f'),
  );
  onCall<ApplyFlags>(apply, exit, (call, [file], flags) =>
    placed(async () => applied(call, await requestOf(call, file), flags), inPlace(call, file)),
  );
  const rollback = withApplyFlags(
    program
      .command('rollback')
      .description('put what an earlier revision said in force, in every process')
      .argument('<revision>', 'its number'),
  );
  onCall<ApplyFlags>(rollback, exit, (call, [number = ''], flags) => {
    const revision = numberOf(number);
    const hint = `nothing was changed; the lines are those of \`skep revisions show ${revision}\`, the handlers those on disk`;
    return placed(() => applied(call, { revision }, flags), hint);
  });
  const revisions = program.command('revisions').description('manifests that were in force');
  onCall(revisions.command('ls').description('the newest first'), exit, async (call) => {
    await call.printer.list(REVISIONS, await (await call.operations()).revisions());
    return undefined;
  });
  const show = revisions.command('show').description('what one of them said, secrets covered').argument('<revision>');
  onCall(show, exit, async (call, [number = '']) => {
    const view = await (await call.operations()).revision(numberOf(number));
    await call.printer.value(view, revisionLines(view));
    return undefined;
  });
}

/** Where there is no store yet, all is new. */
async function planned(call: CommandCall, request: PlanRequest): Promise<PlanView> {
  try {
    return await (await call.operations()).plan(request);
  } catch (error) {
    if (!(error instanceof SkepError) || error.code !== 'STORE_ABSENT') throw error;
    const { understanding } = await import('../../platform/index.ts');
    const { terminal, options } = call;
    return (await understanding()).planWithoutStore(request, {
      file: options.file,
      env: terminal.env,
      cwd: terminal.cwd,
    });
  }
}

/** Texts are read in the place of the main file, by whose name problems are told. */
function inPlace({ options }: CommandCall, file: string | undefined): string | undefined {
  if (file === undefined || file === options.file) return undefined;
  return `nothing was changed; ${file} was read in the place of the main file: \`skep check ${file}\` looks at it where it is`;
}

/** @param hint in place of the one for the files on disk; undefined: that one is right */
async function placed<T>(work: () => Promise<T>, hint: string | undefined): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (hint === undefined || !(error instanceof SkepError) || error.code !== 'MANIFEST_INVALID') throw error;
    const { code, message, details = {} } = error;
    throw new SkepError(code, message, { hint, details, cause: error });
  }
}

function withApplyFlags(command: Command): Command {
  return command
    .option('-m, --message <text>', 'why, for `skep revisions ls`')
    .option('--from <revision>', 'refuse when another revision than this one is in force')
    .option('--hold', 'leave jobs that would be stranded waiting')
    .option('--drain', 'wait until jobs that would be stranded have ended')
    .option('--within <duration>', 'how long --drain waits', '10m');
}

async function applied(call: CommandCall, request: PlanRequest, flags: ApplyFlags): Promise<ExitCode | undefined> {
  const operations = await call.operations();
  if (flags.drain === true) await drained(call, { operations, request, within: flags.within });
  const asked: ApplyRequest = {
    ...request,
    ...(flags.message === undefined ? {} : { message: flags.message }),
    ...(flags.from === undefined ? {} : { from: flags.from === '0' ? 0 : numberOf(flags.from) }),
    ...(flags.hold === true ? { hold: true } : {}),
  };
  try {
    const view = await operations.applyManifest(asked);
    const said = view.status === 'applied' ? `in force: revision ${view.revision.revision}` : 'in force already';
    await call.printer.value(view, [...planLines(view.plan, call.terminal.stdoutColors), said]);
    return undefined;
  } catch (error) {
    if (!(error instanceof SkepError) || error.code !== 'PLAN_REFUSED') throw error;
    const { reportError } = await import('../report-error.ts');
    reportError(call.terminal, error, { output: call.options.output, verbose: call.options.verbose });
    return EXIT.refused;
  }
}

interface Drain {
  readonly operations: Operations;
  readonly request: PlanRequest;
  readonly within: string;
}

/** New jobs may come meanwhile: whoever enqueues them is to stop. */
async function drained(call: CommandCall, { operations, request, within }: Drain): Promise<void> {
  const limit = parseDuration(within);
  if (limit === undefined) throw new SkepError('USAGE', `--within: ${JSON.stringify(within)} is no duration`);
  const ends = systemClock.monotonic() + limit;
  for (let said = ''; ;) {
    const { refused } = await operations.plan(request);
    const [first] = refused.filter(({ jobs }) => jobs > 0);
    if (first === undefined) return;
    if (first.text !== said) call.terminal.say(`waiting: ${(said = first.text)}`);
    if (systemClock.monotonic() >= ends) throw new SkepError('WAIT_TIMED_OUT', `${first.text}, after ${within}`);
    await pause(systemClock, DRAIN_MS);
  }
}

async function requestOf({ options, terminal }: CommandCall, file = options.file): Promise<PlanRequest> {
  const { readTexts } = await import('../../manifest/index.ts');
  const read = await readTexts(file, terminal.cwd);
  if (read.ok) return { files: read.texts };
  const { invalidManifest } = await import('../../platform/index.ts');
  throw invalidManifest(file, read.diagnostics);
}

function numberOf(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new SkepError('USAGE', `${JSON.stringify(text)} is no number of a revision`, {
    hint: '`skep revisions ls` shows them',
  });
}

function planExit({ changes, refused }: PlanView, tells: boolean): ExitCode | undefined {
  if (refused.length > 0) return EXIT.refused;
  return tells && changes.length > 0 ? EXIT.changes : undefined;
}
