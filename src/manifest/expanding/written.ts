/** A manifest as it was written: the texts of its files, kept while it is in force, and where its entries stand in them. */
import { dirname, relative, resolve } from 'node:path';

import type { Diagnostic, DiagnosticCode } from '../../foundation/index.ts';
import { Collector } from '../collect.ts';
import type { Manifest } from '../manifest.ts';
import { Problems } from '../problems.ts';
import { shownLine } from '../yaml/shown-line.ts';
import { SourceFile } from '../yaml/source-file.ts';
import { type Places, readPlaces, type PlacedText } from './places.ts';

type Files = Pick<Manifest, 'files'>;

/** By the list of its files, which a copy of a manifest shares. Texts alone: their nodes would be many times as large. */
const kept = new WeakMap<Manifest['files'], readonly PlacedText[]>();
const warned = new WeakMap<Manifest['files'], readonly Diagnostic[]>();
const places = new WeakMap<Manifest['files'], Promise<Places>>();

/** To be called by whoever has read the files. @param files of the manifest itself, main file first */
export function keepTexts(manifest: Files, files: readonly PlacedText[]): void {
  kept.set(
    manifest.files,
    files.map(({ path, shown, text }) => ({ path, shown, text })),
  );
}

/** To be called by whoever has found them. @param warnings of a manifest that is valid */
export function keepWarnings(manifest: Files, warnings: readonly Diagnostic[]): void {
  if (warnings.length > 0) warned.set(manifest.files, warnings);
}

/** What was told when it was read. @returns [] of a manifest that was not read from files */
export function warningsOf({ files }: Files): readonly Diagnostic[] {
  return warned.get(files) ?? [];
}

/** One file of a manifest as it was written: references to the environment are not resolved, literal secrets not covered. */
export interface ManifestText {
  /** Relative to the folder of the main file, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** For whoever keeps it, never to be shown. @returns the main file first; [] of a manifest that was not read from files */
export function textsOf({ files, directory }: Pick<Manifest, 'files' | 'directory'>): readonly ManifestText[] {
  return (kept.get(files) ?? []).map(({ path, text }) => ({ path: pathBelow(directory, path), text }));
}

/** What leaves a file out: texts without it are another manifest, which whoever gets them cannot know. */
const LEFT_OUT: ReadonlySet<DiagnosticCode> = new Set(['YAML_UNREADABLE', 'YAML_ENCODING', 'REF_INCLUDE']);

export type TextsRead =
  | { readonly ok: true; readonly texts: readonly ManifestText[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * The texts as they lie on disk now, whatever is wrong within them; refused are files that cannot be read or included.
 * @param file relative to `cwd`
 */
export async function readTexts(file: string, cwd: string): Promise<TextsRead> {
  const [main, problems] = [resolve(cwd, file), new Problems()];
  const units = await new Collector(main, { env: {}, cwd }, problems).collect();
  const diagnostics = problems.diagnostics(units.map((unit) => unit.file)).filter(({ code }) => LEFT_OUT.has(code));
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  const texts = units.map((unit) => ({ path: pathBelow(dirname(main), unit.file.path), text: unit.file.text }));
  return { ok: true, texts };
}

/** Such texts as they may be shown. */
export function coveredTexts(texts: readonly ManifestText[]): readonly ManifestText[] {
  return texts.map(({ path, text }) => ({ path, text: coveredFile(new SourceFile(path, path, text)).text }));
}

function pathBelow(directory: string, path: string): string {
  return relative(directory, path).replaceAll('\\', '/');
}

export interface WrittenFile {
  /** Absolute. */
  readonly path: string;
  /** As diagnostics name it. */
  readonly file: string;
  /** With every secret covered by as many stars, so that lines and columns are those of the file. */
  readonly text: string;
}

/** @returns the main file first; [] of a manifest that was not read from files */
export function writtenFiles({ files }: Files): readonly WrittenFile[] {
  return (kept.get(files) ?? []).map(({ path, shown, text }) => coveredFile(new SourceFile(path, shown, text)));
}

/** As they lie on disk now, whatever is wrong with them. @param file absolute @param cwd that shown paths are relative to */
export async function readFiles(file: string, cwd: string): Promise<readonly WrittenFile[]> {
  const units = await new Collector(file, { env: {}, cwd }, new Problems()).collect();
  return units.map((unit) => coveredFile(unit.file));
}

function coveredFile(file: SourceFile): WrittenFile {
  const lines = file.text.split('\n').map((_line, index) => shownLine(file, index + 1));
  return { path: file.path, file: file.shown, text: lines.join('\n') };
}

/** Worked out once for each manifest that somebody asks about. */
export async function placesOf({ files }: Files): Promise<Places> {
  const known = places.get(files) ?? readPlaces(kept.get(files) ?? []);
  places.set(files, known);
  return known;
}
