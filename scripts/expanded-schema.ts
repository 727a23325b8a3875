/** The manifest's schema turned into that of its expanded form (src/manifest/expanding/expand.ts), for its types and for a test. */

export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly tsType?: string;
  readonly 'x-duration'?: object;
  readonly 'x-shorthand'?: readonly object[];
  readonly 'x-late-default'?: boolean;
}

/** What says something of the written form only, or of how it is shown. */
const OF_THE_WRITTEN_FORM =
  /^(?:x-.*|\$id|\$schema|title|default|examples|pattern|m(?:ax|in)(?:Items|Length|Properties)|propertyNames)$/;

export function expandedSchema(root: Schema): Schema {
  const definitions = root.$defs ?? {};

  const resolved = (node: Schema): Schema => {
    if (node.$ref === undefined) return node;
    const { $ref, ...own } = node;
    return { ...resolved(definitions[$ref.slice('#/$defs/'.length)] ?? {}), ...own };
  };

  const isDuration = (node: Schema): boolean => {
    const whole = resolved(node);
    return whole['x-duration'] !== undefined || (whole.items !== undefined && isDuration(whole.items));
  };

  const expanded = (node: Schema): Schema => {
    const bare = Object.fromEntries(Object.entries(node).filter(([key]) => !OF_THE_WRITTEN_FORM.test(key))) as Schema;
    if (node['x-duration'] !== undefined) return described(node, { type: 'number' });
    if (node.anyOf !== undefined) return union(node, bare);
    if (node.properties !== undefined) return { ...bare, ...mapping(node.properties, node.required ?? []) };
    const { items, additionalProperties } = node;
    return {
      ...bare,
      ...(items && { items: expanded(items) }),
      ...(typeof additionalProperties === 'object' && { additionalProperties: expanded(additionalProperties) }),
      ...opaque(node),
    };
  };

  /** Without the branches that are short for another one. */
  const union = (node: Schema, bare: Schema): Schema => {
    const branches = (node.anyOf ?? []).filter((branch) => branch['x-shorthand'] === undefined).map(expanded);
    const [only] = branches;
    if (branches.length > 1 || only === undefined) return { ...bare, anyOf: branches };
    const rest = Object.entries(bare).filter(([key]) => key !== 'anyOf');
    return { ...Object.fromEntries(rest), ...only };
  };

  /** Every key is there: with its default, or with null. */
  const mapping = (properties: NonNullable<Schema['properties']>, required: readonly string[]): Schema => {
    const entries = Object.entries(properties).map(([key, property]) => {
      const { default: fallback, 'x-late-default': late } = resolved(property);
      const filled = required.includes(key) || (fallback !== undefined && late !== true);
      const to = isDuration(property) ? `${key}Ms` : key;
      return [to, filled ? expanded(property) : orNull(expanded(property))] as const;
    });
    return { properties: Object.fromEntries(entries), required: entries.map(([key]) => key) };
  };

  const definitionsOfThat = Object.entries(definitions).map(([name, node]) => [name, expanded(node)] as const);
  return { ...expanded(root), $defs: Object.fromEntries(definitionsOfThat) };
}

/** Values that are not the manifest's own. */
function opaque(node: Schema): Pick<Schema, 'tsType'> {
  const keys = Object.keys(node).filter((key) => !OF_THE_WRITTEN_FORM.test(key) && key !== 'description');
  if (keys.length === 0) return { tsType: 'Json' };
  const isSchema = Array.isArray(node.type) && node.properties === undefined;
  if (isSchema && JSON.stringify(node.type).includes('number'))
    return { tsType: 'number | Readonly<Record<string, number>>' };
  return isSchema ? { tsType: 'JsonObject | boolean' } : {};
}

function described({ description }: Schema, schema: Schema): Schema {
  return description === undefined ? schema : { description, ...schema };
}

function orNull({ description, ...schema }: Schema): Schema {
  // What may be anything may be null.
  if (schema.tsType === 'Json') return described({ ...(description !== undefined && { description }) }, schema);
  return {
    ...(description !== undefined && { description }),
    anyOf: [schema, { type: 'null' }],
  };
}
