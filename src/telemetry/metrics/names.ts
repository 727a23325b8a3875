/** Which names have series of their own: those that the manifest declares first, then those that come first, up to a number. */
import type { MetricAttribute } from './instruments.ts';
import { NAMED } from './instruments.ts';

export const OTHER = 'other';

/** Names by the attribute that they are values of, the most important first. */
export type KnownNames = Readonly<Partial<Record<MetricAttribute, readonly string[]>>>;

export class Names {
  readonly #most: number;
  readonly #known = new Map<MetricAttribute, Set<string>>();

  /** @param most of each attribute */
  constructor(most: number, first: KnownNames) {
    this.#most = most;
    for (const attribute of NAMED) this.#known.set(attribute, new Set(first[attribute]?.slice(0, most)));
  }

  /** @returns the name, or `other` */
  label(attribute: MetricAttribute, name: string): string {
    const known = this.#known.get(attribute);
    if (known === undefined || known.has(name)) return name;
    if (known.size >= this.#most) return OTHER;
    known.add(name);
    return name;
  }
}
