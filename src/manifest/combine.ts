import type { Json, JsonObject } from '../foundation/index.ts';
import type { Unit } from './collect.ts';
import type { Problems, Spot } from './problems.ts';
import { NAMED_SECTIONS, type NamedSection } from './sections.ts';
import type { ManifestSource } from './source.generated.ts';
import type { Path, SourceFile } from './source-file.ts';

/** Sections that one file only may have. */
const SINGLE_SECTIONS = ['name', 'engine', 'defaults', 'admin', 'health', 'telemetry', 'reload'] as const;
const ROUTE_KINDS = ['tasks', 'http'] as const;
type RouteKind = (typeof ROUTE_KINDS)[number];

type Named<S extends NamedSection> = Record<string, NonNullable<ManifestSource[S]>[string]>;

/** All files as one manifest in source form, with what is broken left out. */
export interface CombinedSource extends Omit<ManifestSource, NamedSection | 'routes' | 'version' | 'include'> {
  readonly queues: Named<'queues'>;
  readonly retryPolicies: Named<'retryPolicies'>;
  readonly tasks: Named<'tasks'>;
  readonly schedules: Named<'schedules'>;
  readonly routes: Required<NonNullable<ManifestSource['routes']>>;
}

interface RouteOrigin {
  readonly file: SourceFile;
  readonly index: number;
}

export class Combined {
  readonly source: CombinedSource = {
    queues: emptyRecord(),
    retryPolicies: emptyRecord(),
    tasks: emptyRecord(),
    schedules: emptyRecord(),
    routes: { tasks: [], http: [] },
  };
  readonly files: readonly SourceFile[];
  readonly #main: SourceFile;
  readonly #problems: Problems;
  /** File of each name and single section; broken ones too, so that a reference to them is no second problem. */
  readonly #origins = new Map<string, SourceFile>();
  readonly #names = new Map<NamedSection, readonly string[]>();
  readonly #routeOrigins: Record<RouteKind, RouteOrigin[]> = { tasks: [], http: [] };
  /** Sections of which something could not be read at all, so that absence from them proves nothing. */
  readonly #incomplete = new Set<string>();

  constructor(units: readonly Unit[], main: SourceFile, problems: Problems) {
    this.#main = main;
    this.#problems = problems;
    this.files = units.map(({ file }) => file);
    for (const unit of units) this.#add(unit);
  }

  /** Whether the name is declared, or may be in a part that could not be read. */
  declares(section: NamedSection, name: string): boolean {
    return this.#origins.has(`${section}\0${name}`) || this.#incomplete.has(section);
  }

  /** All names that are declared, broken entries too. */
  names(section: NamedSection): readonly string[] {
    const prefix = `${section}\0`;
    const cached = this.#names.get(section);
    const names =
      cached ?? [...this.#origins.keys()].flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
    this.#names.set(section, names);
    return names;
  }

  /** Where the value at a path of the combined source stands. */
  spot(path: Path, mark: 'key' | 'value' = 'value'): Spot {
    const [section, second, index, ...rest] = path;
    if (section === 'routes' && typeof index === 'number') {
      const origin = this.#routeOrigins[second as RouteKind][index];
      if (origin) return { file: origin.file, path: [section, second ?? '', origin.index, ...rest], mark };
    }
    const isNamed = (NAMED_SECTIONS as readonly unknown[]).includes(section);
    const file = this.#origins.get(isNamed ? `${String(section)}\0${String(second)}` : String(section));
    return { file: file ?? this.#main, path, mark };
  }

  #add({ file, data, broken }: Unit): void {
    if (data === undefined) {
      for (const section of NAMED_SECTIONS) this.#incomplete.add(section);
      return;
    }
    const bad = new Set(broken.map(entryOf));
    for (const section of NAMED_SECTIONS) this.#addNamed(section, data[section], file, bad);
    for (const section of SINGLE_SECTIONS) this.#addSingle(section, data[section], file, bad);
    if (!bad.has('routes')) this.#addRoutes(data['routes'], file, bad);
  }

  #addNamed(section: NamedSection, entries: Json | undefined, file: SourceFile, bad: ReadonlySet<string>): void {
    if (entries === undefined) return;
    if (bad.has(section)) {
      this.#incomplete.add(section);
      return;
    }
    const target = this.source[section] as Record<string, Json>;
    for (const [name, entry] of Object.entries(entries as Record<string, Json>)) {
      if (!this.#claim(`${section}\0${name}`, file, [section, name])) continue;
      if (!bad.has(`${section}\0${name}`)) target[name] = entry;
    }
  }

  #addSingle(
    section: (typeof SINGLE_SECTIONS)[number],
    value: Json | undefined,
    file: SourceFile,
    bad: ReadonlySet<string>,
  ): void {
    if (value === undefined || !this.#claim(section, file, [section])) return;
    if (bad.has(section)) return;
    const isBad = (key: string): boolean => bad.has(`${section}\0${key}`);
    (this.source as unknown as Record<string, Json>)[section] = section === 'defaults' ? without(value, isBad) : value;
  }

  #addRoutes(routes: Json | undefined, file: SourceFile, bad: ReadonlySet<string>): void {
    for (const kind of ROUTE_KINDS) {
      const list = ((routes ?? {}) as Record<string, readonly Json[] | undefined>)[kind] ?? [];
      if (bad.has(`routes\0${kind}`)) continue;
      for (const [index, route] of list.entries()) {
        if (bad.has(`routes\0${kind}\0${index}`)) continue;
        (this.source.routes[kind] as unknown[]).push(route);
        this.#routeOrigins[kind].push({ file, index });
      }
    }
  }

  /** @returns whether this file is the first to declare it */
  #claim(key: string, file: SourceFile, path: Path): boolean {
    const earlier = this.#origins.get(key);
    if (earlier === undefined) {
      this.#origins.set(key, file);
      return true;
    }
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
    return false;
  }
}

function without(value: Json, isBad: (key: string) => boolean): Json {
  return Object.fromEntries(Object.entries(value as JsonObject).filter(([key]) => !isBad(key)));
}

/** The smallest part that is left out when the value at `path` is bad. */
function entryOf(path: Path): string {
  const isNamed = (NAMED_SECTIONS as readonly unknown[]).includes(path[0]);
  return path.slice(0, path[0] === 'routes' ? 3 : isNamed || path[0] === 'defaults' ? 2 : 1).join('\0');
}

/** Names come from outside: without a prototype `tasks['toString']` is undefined, as it should be. */
export function emptyRecord<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}
