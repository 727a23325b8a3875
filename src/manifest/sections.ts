/** The sections of a manifest by how files are put together; the schema says which is which. */
import { type EntryKind, rootNode } from './schemas/schema-node.ts';
import type { manifestSchema } from './source.generated.ts';

type Properties = typeof manifestSchema.properties;

/** Sections that hold entries by name: names of all files together. */
export type NamedSection = {
  [Section in keyof Properties]: Properties[Section] extends { readonly 'x-entry': object } ? Section : never;
}[keyof Properties];

/** Sections that one file only may have. */
export type SingleSection = Exclude<keyof Properties, NamedSection | 'version' | 'include' | 'routes' | 'tests'>;
export type Section = NamedSection | SingleSection | 'routes' | 'tests';

const all = Object.keys(rootNode.properties ?? {}) as (keyof Properties)[];

export const NAMED_SECTIONS: readonly NamedSection[] = all.filter(isNamed);
export const SINGLE_SECTIONS: readonly SingleSection[] = all.filter(isSingle);
export const SECTIONS: readonly Section[] = all.filter(
  (key) => isNamed(key) || isSingle(key) || key === 'routes' || key === 'tests',
);

export function isNamed(section: unknown): section is NamedSection {
  return rootNode.properties?.[String(section)]?.['x-entry'] !== undefined;
}

function isSingle(section: string): section is SingleSection {
  return !isNamed(section) && !['version', 'include', 'routes', 'tests'].includes(section);
}

export function entryKind(section: NamedSection): EntryKind {
  const kind = rootNode.properties?.[section]?.['x-entry'];
  if (kind === undefined) throw new Error(`${section} holds no entries by name`);
  return kind;
}
