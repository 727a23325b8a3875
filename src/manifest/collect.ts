import { dirname, relative, resolve } from 'node:path';

import { type Json, type JsonObject, Slices } from '../foundation/index.ts';
import { leadsOut, linksOut } from './yaml/inside.ts';
import { interpolate } from './interpolate.ts';
import { ParsedFiles } from './yaml/parsed-files.ts';
import type { LoadOptions } from './ports.ts';
import type { Problems, Spot } from './problems.ts';
import { expandInclude, fixedPart, flawOfPattern } from './schemas/include-pattern.ts';
import { identityOf, MAX_FILE_BYTES, read, type ReadResult, tooLarge } from './read.ts';
import { nodesBelow, resolved, rootNode, type SchemaNode } from './schemas/schema-node.ts';
import { type Path, SourceFile } from './yaml/source-file.ts';
import { validate } from './schemas/validate.ts';

/** One file after parse, interpolation and validation. */
export interface Unit {
  readonly file: SourceFile;
  /** Undefined when the text is no clean data. */
  readonly data: JsonObject | undefined;
  /** The same before the environment was put into it; undefined: there was no data. */
  readonly parsed?: Json | undefined;
  /** Paths of values that must not be used. */
  readonly broken: readonly Path[];
}

/** Included files in all; more is a pattern that matched what it should not. */
const MAX_FILES = 1_000;

/** Reads the main file and everything it includes, depth first, each file once. */
export class Collector {
  readonly units: Unit[] = [];
  /** Absolute patterns of all includes. */
  readonly patterns: string[] = [];
  readonly #options: LoadOptions;
  readonly #problems: Problems;
  readonly #read = new Set<string>();
  /** Folder of the main file: nothing outside of it is read. */
  readonly #directory: string;

  readonly #main: string;
  readonly #parsed: ParsedFiles;
  readonly #slices = new Slices();

  /** @param main absolute path of the main file */
  constructor(main: string, options: LoadOptions, problems: Problems) {
    this.#main = main;
    this.#directory = dirname(main);
    this.#options = options;
    this.#problems = problems;
    this.#parsed = new ParsedFiles(main, problems);
  }

