/**
 * The manifest in one form: shorthands unfolded, defaults filled in, durations as milliseconds under a key that ends in
 * Ms, and null where nothing was written and there is no default. The schema says all of it, and what it says besides
 * for the stages behind is noted on the way: which names are used, and where templates are.
 */
import type { DiagnosticCode, Json, JsonObject } from '../../foundation/index.ts';
import type { Combined } from '../normalizing/combine.ts';
import { boundedMs, type Bounds } from '../durations.ts';
import { type ExpandInTurns, sectionsForm, type Visit } from './expanders.ts';
import type { Problems } from '../problems.ts';
import { rootNode } from '../schemas/schema-node.ts';
import { isNamed, type NamedSection, SECTIONS } from '../sections.ts';
import type { ExpandedManifest } from '../source.generated.ts';
import type { Path } from '../yaml/source-file.ts';

/** A name that must be declared in a section. */
export interface Reference {
  readonly section: NamedSection;
  readonly name: string;
  readonly path: Path;
}

/** A value in which `${…}` is read when it is used. */
export interface PlacedTemplate {
  readonly value: Json;
  /** First steps that its expressions may begin with. */
  readonly roots: readonly string[];
  readonly path: Path;
}

export type ExpandedSource = Omit<ExpandedManifest, 'version' | 'include'>;

/** Paths lead through the expanded form; `Combined.spot` knows what was written for it. */
export interface Expansion {
  readonly source: ExpandedSource;
  readonly references: readonly Reference[];
  readonly templates: readonly PlacedTemplate[];
}

/** Made at the first use: a process that reads no manifest needs none. */
let expandSections: ExpandInTurns | undefined;

/** @param combined what validate has nothing against; keys that it does not know are left out */
export function* expand(combined: Combined, problems: Problems): Generator<void, Expansion> {
  expandSections ??= sectionsForm(SECTIONS, rootNode);
  const tour = new LastingTour((code, path, message) => problems.add(code, combined.spot(path), message));
  const source = (yield* expandSections(combined.written, tour)) as unknown as ExpandedSource;
  return { source, references: tour.references, templates: tour.templates };
}

type Tell = (code: DiagnosticCode, path: Path, message: string) => void;

/** Notes on its way what is referred to, and where templates are. */
export class Tour implements Visit {
  readonly references: Reference[] = [];
  readonly templates: PlacedTemplate[] = [];
  protected readonly path: (string | number)[] = [];
  /** How often something was told. */
  protected told = 0;
  readonly #tell: Tell;

  /** @param tell gets what is out of bounds */
  constructor(tell: Tell) {
    this.#tell = tell;
  }

  enter(step: string | number): void {
    this.path.push(step);
  }

  leave(): void {
    this.path.pop();
  }

  refer(section: string, name: string): void {
    this.references.push({ section: section as NamedSection, name, path: [...this.path] });
  }

  template(value: Json, roots: readonly string[]): void {
    this.templates.push({ value, roots, path: [...this.path] });
  }

  milliseconds(text: string, bounds: Bounds): number {
    const found = boundedMs(text, bounds);
    if (typeof found === 'number') return found;
    this.told += 1;
    this.#tell(found.code, [...this.path], found.message);
    return 0;
  }

  /** Nothing is met twice, where nobody says otherwise. */
  readonly recall: Visit['recall'] = () => undefined;
  readonly keep: Visit['keep'] = () => undefined;
}

/** What was made of an entry of a section. */
interface Known extends Pick<Tour, 'references' | 'templates'> {
  readonly section: unknown;
  readonly name: unknown;
  readonly expanded: Json;
}

/** By what was written: a reload meets the same objects again. */
const known = new WeakMap<object, Known>();

/** It knows entries again of which nothing was told. */
class LastingTour extends Tour {
  #from = { references: 0, templates: 0, told: 0 };

  override readonly recall = (value: Json): Json | undefined => {
    if (!this.#isEntry(value)) return undefined;
    this.#from = { references: this.references.length, templates: this.templates.length, told: this.told };
    const before = known.get(value);
    const [section, name] = this.path;
    if (before === undefined || before.section !== section || before.name !== name) return undefined;
    this.references.push(...before.references);
    this.templates.push(...before.templates);
    return before.expanded;
  };

  override readonly keep = (value: Json, expanded: Json): void => {
    if (!this.#isEntry(value) || this.told > this.#from.told) return;
    const [section, name] = this.path;
    const references = this.references.slice(this.#from.references);
    const templates = this.templates.slice(this.#from.templates);
    known.set(value, { section, name, expanded, references, templates });
  };

  #isEntry(value: Json): value is JsonObject {
    return this.path.length === 2 && typeof value === 'object' && value !== null && isNamed(this.path[0]);
  }
}
