import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { Argument, type Command } from 'commander';
import { checkTimezone } from '../../core/index.ts';
import { counted, messageOf, SkepError } from '../../foundation/index.ts';
import type { HandlerModule, Imported, ImportSource, Note } from '../../importing/index.ts';
import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { readAll, readGiven } from '../given-file.ts';
import { projectName } from '../starter.ts';
import { printable } from '../terminal.ts';

interface ImportFlags {
  readonly out?: string;
  readonly force?: true;
  readonly handlers?: true;
  readonly name?: string;
  readonly timezone?: string;
  readonly system?: true;
}

const SOURCES: readonly ImportSource[] = ['celery', 'crontab', 'rq', 'bullmq', 'sidekiq-cron'];
const MAX_BYTES = 4 * 1024 * 1024;

export function registerImport(program: Command, exit: ExitSlot): void {
  const command = program
    .command('import')
    .description('write a manifest from the files of another program, which are read and never run')
    .addArgument(new Argument('<source>', 'what they are of').choices(SOURCES))
    .argument('<file...>', 'its files; - is standard input')
    .option('--out <path>', 'write the manifest there, not to standard output; never over what is there')
    .option('--force', 'with --out: also over what is there')
    .option('--handlers', 'write the handler modules that it names, beside it; those that are there stay')
    .option('--name <name>', 'of the project, instead of that of the folder')
    .option('--timezone <zone>', "zone of times that the source reads by its host's clock, as in Europe/Berlin")
    .option('--system', 'crontab: its lines name a user, as in /etc/crontab');
  onCall<ImportFlags>(command, exit, async (call, [source = '', ...names], flags) => {
    refuseZone(flags.timezone);
    const imported = await importFiles(call, { source: source as ImportSource, names }, flags);
    const written = await writeAll(call, imported, flags);
    await show(call, imported, { ...written, out: flags.out });
    return undefined;
  });
}

/** @throws SkepError USAGE, whether or not a time of the files needs it */
function refuseZone(zone: string | undefined): void {
  const checked = zone === undefined ? undefined : checkTimezone(zone);
  if (checked?.ok === false) throw new SkepError('USAGE', `--timezone: ${checked.message}`, { hint: checked.hint });
}

interface Request {
  readonly source: ImportSource;
  readonly names: readonly string[];
}

async function importFiles(
  { terminal }: CommandCall,
  { source, names }: Request,
  flags: ImportFlags,
): Promise<Imported> {
  const files: { name: string; text: string }[] = [];
  for (const name of names) {
    const text = await read(terminal, name);
    files.push({ name: name === '-' ? 'standard input' : name.replaceAll(path.sep, '/'), text });
  }
  const { importFrom } = await import('../../importing/index.ts');
  return importFrom(source, files, {
    name: flags.name ?? projectName(path.basename(path.dirname(manifestPath(terminal.cwd, flags)))),
    timezone: flags.timezone ?? null,
    ...(flags.system === undefined ? {} : { system: flags.system }),
  });
}

/** @throws SkepError USAGE */
async function read({ stdin, cwd }: CommandCall['terminal'], name: string): Promise<string> {
  try {
    const bytes = name === '-' ? await readAll(stdin, MAX_BYTES) : await readGiven(path.resolve(cwd, name), MAX_BYTES);
    if (bytes.includes(0)) throw new Error('it is no text: a zero byte is in it');
    return bytes.toString('utf8');
  } catch (error) {
    throw new SkepError('USAGE', `${name} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function manifestPath(cwd: string, { out }: ImportFlags): string {
  return path.resolve(cwd, out ?? 'jobs.yaml');
}

interface Written {
  readonly written: readonly string[];
  /** Were there already. */
  readonly left: readonly string[];
}

/** @throws SkepError USAGE where the manifest is there already; then nothing is written */
async function writeAll({ terminal }: CommandCall, imported: Imported, flags: ImportFlags): Promise<Written> {
  const file = manifestPath(terminal.cwd, flags);
  const written: string[] = [];
  if (flags.out !== undefined) {
    if (flags.force !== true && (await isThere(file))) {
      throw new SkepError('USAGE', `${flags.out} is there already; nothing was written`, {
        hint: '--force writes over it',
      });
    }
    await writeText(file, imported.manifest, 'w');
    written.push(flags.out);
  }
  const left: string[] = [];
  for (const module of flags.handlers === true ? imported.handlers : []) {
    const made = await writeModule(path.dirname(file), module);
    (made ? written : left).push(fromHere(flags.out, module));
  }
  return { written, left };
}

/** Where it lies as seen from the folder of the call, not from that of the manifest. */
function fromHere(out: string | undefined, { path: name }: HandlerModule): string {
  return path.join(path.dirname(out ?? '.'), name).replaceAll(path.sep, '/');
}

async function writeModule(folder: string, { path: name, text }: HandlerModule): Promise<boolean> {
  const file = path.join(folder, name);
  if (await isThere(file)) return false;
  await writeText(file, text, 'wx');
  return true;
}

async function writeText(file: string, text: string, flag: 'w' | 'wx'): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag });
  } catch (error) {
    throw new SkepError('OUTPUT_FAILED', `${file} could not be written: ${messageOf(error)}`, { cause: error });
  }
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function show(
  { terminal, printer }: CommandCall,
  { manifest, notes, handlers, counts }: Imported,
  { written, left, out }: Written & { readonly out: string | undefined },
): Promise<void> {
  const modules = handlers.map((module) => module.path);
  if (printer.output === 'json' || printer.output === 'jsonl' || printer.output === 'yaml') {
    return printer.value({ manifest, counts, notes, handlers: modules, written, left });
  }
  if (out === undefined) terminal.data(manifest);
  for (const note of notes) terminal.say(noteLine(note, terminal));
  const { tasks, schedules, queues } = counts;
  terminal.say(
    `${counted(tasks, 'task')}, ${counted(schedules, 'schedule')}, ${counted(queues, 'queue')}; ${summary(notes)}`,
  );
  for (const file of written) terminal.say(`wrote ${printable(file)}`);
  for (const file of left) terminal.say(`left ${printable(file)} as it is: see that it has what the manifest names`);
  const missing = handlers
    .map((module) => fromHere(out, module))
    .filter((module) => !written.includes(module) && !left.includes(module));
  if (missing.length > 0) terminal.say(`to be written, or made by --handlers: ${printable(missing.join(', '))}`);
}

const WORDS = { none: 'no equal', differs: 'differs', check: 'look at it' } as const;

function noteLine({ kind, file, line, subject, message }: Note, { stderrColors }: CommandCall['terminal']): string {
  const { red, yellow, cyan } = stderrColors;
  const color = { none: red, differs: yellow, check: cyan }[kind];
  const place = line === null ? file : `${file}:${line}`;
  return `${color(WORDS[kind])} ${printable(place)}: ${printable(`${subject}: ${message}`)}`;
}

function summary(notes: readonly Note[]): string {
  const of = (kind: Note['kind']): number => notes.filter((note) => note.kind === kind).length;
  return `${of('none')} without an equal, ${of('differs')} that ${of('differs') === 1 ? 'differs' : 'differ'}, ${of('check')} to be looked at`;
}
