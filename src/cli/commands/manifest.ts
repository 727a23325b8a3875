import type { Command } from 'commander';

import type { ManifestDraftView, ManifestHistoryView, ManifestSourceView, ManifestView } from '../../api/index.ts';
import { counted, messageOf, renderDiagnostic, SkepError } from '../../foundation/index.ts';
import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { readAll, readGiven } from '../given-file.ts';
import { fact } from '../layouts.ts';
import { printable } from '../terminal.ts';

/** As long as a manifest's file may be. */
const MAX_DRAFT_BYTES = 4 * 1024 * 1024;

export function registerManifest(program: Command, exit: ExitSlot): void {
  const manifest = program.command('manifest').description('the manifest in force, and what another text would change');
  onCall(
    manifest.command('show').description('name, place, hash and revision of the one in force'),
    exit,
    async (call) => {
      const view = await (await call.operations()).manifest();
      await call.printer.value(view, manifestLines(view, call));
      return undefined;
    },
  );
  const source = manifest.command('source').description('its files as they were when they were read, secrets covered');
  onCall(source, exit, async (call) => {
    const view = await (await call.operations()).manifestSource();
    await call.printer.value(view, sourceLines(view));
    return undefined;
  });
  const history = manifest.command('history').description('which manifests were in force, and what became of reloads');
  onCall(history, exit, async (call) => {
    const view = await (await call.operations()).manifestHistory();
    await call.printer.value(view, historyLines(view, call));
    return undefined;
  });
  const does = 'what is wrong with another text in its place, and what it would change; nothing is written';
  onCall(manifest.command('draft').description(does).argument('<file>', 'or - for stdin'), exit, draft);
}

async function draft(call: CommandCall, [file = '']: readonly string[]): Promise<ExitCode | undefined> {
  const text = await textOf(call, file);
  const view = await (await call.operations()).draftManifest(text);
  await call.printer.value(view, draftLines(view, call));
  return view.valid ? undefined : EXIT.usage;
}

async function textOf({ terminal }: CommandCall, file: string): Promise<string> {
  try {
    const bytes =
      file === '-' ? await readAll(terminal.stdin, MAX_DRAFT_BYTES) : await readGiven(file, MAX_DRAFT_BYTES);
    return bytes.toString();
  } catch (error) {
    throw new SkepError('USAGE', `${printable(file)}: ${messageOf(error)}`, { cause: error });
  }
}

/** As `skep check` counts them. */
export function countsText({ tasks, queues, workflows, schedules, httpRoutes }: ManifestView['counts']): string {
  return [
    counted(tasks, 'task'),
    counted(queues, 'queue'),
    ...(workflows === 0 ? [] : [counted(workflows, 'workflow')]),
    counted(schedules, 'schedule'),
    counted(httpRoutes, 'HTTP route'),
  ].join(', ');
}

function manifestLines(view: ManifestView, { terminal }: CommandCall): readonly string[] {
  const { name, file, hash, revision, loadedAt, engine, counts, problems, refusedAt } = view;
  return [
    fact('name', name),
    fact('file', file),
    fact('hash', hash),
    ...(revision === null ? [] : [fact('revision', String(revision))]),
    fact('read', loadedAt),
    fact('store', `${engine.type}, ${engine.location}`),
    fact('declares', countsText(counts)),
    ...(refusedAt === null ? [] : [fact('refused', `a newer file, at ${refusedAt}:`)]),
    ...problems.map((one) => renderDiagnostic(one, terminal.talkWidth)),
  ];
}

/** The text of the files, so that it can be written into one; where there are several each under its name. */
function sourceLines({ files }: ManifestSourceView): readonly string[] {
  const [only] = files;
  if (files.length === 1 && only !== undefined) return [only.text.trimEnd()];
  return files.flatMap(({ file, text }) => [`# ${printable(file)}`, text.trimEnd(), '']);
}

function historyLines({ revisions, reloads }: ManifestHistoryView, { terminal }: CommandCall): readonly string[] {
  const lines = [
    ...revisions.map(
      ({ revision, hash, appliedAt, by }) =>
        `revision ${revision}  ${appliedAt}  ${hash.slice(0, 12)}  by ${printable(by)}`,
    ),
    ...reloads.flatMap(({ at, reason, status, changes, problems }) => [
      `${status}  ${at}  asked by ${printable(reason)}`,
      ...changes.map((change) => `  ${printable(change)}`),
      ...problems.map((one) => renderDiagnostic(one, terminal.talkWidth)),
    ]),
  ];
  return lines.length === 0 ? ['no manifest was applied yet: no process has run it'] : lines;
}

function draftLines({ valid, problems, changes }: ManifestDraftView, { terminal }: CommandCall): readonly string[] {
  return [
    ...problems.map((one) => renderDiagnostic(one, terminal.talkWidth)),
    ...(valid && changes.length === 0 ? ['valid; it would change nothing'] : []),
    ...(valid && changes.length > 0
      ? ['valid; it would change:', ...changes.map((change) => `  ${printable(change)}`)]
      : []),
    ...(valid ? [] : ['invalid; it would be refused']),
  ];
}
