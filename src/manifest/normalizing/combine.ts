import { dictionary, type Json, type JsonObject } from '../../foundation/index.ts';
import { Inheritance } from './bases.ts';
import type { Unit } from '../collect.ts';
import type { Problems, Spot } from '../problems.ts';
import { isNamed, NAMED_SECTIONS, type NamedSection, SINGLE_SECTIONS, type SingleSection } from '../sections.ts';
import type { Path, SourceFile } from '../yaml/source-file.ts';

const ROUTE_KINDS = ['tasks', 'http'] as const;
type RouteKind = (typeof ROUTE_KINDS)[number];

interface ItemOrigin {
  readonly file: SourceFile;
  readonly index: number;
}

/** All files as one manifest as it was written, with what is broken left out. */
export class Combined {
  readonly files: readonly SourceFile[];
  readonly #main: SourceFile;
  readonly #problems: Problems;
  readonly #written = dictionary<Json>();
  readonly #routes: Record<RouteKind, Json[]> = { tasks: [], http: [] };
  /** File of each single section; broken ones too, so that a reference to them is no second problem. */
  readonly #origins = new Map<string, SourceFile>();
  readonly #names = new Map<NamedSection, readonly string[]>();
  /** File of each name of a section likewise. */
  readonly #named: Readonly<Record<NamedSection, Map<string, SourceFile>>>;
  /** Once all has been added. */
  #inheritance!: Inheritance;
  readonly #routeOrigins: Record<RouteKind, ItemOrigin[]> = { tasks: [], http: [] };
  /** Only where tests are written. */
  #tests: Json[] | undefined;
  readonly #testOrigins: ItemOrigin[] = [];
  /** Sections of which something could not be read at all, so that absence from them proves nothing. */
  readonly #incomplete = new Set<string>();

  static *of(units: readonly Unit[], main: SourceFile, problems: Problems): Generator<void, Combined> {
    const combined = new Combined(units, main, problems);
    for (const unit of units) yield* combined.#add(unit);
    combined.#inherit();
    return combined;
  }

  private constructor(units: readonly Unit[], main: SourceFile, problems: Problems) {
    this.#main = main;
    this.#problems = problems;
    this.files = units.map(({ file }) => file);
    const none = NAMED_SECTIONS.map((section) => [section, new Map<string, SourceFile>()] as const);
    this.#named = Object.fromEntries(none) as Record<NamedSection, Map<string, SourceFile>>;
    this.#written['routes'] = this.#routes;
  }

