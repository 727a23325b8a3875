/** Path, query and body against the endpoint's entry in the table. */
import { foreignOption } from '../core/index.ts';
import { dictionary, type Json, type JsonObject, SkepError, nearest } from '../foundation/index.ts';
import { compileSchema } from '../manifest/index.ts';
import { type Endpoint, inlined, withoutNotes } from '../api/index.ts';

type Check = ReturnType<typeof compileSchema>;
type Shape = Pick<Endpoint<never>, 'params' | 'query'>;

/** Compiled when first used: the start of the process does not wait for schemas nobody asks for. */
const checks = new WeakMap<JsonObject, Check>();

/** @throws the parameter's own code when no such thing can exist */
export function checkParams(endpoint: Shape, params: Readonly<Record<string, string>>): void {
  for (const [name, { pattern, unknown, description }] of Object.entries(endpoint.params)) {
    const value = params[name] ?? '';
    if (compiled(pattern).test(value)) continue;
    throw new SkepError(unknown, `${JSON.stringify(value.slice(0, 80))} is not the ${description.toLowerCase()}`);
  }
}

const patterns = new Map<string, RegExp>();

/** @param pattern of our own table; patterns.spec.ts looks at them */
function compiled(pattern: string): RegExp {
  // eslint-disable-next-line no-restricted-syntax -- see above
  const regExp = patterns.get(pattern) ?? new RegExp(pattern, 'u');
  patterns.set(pattern, regExp);
  return regExp;
}

/** @throws REQUEST_INVALID for unknown, repeated and malformed parameters */
export function readQuery(endpoint: Shape, querystring: string): Record<string, Json> {
  const known = Object.keys(endpoint.query);
  const query = dictionary<Json>();
  for (const [name, value] of new URLSearchParams(querystring)) {
    const schema = Object.hasOwn(endpoint.query, name) ? endpoint.query[name] : undefined;
    if (!schema) throw unknownName('query parameter', name, known);
    if (Object.hasOwn(query, name)) {
      throw new SkepError('REQUEST_INVALID', `the query parameter \`${name}\` is there twice`, {
        ...(schema['type'] === 'array' && { hint: 'write the values with commas between them' }),
      });
    }
    query[name] = converted(value, schema);
  }
  for (const [name, value] of Object.entries(query)) checkParameter(name, value, endpoint.query[name] ?? {});
  return query;
}

/** Text stays text where the schema wants something else, so that the schema is what refuses it. */
function converted(text: string, schema: JsonObject): Json {
  if (schema['type'] === 'boolean' && ['true', 'false'].includes(text)) return text === 'true';
  if (schema['type'] === 'array') return text.split(',');
  return schema['type'] === 'integer' && /^-?[0-9]{1,15}$/.test(text) ? Number(text) : text;
}

function checkParameter(name: string, value: Json, schema: JsonObject): void {
  const [first] = checkOf(schema)(value);
  if (!first) return;
  const message = ownWords(schema, first.pointer) ?? first.message;
  throw new SkepError('REQUEST_INVALID', `the query parameter \`${name}\` ${message}`, hintOf(schema));
}

function hintOf(schema: JsonObject): { hint?: string } {
  const { description } = schema;
  return typeof description === 'string' ? { hint: description } : {};
}

const bodies = new WeakMap<JsonObject, JsonObject>();

/** @throws REQUEST_INVALID with all violations */
export function checkBody(given: JsonObject, body: Json | undefined): void {
  const schema = bodies.get(given) ?? inlined(given);
  bodies.set(given, schema);
  if (body === undefined && schema['x-optional'] === true) return;
  if (body === undefined) {
    throw new SkepError('REQUEST_INVALID', 'the request needs a JSON body', hintOf(alternative(schema, {})));
  }
  const form = alternative(schema, body);
  refuseUnknownKeys(form, body, '');
  const violations = checkOf(form)(body).map(({ pointer, message }) => ({
    pointer,
    message: ownWords(form, pointer) ?? message,
  }));
  const [first] = violations;
  if (!first) return;
  const place = first.pointer === '' ? 'the body' : `the body at ${first.pointer}`;
  throw new SkepError('REQUEST_INVALID', `${place} ${first.message}`, { details: { violations }, ...hintOf(form) });
}

/** What the schema itself says (`x-problem`) of a value at that place: the innermost that says something. */
function ownWords(schema: JsonObject, pointer: string): string | undefined {
  let at: JsonObject = schema;
  let words = at['x-problem'];
  for (const key of pointer.split('/').slice(1)) {
    at = asObject(propertiesOf(at)[key] ?? at['items'] ?? at['additionalProperties']);
    words = at['x-problem'] ?? words;
  }
  return typeof words === 'string' ? words : undefined;
}

/** Of several forms the one that shares most keys with the body is meant: its violations are the useful ones. */
function alternative(schema: JsonObject, body: Json): JsonObject {
  const forms = schema['oneOf'];
  if (!Array.isArray(forms)) return schema;
  const shared = (form: JsonObject): number => Object.keys(propertiesOf(form)).filter((key) => has(body, key)).length;
  return (forms as JsonObject[]).reduce((best, form) => (shared(form) > shared(best) ? form : best));
}

/** Ahead of the schema, because ajv says "must NOT have additional properties" and cannot tell what was meant. */
function refuseUnknownKeys(schema: JsonObject, value: Json, path: string): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      refuseUnknownKeys(asObject(schema['items']), item as Json, `${path}/${index}`);
    }
    return;
  }
  if (value === null || typeof value !== 'object') return;
  const properties = propertiesOf(schema);
  for (const [key, inner] of Object.entries(value)) {
    if (Object.hasOwn(properties, key)) refuseUnknownKeys(asObject(properties[key]), inner, `${path}/${key}`);
    else if (schema['additionalProperties'] === false) {
      throw unknownName(path === '' ? 'key of the body' : `key at ${path}`, key, Object.keys(properties));
    }
  }
}

function unknownName(what: string, name: string, known: readonly string[]): SkepError {
  const near = foreignOption(name, known) ?? nearest(name, known);
  const list = known.length === 0 ? 'none is taken here' : `known: ${known.join(', ')}`;
  const hint = near === undefined ? list : `did you mean \`${near}\`? ${list}`;
  return new SkepError('REQUEST_INVALID', `unknown ${what}: ${JSON.stringify(name.slice(0, 80))}`, { hint });
}

function checkOf(schema: JsonObject): Check {
  const check = checks.get(schema) ?? compileSchema(withoutNotes(schema));
  checks.set(schema, check);
  return check;
}

function propertiesOf(schema: JsonObject): JsonObject {
  return asObject(schema['properties']);
}

function asObject(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {};
}

function has(value: Json, key: string): boolean {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, key);
}