  /** @param text the main file's text, when the caller has it already */
  async collect(text?: string): Promise<readonly Unit[]> {
    const given: ReadResult | undefined = text === undefined ? undefined : takeText(text);
    await this.#add(this.#main, given ?? (await read(this.#main)), []);
    for (const path of this.#options.beside ?? [])
      await this.#add(path, await read(path), [await identityOf(this.#main)]);
    this.#parsed.remember();
    return this.units;
  }

  /**
   * Files that somebody has brought, none of which is read from disk: the main one first, the others as they were included.
   * @param files by absolute path
   */
  async collectGiven(files: ReadonlyMap<string, string>): Promise<readonly Unit[]> {
    for (const [path, text] of files) {
      const file = new SourceFile(path, this.#shown(path), text.replace(/^\uFEFF/, ''));
      const included = this.units.length > 0;
      const unit = await this.#check(file, included);
      this.units.push(unit);
      this.#keepPatterns(unit);
    }
    this.#parsed.remember();
    return this.units;
  }

  #keepPatterns({ data, file }: Unit): void {
    const patterns = data?.['include'];
    if (!Array.isArray(patterns)) return;
    for (const pattern of patterns) this.patterns.push(resolve(dirname(file.path), String(pattern)));
  }

  async #add(path: string, result: ReadResult, chain: readonly string[], from?: Spot): Promise<void> {
    const identity = await identityOf(path);
    this.#read.add(identity);
    const file = new SourceFile(path, this.#shown(path), result.ok ? result.text : '');
    if (!result.ok) {
      const spot = from ?? { file, path: [] };
      const message = `${file.shown} cannot be read: ${result.message}`;
      this.#problems.add(from ? 'REF_INCLUDE' : result.code, spot, message, result.hint);
      this.units.push({ file, data: undefined, broken: [] });
      return;
    }
    const unit = await this.#check(file, chain.length > 0);
    this.units.push(unit);
    await this.#addIncludes(unit, [...chain, identity]);
  }

  async #addIncludes(unit: Unit, chain: readonly string[]): Promise<void> {
    const patterns = unit.data?.['include'];
    if (!Array.isArray(patterns) || unit.broken.some(([section]) => section === 'include')) return;
    for (const [index, pattern] of (patterns as readonly string[]).entries()) {
      const spot = { file: unit.file, path: ['include', index] };
      if (this.#refuses(pattern, dirname(unit.file.path), spot)) continue;
      this.patterns.push(resolve(dirname(unit.file.path), pattern));
      const paths = await expandInclude(pattern, dirname(unit.file.path));
      const isPattern = paths.length !== 1 || paths[0] !== resolve(dirname(unit.file.path), pattern);
      for (const path of paths) await this.#include(path, spot, chain, isPattern);
    }
  }

  /** Whether the pattern is none, or looks where nothing of a manifest may lie. Then no folder is opened. */
  #refuses(pattern: string, directory: string, spot: Spot): boolean {
    const flaw = flawOfPattern(pattern);
    if (flaw !== undefined) this.#problems.add('REF_INCLUDE', spot, flaw);
    else if (leadsOut(this.#directory, fixedPart(pattern, directory))) this.#refuseOutside(spot, 'lies');
    else return false;
    return true;
  }

  #refuseOutside(spot: Spot, verb: string): void {
    const message = `the include ${verb} outside of the manifest's folder`;
    this.#problems.add('REF_INCLUDE', spot, message, 'keep included files below the folder of the main manifest');
  }

  async #include(path: string, spot: Spot, chain: readonly string[], isPattern: boolean): Promise<void> {
    const identity = await identityOf(path);
    if (chain.includes(identity)) {
      // `*.yaml` matches the file that says it; that is no loop.
      if (isPattern && chain.at(-1) === identity) return;
      const circle = [...chain.slice(chain.indexOf(identity)), identity].map((file) => this.#shown(file)).join(' → ');
      this.#problems.add('REF_INCLUDE', spot, `files include each other: ${circle}`, 'remove one of the includes');
    } else if (this.units.length >= MAX_FILES) {
      this.#problems.add('REF_INCLUDE', spot, `more than ${MAX_FILES} files are included`);
    } else if (await linksOut(this.#directory, path)) {
      // Neither read nor shown: its lines would stand in the diagnostics, for whoever may see those.
      this.#refuseOutside(spot, 'is a link to a file');
    } else if (!this.#read.has(identity)) {
      await this.#add(path, await read(path), chain, spot);
    }
  }

  async #check(file: SourceFile, included: boolean): Promise<Unit> {
    const parsed = await this.#slices.run(this.#parsed.parse(file));
    if (this.#slices.over) await this.#slices.next();
    return await this.#slices.run(check(file, parsed, { options: this.#options, problems: this.#problems, included }));
  }

  /** Relative to the working directory where that is shorter. */
  #shown(path: string): string {
    const short = relative(this.#options.cwd ?? '', path);
    return short !== '' && short.length < path.length ? short : path;
  }
}

function takeText(text: string): ReadResult {
  const tooLong = Buffer.byteLength(text) > MAX_FILE_BYTES;
  if (tooLong) return { ok: false, code: 'YAML_UNREADABLE', message: tooLarge() };
  return { ok: true, text: text.replace(/^\uFEFF/, '') };
}

interface CheckOptions {
  readonly options: LoadOptions;
  readonly problems: Problems;
  readonly included: boolean;
}

/** interpolate → validate, for one file. */
function* check(
  file: SourceFile,
  parsed: Json | undefined,
  { options, problems, included }: CheckOptions,
): Generator<void, Unit> {
  if (parsed === undefined) return { file, data: undefined, broken: [] };
  const interpolated = new Set<string>();
  const unset: Path[] = [];
  const data = file.text.includes('${')
    ? withEnvironment(parsed, file, { options, problems, interpolated, unset })
    : parsed;
  const keyOf = (path: Path): string => path.join('\0');
  const unsetKeys = new Set(unset.map(keyOf));
  const broken = yield* validate(data, {
    file,
    problems,
    included,
    isInterpolated: (path) => interpolated.has(keyOf(path)),
    isBroken: (path) => unsetKeys.has(keyOf(path)),
  });
  const usable = typeof data === 'object' && data !== null && !Array.isArray(data);
  return { file, data: usable ? (data as JsonObject) : undefined, parsed, broken: [...unset, ...broken] };
}

interface EnvironmentOptions {
  readonly options: LoadOptions;
  readonly problems: Problems;
  readonly interpolated: Set<string>;
  readonly unset: Path[];
}

function withEnvironment(data: Json, file: SourceFile, context: EnvironmentOptions): Json {
  return interpolate(data, {
    env: context.options.env,
    isTemplate,
    problem: (code, path, message, hint) => {
      context.unset.push(path);
      context.problems.add(code, { file, path }, message, hint);
    },
    touched: (path) => context.interpolated.add(path.join('\0')),
  });
}

/** Whether a template stands at the path or around it: then it is filled in later, and expressions stay. */
function isTemplate(path: Path): boolean {
  let nodes: readonly SchemaNode[] = [rootNode];
  for (const step of path) {
    nodes = nodes.flatMap((node) => nodesBelow(node, step));
    if (nodes.some((node) => resolved(node)['x-template'] !== undefined)) return true;
  }
  return false;
}
