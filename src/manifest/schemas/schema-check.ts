import { Lru } from '../../core/index.ts';
import { type Json, type JsonObject, messageOf, nearest } from '../../foundation/index.ts';
import { flawOfPattern } from './linear-pattern.ts';
import { below, pathOf, valueAt } from '../pointer.ts';
import { type KeywordFlaw, KEYWORDS, REFUSED_KEYWORDS, SCHEMA_LISTS, SCHEMA_MAPS, SCHEMAS } from './schema-keywords.ts';
import { compileSchema, compileStrictly } from './schema-compiler.ts';
import { fillerOf } from './schema-defaults.ts';
import { SchemaPlace } from './schema-places.ts';

export interface SchemaProblem {
  /** JSON pointer into the schema. */
  readonly pointer: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

const MAX_DEPTH = 40;
const MAX_SCHEMAS = 5_000;
const checked = new Lru<readonly SchemaProblem[]>(2_048);

/**
 * What is wrong with a task's input or output schema: unknown keywords, wrong values, patterns and references that
 * lead nowhere or out of the schema. Compiling takes a millisecond or more each, so only schemas with keywords whose
 * meaning depends on others are compiled here; what passes compiles, which a test holds.
 * @returns [] when compileSchema will take it
 */
export function checkSchema(schema: JsonObject | boolean): readonly SchemaProblem[] {
  if (typeof schema === 'boolean') return [];
  return checked.get(JSON.stringify(schema), () => new Check(schema).run());
}

/** Keywords that ajv's strict mode checks against their neighbours. */
const ENTANGLED = ['$ref', 'if', 'then', 'else', 'patternProperties', 'contains', 'minContains', 'maxContains'];

class Check {
  readonly #root: JsonObject;
  readonly #problems: SchemaProblem[] = [];
  readonly #schemas = new Set<unknown>();
  readonly #references: { pointer: string; target: string }[] = [];
  readonly #defaults = new Map<string, JsonObject>();
  #entangled = false;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  run(): readonly SchemaProblem[] {
    this.#schema(this.#root, '', 0);
    for (const reference of this.#references) this.#reference(reference.pointer, reference.target);
    if (this.#problems.length === 0 && this.#entangled) this.#compile();
    if (this.#problems.length === 0) for (const [pointer, holder] of this.#defaults) this.#default(pointer, holder);
    return this.#problems;
  }

  #schema(schema: Json, pointer: string, depth: number): void {
    if (typeof schema === 'boolean') return;
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
      this.#add(pointer, 'a schema must be a mapping, true or false');
    } else if (depth > MAX_DEPTH) this.#add(pointer, `schemas are nested deeper than ${MAX_DEPTH}`);
    else if (this.#schemas.size > MAX_SCHEMAS) return;
    else {
      this.#schemas.add(schema);
      if ((schema as JsonObject)['default'] !== undefined)
        this.#defaults.set(below(pointer, 'default'), schema as JsonObject);
      if (this.#schemas.size > MAX_SCHEMAS) this.#add(pointer, `the schema holds more than ${MAX_SCHEMAS} schemas`);
      for (const [keyword, value] of Object.entries(schema)) this.#keyword(keyword, value, { pointer, depth });
    }
  }

  #keyword(keyword: string, value: Json, at: { readonly pointer: string; readonly depth: number }): void {
    const pointer = below(at.pointer, keyword);
    if (ENTANGLED.includes(keyword)) this.#entangled = true;
    if (SCHEMAS.has(keyword)) this.#schema(value, pointer, at.depth + 1);
    else if (SCHEMA_LISTS.has(keyword)) this.#list(value, pointer, at.depth);
    else if (SCHEMA_MAPS.has(keyword)) this.#map(keyword, value, { pointer, depth: at.depth });
    else if (keyword === '$ref' && typeof value === 'string') this.#references.push({ pointer, target: value });
    else this.#plain(keyword, value, at.pointer);
  }

  #plain(keyword: string, value: Json, pointer: string): void {
    const refused = Object.hasOwn(REFUSED_KEYWORDS, keyword) ? REFUSED_KEYWORDS[keyword] : undefined;
    const check = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    if (refused !== undefined && !(pointer === '' && ['$id', '$schema'].includes(keyword))) {
      this.#add(below(pointer, keyword), `\`${keyword}\` is not allowed in a task's schema`, refused);
    } else if (check !== undefined) {
      const flaw = check(value);
      if (flaw !== undefined) this.#flaw(keyword, pointer, typeof flaw === 'string' ? { message: flaw } : flaw);
      else if (keyword === 'pattern') this.#pattern('`pattern`', value as string, below(pointer, keyword));
    } else if (refused === undefined) {
      const near = nearest(keyword, [...Object.keys(KEYWORDS), ...SCHEMAS, ...SCHEMA_LISTS, ...SCHEMA_MAPS]);
      const hint = near === undefined ? 'only JSON Schema draft 2020-12 is understood' : `did you mean \`${near}\`?`;
      this.#add(below(pointer, keyword), `unknown keyword \`${keyword}\``, hint);
    }
  }

