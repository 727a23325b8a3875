/**
 * The manifest in one form: shorthands unfolded, defaults filled in, durations as milliseconds under a key that ends in
 * Ms, and null where nothing was written and there is no default. The schema says all of it, and what it says besides
 * for the stages behind is noted on the way: which names are used, and where templates are.
 */
import type { Json } from '../foundation/index.ts';
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
  const tour = new Tour(combined, problems);
  const source = expandSections(combined.written, tour) as unknown as ExpandedSource;
  return { source, references: tour.references, templates: tour.templates };
}

class Tour implements Visit {
  readonly references: Reference[] = [];
  readonly templates: PlacedTemplate[] = [];
  readonly #combined: Combined;
  readonly #problems: Problems;
  readonly #path: (string | number)[] = [];

  constructor(combined: Combined, problems: Problems) {
    this.#combined = combined;
    this.#problems = problems;
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
    this.#problems.add(found.code, this.#combined.spot([...this.#path]), found.message);
    return 0;
  }
}
