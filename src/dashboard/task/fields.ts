/** From the schema of a payload to fields of a form, and from what was typed to the payload. */

export interface Field {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'boolean' | 'choice' | 'json';
  readonly required: boolean;
  readonly hint: string | null;
  /** Of a choice, each as JSON. */
  readonly choices: readonly string[];
  /** What is in the field at first. */
  readonly start: string;
}

interface Schema {
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly description?: unknown;
  readonly default?: unknown;
  readonly format?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** @param schema of the payload @returns null: it is no object with named properties, so it is written as JSON */
export function fieldsOf(schema: unknown): readonly Field[] | null {
  const { properties, required = [] } = (schema ?? {}) as Schema;
  if (properties === undefined) return null;
  return Object.entries(properties).map(([name, one]) => fieldOf(name, one, required.includes(name)));
}

function fieldOf(name: string, schema: Schema, required: boolean): Field {
  const kind = kindOf(schema);
  const choices = Array.isArray(schema.enum) ? schema.enum.map((one) => JSON.stringify(one)) : [];
  const hint = [schema.description, schema.format].find((text): text is string => typeof text === 'string') ?? null;
  return { name, kind, required, hint, choices, start: startOf(kind, schema.default) };
}

function kindOf({ type, enum: choices }: Schema): Field['kind'] {
  if (Array.isArray(choices)) return 'choice';
  if (type === 'string') return 'text';
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'boolean' ? 'boolean' : 'json';
}

function startOf(kind: Field['kind'], value: unknown): string {
  if (value === undefined) return '';
  return kind === 'text' && typeof value === 'string' ? value : JSON.stringify(value);
}

export type Typed = Readonly<Record<string, string>>;

/**
 * @returns the payload as JSON, numbers digit for digit as they were typed; what was left empty is left out, but for a
 * text that has to be there: the server says what is wrong with it
 */
export function payloadOf(fields: readonly Field[], typed: Typed): string {
  const members = fields.flatMap(({ name, kind, required, start }) => {
    const text = typed[name] ?? start;
    if (text === '' && !(kind === 'text' && required)) return [];
    return [`${JSON.stringify(name)}: ${kind === 'text' ? JSON.stringify(text) : text}`];
  });
  return `{${members.join(', ')}}`;
}
