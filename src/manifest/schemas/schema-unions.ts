import { definitionOf, type SchemaNode } from './schema-node.ts';
import { manifestSchema } from '../source.generated.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Which branch of a union a value was meant for, or what is wrong with the choice itself. */
export type BranchChoice =
  | { readonly kind: 'branch'; readonly definition: string }
  | { readonly kind: 'violation'; readonly keyword: string; readonly params: Readonly<Record<string, unknown>> };

interface Branch {
  readonly definition: string;
  readonly schema: Schema;
}

/**
 * ajv reports every branch of an `anyOf` that failed; people meant one. Text and mappings are told apart by type,
 * mappings by the constant of a property (`type: redis`) or by the required key that only one branch has (`cron`, `every`).
 */
export function chooseBranch(union: { readonly anyOf?: unknown }, data: unknown): BranchChoice {
  const branches = branchesOf(union);
  const fitting = branches.filter(({ schema }) => fits(schema, data));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return { kind: 'branch', definition: only.definition };
  if (fitting.length === 0) {
    return { kind: 'violation', keyword: 'union', params: { branches: branches.map(({ schema }) => schema) } };
  }
  return byConstant(fitting, data as Schema) ?? byRequired(fitting, data as Schema);
}

function branchesOf(union: { readonly anyOf?: unknown }): Branch[] {
  return ((union.anyOf ?? []) as readonly SchemaNode[]).map((node) => {
    const definition = definitionOf(node);
    return { definition, schema: (manifestSchema.$defs as Record<string, Schema>)[definition] ?? {} };
  });
}

function fits({ type }: Schema, data: unknown): boolean {
  return type === typeOf(data) || (type === 'integer' && Number.isInteger(data));
}

/** In the words of JSON Schema. */
export function typeOf(data: unknown): string {
  if (data === null) return 'null';
  return Array.isArray(data) ? 'array' : typeof data;
}

function byConstant(branches: readonly Branch[], data: Schema): BranchChoice | undefined {
  const constant = ({ schema }: Branch): unknown => propertiesOf(schema)['type']?.['const'];
  if (!branches.every((branch) => constant(branch) !== undefined)) return undefined;
  const chosen = branches.find((branch) => constant(branch) === data['type']);
  if (chosen !== undefined) return { kind: 'branch', definition: chosen.definition };
  if (data['type'] === undefined)
    return { kind: 'violation', keyword: 'required', params: { missingProperty: 'type' } };
  return {
    kind: 'violation',
    keyword: 'constants',
    params: { allowedValues: branches.map(constant), value: data['type'] },
  };
}

function byRequired(branches: readonly Branch[], data: Schema): BranchChoice {
  const own = branches.map((branch) => ({ ...branch, key: ownKey(branch, branches) }));
  const there = own.filter(({ key }) => Object.hasOwn(data, key));
  // What one branch requires another may know: then it does not choose.
  const present = there.filter(
    ({ key, definition }) =>
      !there.some((other) => other.definition !== definition && Object.hasOwn(propertiesOf(other.schema), key)),
  );
  const [chosen] = present;
  if (chosen !== undefined && present.length === 1) return { kind: 'branch', definition: chosen.definition };
  const params = { keys: own.map(({ key }) => key), present: present.map(({ key }) => key) };
  return { kind: 'violation', keyword: 'choice', params };
}

/** The required key that no other branch requires. */
function ownKey(branch: Branch, all: readonly Branch[]): string {
  const others = all.filter((other) => other !== branch).flatMap(({ schema }) => requiredOf(schema));
  return requiredOf(branch.schema).find((key) => !others.includes(key)) ?? '';
}

function requiredOf(schema: Schema): readonly string[] {
  return (schema['required'] ?? []) as readonly string[];
}

export function propertiesOf(schema: Schema): Readonly<Record<string, Schema>> {
  return (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
}

/** Keys that only one of two branches knows, and the key that chooses that branch: `timezone` goes with `cron`. */
const SIBLINGS = [
  [manifestSchema.$defs.everySchedule, manifestSchema.$defs.cronSchedule, 'cron'],
  [manifestSchema.$defs.atSchedule, manifestSchema.$defs.cronSchedule, 'cron'],
  [manifestSchema.$defs.showRoute, manifestSchema.$defs.enqueueRoute, 'task'],
  [manifestSchema.$defs.enqueueRoute, manifestSchema.$defs.showRoute, 'job'],
  [manifestSchema.$defs.afterRoute, manifestSchema.$defs.enqueueRoute, 'task'],
] as const;

/** @param branch the schema that does not know `key` */
export function keyOfSibling(key: string, branch: Schema): string | undefined {
  const pair = SIBLINGS.find(([own]) => own.description === branch['description']);
  return pair && Object.hasOwn(pair[1].properties, key) ? pair[2] : undefined;
}
