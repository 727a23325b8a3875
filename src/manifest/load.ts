import { dirname, resolve as resolvePath } from 'node:path';

import { deepFreeze, type Diagnostic } from '../foundation/index.ts';
import { Collector } from './collect.ts';
import { Combined } from './combine.ts';
import { readCalendars } from './exclusions.ts';
import { expand } from './expand.ts';
import type { Manifest } from './manifest.ts';
import { normalize } from './normalize.ts';
import type { LoadOptions } from './ports.ts';
import { Problems } from './problems.ts';
import { resolve } from './resolve.ts';
import { keepTexts } from './written.ts';

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

async function load(file: string, options: LoadOptions, text?: string): Promise<LoadResult> {
  const problems = new Problems();
  const directory = dirname(file);
  const collector = new Collector(file, options, problems);
  const units = await collector.collect(text);
  const [main] = units;
  if (main === undefined) throw new Error('the main file is always read');
  const combined = new Combined(units, main.file, problems);
  const expansion = expand(combined, problems);
  const calendars = await readCalendars(expansion.source.schedules, directory);
  await resolve({ ...expansion, combined, problems, directory, options, calendars });
  if (problems.failed) return { ok: false, diagnostics: problems.diagnostics(combined.files) };
  const files = [...combined.files.map(({ path }) => path), ...calendars.keys()];
  const includes = collector.patterns;
  const manifest = deepFreeze(normalize(expansion.source, { file, directory, files, includes, calendars }));
  keepTexts(manifest, combined.files);
  return { ok: true, manifest, warnings: problems.diagnostics(combined.files) };
}
