import { dirname, resolve as resolvePath } from 'node:path';

import { deepFreeze, type Diagnostic, Slices } from '../foundation/index.ts';
import { Collector } from './collect.ts';
import { Combined } from './normalizing/combine.ts';
import { readCalendars } from './exclusions.ts';
import { expand } from './expanding/expand.ts';
import { localSettings } from './local-settings.ts';
import type { Manifest } from './manifest.ts';
import { normalize } from './normalizing/normalize.ts';
import { frozenTasks } from './normalizing/normalize-tasks.ts';
import type { LoadOptions } from './ports.ts';
import { Problems } from './problems.ts';
import { resolve } from './resolving/resolve.ts';
import { leadsOut } from './yaml/inside.ts';
import { MAX_FILE_BYTES, tooLarge } from './read.ts';
import { keepTexts, keepWarnings, type ManifestText } from './expanding/written.ts';

export type LoadResult =
  | { readonly ok: true; readonly manifest: Manifest; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * A manifest from its file: read → parse → validate → expand → resolve → normalise → freeze. Nothing is run and nothing is
 * written. Never throws for bad input: all problems come back at once, in reading order.
 * @param file relative to `options.cwd`, else to the working directory
 */
export async function loadManifest(file: string, options: LoadOptions): Promise<LoadResult> {
  return await load(resolvePath(options.cwd ?? '', file), options);
}

export interface LoadTextOptions extends LoadOptions {
  /** Where the text would lie: relative paths are read against its folder. */
  readonly file: string;
}

/** The same for text that is not in a file yet; what it includes is read from disk. */
export async function loadManifestText(text: string, options: LoadTextOptions): Promise<LoadResult> {
  return await load(resolvePath(options.cwd ?? '', options.file), options, text);
}

/**
 * The same for texts of all its files, none of which is read from disk; handlers are. @param file where the first of them would lie
 */
export async function loadManifestTexts(texts: readonly ManifestText[], options: LoadTextOptions): Promise<LoadResult> {
  const file = resolvePath(options.cwd ?? '', options.file);
  const [main, ...others] = texts;
  const paths = others.map(({ path, text }) => [resolvePath(dirname(file), path), text] as const);
  const flaw = flawOfTexts(dirname(file), texts, paths);
  if (main === undefined || flaw !== undefined)
    return { ok: false, diagnostics: [outsideOf(file, flaw ?? 'there is no text')] };
  return await load(file, options, new Map([[file, main.text], ...paths]));
}

function flawOfTexts(
  directory: string,
  texts: readonly ManifestText[],
  paths: readonly (readonly [path: string, text: string])[],
): string | undefined {
  const outside = paths.find(([path]) => leadsOut(directory, path));
  if (outside !== undefined) return `${outside[0]} lies outside of the manifest's folder`;
  const large = texts.find(({ text }) => Buffer.byteLength(text) > MAX_FILE_BYTES);
  return large === undefined ? undefined : `${large.path}: ${tooLarge()}`;
}

function outsideOf(file: string, message: string): Diagnostic {
  return { code: 'YAML_UNREADABLE', severity: 'error', message, file, line: 0, column: 0, endColumn: 0, path: '' };
}

async function load(
  file: string,
  options: LoadOptions,
  given?: string | ReadonlyMap<string, string>,
): Promise<LoadResult> {
  const problems = new Problems();
  const directory = dirname(file);
  const slices = new Slices();
  const collector = new Collector(file, options, problems);
  const units = await (typeof given === 'object' ? collector.collectGiven(given) : collector.collect(given));
  const [main] = units;
  if (main === undefined) throw new Error('the main file is always read');
  const combined = await slices.run(Combined.of(units, main.file, problems));
  const expansion = await slices.run(expand(combined, problems));
  const calendars = await readCalendars(expansion.source.schedules, directory);
  const tasks = Object.entries(expansion.source.tasks);
  await resolve({ ...expansion, tasks, combined, problems, directory, options, calendars }, slices);
  if (problems.failed) return { ok: false, diagnostics: problems.diagnostics(combined.files) };
  const files = [...combined.files.map(({ path }) => path), ...calendars.keys()];
  const includes = collector.patterns;
  const around = { file, directory, files, includes, calendars, local: localSettings(units) };
  const manifest = await slices.run(normalize(expansion.source, around));
  deepFreeze(manifest, frozenTasks);
  keepTexts(manifest, combined.files);
  const warnings = problems.diagnostics(combined.files);
  keepWarnings(manifest, warnings);
  return { ok: true, manifest, warnings };
}