  #inherit(): void {
    this.#inheritance = new Inheritance(this.#written, (path, message, hint) =>
      this.#problems.add('REF_BASE_LOOP', this.#place(path, 'value'), message, hint),
    );
    if ('tasks' in this.#written) this.#written['tasks'] = this.#inheritance.tasks;
  }

  /** By section, in the form of the schema, tasks with what they have from bases; a section that nobody wrote is not there. */
  get written(): Readonly<Record<string, Json>> {
    return this.#written;
  }

  /** Whether the name is declared, or may be in a part that could not be read. */
  declares(section: NamedSection, name: string): boolean {
    return this.#named[section].has(name) || this.#incomplete.has(section);
  }

  /** Whether a section was written, be it wrong, or may be in a part that could not be read. */
  mentions(section: SingleSection): boolean {
    return this.#origins.has(section) || this.#incomplete.has('tasks');
  }

  /** All names that are declared, broken entries too. */
  names(section: NamedSection): readonly string[] {
    const names = this.#names.get(section) ?? [...this.#named[section].keys()];
    this.#names.set(section, names);
    return names;
  }

  /**
   * Where a value of the expanded form was written: for what a shorthand stands for, the shorthand; for a default, the
   * key of what leaves it out; for what a task has from a base, that base.
   */
  spot(path: Path, mark: 'key' | 'value' = 'value'): Spot {
    const { steps, whole } = asWritten(this.#written, path);
    return this.#place(this.#inheritance.home(steps), whole ? mark : 'key');
  }

  #place(steps: Path, shown: 'key' | 'value'): Spot {
    const [section, second, index, ...rest] = steps;
    if (section === 'routes' && typeof index === 'number') {
      const origin = this.#routeOrigins[second as RouteKind][index];
      if (origin) return { file: origin.file, path: [section, second ?? '', origin.index, ...rest], mark: shown };
    }
    if (section === 'tests' && typeof second === 'number') {
      const origin = this.#testOrigins[second];
      if (origin) return { file: origin.file, path: [section, origin.index, ...steps.slice(2)], mark: shown };
    }
    const file = isNamed(section) ? this.#named[section].get(String(second)) : this.#origins.get(String(section));
    return { file: file ?? this.#main, path: steps, mark: shown };
  }

  *#add({ file, data, broken }: Unit): Generator<void> {
    if (data === undefined) {
      for (const section of NAMED_SECTIONS) this.#incomplete.add(section);
      return;
    }
    const bad = new Set(broken.map(entryOf));
    for (const section of NAMED_SECTIONS) yield* this.#addNamed(section, data[section], file, bad);
    for (const section of SINGLE_SECTIONS) this.#addSingle(section, data[section], file, bad);
    if (!bad.has('routes')) this.#addRoutes(data['routes'], file, bad);
    if (!bad.has('tests')) this.#addTests(data['tests'], file, bad);
  }

  *#addNamed(
    section: NamedSection,
    entries: Json | undefined,
    file: SourceFile,
    bad: ReadonlySet<string>,
  ): Generator<void> {
    if (entries === undefined) return;
    if (bad.has(section)) {
      this.#incomplete.add(section);
      return;
    }
    const target = (this.#written[section] ??= dictionary<Json>()) as Record<string, Json>;
    const named = this.#named[section];
    for (const [name, entry] of Object.entries(entries as JsonObject)) {
      yield;
      const earlier = named.get(name);
      if (earlier !== undefined) this.#tellClash(earlier, file, [section, name]);
      else {
        named.set(name, file);
        if (bad.size === 0 || !bad.has(`${section}\0${name}`)) target[name] = entry;
      }
    }
  }

  #addSingle(section: SingleSection, value: Json | undefined, file: SourceFile, bad: ReadonlySet<string>): void {
    if (value === undefined) return;
    const earlier = this.#origins.get(section);
    if (earlier !== undefined) {
      this.#tellClash(earlier, file, [section]);
      return;
    }
    this.#origins.set(section, file);
    if (bad.has(section)) return;
    const isBad = (key: string): boolean => bad.has(`${section}\0${key}`);
    this.#written[section] = section === 'defaults' ? without(value, isBad) : value;
  }

  #addRoutes(routes: Json | undefined, file: SourceFile, bad: ReadonlySet<string>): void {
    for (const kind of ROUTE_KINDS) {
      const list = ((routes ?? {}) as Record<string, readonly Json[] | undefined>)[kind] ?? [];
      if (bad.has(`routes\0${kind}`)) continue;
      for (const [index, route] of list.entries()) {
        if (bad.has(`routes\0${kind}\0${index}`)) continue;
        this.#routes[kind].push(route);
        this.#routeOrigins[kind].push({ file, index });
      }
    }
  }

  #addTests(tests: Json | undefined, file: SourceFile, bad: ReadonlySet<string>): void {
    for (const [index, test] of ((tests ?? []) as readonly Json[]).entries()) {
      if (bad.has(`tests\0${index}`)) continue;
      this.#written['tests'] = this.#tests ??= [];
      this.#tests.push(test);
      this.#testOrigins.push({ file, index });
    }
  }

  /** Another file was the first to declare it. */
  #tellClash(earlier: SourceFile, file: SourceFile, path: Path): void {
    const range = earlier.locate(path, 'key');
    const place = `${earlier.shown}:${range === undefined ? 1 : earlier.position(range.start).line}`;
    const name = String(path.at(-1));
    const message = path.length > 1 ? `\`${name}\` is already declared` : `only one file may have \`${name}\``;
    this.#problems.add(
      'REF_DUPLICATE',
      { file, path, mark: 'key' },
      `${message}, at ${place}`,
      'rename or remove one of them',
    );
  }
}

/** The steps as far as they were written; `whole` unless they end where a default was left out. */
function asWritten(written: Json, path: Path): { readonly steps: Path; readonly whole: boolean } {
  let value = written;
  for (const [at, step] of path.entries()) {
    if (typeof value !== 'object' || value === null) return { steps: path.slice(0, at), whole: true };
    if (!Object.hasOwn(value, step)) return { steps: path.slice(0, at), whole: false };
    value = (value as Readonly<Record<string | number, Json>>)[step] ?? null;
  }
  return { steps: path, whole: true };
}

function without(value: Json, isBad: (key: string) => boolean): Json {
  return Object.fromEntries(Object.entries(value as JsonObject).filter(([key]) => !isBad(key)));
}

/** The smallest part that is left out when the value at `path` is bad. */
function entryOf(path: Path): string {
  const [section] = path;
  return path
    .slice(0, section === 'routes' ? 3 : isNamed(section) || section === 'defaults' || section === 'tests' ? 2 : 1)
    .join('\0');
}
