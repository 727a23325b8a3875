/** The manifest's own schema as a value to walk, with the keywords that Skep adds to JSON Schema. */
import type { DiagnosticCode, Json } from '../../foundation/index.ts';
import { manifestSchema } from '../source.generated.ts';

export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: unknown;
  readonly description?: string;
  readonly default?: Json;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaNode[];
  /** A length of time; without bounds of its own 0 to MAX_DURATION_MS. */
  readonly 'x-duration'?: { readonly min?: string; readonly max?: string };
  /** The name of an entry that must exist in this section. */
  readonly 'x-ref'?: string;
  /** `${…}` is read here when it is used; the first steps that its paths may begin with. */
  readonly 'x-template'?: readonly string[];
  /** Of a branch of a union: what is written so means something longer, which another branch describes. */
  readonly 'x-shorthand'?: readonly Shorthand[];
  /** Something else is asked before the default is: expand does not fill it in. */
  readonly 'x-late-default'?: true;
  /** Of a list in a task: what bases and task say of it is taken together. */
  readonly 'x-adds-up'?: true;
  /** What stands here is shown to nobody: neither it, nor anything in it. */
  readonly 'x-secret'?: true;
  /** Of a section: it holds entries by name. */
  readonly 'x-entry'?: EntryKind;
}

export interface Shorthand {
  /** Only text that begins so; it is not part of what `$` stands for. */
  readonly begins?: string;
  /** What is meant; `$` stands for what was written, as text. */
  readonly means: Json;
}

export interface EntryKind {
  /** What one entry is called in messages. */
  readonly word: string;
  /** Of a reference to one that does not exist; without it nothing may refer to these. */
  readonly code?: DiagnosticCode;
  /** Entries that exist without being declared, with every default. */
  readonly builtIn?: readonly string[];
}

export const rootNode: SchemaNode = manifestSchema;

const definitions: Readonly<Record<string, SchemaNode>> = manifestSchema.$defs;

/** First steps of the expressions of all templates. */
export const EXPRESSION_ROOTS: ReadonlySet<string> = new Set(
  Object.values(definitions).flatMap(({ properties = {} }) =>
    Object.values(properties).flatMap((node) => node['x-template'] ?? []),
  ),
);

/** The node without its references: what stands beside a `$ref` wins over what it leads to. */
export function resolved(node: SchemaNode): SchemaNode {
  const target = node.$ref === undefined ? undefined : definitions[definitionOf(node)];
  if (target === undefined) return node;
  const own = Object.fromEntries(Object.entries(node).filter(([key]) => key !== '$ref'));
  return { ...resolved(target), ...own };
}

/** @returns the name of the definition that the node refers to; '' when it refers to none */
export function definitionOf({ $ref = '' }: SchemaNode): string {
  return $ref.slice('#/$defs/'.length);
}

/** The nodes that a key or index leads to; several where a union has several branches with it. */
export function nodesBelow(node: SchemaNode, step: string | number): readonly SchemaNode[] {
  const { anyOf = [], properties = {}, additionalProperties, items } = resolved(node);
  const inBranches = anyOf.flatMap((branch) => nodesBelow(branch, step));
  if (typeof step === 'number') return items === undefined ? inBranches : [...inBranches, items];
  if (Object.hasOwn(properties, step)) return [...inBranches, properties[step] ?? {}];
  return typeof additionalProperties === 'object' ? [...inBranches, additionalProperties] : inBranches;
}

/** The words that a list may hold, by the definition that it stands in. */
export function choicesOf(definition: string, list: string): readonly string[] {
  const choices = definitions[definition]?.properties?.[list]?.items?.enum ?? [];
  return choices.filter((choice) => typeof choice === 'string');
}
