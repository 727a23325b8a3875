/**
 * The manifest in one form: shorthands unfolded, defaults filled in, durations as milliseconds under a key that ends in
 * Ms, and null where nothing was written and there is no default. The schema says all of it, and what it says besides
 * for the stages behind is noted on the way: which names are used, and where templates are.
 */
import type { DiagnosticCode, Json } from '../foundation/index.ts';
import type { Combined } from './combine.ts';
import { boundedMs, type Bounds } from './durations.ts';
import { type Expand, sectionsForm, type Visit } from './expanders.ts';
import type { Problems } from './problems.ts';
import { rootNode } from './schema-node.ts';
import { type NamedSection, SECTIONS } from './sections.ts';
import type { ExpandedManifest } from './source.generated.ts';
import type { Path } from './source-file.ts';

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
let expandSections: Expand | undefined;

/** @param combined what validate has nothing against; keys that it does not know are left out */
export function expand(combined: Combined, problems: Problems): Expansion {
  expandSections ??= sectionsForm(SECTIONS, rootNode);
  const tour = new Tour((code, path, message) => problems.add(code, combined.spot(path), message));
  const source = expandSections(combined.written, tour) as unknown as ExpandedSource;
  return { source, references: tour.references, templates: tour.templates };
}

type Tell = (code: DiagnosticCode, path: Path, message: string) => void;

/** Notes on its way what is referred to, and where templates are. */
export class Tour implements Visit {
  readonly references: Reference[] = [];
  readonly templates: PlacedTemplate[] = [];
  readonly #tell: Tell;
  readonly #path: (string | number)[] = [];

  /** @param tell gets what is out of bounds */
  constructor(tell: Tell) {
    this.#tell = tell;
  }

  enter(step: string | number): void {
    this.#path.push(step);
  }

  leave(): void {
    this.#path.pop();
  }

  refer(section: string, name: string): void {
    this.references.push({ section: section as NamedSection, name, path: [...this.#path] });
  }

  template(value: Json, roots: readonly string[]): void {
    this.templates.push({ value, roots, path: [...this.#path] });
  }

  milliseconds(text: string, bounds: Bounds): number {
    const found = boundedMs(text, bounds);
    if (typeof found === 'number') return found;
    this.#tell(found.code, [...this.#path], found.message);
    return 0;
  }
}