  #flaw(keyword: string, pointer: string, { message, hint }: KeywordFlaw): void {
    this.#add(below(pointer, keyword), `\`${keyword}\` ${message}`, hint);
  }

  #list(value: Json, pointer: string, depth: number): void {
    if (!Array.isArray(value) || value.length === 0) this.#add(pointer, 'must be a list of one or more schemas');
    else (value as readonly Json[]).forEach((item, index) => this.#schema(item, below(pointer, index), depth + 1));
  }

  #map(keyword: string, value: Json, at: { readonly pointer: string; readonly depth: number }): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.#add(at.pointer, `\`${keyword}\` must be a mapping of schemas`);
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      const pointer = below(at.pointer, key);
      if (keyword === 'patternProperties') this.#pattern('the pattern', key, pointer);
      this.#schema(item, pointer, at.depth + 1);
    }
  }

  #pattern(what: string, pattern: string, pointer: string): void {
    const flaw = flawOfPattern(pattern);
    if (flaw) this.#add(pointer, `${what} ${flaw.message}`, flaw.hint);
  }

  /** Only schemas that were looked at here may be referred to: `#/examples/0` could hide anything. */
  #reference(pointer: string, target: string): void {
    if (!target.startsWith('#')) {
      this.#add(pointer, 'a reference must stay inside of the schema', 'write #/$defs/…; nothing is fetched');
      return;
    }
    if (target !== '#' && !target.startsWith('#/'))
      this.#add(pointer, 'a reference must be # or #/…', 'write #/$defs/…');
    else if (!this.#schemas.has(valueAt(this.#root, pathOf(decode(target.slice(1)), this.#root)))) {
      this.#add(pointer, `\`${target.slice(0, 80)}\` refers to no schema`);
    }
  }

  /** One that is refused would refuse every payload that it is filled into. With a reference only the payload tells. */
  #default(pointer: string, holder: JsonObject): void {
    const text = JSON.stringify(holder);
    if (text.includes('"$ref":')) return;
    const value = fillerOf(holder)(holder['default'] ?? null);
    const simple = typeof value !== 'object' || value === null;
    if (simple && SchemaPlace.of(holder).takes(value)) return;
    const [violation] = simple
      ? [{ pointer: '', message: 'it is not what the schema takes' }]
      : compileSchema(holder)(value);
    if (violation) {
      const about = [violation.pointer, violation.message].filter((part) => part !== '').join(' ');
      this.#add(pointer, `\`default\` breaks its own schema: ${about}`);
    }
  }

  #compile(): void {
    try {
      compileStrictly(this.#root);
    } catch (error) {
      this.#add('', `the schema cannot be compiled: ${messageOf(error)}`);
    }
  }

  #add(pointer: string, message: string, hint?: string): void {
    if (this.#problems.length < 100) this.#problems.push({ pointer, message, hint });
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
