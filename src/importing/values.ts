/** Values as they stand in a program that is read and not run: what is known of them without running it, and where they stand. */
import type { Json } from '../foundation/index.ts';
import { plainText } from './plain-text.ts';

export interface Place {
  /** From 1. */
  readonly line: number;
  /** As it was written. */
  readonly text: string;
}

export interface Call extends Place {
  readonly kind: 'call';
  /** What is called, with dots: `datetime.timedelta`. */
  readonly callee: string;
  readonly args: readonly Value[];
  /** Arguments by name; of scripts there are none. */
  readonly named: ReadonlyMap<string, Value>;
}

export type Value =
  | (Place & { readonly kind: 'literal'; readonly value: string | number | boolean | null })
  | (Place & { readonly kind: 'list'; readonly items: readonly Value[] })
  /** A repeated key counts with its last value. */
  | (Place & { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Value> })
  /** A name with dots that nothing in the file gives a value to. */
  | (Place & { readonly kind: 'name'; readonly name: string })
  | Call
  /** Known only to whoever runs it. */
  | (Place & { readonly kind: 'other' });

/** `TARGET = value`, or `TARGET['key'] = value`. */
export interface Assigned extends Place {
  readonly target: string;
  readonly key: string | null;
  readonly value: Value;
}

export interface FunctionDefinition extends Place {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly decorators: readonly Value[];
  /** First paragraph of its docstring. */
  readonly about: string | null;
}

/** What a file says that is of use here, in order, from wherever in it. */
export interface Program {
  readonly assigned: readonly Assigned[];
  readonly calls: readonly Call[];
  readonly functions: readonly FunctionDefinition[];
}

/** Begins the key under which what is spread into a mapping stands where it is not known. */
export const SPREAD = '...';

export function textIn(value: Value | undefined): string | undefined {
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}

export function numberIn(value: Value | undefined): number | undefined {
  return value?.kind === 'literal' && typeof value.value === 'number' ? value.value : undefined;
}

/** @returns whether it says true; undefined where it says neither */
export function flagIn(value: Value | undefined): boolean | undefined {
  return value?.kind === 'literal' && typeof value.value === 'boolean' ? value.value : undefined;
}

export function isNothing(value: Value | undefined): boolean {
  return value === undefined || (value.kind === 'literal' && value.value === null);
}

export function itemsIn(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' ? value.items : [];
}

export function entriesIn(value: Value | undefined): ReadonlyMap<string, Value> {
  return value?.kind === 'map' ? value.entries : new Map<string, Value>();
}

/** The last word of `proj.tasks.add`. */
export function lastWord(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf('.') + 1);
}

/** A name, or what a text says: how a class or function is meant. */
export function nameIn(value: Value | undefined): string | undefined {
  return value?.kind === 'name' ? value.name : textIn(value);
}

/** Whether all of it is known. Of an empty list, too. */
export function isKnown(value: Value): boolean {
  if (value.kind === 'list') return value.items.every(isKnown);
  if (value.kind === 'map') return [...value.entries.values()].every(isKnown);
  return value.kind === 'literal';
}

/** As a manifest has it, where `${` begins an expression; what is not known becomes null. */
export function jsonOf(value: Value): Json {
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? plainText(value.value) : value.value;
    case 'list':
      return value.items.map(jsonOf);
    case 'map':
      return Object.fromEntries(
        [...value.entries].filter(([key]) => !key.startsWith(SPREAD)).map(([key, one]) => [key, jsonOf(one)]),
      );
    default:
      return null;
  }
}
